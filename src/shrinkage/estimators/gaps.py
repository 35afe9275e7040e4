"""Duality gaps of all fits of a path at once: what `solver/certificate.py` proves, without its cost at every point.

With u = s·g, g the correlations with the residual r, s the largest in (0, 1] that makes s·r feasible (1 where there is
an L2 part), and no column free of the penalty:

    gap = ½(1 − s)²‖r‖² + Σⱼ [ l1|wⱼ| − wⱼ·clip(uⱼ) + (l2 wⱼ − (uⱼ − clip(uⱼ)))² / 2 l2 ], clip to [−l1, l1] or (−∞, l1]
"""

from __future__ import annotations

import numpy as np

from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem
from shrinkage.selection.validate import training_mse
from shrinkage.solver.certificate import certificate
from shrinkage.solver.solution import Path


def duality_gaps(problem: Problem, path: Path, factors: Floats | None, *, positive: bool) -> Floats:
    """(m,) in the objective's units; where columns are free of the penalty, with what refitting them would gain."""
    plain = path.lams > 0
    if isinstance(problem, RowProblem):
        plain[:] = False
    if factors is not None or not plain.any():
        plain = np.zeros_like(plain)
    gaps = np.empty(path.lams.shape)
    if isinstance(problem, Quadratic):
        gaps[plain] = _gaps(problem, path.lams[plain], path.l1_ratio, path.coefficients[plain], positive)
    for point in np.flatnonzero(~plain):
        penalty = ElasticNet(float(path.lams[point]), path.l1_ratio, factors, positive)
        relative = certificate(problem, penalty, path.coefficients[point]).relative_gap
        gaps[point] = relative * problem.null_objective
    return gaps


def _gaps(problem: Quadratic, lams: Floats, rho: float, w: Floats, positive: bool) -> Floats:
    l1, l2 = (lams * rho)[:, None], (lams * (1.0 - rho))[:, None]
    u = problem.xty - w @ problem.gram
    shrink = np.ones(lams.shape)
    if rho == 1.0:
        reach = np.max(u if positive else np.abs(u), axis=1, initial=0.0)
        np.divide(lams, reach, out=shrink, where=reach > lams)
        u = u * shrink[:, None]
    clipped = np.minimum(u, l1) if positive else np.clip(u, -l1, l1)
    terms = np.maximum(l1 * np.abs(w) - w * clipped, 0.0)
    if rho < 1.0:
        terms += (l2 * w - (u - clipped)) ** 2 / (2.0 * l2)
    return terms.sum(axis=1) + 0.5 * (1.0 - shrink) ** 2 * training_mse(problem, w)
