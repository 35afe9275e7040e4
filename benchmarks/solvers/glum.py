"""glum (QuantCo): generalised linear models by iteratively reweighted least squares; here the normal distribution."""

from __future__ import annotations

import os

import numpy as np

from benchmarks.data.simulated import Data

NAME = "glum"
PEER = "glum"
COLUMN_MAJOR = True
TOLERANCES = {"path": 1e-4, "crossvalidate": 1e-4}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    from glum import GeneralizedLinearRegressor

    model = GeneralizedLinearRegressor(
        l1_ratio=1.0, alpha_search=True, alphas=data.lams, gradient_tol=tol, max_iter=1000, copy_X=False
    )
    model.fit(data.x, data.y)
    return {"coefficients": np.asarray(model.coef_path_), "intercepts": np.asarray(model.intercept_path_)}


def crossvalidate(data: Data, tol: float) -> dict[str, np.ndarray]:
    from glum import GeneralizedLinearRegressorCV
    from sklearn.model_selection import PredefinedSplit

    model = GeneralizedLinearRegressorCV(
        l1_ratio=1.0,
        alphas=data.lams,
        gradient_tol=tol,
        max_iter=1000,
        copy_X=False,
        cv=PredefinedSplit(data.fold),
        n_jobs=os.cpu_count(),
    )
    model.fit(data.x, data.y)
    return {
        "cv_mse": np.asarray(model.deviance_path_).reshape(-1, len(data.lams)).mean(axis=0),
        "lams": np.array([model.alpha_]),
        "coefficients": model.coef_[None],
        "intercepts": np.array([model.intercept_]),
    }
