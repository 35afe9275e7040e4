"""Columns of Python objects in pandas, by what all their cells are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError
from shrinkage.source.arrays import text_column
from shrinkage.source.pandascells import Reading, spans_column, times_column, values_column
from shrinkage.source.protocol import Column, Field, Kind

Objects = NDArray[np.object_]

_NUMBERS = ("integer", "integer-na", "floating", "mixed-integer-float", "decimal")
_TIMES = ("datetime64", "datetime", "date")
_SPANS = ("timedelta64", "timedelta")


def reading_of_objects(name: str, cells: Objects) -> Reading:
    """How the column ``name`` of ``cells`` (n,) is read: by what all that are not missing are."""
    import pandas as pd

    found = pd.api.types.infer_dtype(cells, skipna=True)
    if found == "string":
        return Reading(Field(name, Kind.TEXT, "str"), lambda a, b: text_column(_only(str, cells[a:b])))
    if found == "empty":
        return Reading(Field(name, Kind.NUMBER, "object"), lambda a, b: _missing(b - a))
    if found in _NUMBERS:
        return Reading(Field(name, Kind.NUMBER, found), lambda a, b: _floats(Kind.NUMBER, cells[a:b]))
    if found == "boolean":
        return Reading(Field(name, Kind.BOOLEAN, found), lambda a, b: _floats(Kind.BOOLEAN, cells[a:b]))
    if found in _TIMES:
        return Reading(Field(name, Kind.TIME, found), lambda a, b: _moments(name, cells[a:b]))
    if found in _SPANS:
        return Reading(
            Field(name, Kind.NUMBER, found), lambda a, b: spans_column(_converted(pd.to_timedelta, cells[a:b]))
        )
    if found == "time":
        return Reading(Field(name, Kind.NUMBER, found), lambda a, b: _clock(cells[a:b]))
    if found in ("mixed", "mixed-integer"):
        return _mixed(name, cells)
    return Reading(Field(name, Kind.OTHER, f"object holding {found}"), None)


def _only(kind: type, cells: Objects) -> list[Any]:
    return [cell if isinstance(cell, kind) else None for cell in cells.tolist()]


def _floats(kind: Kind, cells: Objects) -> Column:
    import pandas as pd

    values = np.where(pd.isna(cells), np.nan, cells)
    return values_column(kind, values.astype(np.float64))


def _missing(rows: int) -> Column:
    return values_column(Kind.NUMBER, np.full(rows, np.nan))


def _moments(name: str, cells: Objects) -> Column:
    """Dates and datetimes: those with a zone as UTC, those without as they stand."""
    import pandas as pd

    try:
        return times_column(_converted(lambda part: pd.to_datetime(part, utc=True).tz_localize(None), cells))
    except (ValueError, TypeError) as error:  # the year 9999 in nanoseconds, zones here and none there
        raise SourceError(
            f"column {name!r} holds dates that pandas cannot convert: {str(error).splitlines()[0]}; convert it with "
            "pandas.to_datetime first, or leave it out with drop."
        ) from None


def _converted(convert: Callable[[Any], Any], cells: Objects) -> NDArray[Any]:
    return convert(cells).to_numpy()


def _clock(cells: Objects) -> Column:
    """Times of day, in seconds since midnight."""
    seconds = [
        ((c.hour * 60 + c.minute) * 60 + c.second) + c.microsecond / 1e6 if hasattr(c, "hour") else np.nan
        for c in cells.tolist()
    ]
    return values_column(Kind.NUMBER, np.array(seconds, dtype=np.float64))


_NESTED = (list, tuple, dict, set, frozenset, np.ndarray, bytes, complex)


def _mixed(name: str, cells: Objects) -> Reading:
    """Nested cells are no column; words beside numbers are refused, but only when somebody wants to read them."""
    known = [cell for cell in cells.tolist() if not _is_nothing(cell)]
    kinds = sorted({type(cell).__name__ for cell in known})
    if kinds == ["UUID"]:
        return Reading(Field(name, Kind.TEXT, "uuid"), lambda a, b: text_column(_as_text(cells[a:b])))
    said = " and ".join(kinds[:3])
    if any(isinstance(cell, _NESTED) for cell in known):
        return Reading(Field(name, Kind.OTHER, f"object holding {said}"), None)

    def refuse(start: int, stop: int) -> Column:
        raise SourceError(
            f"column {name!r} mixes {said}; make it one of them, such as text with frame[{name!r}].astype(str), or "
            "leave it out with drop."
        )

    return Reading(Field(name, Kind.TEXT, "mixed"), refuse)


def _as_text(cells: Objects) -> list[str | None]:
    return [None if _is_nothing(cell) else str(cell) for cell in cells.tolist()]


def _is_nothing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell) or type(cell).__name__ in ("NAType", "NaTType")
