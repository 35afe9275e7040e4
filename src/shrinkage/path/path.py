"""A path: the solutions of one problem over a grid of strengths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats
from shrinkage.solver.solution import Status


@dataclass(frozen=True, slots=True)
class Path:
    """lams: (m,) decreasing; coefficients: (m, p) in the problem's units; statuses: one a point."""

    lams: Floats
    l1_ratio: float
    coefficients: Floats
    statuses: tuple[Status, ...]

    @property
    def nonzero(self) -> NDArray[np.int64]:
        """Non-zero coefficients at each point (m,)."""
        return np.count_nonzero(self.coefficients, axis=1).astype(np.int64)
