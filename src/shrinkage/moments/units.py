"""Units: what is placed as a whole (a distinct row, a group, a moment in time), and what each weighs.

They are counted batch by batch, in memory that does not grow with the rows: a table keeps no more than ``most`` of
them. Weights are added as whole numbers, so that no order of rows and no rounding can change where anything goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log2

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats

Keys = NDArray[np.uint64]

# Parts of the total weight, as a power of two: 2⁴⁶ leaves 17 bits of an int64, and a unit its first 14 digits.
_PARTS = 46
# Sums of the same weights in another order differ by rounding, and many weights are made to sum to 1 or to n: the
# power of two next to a sum is taken of a slightly larger one, so that it is the same for all of these.
_ABOVE_ROUNDING = 1 + 2**-30


@dataclass(frozen=True, slots=True)
class Units:
    """keys: (u,) distinct, ascending; weight: (u,) int64, at least 1, in parts that are the same for all."""

    keys: Keys
    weight: NDArray[np.int64]

    def __len__(self) -> int:
        return self.keys.shape[0]


class Tally:
    """Counts units: of weight 1 a row, or of given weights that sum to ``total``, ``whole`` if all are whole numbers.

    most: distinct keys to hold. Beyond it ``full`` is true and nothing more is to be added; or, if keys are in order
    and ``coarsen`` is set, neighbours are taken together: as many of the last bits are cut off from all keys as it
    takes, which depends on the keys and not on their order.
    """

    def __init__(self, most: int, *, total: float | None = None, whole: bool = True, coarsen: bool = False) -> None:
        self._most, self._coarsen = most, coarsen
        self._quantum = 1.0 if total is None else quantum(total, whole=whole)
        self._keys, self._weight = np.empty(0, np.uint64), np.empty(0, np.int64)
        self._bits = 0

    @property
    def full(self) -> bool:
        """Whether there were more than ``most`` units."""
        return self._keys.shape[0] > self._most

    def add(self, keys: Keys, weights: Floats | None = None) -> None:
        """Add rows: keys (n,); weights (n,) or None for ones. Rows of weight 0 are absent."""
        if weights is None:
            parts = np.ones(keys.shape[0], dtype=np.int64)
        else:
            keys, weights = keys[weights > 0], weights[weights > 0]
            parts = np.maximum(np.rint(weights / self._quantum).astype(np.int64), 1)
        self._merge(np.concatenate((self._keys, self._cut(keys))), np.concatenate((self._weight, parts)))
        while self._coarsen and self.full:
            self._bits += 1
            self._merge(self._cut(self._keys), self._weight)

    def units(self) -> Units:
        return Units(self._keys, self._weight)

    def _cut(self, keys: Keys) -> Keys:
        return keys >> np.uint64(self._bits) << np.uint64(self._bits)

    def _merge(self, keys: Keys, weight: NDArray[np.int64]) -> None:
        order = np.argsort(keys, kind="stable")
        keys, weight = keys[order], weight[order]
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: keys.shape[0]])
        self._keys = keys[first]
        self._weight = np.add.reduceat(weight, first) if first.size else weight


def quantum(total: float, *, whole: bool) -> float:
    """The part in which weights are counted: 1 for whole numbers, else a power of two near total / 2⁴⁶."""
    if whole and total < 1 << 60:
        return 1.0
    return 2.0 ** (floor(log2(total * _ABOVE_ROUNDING)) - _PARTS)
