"""Parts of a point in time that come round again: month, weekday, hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats

PartName = Literal["month", "weekday", "hour"]
DAY = 86_400.0
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Whole = NDArray[np.int64]


def _month(seconds: Floats) -> Whole:
    return np.floor(seconds).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12 + 1


def _weekday(seconds: Floats) -> Whole:
    return (np.floor(seconds / DAY).astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday


def _hour(seconds: Floats) -> Whole:
    return np.floor(seconds % DAY / 3600.0).astype(np.int64)


# Name → the values (n,) of finite seconds, and one more than the largest of them.
PARTS: dict[PartName, tuple[Callable[[Floats], Whole], int]] = {
    "month": (_month, 13),
    "weekday": (_weekday, 7),
    "hour": (_hour, 24),
}


def part_of(part: PartName, seconds: Floats) -> Whole:
    """The part (n,) of points in time, −1 where they are missing (NaN)."""
    known = np.isfinite(seconds)
    if known.all():
        return PARTS[part][0](seconds)
    values = np.full(seconds.shape, -1, dtype=np.int64)
    values[known] = PARTS[part][0](seconds[known])
    return values


def word_for(part: PartName, value: int) -> str:
    """How a feature's name says it: 3 for March, Mon, 14."""
    return _WEEKDAYS[value] if part == "weekday" else str(value)


class CalendarCounts:
    """How many of the used rows fall on each month, weekday and hour."""

    def __init__(self) -> None:
        self.counts: dict[PartName, Whole] = {part: np.zeros(size, dtype=np.int64) for part, (_, size) in PARTS.items()}

    def add(self, seconds: Floats, times: Whole | None = None) -> None:
        """Count points in time (n,), the missing ones left out, each ``times`` (n,)."""
        known = np.isfinite(seconds)
        seconds = seconds[known]
        often = None if times is None else times[known]
        for part, (value_of, size) in PARTS.items():
            self.counts[part] += np.bincount(value_of(seconds), often, minlength=size).astype(np.int64)
