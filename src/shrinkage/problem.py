"""The waist: above it code knows tables, below it only arrays.

**The objective, stated once.** n rows, p features, row weights v (default 1), W = Σ v, penalty factors f (default 1):

    minimise over b, w   1/(2W) Σᵢ vᵢ (yᵢ − b − xᵢ·w)²  +  lam · Σⱼ fⱼ ( l1_ratio·|wⱼ| + (1 − l1_ratio)/2 · wⱼ² )

The intercept b is never penalised, so it is profiled out: b = ȳ − x̄·w with weighted means, and columns and target are
centred. What remains of the rows, for squared error, is p×p:

    G = X'VX / W   (gram)      c = X'Vy / W   (xty)      yy = y'Vy / W          of centred (and scaled) columns
    smooth(w) = ½ (yy − 2 c·w + w·G w),     correlation(w) = c − G w            (minus its gradient)

Shapes in docstrings: n rows, p features, k folds, m grid points, b buckets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Doubles of columns of a RowProblem written out at once: 16 MB.
CELLS = 1 << 21
# Means up to so many deviations are taken off sparse columns afterwards, which costs three digits at most.
NEAR = 1e3


@dataclass(frozen=True, slots=True)
class Quadratic:
    """Squared error after the rows have been read: everything a solver may know of them.

    gram: (p, p) C-contiguous, symmetric; the diagonal is 1 for a standardised column and 0 for a constant one.
    xty: (p,); yy: variance of the target (divisor W); weight: W; rows: n, which is W where weights are counts.
    """

    gram: Floats
    xty: Floats
    yy: float
    weight: float
    rows: int

    @property
    def features(self) -> int:
        return self.xty.shape[0]

    @property
    def null_objective(self) -> float:
        """Objective of the intercept-only model, ½ yy: the unit of every relative gap."""
        return 0.5 * self.yy

    def smooth(self, coefficients: Floats) -> float:
        """½ mean squared error of ``coefficients`` (p,)."""
        w = coefficients
        return 0.5 * float(self.yy - 2.0 * (w @ self.xty) + w @ (self.gram @ w))

    def correlation(self, coefficients: Floats) -> Floats:
        """c − G w (p,): the correlation of each column with the residual, minus the gradient of ``smooth``."""
        return self.xty - self.gram @ coefficients


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Stands in for ``Quadratic`` where there are more columns than G has room for: p numbers and X, never p².

    With s = √(v/W), Z = diag(s) (X − 1 center') diag(1/scale) and t = s (y − ȳ), everything a solver or a certificate
    needs is a residual and a pull:

        r = t − Z w           smooth(w) = ½‖r‖²           correlation(w) = Z'r = ((X's r) − center Σ s r) / scale

    Columns that carry a coefficient are written out, centred first, a few at a time, so that a residual keeps its
    digits; the pull is centred afterwards (Σ s r is nearly 0), which costs some only where a mean is far from 0 in
    units of its deviation.

    x: (n, p) dense floats or scipy CSC, as given; center, unit: (p,), unit = 1/scale and 0 for a constant column;
    length: (p,) √Gⱼⱼ; root: (n,) s = √(v/W); target: (n,) t; xty: (p,) Z't; weight: W; rows: of positive weight.
    """

    x: Any
    center: Floats
    unit: Floats
    length: Floats
    root: Floats
    target: Floats
    xty: Floats
    weight: float
    rows: int

    @property
    def features(self) -> int:
        return self.center.shape[0]

    @property
    def yy(self) -> float:
        return float(self.target @ self.target)

    @property
    def null_objective(self) -> float:
        return 0.5 * self.yy

    @property
    def sparse(self) -> bool:
        return hasattr(self.x, "toarray")

    def columns(self, members: NDArray[np.integer]) -> Floats:
        """Z (n, k), the columns ``members`` (k,) written out."""
        part: Any = self.x[:, members]
        if hasattr(part, "toarray"):
            part = part.toarray()
        z: Floats = np.subtract(part, self.center[members], dtype=np.float64)
        z *= self.unit[members]
        z *= self.root[:, None]
        return z

    def residual(self, coefficients: Floats) -> Floats:
        """t − Z w (n,)."""
        r = self.target.copy()
        support = np.flatnonzero(coefficients)
        if self.sparse:
            near = np.abs(self.center * self.unit)[support] <= NEAR * self.length[support]
            some, support = support[near], support[~near]
            own = self.unit[some] * coefficients[some]
            r -= self.root * (self.x[:, some] @ own - self.center[some] @ own)
        step = max(1, CELLS // max(r.shape[0], 1))
        for start in range(0, support.size, step):
            some = support[start : start + step]
            r -= self.columns(some) @ coefficients[some]
        return r

    def products(self, left: NDArray[np.integer], right: NDArray[np.integer]) -> Floats:
        """Z'Z between columns ``left`` (k,) and ``right`` (m,), of sparse columns without writing ``left`` out."""
        if not self.sparse:
            return self.columns(left).T @ self.columns(right)
        x, center, unit = self.x[:, left], self.center[left], self.unit[left]
        step = max(1, CELLS // max(self.root.shape[0], 1))
        found: Floats = np.empty((left.shape[0], right.shape[0]))
        for start in range(0, right.shape[0], step):
            z = self.columns(right[start : start + step])
            found[:, start : start + step] = pulled(x, center, unit, self.root[:, None] * z)
        return found

    def pull(self, residual: Floats) -> Floats:
        """Z'r (p,)."""
        return pulled(self.x, self.center, self.unit, self.root * residual)

    def smooth(self, coefficients: Floats) -> float:
        """½ mean squared error of ``coefficients`` (p,)."""
        r = self.residual(coefficients)
        return 0.5 * float(r @ r)

    def correlation(self, coefficients: Floats) -> Floats:
        """Z'(t − Z w) (p,)."""
        return self.pull(self.residual(coefficients))


Problem = Quadratic | RowProblem
"""Squared error, however much is known of it."""


def pulled(x: Any, center: Floats, unit: Floats, r: Floats) -> Floats:
    """((X'r) − center Σ r) · unit (p,), or (p, k) of r (n, k). float32 columns are widened a few at a time."""
    wide = bool(x.dtype == np.float64) or hasattr(x, "toarray")
    step = center.shape[0] if wide else max(1, CELLS // max(r.shape[0], 1))
    pieces = [x[:, at : at + step] if step < center.shape[0] else x for at in range(0, center.shape[0], step)]
    product: Floats = np.concatenate([piece.T.astype(np.float64, copy=False) @ r for piece in pieces])
    return ((product - np.multiply.outer(center, r.sum(axis=0))).T * unit).T


@dataclass(frozen=True, slots=True)
class LeastSquares:
    """Rows, or a triangular factor that stands for them, where a Gram would lose half of the digits.

    columns: (q, p) centred, scaled and divided by √W, so that columns'columns = G; target: (q,) likewise;
    weight: W; rows: n, which sets the rank cut-off max(n, p)·eps.
    """

    columns: Floats
    target: Floats
    weight: float
    rows: int

    @property
    def features(self) -> int:
        return self.columns.shape[1]


@dataclass(frozen=True, slots=True)
class Scaling:
    """The two vectors that tie a problem to the columns as they came: z = (x − center) / scale.

    center, scale: (p,), scale 1 under ``--raw``; a constant column has scale 0 and coefficient 0. target_mean: ȳ.
    """

    center: Floats
    scale: Floats
    target_mean: float

    def original(self, coefficients: Floats) -> tuple[float | Floats, Floats]:
        """Intercept and coefficients (…, p) in the columns' own units, from those of standardised columns (…, p)."""
        inverse = np.divide(1.0, self.scale, out=np.zeros_like(self.scale), where=self.scale > 0)
        own = coefficients * inverse
        return self.target_mean - own @ self.center, own


class Resamples(Protocol):
    """Training and held-out parts, whoever holds the rows: implemented by bucketed moments and by rows.

    Parts are named by ``fold``: 0 … folds − 1 is the training complement, and the held-out part, of a fold;
    None is everything outside the test part, and the test part itself.
    """

    @property
    def folds(self) -> int: ...

    @property
    def has_test(self) -> bool: ...

    def train(self, fold: int | None) -> Quadratic:
        """The training part as a problem, standardised (or not) by its own means and variances."""
        ...

    def scaling(self, fold: int | None) -> Scaling:
        """How that problem's columns relate to the encoded columns, imputed with that part's own means."""
        ...

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        """Weighted mean squared error (m,) on the held-out part of coefficients (m, p) of ``train(fold)``."""
        ...


class Factored(Protocol):
    """Resamples whose parts are triangular factors: for least squares where a Gram would lose half of the digits."""

    def train(self, fold: int | None) -> LeastSquares: ...

    def scaling(self, fold: int | None) -> Scaling: ...

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        """As ``Resamples.score``, by residuals rather than by a quadratic form."""
        ...


class Rereading(Protocol):
    """A second look at the rows, for what moments cannot settle about an unpenalised fit."""

    @property
    def cheap(self) -> bool:
        """Whether factoring everything costs so little that nothing else is worth trying first."""
        ...

    def norms(self, directions: Mapping[int | None, Floats]) -> Mapping[int | None, Floats]:
        """One pass: ‖Z v‖/√W (q,) over the rows of each ``train(fold)``, for its directions v (p, q).

        Z is that training part, standardised by its own moments: 0 to rounding exactly where v is a dependency
        among columns, however little of it a Gram can resolve.
        """
        ...

    def factors(self) -> Factored:
        """One pass: triangular factors of every part (Demmel et al. 2012, TSQR)."""
        ...
