"""What every column of a table means: learned once, frozen, saved as JSON with the coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import Struct

from shrinkage.design.calendar import PARTS, PartName, word_for
from shrinkage.design.features import Feature, Fill, Layout
from shrinkage.design.formats import PLAIN, DateOrder, NumberFormat
from shrinkage.errors import StoreError

SCHEMA = "shrinkage.spec/1"
LONGEST_WORD = 10  # for false or true
OTHER, MISSING = "(other)", "(missing)"

Role = Literal["numeric", "categorical", "boolean", "datetime", "dropped"]


class Indicator(Struct, frozen=True):
    """A dense column that is 1 where a value is missing. share: of the training rows; hidden: no feature of its own."""

    share: float
    hidden: bool = False


class CalendarPart(Struct, frozen=True):
    """A part of a date as a one-hot block: its values in order, and whether rare ones are pooled."""

    part: PartName
    levels: tuple[int, ...]
    other: bool = False

    def __post_init__(self) -> None:
        _distinct(self.levels, "values of a calendar part")
        if not all(0 <= value < PARTS[self.part][1] for value in self.levels):
            raise ValueError(f"a {self.part} has no such value")


class ColumnSpec(Struct, frozen=True, omit_defaults=True):
    """One column of the table.

    missing: training rows without a value. Which of the rest is set depends on the role:

    numeric      number (how text says it), shift (a typical value; missing cells are filled with it), indicator
    boolean      words for false and true, shift, indicator
    datetime     dates (order of day and month in text), first (seconds; days since then are the trend), parts, shift,
                 indicator
    categorical  levels by count, pooled_levels (how many more there were), other and missing_level (whether there are
                 such features)
    dropped      reason

    value False: the values themselves do not vary, only whether there is one; then the indicator is the only feature.
    """

    name: str
    role: Role
    reason: str | None = None
    missing: int = 0
    number: NumberFormat = PLAIN
    words: tuple[str, str] | None = None
    dates: DateOrder = "iso"
    first: float | None = None
    parts: tuple[CalendarPart, ...] = ()
    levels: tuple[str, ...] = ()
    pooled_levels: int = 0
    other: bool = False
    missing_level: bool = False
    value: bool = True
    shift: float = 0.0
    indicator: Indicator | None = None

    def __post_init__(self) -> None:
        _distinct(self.levels, "levels")
        _distinct([part.part for part in self.parts], "parts of a date")
        _check_words(self.words)

    @property
    def dense(self) -> bool:
        """Whether it makes dense features."""
        return self.role in ("numeric", "boolean", "datetime")

    @property
    def block_levels(self) -> tuple[tuple[str, str], ...]:
        """(kind, level) of a categorical column's features, in order of their codes."""
        named = tuple(("level", level) for level in self.levels)
        other = (("pooled", OTHER),) if self.other else ()
        return named + other + ((("level", MISSING),) if self.missing_level else ())


class TargetSpec(Struct, frozen=True, omit_defaults=True):
    """The column to predict: numeric, or boolean as 0 and 1. shift: a typical value."""

    name: str
    role: Literal["numeric", "boolean"] = "numeric"
    number: NumberFormat = PLAIN
    words: tuple[str, str] | None = None
    shift: float = 0.0

    def __post_init__(self) -> None:
        _check_words(self.words)


class Spec(Struct, frozen=True):
    """A whole table. weight: the column of row weights, and its format."""

    target: TargetSpec
    columns: tuple[ColumnSpec, ...]
    weight: str | None = None
    weight_number: NumberFormat = PLAIN
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        _distinct([self.target.name, *(column.name for column in self.columns)], "columns")

    def features(self) -> tuple[Feature, ...]:
        """Every feature, in the order in which moments and coefficients hold them; names are unique."""
        taken: set[str] = set()
        return tuple(
            Feature(_unique(feature.name, taken), feature.column, feature.kind, feature.level)
            for column_features in (_dense_features, _block_features)
            for column in self.columns
            for feature in column_features(column)
        )

    def layout(self) -> Layout:
        """The shape of encoded rows."""
        shifts: list[float] = []
        hidden_shifts: list[float] = []
        visible: list[tuple[int, int, float]] = []
        concealed: list[tuple[int, int, float]] = []
        for column in filter(lambda column: column.dense, self.columns):
            value = len(shifts)
            if column.value:
                shifts.append(column.shift)
            if column.indicator is None:
                continue
            if column.indicator.hidden:
                concealed.append((value, len(hidden_shifts), column.shift))
                hidden_shifts.append(column.indicator.share)
                continue
            if column.value:
                visible.append((value, len(shifts), column.shift))
            shifts.append(column.indicator.share)
        dense = len(shifts)
        fills = visible + [(value, dense + place, constant) for value, place, constant in concealed]
        return Layout(
            dense=dense,
            levels=tuple(size for column in self.columns for size in _block_sizes(column)),
            fills=tuple(Fill(*fill) for fill in sorted(fills)),
            shift=np.array(shifts + hidden_shifts, dtype=np.float64),
            target_shift=self.target.shift,
            hidden=len(hidden_shifts),
        )

    def to_builtins(self) -> dict[str, Any]:
        """Plain dictionaries, lists, text and numbers, for a file of somebody else's making."""
        return msgspec.to_builtins(self)

    def to_json(self) -> bytes:
        return msgspec.json.encode(self)

    @staticmethod
    def from_builtins(plain: Any) -> Spec:
        """Raises StoreError: not a spec of ours."""
        return _checked(lambda: msgspec.convert(plain, Spec))

    @staticmethod
    def from_json(text: bytes | str) -> Spec:
        """Raises StoreError: not a spec of ours."""
        return _checked(lambda: msgspec.json.decode(text, type=Spec))


def _checked(read: Any) -> Spec:
    try:
        spec = read()
    except (msgspec.MsgspecError, RecursionError) as error:
        raise StoreError(
            f"the meaning of the columns cannot be read ({error}), because the file was changed or is of another "
            "version; save the model again."
        ) from None
    if spec.schema != SCHEMA:
        raise StoreError(
            f"the columns are described in {spec.schema!r}, but this version reads {SCHEMA!r}; save again."
        )
    return spec


def _distinct(items: Sequence[object], what: str) -> None:
    """Raises ValueError, which `_checked` passes on."""
    if len(set(items)) < len(items):
        raise ValueError(f"two {what} are the same")


def _check_words(words: tuple[str, str] | None) -> None:
    """Every spelling of them is looked up: 2 to the power of their length."""
    if words is not None and (max(map(len, words)) > LONGEST_WORD or words[0].casefold() == words[1].casefold()):
        raise ValueError("the words for false and true are no such words")


def _unique(name: str, taken: set[str]) -> str:
    """``name``, or with a number behind it where a column or level made that name before."""
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name} ({count})"
    taken.add(candidate)
    return candidate


def _dense_features(column: ColumnSpec) -> list[Feature]:
    name = column.name
    features: list[Feature] = []
    if not column.dense:
        return features
    if column.value:
        if column.role == "datetime":
            features.append(Feature(f"{name} (trend)", name, "trend"))
        elif column.role == "boolean":
            features.append(Feature(name, name, "boolean", column.words[1] if column.words else None))
        else:
            features.append(Feature(name, name, "number"))
    if column.indicator is not None and not column.indicator.hidden:
        features.append(Feature(f"{name} is missing", name, "missing"))
    return features


def _block_features(column: ColumnSpec) -> list[Feature]:
    name = column.name
    features = [Feature(f"{name}={level}", name, kind, level) for kind, level in column.block_levels]
    for part in column.parts:
        words = [word_for(part.part, value) for value in part.levels] + [OTHER] * part.other
        features += [Feature(f"{name} {part.part}={word}", name, "calendar", word) for word in words]
    return features


def _block_sizes(column: ColumnSpec) -> list[int]:
    sizes = [len(column.block_levels)] if column.role == "categorical" else []
    return sizes + [len(part.levels) + part.other for part in column.parts]
