"""Twin of kernel/knots.hpp: one event at a time, each system solved from scratch, for columns in general position."""

from __future__ import annotations

import numpy as np

from shrinkage.problem import Floats, Quadratic


def knots(problem: Quadratic, top: float, bottom: float, factors: Floats, *, positive: bool = False) -> Floats:
    """Strengths and coefficients (k, 1 + p) at which the L1 path bends, between top and bottom."""
    gram, p = problem.gram, problem.features
    usable = np.isfinite(factors) & (np.diag(gram) > 0)
    f = np.where(usable, factors, 0.0)
    held = [int(j) for j in np.flatnonzero(usable & (f == 0))]
    signs, lam, entered = np.zeros(p), top, -1
    found: list[Floats] = []
    while True:
        w, along = np.zeros(p), np.zeros(p)
        w[held] = np.linalg.solve(gram[np.ix_(held, held)], (problem.xty - lam * f * signs)[held])
        along[held] = np.linalg.solve(gram[np.ix_(held, held)], (f * signs)[held])
        here = np.append(lam, np.where(np.abs(w) < 1e-13 * np.abs(w).max(initial=1e-300), 0.0, w))
        found = [*(knot for knot in found if knot[0] > lam * (1 + 1e-12)), here]
        if lam <= bottom:
            return np.array(found)
        g, rate = problem.xty - gram @ w, gram @ along
        events: list[tuple[float, int, float]] = [(lam - bottom, -1, 0.0)]
        events += [(-w[j] / along[j], j, 0.0) for j in held if along[j] * signs[j] < 0 and j != entered]
        for sign in (1.0,) if positive else (1.0, -1.0):
            slack, nearing = lam * f - sign * g, f - sign * rate
            outside = [int(j) for j in np.flatnonzero(usable & (nearing > 1e-9)) if j not in held]
            events += [(max(slack[j], 0.0) / nearing[j], j, sign) for j in outside]
        step, j, sign = min(events)
        lam, entered = (bottom if j < 0 else lam - step), -1
        if j in held:
            held.remove(j)
            signs[j] = 0.0
        elif j >= 0:
            held.append(j)
            signs[j], entered = sign, j
