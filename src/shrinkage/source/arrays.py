"""A table already in memory, name → cells, as a source: no engine, for tests, simulations and small calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError
from shrinkage.source.imported import is_a
from shrinkage.source.objects import doubles, is_nothing, kind_of_objects
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind

_EPOCH = np.datetime64(0, "s")


class ArraySource:
    """Columns as 1-D arrays or lists of one length.

    Numbers (a Decimal or a Fraction too), booleans, dates and datetimes (with a zone as UTC), spans of time and times
    of day (in seconds), text. None, NaN, NaT, NA and what a masked array hides are missing. A Series of pandas is read
    by place, so that those of several must have one index.
    """

    def __init__(self, columns: Mapping[str, Any], name: str = "arrays") -> None:
        self.name = name
        self.notes: tuple[str, ...] = ()
        _check_index(columns)
        read = {str(key): _column(str(key), cells) for key, cells in columns.items()}
        lengths = {key: _length(column) for key, (column, _) in read.items() if column.kind is not Kind.OTHER}
        if len(set(lengths.values())) > 1:
            (first, rows), *others = lengths.items()
            other, count = next((key, n) for key, n in others if n != rows)
            raise SourceError(
                f"column {first!r} has {rows} cells and {other!r} has {count}; give columns of one length."
            )
        self._rows = next(iter(lengths.values()), 0)
        self._columns = {key: column for key, (column, _) in read.items()}
        self.fields = tuple(Field(key, column.kind, kind) for key, (column, kind) in read.items())

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`; the batches are views."""
        chosen = {name: self._columns[name] for name in columns}
        for start in range(0, self._rows, rows):
            stop = min(start + rows, self._rows)
            yield Batch(stop - start, {name: cut(column, start, stop) for name, column in chosen.items()})


def _check_index(columns: Mapping[str, Any]) -> None:
    indexed = {name: cells.index for name, cells in columns.items() if is_a(cells, "pandas", "Series")}
    for other in indexed:
        first = next(iter(indexed))
        if not indexed[other].equals(indexed[first]):
            raise SourceError(
                f"the Series {str(first)!r} and {str(other)!r} have different indexes; make a DataFrame of them, which "
                "aligns them, or give their to_numpy()."
            )


def text_column(cells: Sequence[str | None]) -> Column:
    """A TEXT column of ``cells``; None is missing."""
    coded = [b"" if cell is None else cell.encode("utf-8", "replace") for cell in cells]
    offsets = np.zeros(len(coded) + 1, dtype=np.int64)
    np.cumsum([len(cell) for cell in coded], out=offsets[1:])
    valid = np.array([cell is not None for cell in cells], dtype=bool)
    data = np.frombuffer(b"".join(coded), dtype=np.uint8)
    return Column(Kind.TEXT, offsets=offsets, data=data, valid=None if valid.all() else valid)


def _column(name: str, cells: Any) -> tuple[Column, str]:
    if is_a(cells, "pandas", "Series", "Index"):
        return _of_pandas(name, cells)
    try:
        array = np.ma.getdata(cells) if isinstance(cells, np.ma.MaskedArray) else np.asarray(cells)
    except ValueError:  # lists of several lengths
        return Column(Kind.OTHER), "nested"
    if array.ndim != 1:
        shown = "a single value" if array.ndim == 0 else f"of the shape {array.shape}"
        raise SourceError(f"column {name!r} is {shown}; give a list or an array of one cell a row.")
    if array.dtype.kind == "U" and not isinstance(cells, np.ndarray):
        array = np.asarray(cells, dtype=object)  # NumPy makes text of a list that holds a number and a word
    if array.dtype.kind == "O":
        return _of_objects(name, array.tolist())
    column, kind = _of_numpy(array)
    mask = np.ma.getmaskarray(cells) if isinstance(cells, np.ma.MaskedArray) else None
    return (_without(column, mask), kind) if mask is not None and mask.any() else (column, kind)


def _of_numpy(array: NDArray[Any]) -> tuple[Column, str]:
    kind = array.dtype.kind
    if kind == "b":
        return _values(Kind.BOOLEAN, array.astype(np.float64)), "bool"
    if kind in "iuf":
        return _values(Kind.NUMBER, array.astype(np.float64)), str(array.dtype)
    if kind == "M":
        seconds = (array - _EPOCH) / np.timedelta64(1, "s")
        return _values(Kind.TIME, seconds.astype(np.float64)), str(array.dtype)
    if kind == "m":
        return _values(Kind.NUMBER, (array / np.timedelta64(1, "s")).astype(np.float64)), str(array.dtype)
    if kind in "UT":
        return text_column([str(cell) for cell in array.tolist()]), "text"
    return Column(Kind.OTHER), str(array.dtype)


def _of_objects(name: str, cells: list[Any]) -> tuple[Column, str]:
    kind, word = kind_of_objects(name, cells)
    if kind is Kind.OTHER:
        return Column(kind), word
    if kind is Kind.TEXT:
        return text_column([None if is_nothing(cell) else str(cell) for cell in cells]), word
    return _values(kind, doubles(name, cells, word)), word


def _of_pandas(name: str, cells: Any) -> tuple[Column, str]:
    """A Series as the column of a frame that it would be; what Arrow holds as objects."""
    from shrinkage.source.pandascells import reading_of

    array = cells.array
    reading = reading_of(name, array)
    if reading.read is not None:
        return reading.read(0, len(array)), reading.field.type
    if reading.field.kind is Kind.OTHER:
        return Column(Kind.OTHER), reading.field.type
    return _of_objects(name, np.asarray(array, dtype=object).tolist())


def _without(column: Column, mask: NDArray[np.bool_]) -> Column:
    """``column`` where the cells of a ``mask`` (n,) are missing as well."""
    valid = ~mask if column.valid is None else column.valid & ~mask
    values = None if column.values is None else np.where(mask, np.nan, column.values)
    return replace(column, values=values, valid=valid)


def _values(kind: Kind, values: NDArray[np.float64]) -> Column:
    valid = ~np.isnan(values)
    return Column(kind, values=values, valid=None if valid.all() else valid)


def _length(column: Column) -> int:
    if column.values is not None:
        return len(column.values)
    return 0 if column.offsets is None else len(column.offsets) - 1


def cut(column: Column, start: int, stop: int) -> Column:
    """Some consecutive cells of a column, as views."""
    valid = None if column.valid is None else column.valid[start:stop]
    if column.offsets is None:
        values = None if column.values is None else column.values[start:stop]
        return Column(column.kind, values=values, valid=valid)
    offsets = column.offsets[start : stop + 1]
    assert column.data is not None
    data = column.data[offsets[0] : offsets[-1]]
    return Column(column.kind, offsets=offsets - offsets[0], data=data, valid=valid)
