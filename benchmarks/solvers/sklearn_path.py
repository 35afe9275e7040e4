"""scikit-learn's lasso_path with a precomputed Gram matrix: its fastest way to a path where n is much more than p."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scikit-learn lasso_path, Gram"
PEER = "scikit-learn"
COLUMN_MAJOR = True  # the order it wants; otherwise it copies X first
VARIANTS = {"tol 1e-4 (default)": {"tol": 1e-4}, "tol 1e-8": {"tol": 1e-8}}


def path(data: Data, tol: float, max_iter: int = 20_000) -> dict[str, np.ndarray]:
    from sklearn.linear_model import lasso_path

    mean, target = data.x.mean(axis=0), data.y.mean()
    centred = data.x - mean if np.abs(mean).max() > 1e-10 else data.x
    _, found, _ = lasso_path(centred, data.y - target, alphas=data.lams, precompute=True, tol=tol, max_iter=max_iter)
    coefficients = found.T
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}
