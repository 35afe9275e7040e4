"""``RidgeCV``: ridge with its strength chosen by exact leave-one-out, or by folds."""

from __future__ import annotations

from typing import Any

from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping

from shrinkage.estimators.fit_ridge_cv import fit_ridge_cv
from shrinkage.estimators.linear import Linear
from shrinkage.estimators.ridge_scores import scorer_of


class RidgeCV(Linear):
    """Ridge with its strength chosen on rows held out: scikit-learn's RidgeCV by name, default and meaning.

    Minimises, over rows of weight v and penalty factors f (1 unless given),

        Σ v (y − b − x·w)² + alpha · Σⱼ fⱼ wⱼ²

    Without ``cv`` every row is predicted by all others, exactly and from a single fit, by leverages; with it, alpha is
    held fixed over folds.

    Parameters
    ----------
    alphas : array of shape (m,), float or int, default=(0.1, 1.0, 10.0)
        The strengths to choose from, above 0 (of folds also 0), in any order. A whole number is how many to lay, from
        "next to nothing is left" to "next to least squares" (scikit-learn takes it for the one alpha to try: give
        1.0 for that).
    fit_intercept : bool, default=True
        Whether there is an intercept, which is never penalised.
    scoring : str or callable, default=None
        What is made as large as possible. None: minus the mean squared error of leave-one-out, R² of folds.
    cv : int, splitter or iterable of (train, test), default=None
        None: leave-one-out. Otherwise folds: fits are weighted, and so are scores whose scorer takes weights; their
        mean over folds is not.
    gcv_mode : {None, "auto", "svd", "eigen"}, default=None
        Without effect: products of columns are decomposed, or of rows where these are fewer.
    store_cv_results : bool, default=False
        Whether to keep the leave-one-out errors of every row, in ``cv_results_``.
    alpha_per_target : bool, default=False
        Whether each target chooses its own alpha (leave-one-out only).
    standardize : bool, default=False
        Let the penalty act on columns divided by their weighted population standard deviation: in each training part by
        its own, in leave-one-out by that of all rows. ``coef_``, ``intercept_`` and ``path_`` are in the units of X.
    penalty_factors : array of shape (p,), default=None
        What multiplies alpha for each feature: 0 is not penalised, ``inf`` is left out.
    rule : "min", "1se" or callable, default="min"
        Which alpha is taken: the one of the best score; the strongest whose mean squared error is within one standard
        error of the smallest; a value of ``shrinkage.rules`` such as ``BIC()``; or any function of a target's
        ``cv_table_`` to a point of it.

    Attributes
    ----------
    alpha_ : float, or array of shape (t,) if each target chose its own
        The strength that was taken.
    best_score_ : float, or array of shape (t,) if each target chose its own
        Its score. Of leave-one-out, Σ −v e² / n.
    coef_ : array of shape (p,) or (t, p), of the type of X
        Coefficients of the fit on all rows, in the units of X.
    sparse_coef_ : sparse array of shape (t, p)
        The same.
    intercept_ : float or array of shape (t,)
        The intercept, 0.0 if there is none.
    cv_results_ : array of shape (n, m) or (n, t, m)
        With ``store_cv_results``: v e² of every row, alphas in the order given; with ``scoring``, its prediction.
    cv_table_ : LeaveOneOutTable or CvTable, or a tuple of one a target
        Mean squared errors, their standard errors and degrees of freedom over the alphas, strongest first.
    path_ : CoefficientPath, or a tuple of one a target
        The fits on all rows over the alphas, in the units of X.
    certificate_ : Certificate, or a list of one a target
        How far from the optimum the coefficients can be, as a share of the intercept-only objective.
    passport_ : dict, or a list of one a target
        The strength in the conventions of the article, scikit-learn, glmnet and statsmodels.
    n_features_in_, feature_names_in_
        As everywhere in scikit-learn.

    References
    ----------
    Allen 1974, Technometrics 16(1). Golub, Heath & Wahba 1979, Technometrics 21(2).

    Examples
    --------
    >>> import numpy as np
    >>> from shrinkage import RidgeCV
    >>> X = np.random.default_rng(0).normal(size=(100, 5))
    >>> model = RidgeCV(alphas=[0.1, 1.0, 10.0, 100.0]).fit(X, X[:, 0])
    >>> model.alpha_, round(float(model.coef_[0]), 2)
    (0.1, 1.0)
    """

    _several = True

    def __init__(
        self,
        alphas: Any = (0.1, 1.0, 10.0),
        *,
        fit_intercept: bool = True,
        scoring: Any = None,
        cv: Any = None,
        gcv_mode: str | None = None,
        store_cv_results: bool = False,
        alpha_per_target: bool = False,
        standardize: bool = False,
        penalty_factors: Any = None,
        rule: Any = "min",
    ) -> None:
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.scoring = scoring
        self.cv = cv
        self.gcv_mode = gcv_mode
        self.store_cv_results = store_cv_results
        self.alpha_per_target = alpha_per_target
        self.standardize = standardize
        self.penalty_factors = penalty_factors
        self.rule = rule

    def fit(self, X: Any, y: Any, sample_weight: Any = None, **params: Any) -> RidgeCV:
        """Choose alpha on rows held out and fit all of them at it.

        X: (n, p) dense or sparse, float64 or float32 as it is, anything else converted; y: (n,) or (n, t);
        sample_weight: a number, or (n,) at least 0, or None; params go to scorer and splitter by metadata routing.
        Raises ValueError with a sentence for data, splits and parameters of no use.
        """
        fit_ridge_cv(self, X, y, sample_weight, params)
        return self

    def get_metadata_routing(self) -> MetadataRouter:
        """How scikit-learn's metadata routing treats ``fit``: what is its own, the scorer's and the splitter's."""
        router = MetadataRouter(owner=self).add_self_request(self)
        router.add(scorer=scorer_of(self), method_mapping=MethodMapping().add(caller="fit", callee="score"))
        return router.add(splitter=self.cv, method_mapping=MethodMapping().add(caller="fit", callee="split"))
