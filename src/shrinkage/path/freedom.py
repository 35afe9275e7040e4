"""Effective degrees of freedom of every fit of a path, the intercept not counted.

L1: the number of non-zero coefficients (Zou, Hastie & Tibshirani 2007). With an L2 part: the trace of the hat matrix of
the non-zero ones A (Zou 2005, §3.5 of his thesis; Tibshirani & Taylor 2012 for columns that depend on each other),

    tr G_A (G_A + l2 F)⁻¹  =  |A| − l2 · Σⱼ fⱼ [(G_A + l2 F)⁻¹]ⱼⱼ,        l2 = lam·(1 − ρ), F = diag f

which for ridge, where A is everything, is Σ d²/(d² + lam) (Hastie, Tibshirani & Friedman 2009, §3.4.1).

Cost: ⅔|A|³ a point; where many points share A, one eigendecomposition for all of them.
"""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.solution import Path

# Features up to which all points are inverted in one call, zeros left in as identity: calls cost more than flops there.
TOGETHER = 48
# Points that share a support from which on an eigendecomposition costs less than a factor and its inverse for each.
WORTH_DECOMPOSING = 8

BLOCK = 64  # rows from which halves are worth two calls

Booleans = NDArray[np.bool_]


def degrees_of_freedom(problem: Quadratic, path: Path, factors: Floats | None = None) -> Floats:
    """(m,) of the fits of ``path`` on ``problem``."""
    active = path.coefficients != 0
    count: Floats = active.sum(axis=1).astype(np.float64)
    l2 = path.lams * (1.0 - path.l1_ratio)
    if not l2.any():
        return count
    f = np.ones(problem.features) if factors is None else np.where(np.isfinite(factors), factors, 0.0)
    if problem.features <= TOGETHER:
        return count - l2 * _together(problem.gram, active, l2, f)
    return np.concatenate([_shared(problem.gram, active[at], l2[at], f) for at in _runs(active)])


def _runs(active: Booleans) -> list[slice]:
    """Consecutive points of one support."""
    ends = [0]
    for _, same in groupby(map(bytes, np.packbits(active, axis=1))):
        ends.append(ends[-1] + sum(1 for _ in same))
    return [slice(first, last) for first, last in pairwise(ends)]


def _together(gram: Floats, active: Booleans, l2: Floats, f: Floats) -> Floats:
    """(m,) Σⱼ fⱼ [(G_A + l2 F)⁻¹]ⱼⱼ over A."""
    system = np.where(active[:, :, None] & active[:, None, :], gram, 0.0)
    system += np.where(active, l2[:, None] * f, 1.0)[:, :, None] * np.eye(f.size)
    try:
        inverse = np.linalg.inv(system)
    except np.linalg.LinAlgError:
        return np.array([_lost(gram, members, pull, f) for members, pull in zip(active, l2.tolist(), strict=True)])
    return np.einsum("mjj,mj->m", inverse, np.where(active, f, 0.0))


def _shared(gram: Floats, active: Booleans, l2: Floats, f: Floats) -> Floats:
    """Degrees of freedom at the points l2, which all have the support of the first row of ``active``."""
    members = active[0]
    if l2.size < WORTH_DECOMPOSING or not l2.all():
        return members.sum() - l2 * np.array([_lost(gram, members, weak, f) for weak in l2.tolist()])
    pull = f[members]
    part = Quadratic(gram[np.ix_(members, members)], np.zeros(pull.size), 0.0, 1.0, 1)
    return Spectrum(part, pull).degrees_of_freedom(l2)


def _lost(gram: Floats, active: Booleans, l2: float, f: Floats) -> float:
    """Σⱼ fⱼ [(G_A + l2 F)⁻¹]ⱼⱼ over A at one point."""
    members = np.flatnonzero(active)
    if not members.size or not l2:
        return 0.0
    system = gram[np.ix_(members, members)]
    system[np.diag_indices(members.size)] += l2 * f[members]
    return float(_inverse_diagonal(system) @ f[members])


def _inverse_diagonal(system: Floats) -> Floats:
    """Of H = LL', [H⁻¹]ⱼⱼ is the squared length of column j of L⁻¹."""
    try:
        lower: Floats = np.linalg.cholesky(system).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return np.diagonal(np.linalg.pinv(system, hermitian=True)).astype(np.float64)
    inverse = _inverse_of_lower(lower)
    return np.einsum("ij,ij->j", inverse, inverse)


def _inverse_of_lower(lower: Floats) -> Floats:
    """By halves, (A 0; B C)⁻¹ = (A⁻¹ 0; −C⁻¹BA⁻¹ C⁻¹): a third of n³ in products, where NumPy's own takes eight times
    that and SciPy's costs its import."""
    n = lower.shape[0]
    if n <= BLOCK:
        return np.linalg.inv(lower).astype(np.float64, copy=False)
    half = n // 2
    first, last = _inverse_of_lower(lower[:half, :half]), _inverse_of_lower(lower[half:, half:])
    inverse = np.zeros_like(lower)
    inverse[:half, :half], inverse[half:, half:] = first, last
    inverse[half:, :half] = -last @ (lower[half:, :half] @ first)
    return inverse
