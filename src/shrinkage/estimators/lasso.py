"""``Lasso``: 1/(2W) Σ v (y − b − x·w)² + alpha·Σ f|w|, exactly."""

from __future__ import annotations

from typing import Any, ClassVar

from sklearn.utils import metadata_routing

from shrinkage.estimators.enet_path import enet_path
from shrinkage.estimators.linear import Linear
from shrinkage.estimators.penalised import fit_penalised


class Lasso(Linear):
    """Squared error with an L1 penalty: scikit-learn's Lasso by name, default, meaning and attribute.

    Minimises, over rows of weight v (W their sum) and penalty factors f (1 unless given),

        1/(2W) Σ v (y − b − x·w)² + alpha · Σⱼ fⱼ |wⱼ|

    The solution is exact to rounding, proven by ``certificate_``, and fitting never warns of convergence.

    Parameters
    ----------
    alpha : float, default=1.0
        Strength of the penalty, at least 0. At 0 this is least squares (no warning: it is solved as such), of
        minimum norm in standardised units where columns depend on each other.
    fit_intercept : bool, default=True
        Whether there is an intercept, which is never penalised.
    precompute : bool or array of shape (p, p), default=False
        Without effect: products of columns are always formed, and from X itself.
    copy_X : bool, default=True
        Without effect: X is never written to and never copied needlessly.
    max_iter : int, default=1000
        Without effect: the active-set search ends at the optimum.
    tol : float, default=1e-4
        Without effect: solutions are exact.
    warm_start : bool, default=False
        Start from the coefficients of the last fit; only the number of steps changes.
    positive : bool, default=False
        Hold every coefficient at or above 0.
    random_state : default=None
        Without effect: nothing is random.
    selection : default="cyclic"
        Without effect: coordinates are not visited one by one.
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
        Steps of the active-set search.
    dual_gap_ : float or array of shape (t,)
        The duality gap that ``certificate_`` proves, in units of the objective.
    certificate_ : Certificate, or a list of one a target
        How far from the optimum the coefficients can be, as a share of the intercept-only objective.
    passport_ : dict, or a list of one a target
        The strength in the conventions of the article, scikit-learn, glmnet and statsmodels.
    n_features_in_, feature_names_in_
        As everywhere in scikit-learn.

    References
    ----------
    Tibshirani 1996, Journal of the Royal Statistical Society B 58(1).

    Examples
    --------
    >>> from shrinkage import Lasso
    >>> model = Lasso(alpha=0.5).fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0])
    >>> float(model.coef_[0].round(4)), model.certificate_.relative_gap < 1e-12
    (0.25, True)
    """

    path = staticmethod(enet_path)
    __metadata_request__fit: ClassVar[dict[str, str]] = {"check_input": metadata_routing.UNUSED}
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
        """Fit one lasso a column of y.

        X: (n, p) dense or sparse, float64 or float32 as it is, anything else converted; y: (n,) or (n, t);
        sample_weight: (n,) at least 0, or None; check_input: without effect. Raises ValueError with a sentence.
        """
        fit_penalised(self, X, y, sample_weight, 1.0)
        return self
