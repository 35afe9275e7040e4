"""``LassoCV``: the lasso with its strength chosen by cross-validation."""

from __future__ import annotations

from typing import Any

from sklearn.model_selection import check_cv
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping

from shrinkage.estimators.fit_cv import fit_cv
from shrinkage.estimators.lasso_path import lasso_path
from shrinkage.estimators.linear import Linear


class LassoCV(Linear):
    """The lasso with its strength chosen on rows held out: scikit-learn's LassoCV by name, default and meaning.

    Minimises, over rows of weight v (W their sum) and penalty factors f (1 unless given),

        1/(2W) Σ v (y − b − x·w)² + alpha · Σⱼ fⱼ |wⱼ|

    on every training part and on all rows, at every alpha of the grid. Solutions are exact to rounding, so that errors
    and choices are those of the problem and not of where a solver stopped.

    Parameters
    ----------
    eps : float, default=1e-3
        The weakest alpha of a laid grid as a share of the strongest, which is the smallest that leaves no feature.
    alphas : int or array of shape (m,), default=100
        How many alphas to lay, equally spaced in logarithm, or the alphas themselves, at least 0, in any order.
        The same grid, laid by all rows, holds in every fold.
    fit_intercept : bool, default=True
        Whether there is an intercept, which is never penalised.
    precompute : bool, "auto" or array of shape (p, p), default="auto"
        Without effect: products of columns are always formed, and from X itself.
    max_iter : int, default=1000
        Without effect: the active-set search ends at the optimum.
    tol : float, default=1e-4
        Without effect: solutions are exact.
    copy_X : bool, default=True
        Without effect: X is never written to and never copied as a whole.
    cv : int, splitter or iterable of (train, test), default=None
        Folds: 5 of neighbouring rows for None, so many for a number. Splits may overlap, leave rows out, and name a
        row twice.
    verbose : bool or int, default=False
        Without effect.
    n_jobs : int, default=None
        Without effect: threads are used where they help, and results do not depend on their number.
    positive : bool, default=False
        Hold every coefficient at or above 0.
    random_state : default=None
        Without effect: nothing is random.
    selection : default="cyclic"
        Without effect: coordinates are not visited one by one.
    standardize : bool, default=False
        Let the penalty act on columns divided by their weighted population standard deviation, in each training part
        by its own. ``coef_``, ``intercept_`` and ``path_`` are in the units of X either way.
    penalty_factors : array of shape (p,), default=None
        What multiplies alpha for each feature: 0 is not penalised, ``inf`` is left out.
    rule : "min", "1se" or callable, default="min"
        Which strength is taken: the one of smallest mean held-out error; the strongest whose error is within one
        standard error of it; a value of ``shrinkage.rules`` such as ``BIC()``; or any function of
        ``cv_table_`` to a point of it.

    Attributes
    ----------
    alpha_ : float
        The strength that was taken.
    alphas_ : array of shape (m,)
        The grid, strongest first.
    mse_path_ : array of shape (m, k)
        Mean squared error on each fold's held-out rows, weighted; axes of length 1 are dropped, as scikit-learn does.
    coef_ : array of shape (p,), of the type of X
        Coefficients of the fit on all rows, in the units of X.
    sparse_coef_ : sparse array of shape (1, p)
        The same, zeros left out.
    intercept_ : float
        The intercept, 0.0 if there is none.
    dual_gap_, n_iter_ : float, int
        The duality gap that ``certificate_`` proves, in units of the objective; steps of the active-set search.
    cv_table_ : CvTable
        Errors, non-zero coefficients and degrees of freedom over the grid.
    cv_tables_ : tuple of CvTable
        One for each l1_ratio: that one alone.
    path_ : CoefficientPath
        The fits on all rows over the grid, in the units of X.
    certificate_ : Certificate
        How far from the optimum the coefficients can be, as a share of the intercept-only objective.
    passport_ : dict
        The strength in the conventions of the article, scikit-learn, glmnet and statsmodels.
    n_features_in_, feature_names_in_
        As everywhere in scikit-learn.

    References
    ----------
    Tibshirani 1996, Journal of the Royal Statistical Society B 58(1). The rule "1se": Breiman, Friedman, Olshen & Stone
    1984, Classification and Regression Trees.

    Examples
    --------
    >>> import numpy as np
    >>> from shrinkage import LassoCV
    >>> X = np.random.default_rng(0).normal(size=(100, 5))
    >>> model = LassoCV(rule="1se").fit(X, X[:, 0])
    >>> (model.coef_ != 0).tolist()
    [True, False, False, False, False]
    """

    path = staticmethod(lasso_path)

    def __init__(
        self,
        *,
        eps: float = 1e-3,
        alphas: Any = 100,
        fit_intercept: bool = True,
        precompute: Any = "auto",
        max_iter: int = 1000,
        tol: float = 1e-4,
        copy_X: bool = True,
        cv: Any = None,
        verbose: Any = False,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        standardize: bool = False,
        penalty_factors: Any = None,
        rule: Any = "min",
    ) -> None:
        self.eps = eps
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.max_iter = max_iter
        self.tol = tol
        self.copy_X = copy_X
        self.cv = cv
        self.verbose = verbose
        self.n_jobs = n_jobs
        self.positive = positive
        self.random_state = random_state
        self.selection = selection
        self.standardize = standardize
        self.penalty_factors = penalty_factors
        self.rule = rule

    def fit(self, X: Any, y: Any, sample_weight: Any = None, **params: Any) -> LassoCV:
        """Choose alpha on rows held out and fit all of them at it.

        X: (n, p) dense or sparse, float64 or float32 as it is, anything else converted; y: (n,); sample_weight: (n,) at
        least 0, or None. A fold's error is weighted, and the mean over folds is not. params go to the splitter by
        metadata routing (groups). Raises ValueError with a sentence for data, splits and parameters of no use.
        """
        fit_cv(self, X, y, sample_weight, params, (1.0,))
        return self

    def get_metadata_routing(self) -> MetadataRouter:
        """How scikit-learn's metadata routing treats ``fit``: what is its own, and what is the splitter's."""
        mapping = MethodMapping().add(caller="fit", callee="split")
        own = MetadataRouter(owner=self).add_self_request(self)
        return own.add(splitter=check_cv(self.cv), method_mapping=mapping)
