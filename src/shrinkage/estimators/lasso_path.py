"""``lasso_path``: a lasso's coefficients over a grid of alphas, as scikit-learn's function of that name."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from shrinkage.estimators.enet_path import enet_path


def lasso_path(
    X: Any,
    y: Any,
    *,
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
    **params: Any,
) -> tuple[Any, ...]:
    """Exact coefficients of a lasso over a grid of alphas, for X and y as they are (no intercept, no centring).

        1/(2n) ‖y − Xw‖² + alpha·‖w‖₁

    Parameters
    ----------
    X : array or sparse matrix of shape (n, p)
        As it is: not centred, not scaled, never written to. float64 or float32, anything else converted.
    y : array of shape (n,) or (n, 1)
        The target, as it is.
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
    copy_X, verbose
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
    Tibshirani 1996, Journal of the Royal Statistical Society B 58(1).

    Examples
    --------
    >>> from shrinkage import lasso_path
    >>> _, coefs, _ = lasso_path([[1, 2.3], [2, 5.4], [3.1, 4.3]], [1, 2, 3.1], alphas=[5.0, 1.0, 0.5])
    >>> coefs.round(4).tolist()
    [[0.0, 0.0, 0.4692], [0.2159, 0.4426, 0.2367]]
    """
    return enet_path(
        X,
        y,
        l1_ratio=1.0,
        eps=eps,
        n_alphas=n_alphas,
        alphas=alphas,
        precompute=precompute,
        Xy=Xy,
        copy_X=copy_X,
        coef_init=coef_init,
        verbose=verbose,
        return_n_iter=return_n_iter,
        positive=positive,
        **params,
    )
