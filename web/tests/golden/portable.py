"""Random problems that Python and TypeScript make to the last bit alike (random.ts is the same, line by line).

Only whole-number arithmetic modulo 2³² and sums in a stated order: no library, no fused operations.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

WORD = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Drawn:
    """gram: (p·p) by rows; factors: (p), one of which may be infinite."""

    gram: list[float]
    xty: list[float]
    yy: float
    factors: list[float]
    positive: bool
    lam: float
    l1_ratio: float

    @property
    def features(self) -> int:
        return len(self.xty)


def uniform(seed: int) -> Callable[[], float]:
    """mulberry32: numbers in [0, 1)."""
    state = seed & WORD

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & WORD
        t = ((state ^ (state >> 15)) * (state | 1)) & WORD
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & WORD
        return ((t ^ (t >> 14)) & WORD) / 4294967296

    return draw


def problem(seed: int, largest: int = 12) -> Drawn:
    """Up to ``largest`` correlated features: copies among them at times, columns that do not vary, and factors."""
    draw = uniform(seed)
    p = 1 + math.floor(draw() * largest)
    n = 3 + math.floor(draw() * 3 * p)
    copies, constant, factored = draw() < 0.15, draw() < 0.1, draw() < 0.3
    positive, ratio = draw() < 0.25, (1.0, 1.0, 0.5, 0.1, 0.0)[math.floor(draw() * 5)]
    together = draw()
    columns = [[0.0] * n for _ in range(p)]
    target = [0.0] * n
    for i in range(n):
        common = draw() - 0.5
        for j in range(p):
            columns[j][i] = (draw() - 0.5) * (1.0 - together) + common * together
        target[i] = draw() - 0.5
        for j in range(0, p, 3):
            target[i] += columns[j][i] * (2.0 if j % 2 == 0 else -2.0)
    if copies:
        columns[p - 1] = list(columns[0])
    if constant:
        columns[p // 2] = [1.0] * n
    centred = [_centred(column) for column in columns]
    own = _centred(target)
    gram = [_mean_product(a, b) for a in centred for b in centred]
    xty = [_mean_product(column, own) for column in centred]
    factors = [1.0] * p
    if factored:
        factors = [(0.0, 0.5, 1.0, 2.0, math.inf)[math.floor(draw() * 5)] for _ in range(p)]
    reach = max(abs(pull) for pull in xty)
    lam = reach * (2.0 ** -math.floor(draw() * 14))
    return Drawn(gram, xty, _mean_product(own, own), factors, positive, lam, ratio)


def _centred(column: list[float]) -> list[float]:
    mean = _sum(column) / len(column)
    return [value - mean for value in column]


def _mean_product(a: list[float], b: list[float]) -> float:
    return _sum([x * y for x, y in zip(a, b, strict=True)]) / len(a)


def _sum(values: list[float]) -> float:
    """From the left: ``sum`` of newer Pythons compensates."""
    total = 0.0
    for value in values:
        total += value
    return total
