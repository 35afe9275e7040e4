"""A pandas DataFrame as a source: NumPy's columns as views, Arrow's through their own stream.

The frame is never changed, and none of its columns is copied whole but those that a batch of rows cannot be cut from.
The index is no column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from shrinkage.errors import SourceError
from shrinkage.source.libraries import PyarrowColumns
from shrinkage.source.pandascells import Reader, reading_of
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind
from shrinkage.source.streams import StreamSource, no_rows

_INDEX = "The index of the frame is not read; reset_index() makes it a column."


class PandasSource:
    """See the module."""

    def __init__(self, frame: Any, name: str, threads: int | None = None, *, empty: bool = False) -> None:
        self.name = name
        self.notes = (_INDEX,) if _index_says_something(frame.index) else ()
        self._rows = len(frame)
        if not self._rows and not empty:
            raise no_rows(name)
        names = pandas_names(frame, name)
        readings = {column: reading_of(column, frame.iloc[:, k].array) for k, column in enumerate(names)}
        held = [k for k, reading in enumerate(readings.values()) if reading.read is None and _is_arrow(frame, k)]
        self._arrow = _arrow_columns(frame, names, held, name, threads) if held else None
        known: Mapping[str, Field] = {} if self._arrow is None else {field.name: field for field in self._arrow.fields}
        self.fields = tuple(known.get(column, reading.field) for column, reading in readings.items())
        self._readers: dict[str, Reader] = {
            column: reading.read for column, reading in readings.items() if reading.read is not None
        }

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`."""
        for field in self.fields:
            if field.kind is Kind.OTHER and field.name in columns:
                raise SourceError(f"the column {field.name!r} is of type {field.type}, which is not read; drop it.")
        streamed = [name for name in columns if name not in self._readers]
        parts = iter(()) if self._arrow is None or not streamed else self._arrow.batches(streamed, rows)
        for start in range(0, self._rows, rows):
            stop = min(start + rows, self._rows)
            found: dict[str, Column] = dict(next(parts).columns) if streamed else {}
            found |= {name: self._readers[name](start, stop) for name in columns if name in self._readers}
            yield Batch(stop - start, {name: found[name] for name in columns})


def pandas_names(frame: Any, name: str) -> list[str]:
    """Names of the columns as text. Raises SourceError where one is there twice, or each is of several parts."""
    if frame.columns.nlevels > 1:
        raise SourceError(
            f"the columns of {name} have names of {frame.columns.nlevels} parts; join them to one first, such as with "
            "frame.columns = ['_'.join(map(str, parts)) for parts in frame.columns]."
        )
    return [str(column) for column in frame.columns]


def _index_says_something(index: Any) -> bool:
    """More than where a row stood before some were left out or moved: a name, words, times."""
    return any(name is not None for name in index.names) or not (index.nlevels == 1 and index.dtype.kind in "iu")


def _is_arrow(frame: Any, place: int) -> bool:
    import pandas as pd

    return isinstance(frame.dtypes.iloc[place], pd.ArrowDtype | pd.StringDtype)


def _arrow_columns(frame: Any, names: Sequence[str], places: Sequence[int], name: str, threads: int | None) -> Any:
    """These columns, which pandas holds in Arrow's memory, so that pyarrow is there."""
    import pyarrow

    arrays = [frame.iloc[:, place].array.__arrow_array__() for place in places]
    table = pyarrow.Table.from_arrays(arrays, names=[names[place] for place in places])
    return StreamSource(PyarrowColumns(table), name, threads, empty=True)


def for_sql(frame: Any) -> Any:
    """The frame as DuckDB reads it: columns called c0, c1, …, and of types that it knows."""
    import pandas as pd

    columns = {f"c{k}": _known_to_sql(name, frame.iloc[:, k]) for k, name in enumerate(frame.columns)}
    return pd.DataFrame(columns, index=frame.index, copy=False)


def _known_to_sql(name: object, column: Any) -> Any:
    import pandas as pd
    from pandas.api.extensions import ExtensionDtype

    dtype = column.dtype
    if isinstance(dtype, pd.SparseDtype):
        return column.sparse.to_dense()
    if isinstance(dtype, pd.PeriodDtype):
        return column.dt.to_timestamp()
    if isinstance(dtype, pd.IntervalDtype):
        return column.astype(str).where(column.notna(), None)
    if isinstance(dtype, pd.CategoricalDtype) and column.cat.categories.dtype != object:
        return column.cat.rename_categories([str(category) for category in column.cat.categories])
    if dtype.kind == "c":
        raise SourceError(
            f"the column {str(name)!r} is of type {dtype}, which SQL does not take; drop it from the frame."
        )
    if dtype.kind == "f" and not isinstance(dtype, ExtensionDtype):
        return column if dtype == np.float64 else column.astype("float64")  # quadruple precision, other orders of bytes
    if dtype.kind in "iu" and not getattr(dtype, "isnative", True):
        return column.astype(np.dtype(str(dtype)).newbyteorder("="))
    return column if isinstance(dtype, ExtensionDtype) or dtype.kind != "O" else _plain_objects(str(name), column)


def _plain_objects(name: str, column: Any) -> Any:
    """Python objects as the same column is read without SQL; what is not read, as it is."""
    import pandas as pd

    from shrinkage.source.pandasobjects import reading_of_objects

    reading = reading_of_objects(name, column.to_numpy())
    if reading.read is None or (reading.field.kind is Kind.TEXT and reading.field.type == "str"):
        return column
    cells = reading.read(0, len(column))
    if reading.field.kind is Kind.TEXT:
        return column.astype(str).where(column.notna(), None)
    if reading.field.kind is Kind.BOOLEAN:
        return pd.Series(cells.values, index=column.index).astype("boolean")
    if reading.field.kind is Kind.TIME:
        return pd.Series(_stamps(cells.values), index=column.index)
    return pd.Series(cells.values, index=column.index)


def _stamps(seconds: Any) -> Any:
    counts = np.rint(np.where(np.isnan(seconds), 0, seconds) * 1e6).astype("datetime64[us]")
    counts[np.isnan(seconds)] = np.datetime64("NaT")
    return counts
