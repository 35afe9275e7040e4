"""The formula: a model in its own units, reduced to the columns that matter. SQL, JSON and Python are made from it.

    prediction = intercept + Σ over columns of what the column's cell is worth

Only columns of which a coefficient is not 0 are in it, and what a missing or unknown cell is worth is written beside
each, so that whoever evaluates it needs no spec, no mean and no feature name. The rules of reading text are those of
`kernel/numbers.hpp`, `times.hpp` and `hashes.hpp` (trim, missing), which `Reading` states for others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from shrinkage._version import __version__
from shrinkage.design.formats import DateOrder, NumberFormat
from shrinkage.design.spec import CalendarPart, ColumnSpec, Spec
from shrinkage.errors import StoreError
from shrinkage.result.model import Model
from shrinkage.result.record import Choice
from shrinkage.source.protocol import MISSING_WORDS

SCHEMA = "shrinkage.formula/1"


class NumberColumn(Struct, frozen=True, kw_only=True, tag="numeric", tag_field="role"):
    """coefficient · cell; a missing, unreadable or infinite cell is worth coefficient · mean + missing instead."""

    name: str
    number: Annotated[NumberFormat, Meta(description="How text says a number: decimal mark, thousands separator.")]
    coefficient: float
    mean: Annotated[float, Meta(description="Stands for a cell without a value.")]
    missing: Annotated[float, Meta(description="Added for a cell without a value.")]


class TruthColumn(Struct, frozen=True, kw_only=True, tag="boolean", tag_field="role"):
    """As a number, where false is 0 and true is 1. words: for false and true, in any mixture of cases."""

    name: str
    words: tuple[str, str]
    coefficient: float
    mean: float
    missing: float


class Calendar(Struct, frozen=True):
    """A part of the date (in UTC) and what its values are worth: month 1–12, weekday 0–6 from Monday, hour 0–23.

    other: a value that is not listed. A missing date is worth nothing here.
    """

    part: Literal["month", "weekday", "hour"]
    values: dict[str, float]
    other: float = 0.0


class TimeColumn(Struct, frozen=True, kw_only=True, tag="datetime", tag_field="role"):
    """coefficient · days since `first`, plus the calendar; a missing time: coefficient · mean + missing.

    dates: order of day, month and year in text; first: in seconds since 1970-01-01 UTC; mean: in days since `first`.
    """

    name: str
    dates: DateOrder
    first: float
    coefficient: float
    mean: float
    missing: float
    calendar: tuple[Calendar, ...] = ()


class LevelColumn(Struct, frozen=True, kw_only=True, tag="categorical", tag_field="role"):
    """What each text is worth, compared trimmed and exactly. other: any text not listed; missing: no value."""

    name: str
    levels: dict[str, float]
    other: float
    missing: float


Column = NumberColumn | TruthColumn | TimeColumn | LevelColumn


class Reading(Struct, frozen=True):
    """How cells are read where they are text."""

    trim: str = "characters up to U+0020, at both ends"
    missing: tuple[str, ...] = MISSING_WORDS
    missing_case: str = "ignored"
    grouped_numbers: str = (
        "where thousands is not empty, groups of three digits may be separated by it, the first group of one to three "
        "digits without a leading zero, then without an exponent; a space is U+0020, U+00A0 or U+202F, "
        "an apostrophe U+0027 or U+2019"
    )
    numbers: str = (
        "optional sign, digits with at most one decimal mark, optional exponent (e or E); nothing around them"
    )
    dates: str = (
        "iso is year-month-day, with - or / or . twice, then optionally a space or T and "
        "hour:minute[:second[.fraction]], then optionally Z or an offset such as +02, +0200 or +02:00; "
        "without one it is UTC"
    )
    unreadable: str = "a text that is no number, date or word of the column is a missing cell"


class Origin(Struct, frozen=True):
    """The model it was made from. digest: as in its file."""

    digest: str
    version: str
    penalty: Choice
    lam: float = msgspec.field(name="lambda")
    training_rows: int = 0


class Formula(Struct, frozen=True, kw_only=True):
    """A whole model. The prediction of a boolean target is a number, false being 0 and true 1."""

    schema: str = SCHEMA
    version: str
    model: Origin
    target: str
    target_words: tuple[str, str] | None = None
    intercept: float
    columns: tuple[Column, ...]
    reading: Reading = Reading()


def formula_of(model: Model) -> Formula:
    """The formula of a model. StoreError: its features and its spec do not agree."""
    spec = Spec.from_builtins(model.spec)
    features = spec.features()
    if [feature.name for feature in features] != [feature.name for feature in model.features]:
        raise StoreError(
            f"the model's {len(model.features)} features are not the {len(features)} that its columns make, because "
            "the file was changed or is of another version; save the model again."
        )
    means = {feature.name: feature.mean for feature in model.features}
    own: dict[str, list[tuple[float, float]]] = {}
    for feature in features:
        own.setdefault(feature.column, []).append((model.coefficients[feature.name], means[feature.name]))
    used = (column for column in spec.columns if any(weight for weight, _ in own.get(column.name, ())))
    return Formula(
        version=__version__,
        model=Origin(model.digest, model.version, model.penalty.name, model.penalty.lam, model.training_rows),
        target=model.target,
        target_words=spec.target.words,
        intercept=model.intercept,
        columns=tuple(_column(column, iter(own[column.name])) for column in used),
    )


def formula_bytes(formula: Formula) -> bytes:
    """The formula as JSON, indented for people; numbers round-trip exactly."""
    return msgspec.json.format(msgspec.json.encode(formula), indent=1) + b"\n"


Weights = Iterator[tuple[float, float]]
"""(coefficient, training mean) of a column's features, in their order: the value, its indicator, then its blocks."""


def _column(column: ColumnSpec, weights: Weights) -> Column:
    if column.role == "categorical":
        return _levels(column, weights)
    coefficient, mean = next(weights) if column.value else (0.0, 0.0)
    shown = column.indicator is not None and not column.indicator.hidden
    missing = next(weights)[0] if shown else 0.0
    if column.role == "numeric":
        return NumberColumn(name=column.name, number=column.number, coefficient=coefficient, mean=mean, missing=missing)
    if column.role == "boolean":
        words = column.words or ("false", "true")
        return TruthColumn(name=column.name, words=words, coefficient=coefficient, mean=mean, missing=missing)
    return TimeColumn(
        name=column.name,
        dates=column.dates,
        first=column.first or 0.0,
        coefficient=coefficient,
        mean=mean,
        missing=missing,
        calendar=tuple(filter(_matters, [_calendar(part, weights) for part in column.parts])),
    )


def _calendar(part: CalendarPart, weights: Weights) -> Calendar:
    values = {str(value): next(weights)[0] for value in part.levels}
    other = next(weights)[0] if part.other else 0.0
    return Calendar(part.part, _told(values, other), other)


def _matters(calendar: Calendar) -> bool:
    return bool(calendar.values) or calendar.other != 0


def _levels(column: ColumnSpec, weights: Weights) -> LevelColumn:
    levels = {level: next(weights)[0] for level in column.levels}
    other = next(weights)[0] if column.other else 0.0
    missing = next(weights)[0] if column.missing_level else other
    return LevelColumn(name=column.name, levels=_told(levels, other), other=other, missing=missing)


def _told(levels: dict[str, float], other: float) -> dict[str, float]:
    """Levels that are worth something else than an unknown one."""
    return {level: weight for level, weight in levels.items() if weight != other}
