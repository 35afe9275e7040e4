"""How far from the optimum coefficients are, proven from them alone. Nothing here is shared with any solver.

    relative_gap = (decrement + gap) / objective of the intercept-only model.      Everything in Gram terms, W = 1.

Let r be the residual, F the unbounded unpenalised columns (all of them when lam = 0), P the penalised ones.

    decrement = ½‖Π r‖² = ½ g_F' G_FF⁺ g_F: what refitting F alone would still gain, Π the projection on span F;
    r⊥ = r − Π r, its correlations g⊥ = g_P − G_PF G_FF⁺ g_F: the residual once F is refitted;
    θ = s·r⊥ is a dual point (F'θ = 0), s the largest in (0, 1] that is feasible: s|g⊥ⱼ| ≤ l1ⱼ where there is no
    L2 part. With one every s is; only where it is so weak that |g⊥ⱼ| exceeds l1ⱼ by next to nothing, of which rounding
    may be the most, is s the former if that proves more.

The duality gap is primal minus dual, ½‖r⊥‖² + pen(w) − (y·θ − ½‖θ‖² − pen*(s g⊥)): a difference of numbers near ½yy,
which would leave nothing below 1e-16·yy, and much less below. With y·r⊥ = ‖r⊥‖² + w_P·g⊥ it is instead a sum of terms
that are each ≥ 0 and vanish at the optimum (Fenchel–Young, coordinate by coordinate):

    gap = ½(1 − s)²‖r⊥‖² + Σⱼ [ l1ⱼ|wⱼ| − wⱼ·clip(uⱼ) + (l2ⱼwⱼ − soft(uⱼ))² / 2 l2ⱼ ],     u = s·g⊥,
    clip(u) to [−l1, l1] (to (−∞, l1] where w ≥ 0 is asked), soft(u) = u − clip(u), last term absent without L2.

Large coefficients that nearly cancel cannot be written in doubles such that gⱼ is l1ⱼ to more than a few digits, and s
charges that to all of l1·|w|. So where this proves too little, r⊥ is first moved within the span of the active columns
A (and F), θ = s·(r⊥ − X_A z), so that A's correlations are what optimality asks; the gap's first term is then
½‖(1 − s) r⊥ + s·X_A z‖², and what rounding left of A's correlations counts by its square only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem

# Eigenvalues of the free columns' correlation matrix below this fraction of the largest are taken as dependencies:
# a Gram cannot tell them from rounding, so nothing is claimed along them.
CUTOFF = 1e-10
# A dual point that is feasible but for this fraction is taken as feasible but for rounding.
NEARLY = 1e-2
# Relative gaps between which rounding may be most of it, and a better dual point is worth its price.
ENOUGH, ROUNDING = 1e-13, 1e-4


@dataclass(frozen=True, slots=True)
class Certificate:
    """kind: "gap" (duality gap, with the decrement where columns are free), "decrement" (no penalty at all), or "kkt"
    (bounded unpenalised columns: the largest violation of the optimality conditions, as a correlation).
    relative_gap: as a fraction of the intercept-only objective; infinite for coefficients that are not allowed.
    """

    kind: str
    relative_gap: float


def certificate(problem: Problem, penalty: ElasticNet, coefficients: Floats) -> Certificate:
    """The certificate of coefficients (p,), in the problem's units."""
    w = np.asarray(coefficients, dtype=float)
    f = penalty.weights(problem.features)
    excluded = ~np.isfinite(f)
    free = ((f == 0) | (penalty.lam == 0)) & ~excluded
    bounded_free = penalty.positive and bool(free.any())
    kind = "kkt" if bounded_free else "decrement" if free[~excluded].all() else "gap"
    if np.any(w[excluded] != 0) or (penalty.positive and np.any(w < 0)) or not np.all(np.isfinite(w)):
        return Certificate(kind, float("inf"))
    if bounded_free:
        return Certificate(kind, _violation(problem, penalty, w))
    if isinstance(problem, RowProblem):
        decrement, correlation = _profile_rows(problem, w, free)
    else:
        decrement, correlation = _profile(problem, problem.correlation(w), free)
    penalised = ~free & ~excluded
    half = max(problem.smooth(w) - decrement, 0.0)
    gap = _gap(penalty, f[penalised], w[penalised], correlation[penalised], half) if penalised.any() else 0.0
    if penalty.l1_ratio > 0 and ENOUGH < _relative(decrement + gap, problem.null_objective) < ROUNDING:
        gap = min(gap, _moved_gap(problem, penalty, w, free, penalised, correlation, half))
    return Certificate(kind, _relative(decrement + gap, problem.null_objective))


def _relative(amount: float, unit: float) -> float:
    return 0.0 if amount == 0 else amount / unit if unit > 0 else float("inf")


def _profile(problem: Quadratic, correlation: Floats, free: np.ndarray) -> tuple[float, Floats]:
    """Decrement over the free columns, and the correlations (p,) that are left once they are refitted."""
    if not free.any():
        return 0.0, correlation
    members = np.flatnonzero(free & (np.diag(problem.gram) > 0))
    if not members.size:
        return 0.0, correlation
    step = _pseudo_solved(problem.gram[np.ix_(members, members)], correlation[members])
    return 0.5 * float(step @ correlation[members]), correlation - problem.gram[:, members] @ step


def _pseudo_solved(gram: Floats, pull: Floats) -> Floats:
    """gram⁺ pull, dependencies left out."""
    scale = np.sqrt(np.diag(gram))
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    strong = values > CUTOFF * values[-1]
    along = vectors[:, strong]
    return (along @ ((along.T @ (pull / scale)) / values[strong])) / scale


def _profile_rows(problem: RowProblem, w: Floats, free: np.ndarray) -> tuple[float, Floats]:
    """The same from residuals, the projection by singular vectors of the free columns."""
    residual = problem.residual(w)
    members = np.flatnonzero(free & (problem.length > 0))
    if not members.size:
        return 0.0, problem.pull(residual)
    left, singular, _ = np.linalg.svd(problem.columns(members) / problem.length[members], full_matrices=False)
    along = left[:, singular > CUTOFF * singular[0]]
    pull = along.T @ residual
    return 0.5 * float(pull @ pull), problem.pull(residual - along @ pull)


def _moved_gap(
    problem: Problem,
    penalty: ElasticNet,
    w: Floats,
    free: np.ndarray,
    penalised: np.ndarray,
    correlation: Floats,
    half: float,
) -> float:
    """The gap of r⊥ moved within the active and free columns; infinite without an active one."""
    f = np.where(penalised, penalty.weights(problem.features), 0.0)
    l1, l2 = penalty.lam * penalty.l1_ratio * f, penalty.lam * (1 - penalty.l1_ratio) * f
    length = problem.length if isinstance(problem, RowProblem) else np.diag(problem.gram)
    active = penalised & (w != 0) & (length > 0)
    if not active.any():
        return float("inf")
    members = np.flatnonzero(active | (free & (length > 0)))
    pull = np.where(active, correlation - l1 * np.sign(w) - l2 * w, 0.0)[members]
    if isinstance(problem, RowProblem):
        columns = problem.columns(members)
        step = _pseudo_solved(columns.T @ columns, pull)
        moved = correlation - problem.pull(columns @ step)
    else:
        step = _pseudo_solved(problem.gram[np.ix_(members, members)], pull)
        moved = correlation - problem.gram[:, members] @ step
    l1, l2, w, g = (part[penalised] for part in (l1, l2, w, moved))
    s = _largest_feasible(g, l1, penalty.positive) if penalty.l1_ratio == 1 else 1.0
    along, square = float(step @ correlation[members]), float(step @ pull)
    away = 0.5 * (s * s * max(square, 0.0) + 2 * s * (1 - s) * max(along, 0.0)) + (1 - s) ** 2 * half
    return _terms(s * g, l1, l2, w, penalty) + away


def _gap(penalty: ElasticNet, f: Floats, w: Floats, g: Floats, half: float) -> float:
    """Of the penalised columns; g: their correlations with r⊥; half: ½‖r⊥‖²."""
    l1, l2 = penalty.lam * penalty.l1_ratio * f, penalty.lam * (1 - penalty.l1_ratio) * f
    s = _largest_feasible(g, l1, penalty.positive)
    if penalty.l1_ratio == 1:
        return _gap_at(s, l1, l2, w, g, half, penalty)
    whole = _gap_at(1.0, l1, l2, w, g, half, penalty)
    return min(whole, _gap_at(s, l1, l2, w, g, half, penalty)) if s > 1 - NEARLY else whole


def _gap_at(s: float, l1: Floats, l2: Floats, w: Floats, g: Floats, half: float, penalty: ElasticNet) -> float:
    """The gap of the dual point s·r⊥."""
    return _terms(s * g, l1, l2, w, penalty) + (1 - s) ** 2 * half


def _terms(u: Floats, l1: Floats, l2: Floats, w: Floats, penalty: ElasticNet) -> float:
    """Σⱼ of the gap, for a dual point of correlations u with the penalised columns."""
    clipped = np.minimum(u, l1) if penalty.positive else np.clip(u, -l1, l1)
    terms = np.maximum(l1 * np.abs(w) - w * clipped, 0.0)
    if penalty.l1_ratio < 1:
        with np.errstate(over="ignore"):  # an infinite bound is one, and another dual point may give a better
            terms = terms + 0.5 * ((l2 * w - (u - clipped)) / np.sqrt(l2)) ** 2
    return float(terms.sum())


def _largest_feasible(g: Floats, l1: Floats, positive: bool) -> float:
    reach = g if positive else np.abs(g)
    beyond = reach > l1
    return float(np.min(l1[beyond] / reach[beyond])) if beyond.any() else 1.0


def _violation(problem: Problem, penalty: ElasticNet, w: Floats) -> float:
    """Largest violation of the optimality conditions under w ≥ 0, in units of √(Gⱼⱼ·yy): as a correlation."""
    f = penalty.weights(problem.features)
    length = problem.length if isinstance(problem, RowProblem) else np.sqrt(np.maximum(np.diag(problem.gram), 0.0))
    used = np.isfinite(f) & (length > 0)
    unit = length[used] * np.sqrt(problem.yy)
    f, own = f[used], w[used]
    slope = problem.correlation(w)[used] - penalty.lam * f * (penalty.l1_ratio + (1 - penalty.l1_ratio) * own)
    wrong = np.where(own > 0, np.abs(slope), np.maximum(slope, 0.0))
    return max((_relative(float(a), float(b)) for a, b in zip(wrong, unit, strict=True)), default=0.0)
