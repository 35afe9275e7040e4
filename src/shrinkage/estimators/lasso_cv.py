"""``LassoCV``: the lasso with its strength chosen by cross-validation."""

from __future__ import annotations

from typing import Any

from sklearn.model_selection import check_cv
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping

from shrinkage.estimators.fit_cv import fit_cv
from shrinkage.estimators.linear import Linear


class LassoCV(Linear):
    """The lasso, 1/(2W) Σ v (y − b − x·w)² + alpha·‖w‖₁, at the alpha that does best on rows held out.

    Names, defaults, the meaning of alpha and every fitted attribute are scikit-learn's, and solutions are exact.

    Parameters
    ----------
    eps: the smallest alpha of a laid grid, as a share of the largest, which is the smallest that leaves no feature.
    alphas: how many alphas to lay, or the alphas themselves.
    fit_intercept: whether there is an intercept; it is never penalised.
    cv: None (5 folds), a number of folds, a splitter or an iterable of (train, test).
    positive: whether coefficients are held at or above 0.
    standardize: whether columns are divided by their weighted population sd, in each training part by its own; alpha
        then acts on those, and coefficients are in the original units all the same.
    penalty_factors: (p,) what alpha is multiplied by for each feature: 0 leaves it free, inf leaves it out.
    rule: "min", "1se" (the strongest alpha within one standard error of the minimum), a value of ``shrinkage.rules``,
        or any function of ``cv_table_`` to a point of it.
    precompute, max_iter, tol, copy_X, verbose, n_jobs, random_state, selection: scikit-learn's, without effect:
        solutions are exact, X is never written to, and results do not depend on the number of threads.

    Attributes
    ----------
    alpha_, alphas_ (m,), mse_path_ (m, k), coef_ (p,), intercept_, dual_gap_, n_iter_, n_features_in_,
    feature_names_in_: as scikit-learn's. cv_table_: errors over the grid (``CvTable``); cv_tables_: it alone, a tuple;
    path_: the fits on all rows (``CoefficientPath``); certificate_, passport_: as ``Lasso``'s.

    >>> import numpy as np
    >>> from shrinkage import LassoCV
    >>> X = np.random.default_rng(0).normal(size=(100, 5))
    >>> model = LassoCV(rule="1se").fit(X, X[:, 0])
    >>> (model.coef_ != 0).tolist()
    [True, False, False, False, False]
    """

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

        X: (n, p) dense or sparse; y: (n,); sample_weight: (n,) or None. A fold's error is weighted, and the mean over
        folds is not. params go to the splitter by metadata routing (groups).
        """
        fit_cv(self, X, y, sample_weight, params, (1.0,))
        return self

    def get_metadata_routing(self) -> MetadataRouter:
        """How scikit-learn's metadata routing treats ``fit``: what is its own, and what is the splitter's."""
        mapping = MethodMapping().add(caller="fit", callee="split")
        own = MetadataRouter(owner=self).add_self_request(self)
        return own.add(splitter=check_cv(self.cv), method_mapping=mapping)
