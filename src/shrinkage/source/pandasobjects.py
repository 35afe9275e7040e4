"""Columns of Python objects in pandas, by what all their cells are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError
from shrinkage.source.arrays import text_column
from shrinkage.source.objects import doubles, is_nothing, kind_of_objects, too_large
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
        return Reading(Field(name, Kind.NUMBER, found), lambda a, b: _floats(name, Kind.NUMBER, cells[a:b]))
    if found == "boolean":
        return Reading(Field(name, Kind.BOOLEAN, found), lambda a, b: _floats(name, Kind.BOOLEAN, cells[a:b]))
    if found in _TIMES:
        return Reading(Field(name, Kind.TIME, found), lambda a, b: _moments(name, cells[a:b]))
    if found in _SPANS:
        return Reading(
            Field(name, Kind.NUMBER, found), lambda a, b: spans_column(_converted(pd.to_timedelta, cells[a:b]))
        )
    if found == "interval":
        return Reading(Field(name, Kind.TEXT, found), lambda a, b: text_column(_as_text(cells[a:b])))
    if found in ("mixed", "mixed-integer", "time"):
        return _mixed(name, cells)
    return Reading(Field(name, Kind.OTHER, f"object holding {found}"), None)


def _only(kind: type, cells: Objects) -> list[Any]:
    return [cell if isinstance(cell, kind) else None for cell in cells.tolist()]


def _floats(name: str, kind: Kind, cells: Objects) -> Column:
    import pandas as pd

    values = np.where(pd.isna(cells), np.nan, cells)
    try:
        return values_column(kind, values.astype(np.float64))
    except OverflowError:
        raise too_large(name) from None


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


def _mixed(name: str, cells: Objects) -> Reading:
    """Nested cells are no column; words beside numbers are refused, but only when somebody wants to read them."""
    try:
        kind, word = kind_of_objects(name, cells.tolist())
    except SourceError:
        return _refused(name, cells)
    if kind is Kind.OTHER:
        return Reading(Field(name, kind, word), None)
    if kind is Kind.TEXT:
        return Reading(Field(name, kind, word), lambda a, b: text_column(_as_text(cells[a:b])))
    return Reading(Field(name, kind, word), lambda a, b: values_column(kind, doubles(name, cells[a:b].tolist(), word)))


def _refused(name: str, cells: Objects) -> Reading:
    known = sorted({type(cell).__name__ for cell in cells.tolist() if not is_nothing(cell)})
    said = f"mixes {' and '.join(known[:3])}" if len(known) > 1 else f"holds cells of the type {known[0]}"

    def refuse(start: int, stop: int) -> Column:
        raise SourceError(
            f"column {name!r} {said}; make it numbers or text, such as with frame[{name!r}].astype(str), or leave it "
            "out with drop."
        )

    return Reading(Field(name, Kind.TEXT, "mixed"), refuse)


def _as_text(cells: Objects) -> list[str | None]:
    return [None if is_nothing(cell) else str(cell) for cell in cells.tolist()]
