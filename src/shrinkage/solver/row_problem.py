"""A problem whose rows are kept, for more columns than a Gram has room for: p numbers and X, never p².

With s = √(v/W), Z = diag(s) (X − 1 center') diag(1/scale) and t = s (y − ȳ), everything a solver or a certificate needs
is a residual and a pull:

    r = t − Z w            smooth(w) = ½‖r‖²            correlation(w) = Z'r = ((X's r) − center Σ s r) / scale

Columns that carry a coefficient are written out, centred first, a few at a time, so that a residual keeps its digits;
the pull is centred afterwards (Σ s r is nearly 0), which costs some only where a mean is far from 0 in units of its
deviation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats, Quadratic

# Doubles of columns written out at once: 16 MB.
CELLS = 1 << 21


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Stands in for ``Quadratic`` where G must not be formed.

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
        step = max(1, CELLS // max(r.shape[0], 1))
        for start in range(0, support.size, step):
            some = support[start : start + step]
            r -= self.columns(some) @ coefficients[some]
        return r

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
    """((X'r) − center Σ r) · unit (p,). float32 columns are widened a few at a time."""
    found: Floats = np.zeros(center.shape[0])
    if hasattr(x, "toarray") or x.dtype == np.float64:
        found += x.T @ r
    else:
        step = max(1, CELLS // max(r.shape[0], 1))
        for start in range(0, center.shape[0], step):
            found[start : start + step] = r @ x[:, start : start + step].astype(np.float64)
    return (found - center * r.sum()) * unit
