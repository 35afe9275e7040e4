"""L2 fits at many strengths and for several targets, from one decomposition of whichever side of X is shorter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Number
from typing import Any

import numpy as np

from shrinkage.estimators.free import least_squares, triangle_of
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.problems import problems_of
from shrinkage.estimators.row_problems import by_rows_better, row_problems_of
from shrinkage.path.grid import RIDGE_BOTTOM, ridge_grid
from shrinkage.path.trace import ridge_trace, trace
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem, Scaling
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.wide import RowSpectrum


def weighed(inputs: Inputs, sample_weight: Any) -> Inputs:
    """A weight that is one number for all rows counts here: it makes alpha weaker against the errors."""
    if isinstance(sample_weight, Number) and sample_weight != 1:
        return replace(inputs, weights=np.full(inputs.rows, float(sample_weight)))  # type: ignore[arg-type]
    return inputs


def ridge_problems(
    inputs: Inputs, *, intercept: bool, standardize: bool, positive: bool = False
) -> tuple[Sequence[Problem], list[Scaling]]:
    """One problem a target: of columns, or of rows where these are fewer (if coefficients are free to be negative)."""
    rows = inputs.rows if inputs.weights is None else int(np.count_nonzero(inputs.weights))
    short = by_rows_better(inputs) if positive else inputs.features > rows
    of = row_problems_of if short else problems_of
    return of(inputs, intercept=intercept, standardize=standardize)


class RidgeFits:
    """All fits to some rows. problems, scalings: one a target; spectrum: of the columns, or of the rows."""

    def __init__(self, inputs: Inputs, *, intercept: bool, standardize: bool, factors: Floats | None) -> None:
        self._inputs, self._factors = inputs, factors
        self.problems, self.scalings = ridge_problems(inputs, intercept=intercept, standardize=standardize)
        first = self.problems[0]
        self.spectrum: Spectrum | RowSpectrum = (
            Spectrum(first, factors)
            if isinstance(first, Quadratic)
            else RowSpectrum(first, factors, intercept=intercept)
        )

    def grid(self, points: int) -> Floats:
        """Strengths (points,) from "all but the mean" to "all but least squares", strongest first."""
        largest = self.spectrum.largest
        weakest = self.spectrum.weakest if isinstance(self.spectrum, Spectrum) else RIDGE_BOTTOM * (largest or 1.0)
        return ridge_grid(largest, points, weakest=weakest)

    def sharpen(self, least: float) -> None:
        """Read the rows again where products of columns say too little for a strength as weak as ``least``."""
        if isinstance(self.spectrum, Spectrum) and self.spectrum.loses_digits(least):
            factor = triangle_of(self._inputs, self.scalings)[:, : self._inputs.features]
            self.spectrum = self.spectrum.of_factor(factor)

    def coefficients(self, lams: Floats, target: int = 0) -> Floats:
        """(m, p) in the problem's units at strengths (m,), strongest first, of which the last may be 0."""
        above = int(np.count_nonzero(lams > 0))
        problem = self.problems[target]
        found = np.empty((lams.size, problem.features))
        if isinstance(problem, RowProblem):
            assert isinstance(self.spectrum, RowSpectrum)
            found[:above] = self.spectrum.path(lams[:above], problem)
        else:
            assert isinstance(self.spectrum, Spectrum)
            found[:above] = ridge_trace(problem, lams[:above], self.spectrum, self._factors).coefficients
        if above < lams.size:
            found[above:] = self._free(target)
        return found

    def degrees_of_freedom(self, lams: Floats) -> Floats:
        """(m,) effective, the intercept not counted; at strength 0 the rank."""
        tiny = RIDGE_BOTTOM * RIDGE_BOTTOM * (self.spectrum.largest or 1.0)
        return self.spectrum.degrees_of_freedom(np.maximum(lams, tiny))

    def _free(self, target: int) -> Floats:
        return free_fits(self._inputs, self.problems, self.scalings, self._factors, [target])[0]


def free_fits(
    inputs: Inputs, problems: Sequence[Problem], scalings: Sequence[Scaling], factors: Floats | None, which: list[int]
) -> list[Floats]:
    """Least squares (p,) of the targets ``which``, of minimum norm in standardised units."""
    if not which:
        return []
    some = [problems[k] for k in which]
    grams = [problem for problem in some if isinstance(problem, Quadratic)]
    if not grams:
        return [trace(problem, np.zeros(1), 0.0, factors).coefficients[0] for problem in some]
    chosen = inputs if inputs.y.ndim == 1 else replace(inputs, y=inputs.y[:, which])
    return least_squares(chosen, grams, [scalings[k] for k in which], factors)
