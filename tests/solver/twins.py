"""The kernels again in plain NumPy, slow and short: no factor is updated, nothing is vectorised that need not be."""

from __future__ import annotations

import numpy as np

from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic


def descend(problem: Quadratic, penalty: ElasticNet, start: Floats, tolerance: float, most: int) -> tuple[Floats, int]:
    """Twin of kernel/descent.hpp."""
    gram, w = problem.gram, start.copy()
    f = penalty.weights(problem.features)
    for sweep in range(1, most + 1):
        largest = 0.0
        for j in range(problem.features):
            if gram[j, j] <= 0 or not np.isfinite(f[j]):
                continue
            l1, l2 = penalty.lam * penalty.l1_ratio * f[j], penalty.lam * (1 - penalty.l1_ratio) * f[j]
            pull = problem.xty[j] - gram[j] @ w + gram[j, j] * w[j]
            size = max(pull - l1, 0.0) if penalty.positive else max(abs(pull) - l1, 0.0)
            change = np.sign(pull) * size / (gram[j, j] + l2) - w[j]
            w[j] += change
            largest = max(largest, abs(change) * np.sqrt(gram[j, j]))
        if largest <= tolerance:
            return w, sweep
    return w, most


class Newton:
    """Twin of kernel/newton.hpp: one coordinate enters at a time, and each system is solved from scratch."""

    def __init__(self, problem: Quadratic, penalty: ElasticNet) -> None:
        self.problem, self.positive = problem, penalty.positive
        f = penalty.weights(problem.features)
        self.usable = np.isfinite(f) & (np.diag(problem.gram) > 0)
        self.kinks = np.where(self.usable, f, 0.0) * (penalty.lam * penalty.l1_ratio)
        self.hessian = problem.gram + np.diag(np.where(self.usable, f, 0.0) * (penalty.lam * (1 - penalty.l1_ratio)))
        self.signed = (f > 0) | penalty.positive
        self.w = np.zeros(problem.features)
        self.active: list[int] = []
        self.signs = np.zeros(problem.features)

    def solve(self, rounds: int = 5000) -> Floats:
        for _ in range(rounds):
            self.settle()
            slope = self.problem.xty - self.hessian @ self.w
            reach = slope if self.positive else np.abs(slope)
            excess = np.where(self.usable, reach - self.kinks, -1.0)
            excess[self.active] = -1.0
            j = int(np.argmax(excess))
            if excess[j] <= 1e-12 * (1 + np.abs(self.w).sum()):
                return self.w
            self.enter(j, 1.0 if self.positive else float(np.sign(slope[j])))
        raise AssertionError("the twin did not end")

    def enter(self, j: int, sign: float) -> None:
        while True:
            held = self.active
            along = np.linalg.solve(self.hessian[np.ix_(held, held)], self.hessian[held, j]) if held else np.zeros(0)
            pivot = self.hessian[j, j] - self.hessian[j, held] @ along
            if pivot > 1e-9 * self.hessian[j, j] or not self.slide(j, sign, along):
                break
        self.active.append(j)
        self.signs[j] = sign if self.signed[j] else 0.0

    def slide(self, j: int, sign: float, along: Floats) -> bool:
        toward = -sign * along
        blocked = toward * self.signs[self.active] < 0
        if not blocked.any():
            return False
        steps = np.full(len(self.active), np.inf)
        held = np.array(self.active)
        steps[blocked] = np.abs(self.w[held[blocked]] / toward[blocked])
        first = int(np.argmin(steps))
        self.w[held] += steps[first] * toward
        self.w[j] += steps[first] * sign
        self.leave(self.active[first])
        return True

    def leave(self, j: int) -> None:
        self.active.remove(j)
        self.w[j] = self.signs[j] = 0.0

    def settle(self) -> None:
        while self.active:
            held = np.array(self.active)
            own = self.problem.xty[held] - self.kinks[held] * self.signs[held]
            step = np.linalg.solve(self.hessian[np.ix_(held, held)], own) - self.w[held]
            crossing = step * self.signs[held] < 0
            steps = np.full(held.size, np.inf)
            steps[crossing] = np.abs(self.w[held[crossing]] / step[crossing])
            first = int(np.argmin(steps))
            if steps[first] >= 1:
                self.w[held] += step
                return
            self.w[held] += steps[first] * step
            self.leave(int(held[first]))
