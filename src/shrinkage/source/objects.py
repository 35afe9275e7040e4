"""A column of Python objects, by what all its cells are; pandas is not needed for it."""

from __future__ import annotations

import datetime as dt
import decimal
import numbers
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError
from shrinkage.source.protocol import Kind

_EPOCH = dt.datetime(1970, 1, 1)
NESTED = (list, tuple, dict, set, frozenset, np.ndarray, bytes, bytearray, memoryview)
_TIMES = (dt.date, np.datetime64)
_SPANS = (dt.timedelta, np.timedelta64)
_KINDS: tuple[tuple[tuple[type, ...], Kind, str], ...] = (
    ((bool, np.bool_), Kind.BOOLEAN, "bool"),
    ((numbers.Real, decimal.Decimal, np.bool_), Kind.NUMBER, "number"),
    (_TIMES, Kind.TIME, "datetime"),
    (_SPANS, Kind.NUMBER, "timedelta"),
    ((dt.time,), Kind.NUMBER, "time"),
    ((str,), Kind.TEXT, "text"),
    ((uuid.UUID,), Kind.TEXT, "uuid"),
)


def kind_of_objects(name: str, cells: Sequence[Any]) -> tuple[Kind, str]:
    """The kind of the column ``name``, and a word for it: OTHER for nested cells, NUMBER where all are missing.

    Raises SourceError where they are of several kinds, or of one that is none of ours.
    """
    known = [cell for cell in cells if not is_nothing(cell)]
    if not known:
        return Kind.NUMBER, "number"
    for types, kind, word in _KINDS:
        if all(isinstance(cell, types) for cell in known):
            return kind, word
    kinds = sorted({type(cell).__name__ for cell in known})
    if any(isinstance(cell, (*NESTED, complex)) for cell in known):
        return Kind.OTHER, f"object holding {' and '.join(kinds[:3])}"
    if len(kinds) == 1:
        raise SourceError(
            f"the cells of column {name!r} are of the type {kinds[0]}; make numbers, dates or text of them."
        )
    raise SourceError(f"column {name!r} mixes {', '.join(kinds[:4])}; make all its cells numbers, dates or text.")


def doubles(name: str, cells: Sequence[Any], word: str) -> NDArray[np.float64]:
    """Cells (n,) of a kind that is no text, as `protocol` has it; NaN for those that are missing."""
    convert = _CONVERT[word]
    try:
        return np.array([np.nan if is_nothing(cell) else convert(cell) for cell in cells], dtype=np.float64)
    except OverflowError:
        raise too_large(name) from None


def too_large(name: str) -> SourceError:
    """A whole number of more than 308 digits."""
    return SourceError(
        f"column {name!r} holds numbers beyond 1.8e308, which no float64 can hold; divide them, or leave it out with "
        "drop."
    )


def is_nothing(cell: Any) -> bool:
    """None, NaN (a Decimal's too), and pandas' NA and NaT."""
    return (
        cell is None
        or (isinstance(cell, float | decimal.Decimal) and cell != cell)
        or type(cell).__name__ in ("NAType", "NaTType")
        or (isinstance(cell, np.datetime64 | np.timedelta64) and bool(np.isnat(cell)))
    )


def _moment(cell: Any) -> float:
    """Seconds since 1970: with a zone as UTC, without as it stands."""
    if isinstance(cell, np.datetime64):
        return float((cell - np.datetime64(0, "s")) / np.timedelta64(1, "s"))
    if not isinstance(cell, dt.datetime):
        cell = dt.datetime(cell.year, cell.month, cell.day)
    elif cell.tzinfo is not None:
        cell = cell.astimezone(dt.UTC).replace(tzinfo=None)
    return (cell - _EPOCH).total_seconds()


def _span(cell: Any) -> float:
    return float(cell / np.timedelta64(1, "s")) if isinstance(cell, np.timedelta64) else cell.total_seconds()


def clock(cell: dt.time) -> float:
    """Seconds since midnight."""
    return ((cell.hour * 60 + cell.minute) * 60 + cell.second) + cell.microsecond / 1e6


_CONVERT: dict[str, Callable[[Any], float]] = {
    "bool": float,
    "number": float,
    "datetime": _moment,
    "timedelta": _span,
    "time": clock,
}
