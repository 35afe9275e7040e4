"""What a solver returns. A status is a sentence: it goes to the user as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from shrinkage.problem import Floats


class Status(Enum):
    """How a solve ended. The order is the kernel's: its integer codes index this enumeration."""

    SOLVED = "Solved: the optimality conditions hold to rounding."
    CAPPED = (
        "Not solved to rounding: the active-set search reached its cap of steps and coordinate descent ended it; "
        "see the certificate for how far it is from the optimum."
    )

    @property
    def solved(self) -> bool:
        return self is Status.SOLVED


@dataclass(frozen=True, slots=True)
class Solution:
    """Coefficients (p,) of one problem at one strength, how the solve ended, and how many steps it took."""

    coefficients: Floats
    status: Status
    steps: int
