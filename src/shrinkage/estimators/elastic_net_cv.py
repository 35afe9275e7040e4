"""``ElasticNetCV``: the elastic net with its strength, and l1_ratio, chosen by cross-validation."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.model_selection import check_cv
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping

from shrinkage.estimators.fit_cv import fit_cv
from shrinkage.estimators.linear import Linear
from shrinkage.estimators.parameters import ParameterError, share


class ElasticNetCV(Linear):
    """The elastic net at the alpha and the l1_ratio that do best on rows held out.

        1/(2W) Σ v (y − b − x·w)² + alpha·l1_ratio·‖w‖₁ + ½·alpha·(1 − l1_ratio)·‖w‖²

    Names, defaults, the meaning of alpha and every fitted attribute are scikit-learn's, and solutions are exact.

    Parameters
    ----------
    l1_ratio: between 0 (L2, with alphas given) and 1 (L1), or several of which one is chosen.
    eps: the smallest alpha of a laid grid, as a share of the largest, which is the smallest that leaves no feature.
    alphas: how many alphas to lay, or the alphas themselves.
    fit_intercept: whether there is an intercept; it is never penalised.
    cv: None (5 folds), a number of folds, a splitter or an iterable of (train, test).
    positive: whether coefficients are held at or above 0.
    standardize: whether columns are divided by their weighted population sd, in each training part by its own; alpha
        then acts on those, and coefficients are in the original units all the same.
    penalty_factors: (p,) what alpha is multiplied by for each feature: 0 leaves it free, inf leaves it out.
    rule: "min", "1se" (the strongest alpha within one standard error of the minimum, at its l1_ratio), a value of
        ``shrinkage.rules``, or any function of the table at the minimum's l1_ratio to a point of it.
    precompute, max_iter, tol, copy_X, verbose, n_jobs, random_state, selection: scikit-learn's, without effect:
        solutions are exact, X is never written to, and results do not depend on the number of threads.

    Attributes
    ----------
    alpha_, l1_ratio_, alphas_ (m,) or (r, m) for r l1_ratios, mse_path_ (m, k) or (r, m, k), coef_ (p,), intercept_,
    dual_gap_, n_iter_, n_features_in_, feature_names_in_: as scikit-learn's. cv_table_: errors over the grid
    (``CvTable``) at the l1_ratio taken; cv_tables_: of every l1_ratio;
    path_: the fits on all rows (``CoefficientPath``); certificate_, passport_: as ``Lasso``'s.
    """

    def __init__(
        self,
        *,
        l1_ratio: Any = 0.5,
        eps: float = 1e-3,
        alphas: Any = 100,
        fit_intercept: bool = True,
        precompute: Any = "auto",
        max_iter: int = 1000,
        tol: float = 1e-4,
        cv: Any = None,
        copy_X: bool = True,
        verbose: Any = 0,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        standardize: bool = False,
        penalty_factors: Any = None,
        rule: Any = "min",
    ) -> None:
        self.l1_ratio = l1_ratio
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

    def fit(self, X: Any, y: Any, sample_weight: Any = None, **params: Any) -> ElasticNetCV:
        """Choose alpha and l1_ratio on rows held out and fit all of them at it.

        X: (n, p) dense or sparse; y: (n,); sample_weight: (n,) or None. A fold's error is weighted, and the mean over
        folds is not. params go to the splitter by metadata routing (groups).
        """
        ratios = tuple(share(ratio) for ratio in np.atleast_1d(self.l1_ratio).tolist())
        if not ratios:
            raise ParameterError("l1_ratio is empty, so that there is no mix to choose from; give one or more.")
        self.l1_ratio_ = fit_cv(self, X, y, sample_weight, params, ratios)
        return self

    def get_metadata_routing(self) -> MetadataRouter:
        """How scikit-learn's metadata routing treats ``fit``: what is its own, and what is the splitter's."""
        mapping = MethodMapping().add(caller="fit", callee="split")
        own = MetadataRouter(owner=self).add_self_request(self)
        return own.add(splitter=check_cv(self.cv), method_mapping=mapping)
