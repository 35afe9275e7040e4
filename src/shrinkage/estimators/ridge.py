"""``Ridge``: Σ v (y − b − x·w)² + alpha·Σ f w², exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np

from shrinkage.estimators.inputs import Inputs, all_or_nothing, checked
from shrinkage.estimators.linear import Linear, finish
from shrinkage.estimators.parameters import ParameterError, factors_of, flags, strength
from shrinkage.estimators.ridge_fits import free_fits, ridge_problems, weighed
from shrinkage.estimators.ridge_sharp import sharpened
from shrinkage.path.trace import ridge_trace, trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem, Scaling
from shrinkage.solver.gram import gram_path
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.wide import RowSpectrum

SOLVERS = ("auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga", "lbfgs")
# Targets from which on one eigendecomposition costs less than a Cholesky factor for each.
MANY_TARGETS = 24


class Ridge(Linear):
    """Squared error with an L2 penalty: scikit-learn's Ridge by name, default, meaning and attribute.

    Minimises, over rows of weight v and penalty factors f (1 unless given),

        Σ v (y − b − x·w)² + alpha · Σⱼ fⱼ wⱼ²

    without an iteration: by a factor of the products of columns, or of rows where these are fewer.

    Parameters
    ----------
    alpha : float or array of shape (t,), default=1.0
        The strength, at least 0, or one a target. On this scale it grows with the rows: the same shrinkage of twice as
        many takes twice the alpha. 0 is least squares, of minimum norm in standardised units where columns depend on
        each other.
    fit_intercept : bool, default=True
        Whether there is an intercept, which is never penalised.
    copy_X : bool, default=True
        Without effect: X is never written to and never copied as a whole.
    max_iter : int, default=None
        Without effect: nothing is iterated, or, with ``positive``, to the end.
    tol : float, default=1e-4
        Without effect: solutions are exact.
    solver : {"auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga", "lbfgs"}, default="auto"
        Without effect on the numbers; checked as scikit-learn does ("lbfgs" goes with ``positive`` only).
    positive : bool, default=False
        Hold every coefficient at or above 0.
    random_state : default=None
        Without effect: nothing is random.
    standardize : bool, default=False
        Let the penalty act on columns divided by their weighted population standard deviation. ``coef_`` and
        ``intercept_`` are in the units of X either way.
    penalty_factors : array of shape (p,), default=None
        What multiplies alpha for each feature: 0 is not penalised, ``inf`` is left out.

    Attributes
    ----------
    coef_ : array of shape (p,) or (t, p), of the type of X
        Coefficients in the units of X.
    sparse_coef_ : sparse array of shape (t, p)
        The same, zeros left out.
    intercept_ : float or array of shape (t,)
        The intercept, 0.0 if there is none.
    n_iter_ : int or list of int
        1 for each target: there are no iterations to count (scikit-learn's default solver says None).
    solver_ : str
        scikit-learn's name for what was done: "cholesky" for products of columns, "svd" for those of rows.
    dual_gap_ : float or array of shape (t,)
        The duality gap that ``certificate_`` proves, in units of the objective divided by twice the rows' weight.
    certificate_ : Certificate, or a list of one a target
        How far from the optimum the coefficients can be, as a share of the intercept-only objective.
    passport_ : dict, or a list of one a target
        The strength in the conventions of the article, scikit-learn, glmnet and statsmodels.
    n_features_in_, feature_names_in_
        As everywhere in scikit-learn.

    References
    ----------
    Hoerl & Kennard 1970, Technometrics 12(1).

    Examples
    --------
    >>> from shrinkage import Ridge
    >>> model = Ridge(alpha=2.0).fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0])
    >>> float(model.coef_[0].round(4)), float(model.intercept_.round(4))
    (0.5, 0.5)
    """

    _several = True

    def __init__(
        self,
        alpha: Any = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = None,
        tol: float = 1e-4,
        solver: str = "auto",
        positive: bool = False,
        random_state: Any = None,
        standardize: bool = False,
        penalty_factors: Any = None,
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.max_iter = max_iter
        self.tol = tol
        self.solver = solver
        self.positive = positive
        self.random_state = random_state
        self.standardize = standardize
        self.penalty_factors = penalty_factors

    @all_or_nothing
    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Ridge:
        """Fit one ridge a column of y.

        X: (n, p) dense or sparse, float64 or float32 as it is, anything else converted; y: (n,) or (n, t);
        sample_weight: a number, or (n,) at least 0, or None. Raises ValueError with a sentence.
        """
        flags(self, "fit_intercept", "positive", "standardize")
        _check_solver(self.solver, bool(self.positive))
        inputs = weighed(checked(self, X, y, sample_weight, several=True, unseen=True), sample_weight)
        factors = factors_of(self.penalty_factors, inputs.features)
        lams = _strengths(self.alpha, 1 if inputs.y.ndim == 1 else inputs.y.shape[1]) / inputs.weight
        positive = bool(self.positive)
        problems, scalings = ridge_problems(
            inputs, intercept=self.fit_intercept, standardize=self.standardize, positive=positive
        )
        found = _solved(inputs, problems, scalings, lams, factors, positive, self.fit_intercept)
        if not positive:
            found = sharpened(inputs, problems, scalings, lams, factors, found)
        penalties = [ElasticNet(lam, 0.0, factors, positive) for lam in lams.tolist()]
        finish(self, inputs, problems, scalings, penalties, found)
        self.solver_ = "cholesky" if isinstance(problems[0], Quadratic) else "svd"
        return self


def _check_solver(solver: Any, positive: bool) -> None:
    if not isinstance(solver, str) or solver not in SOLVERS:
        raise ParameterError(f"solver is {solver!r}, which is none of scikit-learn's; leave it at 'auto'.")
    if solver == "lbfgs" and not positive:
        raise ParameterError("'lbfgs' solver can be used only when positive=True; leave solver at 'auto'.")
    if positive and solver not in ("auto", "lbfgs"):
        raise ParameterError(f"solver='{solver}' does not support positive fitting; leave solver at 'auto'.")


def _strengths(alpha: Any, targets: int) -> Floats:
    """(t,) alphas, one for all targets or one each."""
    if np.ndim(alpha) == 0:
        return np.full(targets, strength(alpha.item() if isinstance(alpha, np.ndarray) else alpha))
    values = np.ravel(alpha).tolist()
    if len(values) not in (1, targets):
        raise ParameterError(
            f"Number of targets and number of penalties do not correspond: {targets} != {len(values)}; give one alpha, "
            "or one a target."
        )
    found = np.array([strength(value, f"alpha[{place}]") for place, value in enumerate(values)])
    return np.broadcast_to(found, (targets,)).copy()


def _solved(
    inputs: Inputs,
    problems: Sequence[Problem],
    scalings: Sequence[Scaling],
    lams: Floats,
    factors: Floats | None,
    positive: bool,
    intercept: bool,
) -> list[Floats]:
    """Coefficients (p,) a target in the problems' units."""
    found: list[Floats] = [np.zeros(0)] * len(problems)
    free = [] if positive else np.flatnonzero(lams == 0).tolist()
    for k, w in zip(free, free_fits(inputs, problems, scalings, factors, free), strict=True):
        found[k] = w
    rest = [k for k in range(len(problems)) if k not in set(free)]
    first = problems[0]
    rows = RowSpectrum(first, factors, intercept=intercept) if _by_rows(first, rest, positive) else None
    columns = Spectrum(first, factors) if isinstance(first, Quadratic) and len(rest) >= MANY_TARGETS else None
    for k in rest:
        problem, lam = problems[k], lams[k : k + 1]
        if isinstance(problem, RowProblem):
            found[k] = (rows.path(lam, problem) if rows else trace(problem, lam, 0.0, factors, positive).coefficients)[
                0
            ]
        elif columns is None or positive:
            found[k] = gram_path(problem, lam, 0.0, factors=factors, positive=positive).coefficients[0]
        else:
            found[k] = ridge_trace(problem, lam, columns, factors).coefficients[0]
    return found


def _by_rows(first: Problem, rest: list[int], positive: bool) -> TypeGuard[RowProblem]:
    return isinstance(first, RowProblem) and bool(rest) and not positive
