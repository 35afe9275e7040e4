"""``Lasso``: 1/(2W) Σ v (y − b − x·w)² + alpha·Σ f|w|, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.estimators.inputs import checked
from shrinkage.estimators.linear import Linear, factors_of, finish
from shrinkage.estimators.problems import problems_of
from shrinkage.penalty import ElasticNet
from shrinkage.solver.gram import solve


class Lasso(Linear):
    """scikit-learn's Lasso by name, default, meaning and attribute; solutions are exact, with a certificate.

    precompute, copy_X, max_iter, tol, random_state, selection: without effect, X is never written to. standardize:
    divide columns by their weighted population sd; penalty_factors: (p,) times alpha, 0 free, inf left out.
    """

    _several = True

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        precompute: Any = False,
        copy_X: bool = True,
        max_iter: int = 1000,
        tol: float = 1e-4,
        warm_start: bool = False,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        standardize: bool = False,
        penalty_factors: Any = None,
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.copy_X = copy_X
        self.max_iter = max_iter
        self.tol = tol
        self.warm_start = warm_start
        self.positive = positive
        self.random_state = random_state
        self.selection = selection
        self.standardize = standardize
        self.penalty_factors = penalty_factors

    def fit(self, X: Any, y: Any, sample_weight: Any = None, check_input: bool = True) -> Lasso:
        """X: (n, p) dense or sparse; y: (n,) or (n, t), one lasso a column; sample_weight: (n,) or None."""
        inputs = checked(self, X, y, sample_weight, several=True)
        penalty = ElasticNet(float(self.alpha), 1.0, factors_of(self.penalty_factors, inputs.features), self.positive)
        problems, scalings = problems_of(inputs, intercept=self.fit_intercept, standardize=self.standardize)
        found = [solve(problem, penalty) for problem in problems]
        w = np.stack([solution.coefficients for solution in found])
        finish(self, inputs, problems, scalings, penalty, w, [solution.steps for solution in found])
        return self
