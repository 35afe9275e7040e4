"""What a solver returns. A status is a sentence: it goes to the user as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats


class Status(Enum):
    """How a solve ended. The order is the kernel's: its integer codes index this enumeration."""

    SOLVED = "Solved: the optimality conditions hold to rounding."
    CAPPED = (
        "Not solved to rounding: the active-set search reached its cap of steps and coordinate descent ended it; "
        "see the certificate for how far it is from the optimum."
    )
    STUCK = (
        "Not solved to rounding: columns depend on unpenalised ones up to the rounding of their products, "
        "so that their own part cannot be told; see the certificate for how far it is from the optimum."
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


@dataclass(frozen=True, slots=True)
class Path:
    """The solutions of one problem over a grid of strengths.

    lams: (m,) decreasing; coefficients: (m, p) in the problem's units; statuses: one a point; steps: of the active-set
    search at each point, none where a decomposition gave them all.
    """

    lams: Floats
    l1_ratio: float
    coefficients: Floats
    statuses: tuple[Status, ...]
    steps: tuple[int, ...] = ()

    @property
    def nonzero(self) -> NDArray[np.int64]:
        """Non-zero coefficients at each point (m,)."""
        return np.count_nonzero(self.coefficients, axis=1).astype(np.int64)
