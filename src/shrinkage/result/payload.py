"""Parts of a record that give a path exactly at every strength, not only at those of its grid.

Between two knots an L1 path is linear in lam; an L2 path is a sum of terms pullᵢ/(valuesᵢ + lam). Both are evaluated by
`exact.py`. Bytes are little-endian float64, which JSON carries as base64: exact to the last bit, at half the size of
decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

NUMBER = 8  # bytes of a float64
PRODUCT_FEATURES = 50


def same_length(*lists: Sequence[object]) -> None:
    """Raises ValueError, which a reader of the file gets to know as a part that does not fit."""
    if len({len(one) for one in lists}) > 1:
        raise ValueError("its lists are of different lengths")


def _holds(values: bytes, count: int) -> None:
    if len(values) != NUMBER * count:
        raise ValueError("its bytes are not as many as its numbers")


class RunsRecord(Struct, frozen=True, kw_only=True):
    """A table with a column for each of q features, most of it zeros: only runs of rows are kept.

    Rows first[j] … first[j] + count[j] − 1 of feature j are stored, one feature after another; elsewhere it is exactly
    0.
    """

    first: list[int]
    count: list[int]
    values: bytes

    def __post_init__(self) -> None:
        same_length(self.first, self.count)
        if min([*self.first, *self.count], default=0) < 0:
            raise ValueError("a run of it begins before the first row or has a negative length")
        _holds(self.values, sum(self.count))

    def fits(self, rows: int, features: int) -> bool:
        """Whether it is of a table of that many rows and features."""
        runs = zip(self.first, self.count, strict=True)
        return len(self.first) == features and all(first + count <= rows for first, count in runs)


class KnotsRecord(Struct, frozen=True, kw_only=True, tag_field="kind", tag="knots"):
    """L1: standardised coefficients at the k strengths where the path bends, strongest first.

    In between they are linear in lambda; above the first knot they stay what they are there (0 but for free columns);
    the last is the weakest strength of the grid. nonzero: (k) coefficients of all features, of those left out too, that
    are not 0 just below each knot, at the last one: there. runs: over the knots and the path's features.
    """

    lam: list[float] = field(name="lambda")
    nonzero: list[int]
    runs: RunsRecord

    def __post_init__(self) -> None:
        same_length(self.lam, self.nonzero)
        if not self.lam or any(weaker >= stronger for stronger, weaker in pairwise(self.lam)):
            raise ValueError("its strengths do not decrease")

    def fits(self, features: int) -> bool:
        """Whether it is of a path of that many features."""
        return self.runs.fits(len(self.lam), features)


class SpectrumRecord(Struct, frozen=True, kw_only=True, tag_field="kind", tag="spectrum"):
    """L2: standardised coefficient j at lambda is offset_j + Σᵢ basis_ji · pull_i / (values_i + lambda).

    values: (r) eigenvalues d² of what is penalised; pull: (r); basis: (q, r) by rows over the path's features; offset:
    (q), what the free columns alone would have, null where none is free. Degrees of freedom are
    Σ values/(values + lambda) + free_rank. Directions along which no column varies are left out.
    """

    values: list[float]
    pull: list[float]
    basis: bytes
    offset: bytes | None = None
    free_rank: int = 0

    def __post_init__(self) -> None:
        same_length(self.values, self.pull)
        if min(self.values, default=0.0) < 0 or self.free_rank < 0:
            raise ValueError("an eigenvalue or a rank of it is negative")

    def fits(self, features: int) -> bool:
        """Whether it is of a path of that many features."""
        whole = self.offset is None or len(self.offset) == NUMBER * features
        return whole and len(self.basis) == NUMBER * features * len(self.values)


class ProductsRecord(Struct, frozen=True, kw_only=True):
    """The quadratic problem ½ w'Gw − c·w + penalty of at most 50 features, those that are largest on any path.

    gram: the upper triangle of G by rows, its diagonal in it, k(k + 1)/2; xty: c (k); yy: variance of the target; unit:
    (k) by which a coefficient of the problem becomes a standardised one, null for ones; complete: no other feature
    varies that its factor does not leave out, so that to solve this is to solve the table's own problem.
    """

    features: list[str]
    gram: bytes
    xty: bytes
    yy: float
    unit: bytes | None = None
    complete: bool

    def __post_init__(self) -> None:
        k = len(self.features)
        if k > PRODUCT_FEATURES:
            raise ValueError(f"it is of more than {PRODUCT_FEATURES} features")
        _holds(self.gram, k * (k + 1) // 2)
        _holds(self.xty, k)
        if self.unit is not None:
            _holds(self.unit, k)
