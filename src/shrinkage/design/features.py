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
    """Dense feature ``value`` has missing cells, gathered as ``constant``; dense column ``missing`` is 1 there.

    ``missing`` is an index among the dense columns of ``Rows``: below ``Layout.dense`` the indicator is a feature,
    from there on it is hidden, because fewer than five rows are missing and no coefficient should hang on them.
    Either way filling with a mean μ instead is the linear map value + (μ − constant)·missing.
    """

    value: int
    missing: int
    constant: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of encoded rows.

    dense: number d of dense features; levels: of each categorical block, its number of levels (features follow the
    dense ones, block after block); fills: imputation by the in-fold mean is finished on the moments; hidden: number h
    of missing indicators that are gathered only for that, as the dense columns d … d + h − 1 of ``Rows``, and are no
    features of the problem; shift: (d + h,) a typical value of each dense column (and target_shift of the target),
    subtracted while summing, so that a year or an epoch second costs no digits.
    """

    dense: int
    levels: tuple[int, ...]
    fills: tuple[Fill, ...]
    shift: Floats
    target_shift: float
    hidden: int = 0

    @property
    def features(self) -> int:
        """Features p of the problem: hidden columns are not among them."""
        return self.dense + sum(self.levels)

    @property
    def gathered(self) -> int:
        """Columns that are summed: dense features, then hidden ones, then the levels of each block."""
        return self.features + self.hidden

    @property
    def starts(self) -> tuple[int, ...]:
        """First feature of each categorical block (among features; add ``hidden`` for its place when gathered)."""
        ends = np.cumsum((self.dense, *self.levels))
        return tuple(int(end) for end in ends[:-1])


@dataclass(frozen=True, slots=True)
class Rows:
    """Encoded rows of a batch that have a target.

    dense: (n, d + h) C-contiguous, features then hidden indicators, missing cells filled with their Fill constant;
    codes: (n, c) int32, the level within each categorical block or −1 for none; target: (n,); weight: (n,) or None for
    ones; keys: (n,) uint64, by which a row is placed (`design/keys.py`).
    """

    dense: Floats
    codes: NDArray[np.int32]
    target: Floats
    weight: Floats | None
    keys: NDArray[np.uint64]

    def __len__(self) -> int:
        return self.target.shape[0]


def expand(rows: Rows, layout: Layout) -> Floats:
    """The encoded matrix (n, p) written out, without hidden columns: for tests, small tables and triangular factors."""
    n = len(rows)
    matrix = np.zeros((n, layout.features))
    matrix[:, : layout.dense] = rows.dense[:, : layout.dense]
    for block, start in enumerate(layout.starts):
        code = rows.codes[:, block]
        known = np.flatnonzero(code >= 0)
        matrix[known, start + code[known]] = 1.0
    return matrix
