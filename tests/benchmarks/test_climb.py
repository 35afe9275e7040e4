"""Which tolerance is tried next, and when a solver has reached what it can."""

from __future__ import annotations

import pytest

from benchmarks.climb import Rung, next_tolerance


@pytest.mark.parametrize(
    ("rungs", "expected"),
    [
        ([(1e-4, 3e-4)], 1e-5),  # one decade to 1e-4
        ([(1e-4, 2e-2)], 1e-7),
        ([(1e-4, 5e-5)], 1e-8),  # the first goal is met: on to 1e-8
        ([(1e-4, 1e-4)], 1e-8),
        ([(1e-4, 9e-9)], None),
        ([(1e-4, float("inf"))], 1e-5),
        ([(1e-4, 1.0)], 1e-8),
        ([(1e-16, 1e-5)], None),  # nothing tighter makes sense
        ([(1e-4, 1e-2), (1e-6, 9e-3), (1e-8, 8e-3)], None),  # no progress, twice
        ([(1e-4, 1e-2), (1e-6, 9e-3)], 1e-8),
    ],
)
def test_next_tolerance(rungs: list[tuple[float, float]], expected: float | None) -> None:
    found = next_tolerance([Rung(*rung) for rung in rungs])
    assert found == (None if expected is None else pytest.approx(expected))
