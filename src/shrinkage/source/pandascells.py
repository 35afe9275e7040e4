"""What each kind of pandas column is, and how some of its cells are read: as views where its layout allows.

The meaning is that of the same column in a Parquet file that pandas wrote: times are UTC seconds at microseconds'
precision, spans of time are seconds, a category is its text, a period is its beginning, and None, NaN, NaT and NA are
missing alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.source.protocol import Column, Field, Kind

Reader = Callable[[int, int], Column]


@dataclass(frozen=True, slots=True)
class Reading:
    """A column: its field, and what reads its cells from one place up to another; None where Arrow holds them."""

    field: Field
    read: Reader | None


def reading_of(name: str, array: Any) -> Reading:
    """How ``array``, the values of column ``name``, is read."""
    import pandas as pd

    dtype = array.dtype
    if isinstance(dtype, pd.ArrowDtype) or (isinstance(dtype, pd.StringDtype) and dtype.storage == "pyarrow"):
        return Reading(Field(name, Kind.TEXT, str(dtype)), None)
    if isinstance(dtype, pd.CategoricalDtype):
        return Reading(Field(name, Kind.TEXT, "category"), _categories(array))
    if isinstance(dtype, pd.SparseDtype):
        return _sparse(name, array)
    if isinstance(dtype, pd.PeriodDtype):
        return Reading(
            Field(name, Kind.TIME, str(dtype)), lambda a, b: times_column(array[a:b].to_timestamp().to_numpy())
        )
    if isinstance(dtype, pd.DatetimeTZDtype):
        kind = f"datetime64[{dtype.unit}]"
        return Reading(Field(name, Kind.TIME, str(dtype)), lambda a, b: times_column(array[a:b].to_numpy(dtype=kind)))
    if isinstance(dtype, pd.StringDtype) or dtype.kind == "O":
        from shrinkage.source.pandasobjects import reading_of_objects

        return reading_of_objects(name, np.asarray(array, dtype=object))
    return _plain(name, array)


def _plain(name: str, array: Any) -> Reading:
    """A NumPy type, or one of these with a mask."""
    dtype = array.dtype
    kind = dtype.kind
    if hasattr(dtype, "numpy_dtype") and kind in "biuf" and hasattr(array, "isna") and not isinstance(dtype, np.dtype):
        meant = Kind.BOOLEAN if kind == "b" else Kind.NUMBER
        return Reading(
            Field(name, meant, str(dtype)),
            lambda a, b: values_column(meant, array[a:b].to_numpy(dtype=np.float64, na_value=np.nan)),
        )
    if not isinstance(dtype, np.dtype):
        return Reading(Field(name, Kind.OTHER, str(dtype)), None)
    values = array.to_numpy()
    if kind == "M":
        return Reading(Field(name, Kind.TIME, str(dtype)), lambda a, b: times_column(values[a:b]))
    if kind == "m":
        return Reading(Field(name, Kind.NUMBER, str(dtype)), lambda a, b: spans_column(values[a:b]))
    if kind in "biuf":
        meant = Kind.BOOLEAN if kind == "b" else Kind.NUMBER
        return Reading(Field(name, meant, str(dtype)), lambda a, b: values_column(meant, values[a:b]))
    return Reading(Field(name, Kind.OTHER, str(dtype)), None)


def values_column(kind: Kind, values: NDArray[Any]) -> Column:
    """Numbers as a column: themselves where they are doubles one after the other, else a copy."""
    doubles = np.ascontiguousarray(values, dtype=np.float64)
    if values.dtype.kind != "f":
        return Column(kind, doubles)
    missing = np.isnan(doubles)
    return Column(kind, doubles, valid=~missing if missing.any() else None)


def _seconds(values: NDArray[Any]) -> NDArray[np.float64]:
    """Datetimes or timedeltas in seconds, NaN for NaT; finer ones are rounded to microseconds, as DuckDB does."""
    unit = np.datetime_data(values.dtype)[0]
    counts = values.view(np.int64)
    if unit in ("s", "ms", "us"):
        seconds = counts / {"s": 1, "ms": 1_000, "us": 1_000_000}[unit]
    elif unit == "ns":
        seconds = (counts // 1_000 + (counts % 1_000 >= 500)) / 1_000_000
    else:
        seconds = values.astype(f"{values.dtype.kind}8[s]").view(np.int64) / 1
    return np.where(np.isnat(values), np.nan, seconds)


def times_column(values: NDArray[Any]) -> Column:
    return values_column(Kind.TIME, _seconds(np.ascontiguousarray(values)))


def spans_column(values: NDArray[Any]) -> Column:
    return values_column(Kind.NUMBER, _seconds(np.ascontiguousarray(values)))


def _categories(array: Any) -> Reader:
    """Text of the category of each cell; code −1 is missing, which is the last of ``words``."""
    codes = array.codes
    words = [str(category).encode("utf-8", "replace") for category in array.categories]
    words.append(b"")
    lengths = np.array([len(word) for word in words], dtype=np.int64)

    def read(start: int, stop: int) -> Column:
        part = codes[start:stop]
        offsets = np.zeros(len(part) + 1, dtype=np.int64)
        np.cumsum(lengths[part], out=offsets[1:])
        data = np.frombuffer(b"".join([words[code] for code in part.tolist()]), dtype=np.uint8)
        missing = part < 0
        return Column(Kind.TEXT, offsets=offsets, data=data, valid=~missing if missing.any() else None)

    return read


def _sparse(name: str, array: Any) -> Reading:
    """A column of mostly one value: only some rows of it are ever written out."""
    kind = array.dtype.subtype.kind
    field = Field(name, Kind.BOOLEAN if kind == "b" else Kind.NUMBER, str(array.dtype))
    if kind not in "biuf":
        return Reading(Field(name, Kind.OTHER, str(array.dtype)), None)
    places, stored = array.sp_index.indices, np.asarray(array.sp_values, dtype=np.float64)
    fill = np.nan if array.fill_value is None else float(array.fill_value)

    def read(start: int, stop: int) -> Column:
        first, last = np.searchsorted(places, [start, stop])
        values = np.full(stop - start, fill)
        values[places[first:last] - start] = stored[first:last]
        return values_column(field.kind, values)

    return Reading(field, read)
