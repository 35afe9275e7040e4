"""scikit-learn's LassoCV on the given folds and grid, on all cores, at its default tolerance and at a strict one."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scikit-learn LassoCV"
PEER = "scikit-learn"
COLUMN_MAJOR = True
VARIANTS = {"tol 1e-4 (default)": {"tol": 1e-4}, "tol 1e-8": {"tol": 1e-8}}


def crossvalidate(data: Data, tol: float) -> dict[str, np.ndarray]:
    from sklearn.linear_model import LassoCV
    from sklearn.model_selection import PredefinedSplit

    model = LassoCV(alphas=data.lams, cv=PredefinedSplit(data.fold), tol=tol, max_iter=20_000, n_jobs=-1)
    model.fit(data.x, data.y)
    return {
        "cv_mse": model.mse_path_.mean(axis=1),
        "lams": np.array([model.alpha_]),
        "coefficients": model.coef_[None],
        "intercepts": np.array([model.intercept_]),
    }
