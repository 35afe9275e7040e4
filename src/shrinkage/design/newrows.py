"""Rows to predict from: no target, any columns, any cells; nothing is refused, everything odd is counted.

A missing cell of a dense column is filled with the mean that its feature had in training; of a categorical column it
is the level `(missing)`, or `(other)`, or none, as in training. A column that the table does not have is one whose
cells are all missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from shrinkage.design.blocks import NONE, BatchCells, CalendarBlock, Codes, LevelBlock, blocks_of
from shrinkage.design.cells import Mask, Read
from shrinkage.design.encode import Dense, dense_places
from shrinkage.design.spec import Spec
from shrinkage.problem import Floats
from shrinkage.source.protocol import Batch, Column

# Stand-ins for a missing and an unknown cell while a block is looked up, so that both can be counted.
_MISSING, _UNKNOWN = -2, -3


@dataclass(slots=True)
class Met:
    """What was met on the way, by column.

    absent: columns that the table does not have; missing: cells without a value; unreadable: cells that say something,
    but no number, date or truth (infinite ones too); unseen: cells with a level (or a month, a weekday, …) without a
    feature of its own; examples: the first unreadable or unseen cell.
    """

    rows: int = 0
    absent: tuple[str, ...] = ()
    missing: dict[str, int] = field(default_factory=dict[str, int])
    unreadable: dict[str, int] = field(default_factory=dict[str, int])
    unseen: dict[str, int] = field(default_factory=dict[str, int])
    examples: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def odd(self) -> bool:
        """Whether there is anything to tell."""
        return any((self.absent, self.missing, self.unreadable, self.unseen))

    def add(self, other: Met) -> None:
        """Count ``other``, of the rows after these, as well."""
        self.rows += other.rows
        self.absent = other.absent
        for mine, theirs in (
            (self.missing, other.missing),
            (self.unreadable, other.unreadable),
            (self.unseen, other.unseen),
        ):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count
        self.examples = other.examples | self.examples

    def count(self, into: dict[str, int], name: str, cells: Mask | None) -> bool:
        """Add the cells of a column to one of the counts; whether there are any."""
        count = 0 if cells is None else int(np.count_nonzero(cells))
        if count:
            into[name] = into.get(name, 0) + count
        return count > 0


@dataclass(frozen=True, slots=True)
class NewRows:
    """Encoded rows: dense (n, d), every cell a number and no hidden columns; codes (n, c) int32 as in ``Rows``."""

    dense: Floats
    codes: Codes
    met: Met

    def __len__(self) -> int:
        return self.dense.shape[0]


class NewEncoder:
    """A spec at work on rows to predict from; threads may share it."""

    def __init__(self, spec: Spec, means: Floats | None = None) -> None:
        """means: (d,) of the dense features in training; a typical value of each column where left out."""
        self.spec = spec
        self.layout = spec.layout()
        self.columns = tuple(column.name for column in spec.columns if column.role != "dropped")
        self._means = means
        self._dense = dense_places(spec, self.layout.dense)
        self._blocks = blocks_of(spec)

    def encode(self, batch: Batch) -> NewRows:
        """Every row of ``batch``, in order; of ``self.columns`` it may lack some."""
        dense = np.zeros((batch.rows, self.layout.dense))
        codes = np.empty((batch.rows, len(self._blocks)), np.int32)
        met = Met(batch.rows, tuple(name for name in self.columns if name not in batch.columns))
        cells = BatchCells(batch.columns)
        for place in self._dense:
            self._write(place, cells, dense, met)
        strange: dict[str, Mask] = {}
        for k, block in enumerate(self._blocks):
            if block.column not in batch.columns:
                codes[:, k] = block.missing
            elif isinstance(block, CalendarBlock):
                codes[:, k], unknown = _calendar(block, cells)
                strange[block.column] = strange.get(block.column, unknown) | unknown
            elif isinstance(block, LevelBlock):
                codes[:, k] = _levels(block, batch.columns[block.column], met)
        for name, unknown in strange.items():  # a cell of which both month and hour are new is one cell
            if met.count(met.unseen, name, unknown):
                met.examples.setdefault(name, _cell(batch.columns[name], int(unknown.argmax())))
        return NewRows(dense, codes, met)

    def _write(self, place: Dense, cells: BatchCells, dense: Floats, met: Met) -> None:
        name, rows = place.column.name, dense.shape[0]
        known = name in cells.columns
        read = place.read(cells) if known else Read(np.full(rows, np.nan), np.ones(rows, dtype=bool))
        infinite = np.isinf(read.values)
        missing = infinite if read.missing is None else read.missing | infinite
        if place.value is not None:
            fill = place.fill if self._means is None else float(self._means[place.value])
            dense[:, place.value] = np.where(missing, fill, read.values)
        if place.indicator is not None and place.indicator < self.layout.dense:
            dense[:, place.indicator] = missing
        if known:
            odd = infinite if read.unreadable is None else read.unreadable | infinite
            met.count(met.missing, name, missing & ~odd)
            if met.count(met.unreadable, name, odd):
                met.examples[name] = _cell(cells.columns[name], int(odd.argmax()))


def _levels(block: LevelBlock, column: Column, met: Met) -> Codes:
    codes, _ = block.lookup.codes(column, _MISSING, _UNKNOWN)
    missing, unknown = codes == _MISSING, codes == _UNKNOWN
    met.count(met.missing, block.column, missing)
    if met.count(met.unseen, block.column, unknown):
        met.examples[block.column] = _cell(column, int(unknown.argmax()))
    codes[missing], codes[unknown] = block.missing, block.unknown
    return codes


def _calendar(block: CalendarBlock, cells: BatchCells) -> tuple[Codes, Mask]:
    """Codes of a part of the calendar, and the cells whose part has no feature of its own."""
    codes, _ = block.codes(cells)
    other = len(block.part.levels) if block.part.other else NONE
    unknown = codes == other
    missing = cells.times(block.column, block.dates).missing
    return codes, unknown if missing is None else unknown & ~missing


def _cell(column: Column, row: int) -> str:
    """A cell as a person may find it again."""
    if column.offsets is not None:
        return column.text(row)
    value = float(column.values[row]) if column.values is not None else float("nan")
    return f"{value:.15g}"
