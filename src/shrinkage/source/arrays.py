"""A table already in memory, name → cells, as a source: no engine, for tests, simulations and small calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind

_EPOCH = np.datetime64(0, "s")


class ArraySource:
    """Columns as 1-D arrays or lists of one length.

    Numbers: NaN (or None in a list) is missing. Booleans. datetime64: NaT is missing. Text: str, None is missing.
    """

    def __init__(self, columns: Mapping[str, Any], name: str = "arrays") -> None:
        self.name = name
        self.notes: tuple[str, ...] = ()
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


def text_column(cells: Sequence[str | None]) -> Column:
    """A TEXT column of ``cells``; None is missing."""
    coded = [b"" if cell is None else cell.encode("utf-8", "replace") for cell in cells]
    offsets = np.zeros(len(coded) + 1, dtype=np.int64)
    np.cumsum([len(cell) for cell in coded], out=offsets[1:])
    valid = np.array([cell is not None for cell in cells], dtype=bool)
    data = np.frombuffer(b"".join(coded), dtype=np.uint8)
    return Column(Kind.TEXT, offsets=offsets, data=data, valid=None if valid.all() else valid)


def _column(name: str, cells: Any) -> tuple[Column, str]:
    array = np.asarray(cells)
    if array.ndim != 1:
        raise SourceError(f"column {name!r} has the shape {array.shape}; give one cell a row.")
    if array.dtype.kind == "U" and not isinstance(cells, np.ndarray):
        array = np.asarray(cells, dtype=object)  # NumPy makes text of a list that holds a number and a word
    if array.dtype.kind == "O":
        array = _plain(name, array)
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
    if kind in "UO":
        return text_column([None if cell is None else str(cell) for cell in array.tolist()]), "text"
    return Column(Kind.OTHER), str(array.dtype)


def _plain(name: str, array: NDArray[np.object_]) -> NDArray[Any]:
    """An object array by what its cells are: all numbers or booleans (None missing), else text."""
    cells = [None if _is_missing(cell) else cell for cell in array.tolist()]
    known = [cell for cell in cells if cell is not None]
    if known and all(isinstance(cell, bool | np.bool_) for cell in known) and len(known) == len(cells):
        return np.array(cells, dtype=bool)
    if all(isinstance(cell, int | float | np.number | bool | np.bool_) for cell in known):
        return np.array([np.nan if cell is None else float(cell) for cell in cells])
    if all(isinstance(cell, str) for cell in known):
        return np.array(cells, dtype=object)
    raise SourceError(
        f"column {name!r} mixes {', '.join(sorted({type(cell).__name__ for cell in known}))}; give numbers or text."
    )


def _is_missing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell)


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
