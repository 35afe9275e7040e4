"""Labels that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least ``gap`` apart within [low, high], in the order of ``wanted``, nearest to it in least squares.

    With zᵢ = yᵢ − i·gap the places must not decrease: isotonic regression, by pooling adjacent violators.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        mean, size = wanted[index] - rank * gap, 1
        while blocks and blocks[-1][0] >= mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    top = max(high - (len(wanted) - 1) * gap, low)
    flat = [min(max(mean, low), top) for mean, size in blocks for _ in range(size)]
    places = [0.0] * len(wanted)
    for rank, (index, level) in enumerate(zip(order, flat, strict=True)):
        places[index] = level + rank * gap
    return places
