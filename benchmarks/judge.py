"""The judge: objective and relative gap of anybody's coefficients, from the rows alone.

It knows neither solver nor grid, and shares no code with the package. For every competitor, at every strength,

    P(b, w) = 1/2W Σ v (y − b − x·w)²  +  lam Σ (l1_ratio |w| + (1 − l1_ratio)/2 w²)
    D(θ)    = 1/2 ‖y‖² − 1/2 ‖y − θ‖² − Σ h*(x'θ),   h*(u) = (|u| − lam l1_ratio)₊² / (2 lam (1 − l1_ratio))

with the norms and products weighted by v / W and columns and target centred. D at θ = s (r − mean r), r the residual,
is a lower bound of every P, so that (P − D) / P(mean only) can only be too large: nobody's error is hidden. Where there
is no L2 part, θ must satisfy |x'θ| ≤ lam, which the scale s sees to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BLOCK_ROWS = 16_384


@dataclass(frozen=True)
class Judgement:
    """objective, gap (relative to the mean-only model), nonzero: (m,), one a strength."""

    objective: Floats
    gap: Floats
    nonzero: NDArray[np.int64]

    @property
    def worst(self) -> float:
        """The largest gap of the path: what a time is worth."""
        return float(self.gap.max())


def judge(
    x: Floats,
    y: Floats,
    coefficients: Floats,
    intercepts: Floats,
    lams: Floats,
    l1_ratio: float = 1.0,
    weights: Floats | None = None,
) -> Judgement:
    """Judge coefficients (m, p) and intercepts (m,) for the columns x (n, p) as they are, at strengths lams (m,)."""
    w, lams = np.atleast_2d(np.asarray(coefficients, dtype=float)), np.atleast_1d(np.asarray(lams, dtype=float))
    b = np.broadcast_to(np.asarray(intercepts, dtype=float), lams.shape)
    sums = _sums(x, y, w, b, weights)
    lasso, ridge = lams * l1_ratio, lams * (1 - l1_ratio)
    objective = 0.5 * sums.squares + lasso * np.abs(w).sum(axis=1) + 0.5 * ridge * (w**2).sum(axis=1)
    bound = _bound(sums, lasso, ridge)
    gap = (objective - bound) / (0.5 * sums.null)
    finite = np.isfinite(w).all(axis=1) & np.isfinite(b)
    return Judgement(objective, np.where(finite, gap, np.inf), np.count_nonzero(w, axis=1))


@dataclass(frozen=True)
class _Sums:
    """Means over rows. squares: of the residual; centred: of the residual less its mean; with_y; pull: (p, m); null."""

    squares: Floats
    centred: Floats
    with_y: Floats
    pull: Floats
    null: float


def _sums(x: Floats, y: Floats, w: Floats, b: Floats, weights: Floats | None) -> _Sums:
    n, m = len(y), len(w)
    v = np.full(n, 1.0 / n) if weights is None else weights / weights.sum()
    centre, target = _mean(x, v), float(v @ y)
    squares, with_y, mean = np.zeros(m), np.zeros(m), np.zeros(m)
    pull = np.zeros((x.shape[1], m))
    for rows in _blocks(n):
        columns, goal, weight = x[rows] - centre, y[rows] - target, v[rows]
        # y − b − x·w, with the mean part first, where the large numbers cancel.
        residual = goal[:, None] - columns @ w.T + (target - b - w @ centre)
        weighted = weight[:, None] * residual
        squares += np.einsum("ij,ij->j", weighted, residual)
        mean += weighted.sum(axis=0)
        with_y += goal @ weighted
        pull += columns.T @ weighted
    null = sum(float(v[rows] @ (y[rows] - target) ** 2) for rows in _blocks(n))
    return _Sums(squares, squares - mean**2, with_y, pull, null)


def _mean(x: Floats, v: Floats) -> Floats:
    total = np.zeros(x.shape[1])
    for rows in _blocks(len(v)):
        total += v[rows] @ x[rows]
    return total


def _blocks(n: int) -> list[slice]:
    return [slice(start, min(start + BLOCK_ROWS, n)) for start in range(0, n, BLOCK_ROWS)]


def _bound(sums: _Sums, lasso: Floats, ridge: Floats) -> Floats:
    """D at the best admissible scale of the residual (where there is an L2 part, every scale is; 1 is right)."""
    reach = np.abs(sums.pull).max(axis=0)
    largest = np.divide(lasso, reach, out=np.full_like(reach, np.inf), where=reach > 0)
    wanted = np.divide(sums.with_y, sums.centred, out=np.ones_like(reach), where=sums.centred > 0)
    scale = np.where(ridge > 0, 1.0, np.clip(wanted, 0.0, largest))
    excess = np.maximum(scale * np.abs(sums.pull) - lasso, 0.0)
    conjugate = np.divide((excess**2).sum(axis=0), 2 * ridge, out=np.zeros_like(ridge), where=ridge > 0)
    return scale * sums.with_y - 0.5 * scale**2 * sums.centred - conjugate
