"""What is learned of a column of numbers: counts, range, mean, and whether it is all but constant."""

from __future__ import annotations

import math

import numpy as np

from shrinkage import _kernel
from shrinkage.design.cells import Counts, Mask, as_bytes
from shrinkage.problem import Floats

# Fewer training rows than this never make a feature of their own, and a column in which fewer differ from the most
# common value is dropped: in a fold nearly all of them can fall into the held-out part, and then ridge and elastic
# net extrapolate from one or two rows.
FEW_ROWS = 5


class NumberSummary:
    """Kept in the kernel's layout (kernel/columns.hpp, Summary)."""

    def __init__(self) -> None:
        self._state = np.zeros(_kernel.SUMMARY)

    def add(self, values: Floats, use: Mask | None, times: Counts = None) -> None:
        """Add values (n,), NaN where missing, of the rows in use, each ``times`` (n,)."""
        _kernel.summarise(np.ascontiguousarray(values), None, as_bytes(use), times, self._state)

    def add_missing(self, rows: int) -> None:
        """Count ``rows`` more without a value."""
        self._state[1] += rows

    @property
    def count(self) -> int:
        """Finite values."""
        return int(self._state[0])

    @property
    def missing(self) -> int:
        return int(self._state[1])

    @property
    def infinite(self) -> int:
        return int(self._state[2])

    @property
    def least(self) -> float:
        return float(self._state[5])

    @property
    def most(self) -> float:
        return float(self._state[6])

    @property
    def spread(self) -> float:
        """Largest less smallest value; 0 where there is none."""
        return self.most - self.least if self.count else 0.0

    @property
    def few(self) -> dict[float, int] | None:
        """Counts of the distinct values where there are at most five of them."""
        distinct = int(self._state[7])
        if distinct > 5:
            return None
        pairs = zip(self._state[8 : 8 + distinct], self._state[13 : 13 + distinct], strict=True)
        return {float(value): int(times) for value, times in pairs}

    @property
    def differing(self) -> int:
        """Rows that differ from the most common value, as far as five: five means five or more."""
        few = self.few
        return FEW_ROWS if few is None else min(self.count - max(few.values(), default=0), FEW_ROWS)

    @property
    def typical(self) -> float:
        """The mean, to about six digits of the range, so that it does not depend on the order of the rows."""
        if not self.count:
            return 0.0
        mean = float(self._state[3] + self._state[4] / self._state[0])
        return settle(mean, self.most - self.least)


def settle(mean: float, spread: float) -> float:
    """``mean`` to a multiple of a power of two about a millionth of ``spread``.

    A shift need not be the mean; near it is enough. Rounding takes off what the order of summation put on.
    """
    if not (spread > 0 and math.isfinite(spread) and math.isfinite(mean)):
        return mean
    step = 2.0 ** (math.floor(math.log2(spread)) - 20)
    return round(mean / step) * step if step > 0 and abs(mean) / step < 2**52 else mean


def share_of(part: int, whole: int) -> float:
    """A share as a shift."""
    return settle(part / whole, 1.0) if whole else 0.0
