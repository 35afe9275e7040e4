"""The scripts of one import line: what a person writes with scikit-learn, the library being all that differs.

    from sklearn.linear_model import LassoCV        from shrinkage import LassoCV

A job is timed from ``fit`` to its end, on arrays at hand. One that is over in a moment is called many times within one
timing. Settings are those of the competitor (``tol``, ``n_jobs``); nothing else is ever set.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.data.simulated import Data

# Seconds that one timing takes at least.
ENOUGH = 0.25


def lasso(library: str, data: Data, **settings: Any) -> dict[str, Any]:
    """``Lasso(alpha).fit(X, y)``, alpha the one strength of the data."""
    make = import_module(library).Lasso
    alpha = float(data.lams[0])
    model, seconds = _timed(lambda: make(alpha=alpha, **settings).fit(data.x, data.y))
    return {**_fitted(model, alpha), "seconds": seconds}


def lasso_cv(library: str, data: Data, **settings: Any) -> dict[str, Any]:
    """``LassoCV(cv=…).fit(X, y)``: the grid is the library's own, and mse_path_ (m, k) what is held against a loop."""
    make = import_module(library).LassoCV
    folds = int(data.fold.max()) + 1
    model, seconds = _timed(lambda: make(cv=folds, **settings).fit(data.x, data.y))
    return {**_fitted(model, model.alpha_), "cv_mse": model.mse_path_, "seconds": seconds}


def ridge_cv(library: str, data: Data, **settings: Any) -> dict[str, Any]:
    """``RidgeCV(alphas).fit(X, y)``, leave-one-out; its alpha is the strength times the rows."""
    make = import_module(library).RidgeCV
    alphas = len(data.y) * data.lams
    model, seconds = _timed(lambda: make(alphas=alphas, **settings).fit(data.x, data.y))
    found = _fitted(model, model.alpha_ / len(data.y))
    return {**found, "cv_mse": np.array([-model.best_score_]), "seconds": seconds}


def _fitted(model: Any, lam: float) -> dict[str, Any]:
    """What is judged."""
    return {
        "lams": np.array([lam]),
        "coefficients": np.atleast_2d(model.coef_),
        "intercepts": np.atleast_1d(model.intercept_),
    }


def _timed(fit: Callable[[], Any]) -> tuple[Any, float]:
    """A fitted model, and the seconds that one fit takes: of one, or the mean of as many as make a timing."""
    clock = time.perf_counter()
    model = fit()
    first = time.perf_counter() - clock
    if first >= ENOUGH:
        return model, first
    calls = math.ceil(ENOUGH / first)
    clock = time.perf_counter()
    for _ in range(calls):
        fit()
    return model, (time.perf_counter() - clock) / calls
