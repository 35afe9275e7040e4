"""Features: the encoded columns in the order in which moments and coefficients hold them.

Dense features come first (numbers, booleans, time trends, missing indicators), then each categorical block, one
feature a level, as codes: a one-hot block is never written out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats


@dataclass(frozen=True, slots=True)
class Feature:
    """One encoded column: name (unique), the table's column it came from, kind, and the level it stands for.

    kind: number | boolean | trend | missing | level | pooled | calendar
    """

    name: str
    column: str
    kind: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """Feature ``value`` has missing cells, gathered as the constant ``constant``; feature ``missing`` is 1 there."""

    value: int
    missing: int
    constant: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of encoded rows.

    dense: number d of dense features; levels: of each categorical block, its number of levels (features follow the
    dense ones, block after block); fills: imputation by the in-fold mean is finished on the moments; shift: (d,) a
    typical value of each dense feature (and target_shift of the target), subtracted while summing, so that a year or
    an epoch second costs no digits.
    """

    dense: int
    levels: tuple[int, ...]
    fills: tuple[Fill, ...]
    shift: Floats
    target_shift: float

    @property
    def features(self) -> int:
        return self.dense + sum(self.levels)

    @property
    def starts(self) -> tuple[int, ...]:
        """First feature of each categorical block."""
        ends = np.cumsum((self.dense, *self.levels))
        return tuple(int(end) for end in ends[:-1])


@dataclass(frozen=True, slots=True)
class Rows:
    """Encoded rows of a batch that have a target.

    dense: (n, d) C-contiguous, missing cells filled with their Fill constant; codes: (n, c) int32, the level within
    each categorical block or −1 for none; target: (n,); weight: (n,) or None for ones; hashes: (n,) uint64 of the row's
    canonical content (`design/rowhash.py`).
    """

    dense: Floats
    codes: NDArray[np.int32]
    target: Floats
    weight: Floats | None
    hashes: NDArray[np.uint64]

    def __len__(self) -> int:
        return self.target.shape[0]


def expand(rows: Rows, layout: Layout) -> Floats:
    """The encoded matrix (n, p) written out: for tests, small tables and triangular factors."""
    n = len(rows)
    matrix = np.zeros((n, layout.features))
    matrix[:, : layout.dense] = rows.dense
    for block, start in enumerate(layout.starts):
        code = rows.codes[:, block]
        known = np.flatnonzero(code >= 0)
        matrix[known, start + code[known]] = 1.0
    return matrix
