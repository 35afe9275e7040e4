"""Lines through many points, with as few of them as the eye needs, and cut where they leave the figure."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from shrinkage.present.svg.markup import Point

# A line may leave out points nearer to it than this, which print does not resolve.
_TOLERANCE = 0.25
MOST = 100  # points of a line; one that would need more is a thicket, of which the eye sees the outline


def strokes(
    xs: Sequence[float], ys: Sequence[float | None], top: float, bottom: float, most: int = MOST
) -> list[list[Point]]:
    """The line through (xs, ys) in pieces: broken where a y is unknown, cut at the heights top < bottom."""
    pieces: list[list[Point]] = []
    before: Point | None = None
    for x, y in zip(xs, ys, strict=False):
        point = None if y is None else (x, y)
        if point is None:
            before = None
            continue
        if before is None:
            inside = _clipped(point, point, top, bottom)
            pieces += [[point]] if inside else []
        else:
            inside = _clipped(before, point, top, bottom)
            if inside and pieces and pieces[-1][-1] == inside[0]:
                pieces[-1].append(inside[1])
            elif inside:
                pieces.append(list(inside))
        before = point
    return [simplified(piece, most) for piece in pieces]


def _clipped(one: Point, other: Point, top: float, bottom: float) -> tuple[Point, Point] | None:
    """The part of a stretch between two heights, if there is any."""
    rise = other[1] - one[1]
    if rise == 0.0:
        return (one, other) if top <= one[1] <= bottom else None
    enter, leave = sorted(((top - one[1]) / rise, (bottom - one[1]) / rise))
    start, end = max(0.0, enter), min(1.0, leave)
    if start >= end:
        return None
    return (one if start == 0.0 else _between(one, other, start, top, bottom)), (
        other if end == 1.0 else _between(one, other, end, top, bottom)
    )


def _between(one: Point, other: Point, share: float, top: float, bottom: float) -> Point:
    y = one[1] + share * (other[1] - one[1])
    return one[0] + share * (other[0] - one[0]), min(max(y, top), bottom)


def simplified(points: Sequence[Point], most: int = MOST) -> list[Point]:
    """A line that passes all points within the tolerance, through at most so many of them.

    Douglas & Peucker (1973), the point that is furthest off anywhere being taken next.
    """
    if len(points) < 3:
        return list(points)
    kept = [0, len(points) - 1]
    off = [_furthest(points, 0, len(points) - 1)]
    while off and -off[0][0] > _TOLERANCE and len(kept) < most:
        _, first, far, last = heappop(off)
        kept.append(far)
        heappush(off, _furthest(points, first, far))
        heappush(off, _furthest(points, far, last))
    return [points[index] for index in sorted(kept)]


def _furthest(points: Sequence[Point], first: int, last: int) -> tuple[float, int, int, int]:
    """Between two points the one furthest from the straight line through them: minus its distance, and the three."""
    (x0, y0), (x1, y1) = points[first], points[last]
    across, down = x1 - x0, y1 - y0
    length = (across * across + down * down) ** 0.5
    best, distance = first, 0.0
    for index in range(first + 1, last):
        x, y = points[index][0] - x0, points[index][1] - y0
        away = abs(x * down - y * across) / length if length else (x * x + y * y) ** 0.5
        if away > distance:
            best, distance = index, away
    return -distance, first, best, last


def band(xs: Sequence[float], above: Sequence[float | None], below: Sequence[float | None]) -> list[list[Point]]:
    """The ground between two lines over the same xs, a closed outline for each stretch where both are known."""
    stretches: list[list[tuple[float, float, float]]] = [[]]
    for x, high, low in zip(xs, above, below, strict=False):
        if high is None or low is None:
            stretches.append([])
        else:
            stretches[-1].append((x, high, low))
    outlines: list[list[Point]] = []
    for stretch in stretches:
        there = simplified([(x, high) for x, high, _ in stretch])
        back = simplified([(x, low) for x, _, low in stretch])
        outlines += [[*there, *reversed(back)]] if len(stretch) > 1 else []
    return outlines
