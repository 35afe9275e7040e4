"""Folds that somebody else has dealt: a list says of every row where it goes.

A bucket is whatever shares its fold in all repeats. Keys are row numbers (`design/keys.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Rows
from shrinkage.moments.folds import Assignment
from shrinkage.moments.units import Keys
from shrinkage.problem import Floats


@dataclass(frozen=True, slots=True)
class Listed:
    """bucket: (rows of the table,) int32 of each row, −1 for the test part, −2 for rows that are not used;
    folds: (R, B) of each bucket."""

    bucket: NDArray[np.int32]
    folds: Assignment

    @property
    def count(self) -> int:
        """B, the number of buckets."""
        return self.folds.shape[1]

    def test_mask(self, keys: Keys) -> NDArray[np.bool_]:
        """(n,) whether each row belongs to the test part."""
        return self.buckets(keys) == -1

    def buckets(self, keys: Keys) -> NDArray[np.int32]:
        """(n,) int32: the bucket of each row, −1 for the test part."""
        return self.bucket[keys.astype(np.int64)]

    def place(self, rows: Rows) -> NDArray[np.int32]:
        """(n,) int32: the bucket of each encoded row, −1 for the test part."""
        return self.buckets(rows.keys)

    def assignment(self, folds: int, repeats: int, gathered: Floats) -> Assignment:
        """(R, B), as listed."""
        return self.folds


def plan_listed(folds: NDArray[np.int16], test: NDArray[np.bool_], used: NDArray[np.bool_]) -> Listed:
    """folds: (R, rows) of each row in each repeat; test, used: (rows,) which are set apart, and which take part."""
    bucket = np.full(folds.shape[1], -2, dtype=np.int32)
    bucket[test] = -1
    dealt = used & ~test
    each, of = np.unique(folds[:, dealt], axis=1, return_inverse=True)
    bucket[dealt] = of.reshape(-1)
    return Listed(bucket, each.astype(np.int64))
