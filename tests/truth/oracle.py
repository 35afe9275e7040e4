"""An independent solver, slow and certain: the truth that the engine is held against.

It shares nothing with the package. Rows are kept, centred and scaled in extended precision (``numpy.longdouble``,
64 bits of mantissa where the machine has them); gradients, objectives and bounds are sums over those rows. The
combinatorial part, which coefficients are zero, is a feature-sign search (Lee et al. 2006) started by accelerated
proximal gradient (Beck & Teboulle 2009) and repeated on gradients refined by rows, as iterative refinement does for
linear systems. How the solution was found does not matter in the end: ``Optimum.lower`` is the value of a feasible
point of the dual, hence a proven lower bound of the objective, and callers check that it meets the objective.

    minimise over w   P(w) = 1/2 ‖y − Z w‖² + Σ a|w| + b/2 w²,     a = lam·f·l1_ratio,  b = lam·f·(1 − l1_ratio)
    maximise over θ   D(θ) = 1/2 ‖y‖² − 1/2 ‖y − θ‖² − Σ h*(Z'θ),  h*(u) = (|u| − a)₊² / 2b, or |u| ≤ a where b = 0

with inner products weighted by v / W, the columns and the target centred by their weighted means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

LONG = np.longdouble
Long = NDArray[np.longdouble]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Rows ready for the objective. z: (n, p); y: (n,) centred; v: (n,) weights of sum 1; all in extended precision."""

    z: Long
    y: Long
    v: Long
    center: Long
    scale: Long
    target_mean: np.longdouble

    @property
    def null_objective(self) -> float:
        return float(0.5 * (self.v @ self.y**2))

    @cached_property
    def gram(self) -> Floats:
        """(p, p) in double precision: only steps are computed with it, never gradients that decide."""
        half = np.asarray(self.z * np.sqrt(self.v)[:, None], dtype=np.float64)
        return half.T @ half

    @cached_property
    def xty(self) -> Long:
        return (self.v * self.y) @ self.z

    def residual(self, coefficients: ArrayLike) -> Long:
        return self.y - self.z @ np.asarray(coefficients, dtype=LONG)

    def correlation(self, residual: Long) -> Long:
        return (self.v * residual) @ self.z

    def predict(self, x: Floats, coefficients: ArrayLike) -> Long:
        """Predictions of rows x (m, p) in the table's own units."""
        return self.target_mean + _divide(x - self.center, self.scale) @ np.asarray(coefficients, dtype=LONG)


@dataclass(frozen=True)
class Optimum:
    """coefficients: (p,) of standardised columns; objective: P; lower: a proven lower bound of it; null: P(0)."""

    coefficients: Long
    objective: np.longdouble
    lower: np.longdouble
    null: float

    @property
    def gap(self) -> float:
        """Proven distance from the optimum, relative to the objective of the intercept-only model."""
        return float(self.objective - self.lower) / self.null


def standardised(x: Floats, y: Floats, weights: Floats | None = None, *, scale: bool = True) -> Table:
    """Centre (and scale by the population sd, divisor W) the columns of x (n, p); a constant column becomes zero."""
    v = np.ones(len(y), dtype=LONG) if weights is None else np.asarray(weights, dtype=LONG)
    v = v / v.sum()
    wide = np.asarray(x, dtype=LONG)
    center = v @ wide
    wide = wide - center
    # A second pass takes out what rounding of the first mean left.
    drift = v @ wide
    center, wide = center + drift, wide - drift
    used = v > 0
    constant = x[used].min(axis=0) == x[used].max(axis=0)
    sd = np.sqrt(v @ wide**2) if scale else np.ones(x.shape[1], dtype=LONG)
    sd = np.where(constant, LONG(0), sd)
    target = np.asarray(y, dtype=LONG)
    mean = v @ target
    return Table(_divide(wide, sd), target - mean, v, center, sd, mean)


def _divide(x: Long, scale: Long) -> Long:
    return np.divide(x, scale, out=np.zeros_like(x), where=scale > 0)


def objective(
    table: Table, coefficients: ArrayLike, lam: float, l1_ratio: float, factors: Floats | None = None
) -> np.longdouble:
    """P(w) by rows, in extended precision."""
    w = np.asarray(coefficients, dtype=LONG)
    a, b = _strengths(table, lam, l1_ratio, factors)
    r = table.residual(w)
    return 0.5 * (table.v @ r**2) + a @ np.abs(w) + 0.5 * (b @ w**2)


def solve(
    table: Table,
    lam: float,
    l1_ratio: float,
    factors: Floats | None = None,
    start: ArrayLike | None = None,
    rounds: int = 12,
) -> Optimum:
    """The optimum at one strength lam > 0, with its proof; ``start`` is a guess, such as that of the last strength."""
    a, b = _strengths(table, lam, l1_ratio, factors)
    best = np.zeros(table.z.shape[1], dtype=LONG) if start is None else np.asarray(start, dtype=LONG)
    optimum = _certified(table, best, a, b)
    for turn in range(rounds):
        w = optimum.coefficients
        gradient = np.asarray(table.correlation(table.residual(w)), dtype=np.float64)
        face = _Face(table.gram, np.asarray(w, dtype=np.float64), gradient, a.astype(float), b.astype(float))
        guess = face.descend(2000 if start is None else 500) if turn == 0 and a.any() else face.w
        better = _certified(table, _polished(table, face, face.search(guess), a, b), a, b)
        if better.gap >= 0.5 * optimum.gap and turn > 1:
            return min(better, optimum, key=lambda found: found.gap)
        optimum = better
        if optimum.gap < 1e-16:
            break
    return optimum


def _strengths(table: Table, lam: float, l1_ratio: float, factors: Floats | None) -> tuple[Long, Long]:
    f = np.ones(table.z.shape[1], dtype=LONG) if factors is None else np.asarray(factors, dtype=LONG)
    return LONG(lam) * f * LONG(l1_ratio), LONG(lam) * f * (1 - LONG(l1_ratio))


def _polished(table: Table, face: _Face, found: Floats, a: Long, b: Long) -> Long:
    """Iterative refinement on the face of ``found``: steps in double, gradients and sums in extended precision."""
    w = found.astype(LONG)
    active = np.flatnonzero(w) if a.any() else np.arange(len(w))
    if active.size == 0:
        return w
    signs = np.sign(w[active])
    step = face.newton(active)
    for _ in range(4):
        slope = table.correlation(table.residual(w))[active] - a[active] * signs - b[active] * w[active]
        w[active] += step(slope)
    return np.where(np.sign(w) == np.sign(found), w, found) if a.any() else w


def _certified(table: Table, w: Long, a: Long, b: Long) -> Optimum:
    """Clean crumbs off zero, and prove how good w is."""
    r = table.residual(w)
    primal = 0.5 * (table.v @ r**2) + a @ np.abs(w) + 0.5 * (b @ w**2)
    theta = _without_free_columns(table, r, (a == 0) & (b == 0))
    u = np.abs(table.correlation(theta))
    rigid = (b == 0) & (a > 0)
    s = min(LONG(1), *(a[rigid] / np.maximum(u[rigid], LONG(1e-300)))) if rigid.any() else LONG(1)
    soft = b > 0
    conjugate = (np.maximum(s * u[soft] - a[soft], 0) ** 2 / (2 * b[soft])).sum()
    dual = 0.5 * (table.v @ table.y**2) - 0.5 * (table.v @ (table.y - s * theta) ** 2) - conjugate
    return Optimum(w, primal, dual, table.null_objective)


def _without_free_columns(table: Table, r: Long, free: NDArray[np.bool_]) -> Long:
    """A dual point must be orthogonal to unpenalised columns; twice is enough (Kahan)."""
    if not free.any():
        return r
    half = np.sqrt(table.v).astype(float)[:, None]
    columns = table.z[:, free]
    for _ in range(3):
        step = np.linalg.lstsq(columns.astype(float) * half, (r * half[:, 0]).astype(float), rcond=None)[0]
        r = r - columns @ step.astype(LONG)
    return r


@dataclass
class _Face:
    """The problem around a reference point: gradient(w) = reference − G (w − w_ref), so that its digits survive."""

    gram: Floats
    w: Floats
    reference: Floats
    a: Floats
    b: Floats

    def pull(self, w: Floats) -> Floats:
        """Minus the gradient of the smooth part, the L2 penalty included, at w (p,)."""
        return self.reference - self.gram @ (w - self.w) - self.b * w

    def descend(self, steps: int) -> Floats:
        """Accelerated proximal gradient with restarts (O'Donoghue & Candès 2015)."""
        bound = float(np.linalg.norm(self.gram, 2)) + float(self.b.max())
        w = ahead = self.w.copy()
        momentum = 1.0
        for _ in range(steps):
            v = ahead + self.pull(ahead) / bound
            after = np.sign(v) * np.maximum(np.abs(v) - self.a / bound, 0.0)
            if (ahead - after) @ (after - w) > 0:
                momentum = 1.0
            following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
            ahead = after + (momentum - 1) / following * (after - w)
            w, momentum = after, following
        return w

    def search(self, w: Floats) -> Floats:
        """Feature-sign search: solve the face of the current signs, stop at the first sign crossing, repeat."""
        w = w.copy()
        signs = np.where(self.a > 0, np.sign(w), 1.0)
        limit = 20 * len(w) + 200
        for _ in range(limit):
            while self._step(w, signs):
                pass
            excess = np.where(signs == 0, np.abs(self.pull(w)) - self.a, -np.inf)
            entering = int(np.argmax(excess))
            if excess[entering] <= 1e-15 * float(np.abs(self.reference).max() + np.abs(w).max()):
                break
            signs[entering] = np.sign(self.pull(w)[entering])
        return w

    def _step(self, w: Floats, signs: Floats) -> bool:
        """Move w to the optimum of its face, or to the first crossing; True if something was dropped there."""
        active = np.flatnonzero(signs)
        if active.size == 0:
            return False
        slope = self.pull(w)[active] - self.a[active] * signs[active]
        direction, flat = self._direction(active, slope)
        bound = self.a[active] > 0
        against = bound & (signs[active] * direction < 0)
        reach = np.full(active.size, np.inf)
        reach[against] = np.abs(w[active][against] / direction[against])
        nearest = float(reach.min(initial=np.inf))
        if not flat and nearest >= 1.0:
            w[active] += direction
            return False
        if not np.isfinite(nearest):
            return False
        w[active] += nearest * direction
        dropped = active[reach <= nearest]
        w[dropped], signs[dropped] = 0.0, 0.0
        return True

    def _direction(self, active: NDArray[np.intp], slope: Floats) -> tuple[Floats, bool]:
        """Newton's direction; or along the null space of the face, where the objective falls in a straight line."""
        values, vectors, null = self._spectrum(active)
        inside = vectors.T @ slope
        straight = vectors[:, null] @ inside[null]
        if np.abs(straight).max(initial=0.0) > 1e-9 * self.a[active].max(initial=0.0) > 0:
            return straight, True
        return vectors[:, ~null] @ (inside[~null] / values[~null]), False

    def newton(self, active: NDArray[np.intp]) -> Callable[[Long], Long]:
        """The inverse curvature of a face, pseudo where it is singular, as a map from slopes to steps."""
        values, vectors, null = self._spectrum(active)

        def step(slope: Long) -> Long:
            unit = np.abs(slope).max() or LONG(1)
            inside = vectors.T @ np.asarray(slope / unit, dtype=np.float64)
            return unit * (vectors[:, ~null] @ (inside[~null] / values[~null])).astype(LONG)

        return step

    def _spectrum(self, active: NDArray[np.intp]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        values, vectors = np.linalg.eigh(self.gram[np.ix_(active, active)] + np.diag(self.b[active]))
        return values, vectors, values <= 4e-16 * active.size * max(values[-1], 1e-300)
