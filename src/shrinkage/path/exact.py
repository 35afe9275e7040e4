"""A path at every strength: L1 by its knots, L2 by its spectrum, each held against the grid before it is believed.

The grid's solutions and these were found in different ways. Where they differ by more than rounding, both may still be
solutions. Where columns depend on each other the optimum of L1 is not unique, and each point of the grid may have taken
another one. Of L2's optimum a Gram does not hold the part along directions in which nothing varies: at weak strengths
that is rounding divided by next to nothing. If the objective is the same, the path goes on with what holds at every
strength, so that its points are the grid's. If it is not, a Gram has too few digits, and the grid is all there is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shrinkage.path.largest import PATH_FEATURES, largest_on_path
from shrinkage.path.path import Path
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.knots import Knots, lasso_knots
from shrinkage.solver.ridge import Expansion, Spectrum

# Numbers of a payload beyond which a page is better served by the grid: 200 features × 100 points are 20,000. In a page
# these are 1.3 and 1.1 MB, of the 5 MB that it may have. Tables of up to 200 features stay well below both.
KNOT_NUMBERS, BASIS_NUMBERS = 120_000, 100_000
# Differences from the grid: of a coefficient, in units of the path's largest, and of the objective, in units of the
# intercept-only model's. Certificates promise 1e-8.
ALIKE, AS_GOOD = 1e-9, 1e-10


@dataclass(frozen=True, slots=True)
class Exact:
    """form: the path at every strength; coefficients: (m, p) at those of the grid, to go on with."""

    form: Knots | Expansion
    coefficients: Floats


def exact_lasso(
    problem: Quadratic, path: Path, *, factors: Floats | None = None, positive: bool = False
) -> Exact | None:
    """The knots of an L1 path over the grid of ``path``, those of its 200 largest features."""

    def walked(coefficients: Floats) -> Knots | None:
        return lasso_knots(
            problem,
            path.lams,
            factors=factors,
            positive=positive,
            kept=largest_on_path(coefficients * lengths(problem)),
            room=min(PATH_FEATURES, problem.features),
            most=KNOT_NUMBERS,
        )

    found = walked(path.coefficients)
    held = None if found is None else _held(problem, path, found, found.on_grid, factors)
    if held is None or held.coefficients is path.coefficients:
        return held
    found = walked(held.coefficients)  # other features may be the largest now
    return None if found is None else Exact(found, held.coefficients)


def exact_ridge(problem: Quadratic, path: Path, spectrum: Spectrum, *, factors: Floats | None = None) -> Exact | None:
    """The expansion of an L2 path, by the decomposition of this problem with these factors."""
    found = spectrum.expansion()
    shown = largest_on_path(path.coefficients * lengths(problem))
    if len(shown) * found.values.size > BASIS_NUMBERS:
        return None
    return _held(problem, path, found, found.at(path.lams) + 0.0, factors)


def lengths(problem: Quadratic) -> Floats:
    """√Gⱼⱼ (p,): by this a coefficient becomes one per standard deviation of its column, whatever its unit was."""
    return np.sqrt(np.maximum(np.diagonal(problem.gram), 0.0))


def _held(
    problem: Quadratic, path: Path, form: Knots | Expansion, on_grid: Floats, factors: Floats | None
) -> Exact | None:
    """``form`` with the grid's coefficients if those are its own, with its own if they are as good, else None."""
    length = lengths(problem)
    largest = float(np.max(np.abs(path.coefficients) * length, initial=0.0))
    if float(np.max(np.abs(on_grid - path.coefficients) * length, initial=0.0)) <= ALIKE * largest:
        return Exact(form, path.coefficients)
    rise = _rises(problem, path, on_grid, factors)
    return Exact(form, on_grid) if np.max(rise, initial=0.0) <= AS_GOOD * problem.null_objective else None


def _rises(problem: Quadratic, path: Path, others: Floats, factors: Floats | None) -> Floats:
    """How much larger the objective is (m,) at ``others`` (m, p) than on ``path``, without the difference of two sums
    that are far larger: with δ the step from w to the other, ½ δ'Gδ − δ·(c − Gw) + the penalties' difference."""
    w = path.coefficients
    step = others - w
    f = np.ones(problem.features) if factors is None else np.where(np.isfinite(factors), factors, 0.0)
    smooth = np.einsum("ij,ij->i", step, (0.5 * step + w) @ problem.gram - problem.xty)
    l1 = (np.abs(others) - np.abs(w)) @ f
    l2 = (0.5 * (others + w) * step) @ f
    return smooth + path.lams * (path.l1_ratio * l1 + (1.0 - path.l1_ratio) * l2)
