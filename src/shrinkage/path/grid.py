"""Grids of strengths, decreasing, equally spaced in log lam.

L1 and elastic net: from the smallest lam that zeroes every penalised coefficient down to 1e-4 of it (1e-2 where there
are more features than rows: below that a path only interpolates), widened towards 1e-6 while the best lam is the last.
Never above: nothing changes there. Ridge: from 1e3·d₁² to 1e-8·d₁², d₁² the largest eigenvalue of the correlation
matrix, which spans everything from "all but the mean" to "all but least squares".

**Columns of unlike scales** (raw ones, or factors): the kink of one column is as far above its correlations as those of
another at a lam that differs by the ratio of √Gⱼⱼ/fⱼ. All grids go that much deeper.

**The unit of the target.** lam_max grows with the target, but lam·(1 − ρ), the L2 part of an elastic net, is compared
with the columns alone. Where the target's numbers are large it leaves nothing at lam_max, nor at 1e-6 of it; such a
grid starts where ridge's does instead, and may be widened down to where ridge's ends (docs/decisions/0006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shrinkage.path.trace import trace
from shrinkage.penalty import lambda_max
from shrinkage.problem import Floats, Problem, Quadratic
from shrinkage.solver.ridge import Spectrum

POINTS = 100
DEEP, SHALLOW, DEEPEST = 1e-4, 1e-2, 1e-6
# A correlation below this fraction of the largest possible is rounding of a zero: chance alone gives 1/√n, and a
# residual that small, left by unpenalised columns, is 1e-18 of the target's variance, which a Gram does not hold.
ROUNDING = 1e-9
RIDGE_TOP, RIDGE_BOTTOM = 1e3, 1e-8
# Scales of columns may differ by this much before the depth of a grid no longer follows.
MOST_UNLIKE = 1e10


@dataclass(frozen=True, slots=True)
class Grid:
    """lams: (m,) decreasing; floor: the strength below which it is not widened."""

    lams: Floats
    floor: float


def largest_strength(
    problem: Problem, l1_ratio: float = 1.0, factors: Floats | None = None, *, positive: bool = False
) -> float:
    """lam_max: the smallest lam at which every penalised coefficient is 0, unpenalised columns fitted first."""
    correlation = problem.xty
    if factors is not None and np.any(factors == 0):
        correlation = problem.correlation(_free_fit(problem, factors, positive))
    return lambda_max(correlation, l1_ratio, factors, positive=positive)


def _reach(problem: Quadratic) -> Floats:
    """The largest |correlation| each column could have with the target (p,), by Cauchy–Schwarz."""
    return np.sqrt(np.maximum(np.diag(problem.gram), 0.0)) * np.sqrt(problem.yy)  # the product itself could overflow


def _free_fit(problem: Problem, factors: Floats, positive: bool) -> Floats:
    """Coefficients (p,) of the unpenalised columns alone."""
    alone = np.where(factors == 0, 0.0, np.inf)
    return trace(problem, np.ones(1), 1.0, factors=alone, positive=positive).coefficients[0]


def unlike(problem: Quadratic, factors: Floats | None = None) -> float:
    """How much √Gⱼⱼ/fⱼ differs over the penalised columns: 1 for standardised columns without factors."""
    scale = np.sqrt(np.maximum(np.diag(problem.gram), 0.0))
    f = np.ones_like(scale) if factors is None else factors
    penalised = (scale > 0) & (f > 0) & np.isfinite(f)
    if not penalised.any():
        return 1.0
    reach = scale[penalised] / f[penalised]
    return min(float(reach.max() / reach.min()), MOST_UNLIKE)


def grid(
    problem: Quadratic,
    l1_ratio: float = 1.0,
    factors: Floats | None = None,
    *,
    positive: bool = False,
    spectrum: Spectrum | None = None,
    points: int = POINTS,
) -> Grid:
    """The grid of an l1_ratio, by the full training problem.

    spectrum: of the problem and its factors, needed for ridge; for an elastic net it keeps the L2 part in bounds.
    """
    if l1_ratio == 0:
        spectrum = spectrum or Spectrum(problem, factors)
        lams = ridge_grid(spectrum.largest, points, weakest=spectrum.weakest)
        return Grid(lams, float(lams[-1]))
    top = largest_strength(problem, l1_ratio, factors, positive=positive)
    if top <= ROUNDING * lambda_max(_reach(problem), l1_ratio, factors):
        # Nothing is left to correlate with: every path is zero, whatever the grid; any unit serves.
        top = float(np.sqrt(problem.yy)) or 1.0
    spread = unlike(problem, factors)
    bottom, floor = top * (SHALLOW if problem.features > problem.rows else DEEP) / spread, top * DEEPEST / spread
    if spectrum is not None and l1_ratio < 1:
        floor = min(floor, spectrum.weakest / (1 - l1_ratio))
        if top > (cap := RIDGE_TOP * (spectrum.largest or 1.0) / (1 - l1_ratio)):
            top, bottom = cap, cap * DEEPEST / spread
    return Grid(np.geomspace(top, bottom, points), floor)


def sparse_grid(
    problem: Quadratic,
    l1_ratio: float = 1.0,
    factors: Floats | None = None,
    *,
    positive: bool = False,
    points: int = POINTS,
) -> Floats:
    """The strengths (points,) of ``grid`` for l1_ratio > 0, from lam_max, without regard to an L2 part."""
    return grid(problem, l1_ratio, factors, positive=positive, points=points).lams


def extend(lams: Floats, points: int = 25, *, floor: float | None = None) -> Floats:
    """Up to ``points`` further strengths below ``lams``, by its own step; none below floor, or 1e-6 of the first.

    Only the new ones are returned, empty where the grid is at that end.
    """
    if lams.size < 2:
        return np.zeros(0)
    step = float(np.log(lams[0] / lams[-1])) / (lams.size - 1)
    below = lams[-1] * np.exp(-step * np.arange(1, points + 1))
    return below[below >= (DEEPEST * lams[0] if floor is None else floor) * (1 - 1e-9)]


def ridge_grid(largest: float, points: int = POINTS, *, weakest: float = 0.0) -> Floats:
    """The grid (points,) of L2 from the largest eigenvalue d₁² (``Spectrum.largest``) to ``weakest``, if given."""
    unit = largest if largest > 0 else 1.0
    return np.geomspace(RIDGE_TOP * unit, weakest or RIDGE_BOTTOM * unit, points)
