"""What places a row: a 64-bit key, by which it is set apart as a test row, or falls into a bucket.

    ContentKeys   a hash of all that the row says: identical rows stay together       (folds at random)
    GroupKeys     a hash of one cell: rows that agree in it stay together             (``--group``)
    TimeKeys      one cell as an unsigned number in the order of time                 (``--time``)
    RowNumbers    which row of the table it is                                        (``--folds FILE``)

A key is a function of the batch and of the number of its first row alone, so that threads, the cuts between batches
and, but for row numbers, the order of the rows do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.cells import read_numbers, read_times
from shrinkage.design.formats import Numbers, Times
from shrinkage.design.rowhash import row_hashes
from shrinkage.problem import Floats
from shrinkage.source.protocol import Batch, Column, Kind

Keys = NDArray[np.uint64]

_SIGN = np.uint64(1 << 63)


class RowKeys(Protocol):
    """Keys (n,) of a batch's rows, of which ``first`` is the number of the first; ``columns`` are read for it."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    def __call__(self, batch: Batch, first: int) -> Keys: ...


@dataclass(frozen=True, slots=True)
class ContentKeys:
    """The hash of a row's cells in these columns."""

    columns: tuple[str, ...]

    def __call__(self, batch: Batch, first: int) -> Keys:
        return row_hashes(batch, self.columns)


@dataclass(frozen=True, slots=True)
class GroupKeys:
    """The hash of one cell; all missing cells are one group."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def missing(self) -> np.uint64:
        """The key of that group."""
        nothing = Column(Kind.NUMBER, values=np.array([np.nan]), valid=np.zeros(1, dtype=np.bool_))
        return self(Batch(1, {self.column: nothing}), 0)[0]

    def __call__(self, batch: Batch, first: int) -> Keys:
        return row_hashes(batch, self.columns)


@dataclass(frozen=True, slots=True)
class TimeKeys:
    """One cell as a number or a time, told so that a later one is larger; 0 where it is missing."""

    column: str
    reading: Numbers | Times

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def __call__(self, batch: Batch, first: int) -> Keys:
        return in_order(self.values(batch))

    def values(self, batch: Batch) -> Floats:
        """Numbers, or seconds since 1970 (n,); NaN where there is none."""
        column = batch.columns[self.column]
        if isinstance(self.reading, Times):
            return read_times(column, self.reading.order).values
        return read_numbers(column, self.reading.format).values


@dataclass(frozen=True, slots=True)
class RowNumbers:
    """0, 1, 2, … in the order of the table."""

    columns: tuple[str, ...] = ()

    def __call__(self, batch: Batch, first: int) -> Keys:
        return np.arange(first, first + batch.rows, dtype=np.uint64)


def in_order(values: Floats) -> Keys:
    """An unsigned number for each double, in the same order; −0 is 0, and NaN comes first, as 0.

    A double's bits grow with its size: for positive numbers the sign bit is set, for negative ones all bits are turned.
    """
    bits = np.where(values == 0, 0.0, values).view(np.uint64)
    keys = np.where(bits & _SIGN, ~bits, bits | _SIGN)
    return np.where(np.isnan(values), np.uint64(0), keys)
