"""What ``fit`` of Lasso and ElasticNet does at one strength."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.estimators.free import least_squares
from shrinkage.estimators.inputs import all_or_nothing, checked
from shrinkage.estimators.linear import finish
from shrinkage.estimators.parameters import factors_of, flags, share, strength
from shrinkage.estimators.problems import problems_of
from shrinkage.estimators.row_problems import by_rows_better, row_problems_of
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem, Scaling
from shrinkage.solver.gram import solve


@all_or_nothing
def fit_penalised(estimator: Any, X: Any, y: Any, sample_weight: Any, l1_ratio: Any) -> None:
    """Solve for every target and set the fitted attributes. Raises ParameterError and TableError (ValueErrors)."""
    flags(estimator, "fit_intercept", "positive", "standardize", "warm_start")
    lam, rho = strength(estimator.alpha), share(l1_ratio)
    inputs = checked(estimator, X, y, sample_weight, several=True, unseen=True)
    penalty = ElasticNet(lam, rho, factors_of(estimator.penalty_factors, inputs.features), bool(estimator.positive))
    of = row_problems_of if by_rows_better(inputs) else problems_of
    problems, scalings = of(inputs, intercept=estimator.fit_intercept, standardize=estimator.standardize)
    grams = [problem for problem in problems if isinstance(problem, Quadratic)]
    if lam == 0 and not penalty.positive and grams:
        found = least_squares(inputs, grams, scalings, penalty.factors)
        finish(estimator, inputs, problems, scalings, penalty, found)
        return
    starts = _starts(estimator, scalings) if estimator.warm_start else [None] * len(problems)
    solved = [_solved(problem, penalty, start) for problem, start in zip(problems, starts, strict=True)]
    finish(estimator, inputs, problems, scalings, penalty, [w for w, _ in solved], [steps for _, steps in solved])


def _solved(problem: Problem, penalty: ElasticNet, start: Floats | None) -> tuple[Floats, int]:
    """Coefficients (p,) and the number of steps they took."""
    ridge = penalty.lam > 0 and penalty.l1_ratio == 0 and not penalty.positive
    if ridge or isinstance(problem, RowProblem):
        lams = np.array([penalty.lam])
        path = trace(problem, lams, penalty.l1_ratio, penalty.factors, penalty.positive, start)
        return path.coefficients[0], sum(path.steps)
    solution = solve(problem, penalty, start)
    return solution.coefficients, solution.steps


def _starts(estimator: Any, scalings: list[Scaling]) -> list[Floats | None]:
    """The coefficients of the last fit (p,) a target, in the problems' units; None where they do not fit these data."""
    last = getattr(estimator, "coef_", None)
    shape = (len(scalings), scalings[0].scale.shape[0])
    if last is None or np.size(last) != shape[0] * shape[1]:
        return [None] * shape[0]
    rows = np.reshape(np.asarray(last, dtype=np.float64), shape)
    return [row * scaling.scale for row, scaling in zip(rows, scalings, strict=True)]
