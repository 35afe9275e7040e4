"""``ridge_path``: a ridge's coefficients over a grid of alphas, as scikit-learn's ``lasso_path`` does a lasso's."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.estimators.gaps import duality_gaps
from shrinkage.estimators.inputs import checked_arrays
from shrinkage.estimators.parameters import ParameterError, dimensions, factors_of, flag, strength
from shrinkage.estimators.ridge_fits import RidgeFits, weighed
from shrinkage.problem import Floats
from shrinkage.solver.solution import Path, Status


def ridge_path(
    X: Any,
    y: Any,
    *,
    alphas: int | ArrayLike = 100,
    sample_weight: ArrayLike | None = None,
    fit_intercept: bool = False,
    standardize: bool = False,
    penalty_factors: ArrayLike | None = None,
) -> tuple[Floats, NDArray[Any], Floats]:
    """Exact coefficients of a ridge over a grid of alphas, from one decomposition.

        Σ v (y − x·w)² + alpha · Σⱼ fⱼ wⱼ²

    scikit-learn has no such function. This one is to ``Ridge`` what ``lasso_path`` is to ``Lasso``: alpha is on Ridge's
    scale, and X and y are taken as they are unless an intercept is asked for.

    Parameters
    ----------
    X : array or sparse matrix of shape (n, p)
        Never written to. float64 or float32, anything else converted.
    y : array of shape (n,) or (n, t)
        The target, or several.
    alphas : int or array of shape (m,), default=100
        How many alphas to lay, from a thousand times the largest eigenvalue of X'X to 1e-8 of it (less where columns
        differ in scale), or the alphas themselves, at least 0, in any order.
    sample_weight : array of shape (n,), default=None
        Weights of rows, at least 0.
    fit_intercept : bool, default=False
        Centre X and y first, as ``Ridge`` does.
    standardize : bool, default=False
        Let the penalty act on columns divided by their standard deviation; coefs are in the units of X either way.
    penalty_factors : array of shape (p,), default=None
        What multiplies alpha for each feature: 0 is not penalised, ``inf`` is left out.

    Returns
    -------
    alphas : array of shape (m,)
        Strongest first.
    coefs : array of shape (p, m), or (t, p, m) for several targets, of the type of X
    dual_gaps : array of shape (m,) or (t, m)
        Proven distances from the optimum, in units of the objective divided by 2 Σ v.

    Raises
    ------
    ValueError
        With a sentence, for data and parameters of no use.

    References
    ----------
    Hoerl & Kennard 1970, Technometrics 12(1).

    Examples
    --------
    >>> from shrinkage import ridge_path
    >>> _, coefs, _ = ridge_path([[1, 2.3], [2, 5.4], [3.1, 4.3]], [1, 2, 3.1], alphas=[100.0, 1.0])
    >>> coefs.round(4).tolist()
    [[0.0913, 0.624], [0.157, 0.1842]]
    """
    flag(fit_intercept, "fit_intercept")
    flag(standardize, "standardize")
    inputs = weighed(checked_arrays(X, y, sample_weight), sample_weight)
    factors = factors_of(penalty_factors, inputs.features)
    fits = RidgeFits(inputs, intercept=fit_intercept, standardize=standardize, factors=factors)
    lams = strengths(alphas, fits, inputs.weight)
    coefs, gaps = [], []
    for target, (problem, scaling) in enumerate(zip(fits.problems, fits.scalings, strict=True)):
        own = fits.coefficients(lams, target)
        path = Path(lams, 0.0, own, (Status.SOLVED,) * lams.size)
        gaps.append(duality_gaps(problem, path, factors, positive=False))
        coefs.append(np.ascontiguousarray(scaling.original(own)[1].T, dtype=inputs.x.dtype))
    several = inputs.y.ndim == 2
    return lams * inputs.weight, np.stack(coefs) if several else coefs[0], np.stack(gaps) if several else gaps[0]


def strengths(alphas: Any, fits: RidgeFits, weight: float) -> Floats:
    """(m,) strengths on the mean scale, strongest first: laid by ``fits``, or as given on Ridge's scale."""
    points = _points(alphas)
    if points is not None:
        return fits.grid(points)
    if isinstance(alphas, str) or dimensions(alphas) != 1:
        raise ParameterError(
            f"alphas is {alphas!r}, but it is how many strengths to lay, or a list of them; give 100 or [1.0, 0.1]."
        )
    values = [strength(alpha, f"alphas[{place}]") for place, alpha in enumerate(alphas)]
    if not values:
        raise ParameterError("alphas is empty, so that there is no strength to try; give one or more.")
    return np.sort(np.array(values))[::-1] / weight


def _points(alphas: Any) -> int | None:
    """The number of strengths to lay, if that is what was given."""
    if not isinstance(alphas, Integral) or isinstance(alphas, (bool, np.bool_)):
        return None
    if int(alphas) < 1:
        raise ParameterError(f"alphas is {alphas}, so that there is no strength to try; give 1 or more.")
    return int(alphas)
