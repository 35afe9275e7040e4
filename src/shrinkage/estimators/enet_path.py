"""``enet_path``: an elastic net's coefficients over a grid of alphas, as scikit-learn's function of that name."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.errors import OptionError
from shrinkage.estimators.cross_validated import Asked, lams_of, walk
from shrinkage.estimators.gaps import duality_gaps
from shrinkage.estimators.given import path_problem, shaped
from shrinkage.estimators.parameters import depth, flag, grid_of, share
from shrinkage.selection.criteria import Minimum

# Of scikit-learn's solver: there is nothing here for them to set.
_WITHOUT_EFFECT = ("tol", "max_iter", "random_state", "selection", "do_screening")


def enet_path(
    X: Any,
    y: Any,
    *,
    l1_ratio: float = 0.5,
    eps: float = 1e-3,
    n_alphas: int | str = "deprecated",
    alphas: int | ArrayLike | str | None = "warn",
    precompute: Any = "auto",
    Xy: ArrayLike | None = None,
    copy_X: bool = True,
    coef_init: ArrayLike | None = None,
    verbose: bool | int = False,
    return_n_iter: bool = False,
    positive: bool = False,
    check_input: bool = True,
    **params: Any,
) -> tuple[Any, ...]:
    """Exact coefficients of an elastic net over a grid of alphas, for X and y as they are (no intercept, no centring).

        1/(2n) ‖y − Xw‖² + alpha·l1_ratio·‖w‖₁ + ½·alpha·(1 − l1_ratio)·‖w‖²

    Parameters
    ----------
    X : array or sparse matrix of shape (n, p)
        As it is: not centred, not scaled, never written to. float64 or float32, anything else converted.
    y : array of shape (n,) or (n, 1)
        The target, as it is.
    l1_ratio : float, default=0.5
        Share of the L1 penalty, between 0 (L2 alone; ``alphas`` must then be given) and 1 (L1 alone).
    eps : float, default=1e-3
        The weakest alpha of a laid grid as a share of the strongest, which is the smallest that leaves no feature.
    n_alphas : int
        What ``alphas`` was called for a number; deprecated in scikit-learn 1.9, as ``alphas=None`` is.
    alphas : int or array of shape (m,), default=100
        How many alphas to lay, or the alphas themselves, at least 0, in any order.
    precompute : array of shape (p, p), "auto" or bool
        X'X, if it is at hand already; otherwise it is formed.
    Xy : array of shape (p,)
        X'y, looked at beside such an X'X only.
    copy_X, verbose, check_input
        Without effect.
    coef_init : array of shape (p,)
        Where the search starts; the solution is the same from everywhere.
    return_n_iter : bool, default=False
        Whether to return n_iters.
    positive : bool, default=False
        Hold every coefficient at or above 0.
    **params
        sample_weight (n,): weights of rows, at least 0. tol, max_iter, random_state, selection, do_screening: without
        effect, solutions are exact.

    Returns
    -------
    alphas : array of shape (m,)
        Strongest first.
    coefs : array of shape (p, m), or (1, p, m) for such a y, of the type of X
    dual_gaps : array of shape (m,)
        Proven distances from the optimum, in units of the objective.
    n_iters : list of int
        Steps of the active-set search, if asked for.

    Raises
    ------
    ValueError
        With a sentence, for data and parameters of no use; also for several targets, whose joint path in scikit-learn
        is of a group penalty that is not among this package's.

    References
    ----------
    Zou & Hastie 2005, Journal of the Royal Statistical Society B 67(2).
    """
    points = _points(alphas, n_alphas)
    weights = _checked_params(params)
    ratio, positive = share(l1_ratio), flag(positive, "positive")
    asked = Asked((ratio,), points, depth(eps), None, positive, Minimum())
    problem, dtype = path_problem(X, y, weights, gram=precompute, xty=Xy)
    lams = lams_of(problem, ratio, asked)
    start = None if coef_init is None else shaped(np.ravel(coef_init), (problem.features,), "coef_init")
    path = walk(problem, lams, ratio, positive=positive, start=start)
    gaps = duality_gaps(problem, path, None, positive=positive)
    coefs: NDArray[Any] = np.ascontiguousarray(path.coefficients.T, dtype=dtype)
    if np.ndim(y) == 2:
        coefs = coefs[None]
    if return_n_iter:
        return lams, coefs, gaps, [max(1, steps) for steps in path.steps or (1,) * lams.size]
    return lams, coefs, gaps


def _points(alphas: Any, n_alphas: Any) -> Any:
    """The number of alphas, or the alphas; with scikit-learn's warnings on what it has deprecated."""
    if not isinstance(n_alphas, str):
        warnings.warn(
            "'n_alphas' was deprecated in scikit-learn 1.9 and will be removed in 1.11; give 'alphas' the number.",
            FutureWarning,
            stacklevel=3,
        )
    if alphas is None:
        warnings.warn(
            "'alphas=None' was deprecated in scikit-learn 1.9 and will be removed in 1.11; give 'alphas=100'.",
            FutureWarning,
            stacklevel=3,
        )
    if alphas is None or (isinstance(alphas, str) and alphas == "warn"):
        return grid_of(100 if isinstance(n_alphas, str) else n_alphas)
    return grid_of(alphas)


def _checked_params(params: dict[str, Any]) -> Any:
    """sample_weight, once everything else is known to be without effect."""
    weights = params.pop("sample_weight", None)
    for name in ("X_offset", "X_scale"):
        if params.pop(name, None) is not None:
            raise OptionError(
                f"{name} is how scikit-learn's classes hand a mean or a scale to its solver, and no path is made from "
                "it here; centre and scale X yourself, or use Lasso or ElasticNet, which do."
            )
    unknown = [name for name in params if name not in _WITHOUT_EFFECT]
    if unknown:
        raise OptionError(f"there is no parameter {unknown[0]!r} of a path; leave it out.")
    return weights
