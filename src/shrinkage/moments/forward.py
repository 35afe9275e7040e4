"""Folds that never look ahead: what is later than its training rows is predicted, and never the other way round.

Units are moments in time, and keys are in their order (`design/keys.py`). The latest of them are the test part; what
is left is cut into K + 1 blocks of equal weight, in order, and fold k is trained on blocks 0 … k and scored on block
k + 1 (scikit-learn's TimeSeriesSplit, by weight rather than by count of rows). Cuts lie between moments, so that rows
of one moment never straddle them. A bucket is a block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Rows
from shrinkage.errors import TableError, there_are
from shrinkage.moments.folds import Assignment
from shrinkage.moments.runs import leading, runs
from shrinkage.moments.units import Keys, Units
from shrinkage.problem import Floats


@dataclass(frozen=True, slots=True)
class Forward:
    """test_from: the key from which rows are test rows, None for none; cuts: (K,) first key of each later block."""

    test_from: int | None
    cuts: Keys

    @property
    def count(self) -> int:
        """B = K + 1, the number of blocks."""
        return self.cuts.shape[0] + 1

    def test_mask(self, keys: Keys) -> NDArray[np.bool_]:
        """(n,) whether each row belongs to the test part."""
        if self.test_from is None:
            return np.zeros(keys.shape[0], dtype=np.bool_)
        return keys >= np.uint64(self.test_from)

    def buckets(self, keys: Keys) -> NDArray[np.int32]:
        """(n,) int32: the block of each row, −1 for the test part."""
        block = np.searchsorted(self.cuts, keys, side="right").astype(np.int32)
        block[self.test_mask(keys)] = -1
        return block

    def place(self, rows: Rows) -> NDArray[np.int32]:
        """(n,) int32: the block of each encoded row, −1 for the test part."""
        return self.buckets(rows.keys)

    def assignment(self, folds: int, repeats: int, gathered: Floats) -> Assignment:
        """(1, B): −1 for the block that is only trained on, then 0 … K − 1."""
        return np.arange(-1, self.count - 1)[None, :]


def plan_forward(units: Units, *, test: float, folds: int, time: str) -> Forward:
    """Decide the blocks. units: the distinct moments of all usable rows, keys in order; time: the column's name.

    Raises TableError when there are too few moments.
    """
    apart = leading(units.weight[::-1], test * int(units.weight.sum())) if test > 0 else 0
    rest = len(units) - apart
    if rest < folds + 1:
        found = there_are(rest, "distinct time", "distinct times")
        without = f"before the test part ({len(units)} with it)" if apart else "in all"
        no_test = ", or for no test part with --test 0" if apart else ""
        raise TableError(
            f"{found} in {time!r} {without}, but {folds} forward-only folds take at least "
            f"{folds + 1}: one to begin with and one to predict in each fold; ask for fewer with --folds{no_test}, or "
            "give --time a finer column."
        )
    cuts = units.keys[runs(units.weight[:rest], folds + 1)[1:]]
    return Forward(int(units.keys[rest]) if apart else None, cuts)
