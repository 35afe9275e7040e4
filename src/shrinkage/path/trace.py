"""problem, penalty, grid → Path: the one place that knows which solver serves which penalty."""

from __future__ import annotations

from shrinkage.path.path import Path
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.gram import gram_path
from shrinkage.solver.ridge import Spectrum


def trace(
    problem: Quadratic,
    lams: Floats,
    l1_ratio: float,
    factors: Floats | None = None,
    positive: bool = False,
    start: Floats | None = None,
) -> Path:
    """Solutions at each of lams (m,), decreasing; coefficients (m, p).

    l1_ratio 0 goes through one eigendecomposition (unless coefficients are held at or above 0), everything else
    through the active-set path. start: (p,) a solution near the first strength, if one is known.
    """
    if l1_ratio == 0 and not positive:
        return Spectrum(problem, factors).path(lams)
    return gram_path(problem, lams, l1_ratio, factors=factors, positive=positive, start=start)
