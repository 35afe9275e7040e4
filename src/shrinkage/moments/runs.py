"""Units in an order, cut into runs of nearly equal weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.int64]


def leading(weight: Weights, target: float) -> int:
    """How many leading units come nearest to weighing ``target`` (a unit is in when its midpoint is)."""
    cumulative = np.cumsum(weight)
    before = cumulative - weight
    return int(np.count_nonzero((before + cumulative) / 2 <= target))


def runs(weight: Weights, parts: int) -> list[int]:
    """Starts of ``parts`` runs of nearly equal weight; none is empty unless there are fewer units than parts.

    Each run aims at an equal share of what is left, so one heavy unit takes a run for itself and the others stay even.
    """
    n = weight.shape[0]
    if n <= parts:
        return [min(part, n) for part in range(parts)]
    left = int(weight.sum())
    starts, start = [0], 0
    for part in range(parts - 1):
        taken = max(leading(weight[start:], left / (parts - part)), 1)
        end = min(start + taken, n - (parts - 1 - part))
        left -= int(weight[start:end].sum())
        start = end
        starts.append(start)
    return starts
