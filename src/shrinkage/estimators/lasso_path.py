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

    Everything is as in ``enet_path`` with l1_ratio 1: alphas (m,), coefs (p, m), dual_gaps (m,) and, if asked for,
    n_iters.

    >>> from shrinkage import lasso_path
    >>> _, coefs, _ = lasso_path([[1, 2.3], [2, 5.4], [3.1, 4.3]], [1, 2, 3.1], alphas=[5.0, 1.0, 0.5])
    >>> coefs.round(4).tolist()
    [[0.0, 0.0, 0.4687], [0.2159, 0.4426, 0.2369]]
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
