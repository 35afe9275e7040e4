"""Lines with few points pass where all their points are, and end where the box ends."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.present.svg.curves import band, simplified, strokes

TOP, BOTTOM = 20.0, 120.0
heights = st.lists(st.one_of(st.none(), st.floats(-400.0, 400.0), st.sampled_from([TOP, BOTTOM])), max_size=30)


def height_at(points: list[tuple[float, float]], x: float) -> float | None:
    """Where a line with these points is at x."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * ((x - x0) / (x1 - x0) if x1 > x0 else 0.0)
    return points[0][1] if len(points) == 1 and math.isclose(points[0][0], x) else None


@given(st.lists(st.floats(0.0, 300.0), min_size=1, max_size=60))
def test_what_is_left_out_of_a_line_lies_on_it(ys: list[float]) -> None:
    points = [(3.0 * k, y) for k, y in enumerate(ys)]
    kept = simplified(points)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    assert set(kept) <= set(points)
    for x, y in points:
        inside = [(a, b) for a, b in pairwise(kept) if a[0] <= x <= b[0]]
        away = [abs((b[0] - a[0]) * (a[1] - y) - (a[0] - x) * (b[1] - a[1])) / math.dist(a, b) for a, b in inside]
        assert not inside or min(away) <= 0.2501


def test_a_thicket_is_thinned_to_what_a_line_may_weigh() -> None:
    thicket = [(float(k), 100.0 * (k % 2)) for k in range(1_000)]
    assert len(simplified(thicket, 60)) <= 60
    assert len(simplified([(float(k), math.sin(k / 100.0) * 100) for k in range(1_000)], 60)) > 20


def test_straight_lines_need_two_points() -> None:
    assert simplified([(float(k), 2.0 * k) for k in range(100)]) == [(0.0, 0.0), (99.0, 198.0)]


@given(heights)
def test_a_line_is_drawn_where_it_is_known_and_in_the_box_and_nowhere_else(ys: list[float | None]) -> None:
    xs = [10.0 * k for k in range(len(ys))]
    pieces = strokes(xs, ys, TOP, BOTTOM)
    for piece in pieces:
        assert all(TOP <= y <= BOTTOM for _, y in piece)
        assert all(one[0] <= other[0] for one, other in pairwise(piece))
    for k, y in enumerate(ys):
        drawn = [found for piece in pieces if (found := height_at(piece, 10.0 * k)) is not None]
        if y is None:
            assert not drawn
        elif TOP < y < BOTTOM:
            assert drawn
            # Steep lines are near in distance, not in height.
            slope = max((abs(a - b) for a, b in pairwise([v for v in ys[max(k - 1, 0) : k + 2] if v is not None])),
                        default=0.0)  # fmt: skip
            assert min(abs(found - y) for found in drawn) <= 0.26 * (1.0 + slope / 5.0)


def test_a_line_that_leaves_the_box_is_cut_at_its_edge() -> None:
    assert strokes([0.0, 10.0, 20.0], [100.0, 140.0, 100.0], TOP, BOTTOM) == [
        [(0.0, 100.0), (5.0, 120.0)],
        [(15.0, 120.0), (20.0, 100.0)],
    ]


def test_a_lone_point_stays_one() -> None:
    assert strokes([0.0, 1.0, 2.0], [None, 50.0, None], TOP, BOTTOM) == [[(1.0, 50.0)]]
    assert strokes([0.0], [500.0], TOP, BOTTOM) == []


def test_a_band_goes_there_and_back() -> None:
    outline = band([0.0, 1.0, 2.0, 3.0], [1.0, 5.0, None, 1.0], [2.0, 8.0, 3.0, 2.0])
    assert outline == [[(0.0, 1.0), (1.0, 5.0), (1.0, 8.0), (0.0, 2.0)]]
    assert band([], [], []) == []


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 2.0)]])
def test_short_lines_stay(points: list[tuple[float, float]]) -> None:
    assert simplified(points) == points
