"""scm2cpp-learn: coordinate descent on a Gram matrix, and RidgeCV by one eigenproblem.

It fits no intercept: columns and target are centred first, over all rows (which is in its time). Its LassoCV makes the
same grid and the same contiguous folds as this bench, and walks them on threads.
"""

from __future__ import annotations

import os

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scm2cpp-learn"
PEER = "scm2cpp-learn"
TOLERANCES = {"path": 1e-8, "crossvalidate": 1e-8}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    from scm2cpp_learn import CovLasso

    x, y, mean, target = data.centred()
    coefficients = CovLasso(x, y).fit_path(data.lams, tol=tol)
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}


def crossvalidate(data: Data, tol: float) -> dict[str, np.ndarray]:
    from scm2cpp_learn import CovLassoCV

    x, y, mean, target = data.centred()
    points, ratio = len(data.lams), data.lams[-1] / data.lams[0]
    model = CovLassoCV(cv=int(data.fold.max()) + 1, num=points, eps=ratio, tol=tol, n_jobs=os.cpu_count() or 1)
    model.fit(x, y)
    return {
        "cv_mse": model.mse_path_.mean(axis=1),
        "lams": np.array([model.alpha_]),
        "coefficients": model.coef_[None],
        "intercepts": np.array([target - model.coef_ @ mean]),
    }


def leave_one_out(data: Data) -> dict[str, np.ndarray]:
    from scm2cpp_learn import GramRidgeCV

    rows = len(data.y)
    model = GramRidgeCV(alphas=rows * data.lams).fit(data.x, data.y)
    return {
        "cv_mse": np.array([-model.best_score_]),
        "lams": np.array([model.alpha_ / rows]),
        "coefficients": model.coef_[None],
        "intercepts": np.array([model.intercept_]),
    }
