"""From a solver's default tolerance to an equal gap: which tolerance to try next, and when to give up.

A time is comparable only at an equal distance from the optimum. So each solver is run at its default first, and then
tighter, by whole decades, until the judged gap has reached 1e-4 and then 1e-8; where it does not get there, the best
that it reached is what is told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

GOALS = (1e-4, 1e-8)
# Below this a relative tolerance asks for more than double precision has; tolerances on squares may go further down.
TIGHTEST = 1e-17
# A rung that does not halve the best gap so far is no progress; the second one ends the climb.
PROGRESS = 0.5
MOST_DECADES = 4


@dataclass(frozen=True)
class Rung:
    """One tolerance and the gap it led to."""

    tolerance: float
    gap: float


def next_tolerance(rungs: Sequence[Rung], tightest: float = TIGHTEST, most_decades: int = MOST_DECADES) -> float | None:
    """The tolerance to try after ``rungs`` (one at least); None when the last goal is reached, or is out of reach.

    Where a rung takes long, smaller steps see to it that the time left buys something.
    """
    last, best = rungs[-1], min(rung.gap for rung in rungs)
    if best <= GOALS[-1] or stagnant(rungs):
        return None
    goal = next(goal for goal in GOALS if best > goal)
    decades = math.ceil(math.log10(last.gap / goal) - 1e-9) if math.isfinite(last.gap) and last.gap > goal else 1
    tolerance = float(f"{last.tolerance * 10.0 ** -min(max(decades, 1), most_decades):.3g}")
    return tolerance if tolerance >= tightest else None


def stagnant(rungs: Sequence[Rung]) -> bool:
    """Whether two tolerances have not brought the gap down."""
    best, idle = math.inf, 0
    for rung in rungs:
        idle += not rung.gap < PROGRESS * best
        best = min(best, rung.gap)
    return idle >= 2
