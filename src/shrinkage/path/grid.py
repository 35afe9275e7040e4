"""Grids of strengths, decreasing, equally spaced in log lam.

L1 and elastic net: from the smallest lam that zeroes every penalised coefficient down to 1e-4 of it (1e-2 where there
are more features than rows: below that a path only interpolates), widened towards 1e-6 while the best lam is the last.
Never above: nothing changes there. Ridge: from 1e3·d₁² to 1e-8·d₁², d₁² the largest eigenvalue of the correlation
matrix, which spans everything from "all but the mean" to "all but least squares".
"""

from __future__ import annotations

import numpy as np

from shrinkage.penalty import lambda_max
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.gram import gram_path

POINTS = 100
DEEP, SHALLOW, DEEPEST = 1e-4, 1e-2, 1e-6
# A correlation below this fraction of the largest possible is rounding of a zero: chance alone gives 1/√n, and a
# residual that small, left by unpenalised columns, is 1e-18 of the target's variance, which a Gram does not hold.
ROUNDING = 1e-9
RIDGE_TOP, RIDGE_BOTTOM = 1e3, 1e-8


def largest_strength(
    problem: Quadratic, l1_ratio: float = 1.0, factors: Floats | None = None, *, positive: bool = False
) -> float:
    """lam_max: the smallest lam at which every penalised coefficient is 0, unpenalised columns fitted first."""
    correlation = problem.xty
    if factors is not None and np.any(factors == 0):
        correlation = problem.correlation(_free_fit(problem, factors, positive))
    return lambda_max(correlation, l1_ratio, factors, positive=positive)


def _reach(problem: Quadratic) -> Floats:
    """The largest |correlation| each column could have with the target (p,), by Cauchy–Schwarz."""
    return np.sqrt(np.maximum(np.diag(problem.gram), 0.0) * problem.yy)


def _free_fit(problem: Quadratic, factors: Floats, positive: bool) -> Floats:
    """Coefficients (p,) of the unpenalised columns alone."""
    alone = np.where(factors == 0, 0.0, np.inf)
    return gram_path(problem, np.ones(1), 1.0, factors=alone, positive=positive).coefficients[0]


def sparse_grid(
    problem: Quadratic,
    l1_ratio: float = 1.0,
    factors: Floats | None = None,
    *,
    positive: bool = False,
    points: int = POINTS,
) -> Floats:
    """The grid (points,) of L1 and elastic net, l1_ratio > 0, by the full training problem."""
    top = largest_strength(problem, l1_ratio, factors, positive=positive)
    if top <= ROUNDING * lambda_max(_reach(problem), l1_ratio, factors):
        # Nothing is left to correlate with: every path is zero, whatever the grid; any unit serves.
        top = float(np.sqrt(problem.yy)) or 1.0
    ratio = SHALLOW if problem.features > problem.rows else DEEP
    return np.geomspace(top, top * ratio, points)


def extend(lams: Floats, points: int = 25) -> Floats:
    """Up to ``points`` further strengths below a grid that starts at lam_max, by its own step; none below 1e-6·lam_max.

    Only the new ones are returned, empty where the grid is at that end.
    """
    if lams.size < 2:
        return np.zeros(0)
    step = float(np.log(lams[0] / lams[-1])) / (lams.size - 1)
    below = lams[-1] * np.exp(-step * np.arange(1, points + 1))
    return below[below >= DEEPEST * lams[0] * (1 - 1e-9)]


def ridge_grid(largest: float, points: int = POINTS) -> Floats:
    """The grid (points,) of L2 from the largest eigenvalue d₁² (``Spectrum.largest``)."""
    unit = largest if largest > 0 else 1.0
    return np.geomspace(RIDGE_TOP * unit, RIDGE_BOTTOM * unit, points)
