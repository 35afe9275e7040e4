"""Categorical blocks: from a column's cells to the code of a level, −1 for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.calendar import PARTS, part_of
from shrinkage.design.cells import Read, read_times
from shrinkage.design.formats import DateOrder
from shrinkage.design.lookup import Lookup
from shrinkage.design.spec import CalendarPart, ColumnSpec, Spec
from shrinkage.source.protocol import Column

Codes = NDArray[np.int32]
NONE = -1


class BatchCells:
    """The columns of one batch; times are read once, for the trend and every part of the calendar."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self._times: dict[str, Read] = {}

    def times(self, name: str, order: DateOrder) -> Read:
        """A column as seconds since 1970."""
        if name not in self._times:
            self._times[name] = read_times(self.columns[name], order)
        return self._times[name]


class Block(Protocol):
    """One block. missing: the code of a missing cell."""

    @property
    def column(self) -> str: ...

    @property
    def missing(self) -> int: ...

    def codes(self, cells: BatchCells) -> tuple[Codes, int]:
        """Codes (n,), and how many cells have a level that has no feature of its own."""
        ...


@dataclass(frozen=True, slots=True)
class LevelBlock:
    """Levels of text. A text that is none of them is pooled, or nothing where there is no pool."""

    column: str
    lookup: Lookup
    missing: int
    unknown: int

    def codes(self, cells: BatchCells) -> tuple[Codes, int]:
        return self.lookup.codes(cells.columns[self.column], self.missing, self.unknown)


@dataclass(frozen=True, slots=True)
class CalendarBlock:
    """A part of a date, by a table from its value to a code; a missing date has none."""

    column: str
    dates: DateOrder
    part: CalendarPart
    table: Codes
    missing: int = NONE

    def codes(self, cells: BatchCells) -> tuple[Codes, int]:
        return self.table[part_of(self.part.part, cells.times(self.column, self.dates).values)], 0


def blocks_of(spec: Spec) -> tuple[Block, ...]:
    """The blocks of a spec, in the order of the layout's levels."""
    return tuple(block for column in spec.columns for block in _blocks(column))


def _blocks(column: ColumnSpec) -> list[Block]:
    if column.role == "categorical":
        return [_level_block(column)]
    return [_calendar_block(column, part) for part in column.parts]


def _level_block(column: ColumnSpec) -> LevelBlock:
    other = len(column.levels) if column.other else NONE
    missing = len(column.levels) + column.other if column.missing_level else other
    lookup = Lookup({level: code for code, level in enumerate(column.levels)})
    return LevelBlock(column.name, lookup, missing, other)


def _calendar_block(column: ColumnSpec, part: CalendarPart) -> CalendarBlock:
    other = len(part.levels) if part.other else NONE
    # One entry more than there are values: index −1, a missing date, is the last of them.
    table = np.full(PARTS[part.part][1] + 1, other, dtype=np.int32)
    table[list(part.levels)] = np.arange(len(part.levels))
    table[-1] = NONE
    return CalendarBlock(column.name, column.dates, part, table)
