"""scikit-learn's lasso_path with a precomputed Gram matrix: its fastest way to a path where n is much more than p."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scikit-learn lasso_path, Gram"
PEER = "scikit-learn"
COLUMN_MAJOR = True  # the order it wants; otherwise it copies X first
TOLERANCES = {"path": 1e-4}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    return walk(data, tol, precompute=True)


def walk(data: Data, tol: float, *, precompute: bool) -> dict[str, np.ndarray]:
    """lasso_path on centred columns."""
    from sklearn.linear_model import lasso_path

    x, y, mean, target = data.centred()
    _, found, _ = lasso_path(x, y, alphas=data.lams, precompute=precompute, tol=tol, max_iter=100_000)
    coefficients = found.T
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}
