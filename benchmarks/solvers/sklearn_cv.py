"""scikit-learn's LassoCV on the given folds and grid, on all cores."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scikit-learn LassoCV"
PEER = "scikit-learn"
COLUMN_MAJOR = True
TOLERANCES = {"crossvalidate": 1e-4}


def crossvalidate(data: Data, tol: float) -> dict[str, np.ndarray]:
    from sklearn.linear_model import LassoCV
    from sklearn.model_selection import PredefinedSplit

    model = LassoCV(alphas=data.lams, cv=PredefinedSplit(data.fold), tol=tol, max_iter=100_000, n_jobs=-1)
    return fitted(model, data)


def fitted(model: Any, data: Data) -> dict[str, np.ndarray]:
    """What a ``LassoCV`` finds, for the judge."""
    model.fit(data.x, data.y)
    return {
        "cv_mse": model.mse_path_.mean(axis=1),
        "lams": np.array([model.alpha_]),
        "coefficients": model.coef_[None],
        "intercepts": np.array([model.intercept_]),
    }
