"""From batches to encoded rows, by a spec that was learned once.

An encoder holds only what it never changes, so that threads may share it; each call makes its own arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.blocks import BatchCells, blocks_of
from shrinkage.design.calendar import DAY
from shrinkage.design.cells import Mask, Read, both, read_numbers
from shrinkage.design.features import Rows
from shrinkage.design.keys import RowKeys, RowNumbers
from shrinkage.design.roles import infinite, largest_of, too_large
from shrinkage.design.spec import ColumnSpec, Spec
from shrinkage.design.target import read_target, read_truths, reading_of
from shrinkage.design.weights import read_weights
from shrinkage.problem import Floats
from shrinkage.source.protocol import Batch

Codes = NDArray[np.int32]

# Rows written together: a block of them stays in the cache while its columns are filled one after the other, which
# took 4 ms for 65,536 × 27 cells where whole columns took 9.
_BLOCK_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class Dense:
    """A column of numbers: where its value and its indicator go (None: nowhere), and what fills missing cells."""

    column: ColumnSpec
    value: int | None
    indicator: int | None
    fill: float

    def read(self, cells: BatchCells) -> Read:
        """Values in the feature's own unit, NaN where missing."""
        spec = self.column
        if spec.role == "boolean" and spec.words is not None:
            return read_truths(cells.columns[spec.name], spec.words)
        if spec.role != "datetime":
            return read_numbers(cells.columns[spec.name], spec.number)
        read = cells.times(spec.name, spec.dates)
        return Read((read.values - (spec.first or 0.0)) / DAY, read.missing, read.unreadable)


class Encoder:
    """A spec at work. keys: what places a row, its number in the table unless something else is given."""

    def __init__(self, spec: Spec, keys: RowKeys | None = None) -> None:
        self.spec = spec
        self._keys = RowNumbers() if keys is None else keys
        self.layout = spec.layout()
        self._width = self.layout.dense + self.layout.hidden
        self._dense = dense_places(spec, self.layout.dense)
        self._blocks = blocks_of(spec)
        self._target = reading_of(spec.target)
        used = (column.name for column in spec.columns if column.role != "dropped")
        extra = () if spec.weight is None else (spec.weight,)
        self.columns: tuple[str, ...] = tuple(dict.fromkeys((*self._keys.columns, spec.target.name, *used, *extra)))

    def encode(self, batch: Batch, first: int = 0) -> Rows:
        """The batch's rows that have a target and a weight above 0; ``batch`` needs ``self.columns``, ``first`` is its
        first row's number.

        Raises TableError: a cell that is infinite or too large to square, a bad weight.
        """
        target = read_target(batch.columns[self.spec.target.name], self._target)
        used, weight = self._used(batch, None if target.missing is None else ~target.missing)
        refuse_out_of_range(self.spec.target.name, _of(target.values, used), "target")
        cells = BatchCells(batch.columns)
        dense = self._written([(place, place.read(cells)) for place in self._dense], batch.rows, used)
        codes = np.empty((batch.rows, len(self._blocks)), dtype=np.int32)
        for k, block in enumerate(self._blocks):
            codes[:, k], _ = block.codes(cells)
        keys = self._keys(batch, first)
        if used is None:
            return Rows(dense, codes, target.values, weight, keys)
        return Rows(dense[used], codes[used], target.values[used], None if weight is None else weight[used], keys[used])

    def _used(self, batch: Batch, present: Mask | None) -> tuple[Mask | None, Floats | None]:
        """Rows (n,) with a target and a weight above 0, None for all, and the weights (n,), if there are any."""
        name = self.spec.weight
        if name is None:
            return present, None
        weight = read_weights(name, batch.columns[name], self.spec.weight_number, present)
        positive = weight > 0
        return both(present, None if positive.all() else positive), weight

    def used(self, batch: Batch) -> Mask:
        """Rows (n,) that have a target, and a weight above 0 where rows are weighted."""
        missing = read_target(batch.columns[self.spec.target.name], self._target).missing
        used, _ = self._used(batch, None if missing is None else ~missing)
        return np.ones(batch.rows, dtype=np.bool_) if used is None else used

    def _written(self, reads: Sequence[tuple[Dense, Read]], rows: int, used: Mask | None) -> Floats:
        """Dense columns side by side, missing cells filled."""
        dense = np.zeros((rows, self._width))
        for place, read in reads:
            refuse_out_of_range(place.column.name, _of(read.values, used))
        for start in range(0, rows, _BLOCK_ROWS):
            part = slice(start, start + _BLOCK_ROWS)
            block = dense[part]
            for place, read in reads:
                missing = None if read.missing is None else read.missing[part]
                if place.value is not None:
                    values = read.values[part]
                    block[:, place.value] = values if missing is None else np.where(missing, place.fill, values)
                if place.indicator is not None and missing is not None:
                    block[:, place.indicator] = missing
        return dense


def _of(values: Floats, used: Mask | None) -> Floats:
    return values if used is None else values[used]


def refuse_out_of_range(name: str, values: Floats, what: str = "column") -> None:
    """Raises TableError if a value (NaN is none) is infinite, or too large for its square to be summed."""
    # The extremes are NaN where any value is; only then is it worth looking at each.
    if not values.size or max(-values.min(), values.max()) <= largest_of(what):
        return
    count = int(np.isinf(values).sum())
    if count:
        raise infinite(name, count, what=what)
    largest = float(np.fmax.reduce(np.abs(values)))
    if largest > largest_of(what):
        raise too_large(name, largest, what=what)


def dense_places(spec: Spec, dense: int) -> tuple[Dense, ...]:
    """Where each dense column goes; ``dense`` is the layout's count of visible ones, hidden indicators follow."""
    places: list[Dense] = []
    visible, hidden = 0, dense
    for column in spec.columns:
        if not column.dense:
            continue
        value = indicator = None
        if column.value:
            value, visible = visible, visible + 1
        if column.indicator is not None and column.indicator.hidden:
            indicator, hidden = hidden, hidden + 1
        elif column.indicator is not None:
            indicator, visible = visible, visible + 1
        places.append(Dense(column, value, indicator, column.shift))
    return tuple(places)
