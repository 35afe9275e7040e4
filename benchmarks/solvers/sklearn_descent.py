"""scikit-learn's lasso_path on the rows themselves, without a Gram matrix."""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scikit-learn lasso_path, rows"
PEER = "scikit-learn"
COLUMN_MAJOR = True
VARIANTS = {"tol 1e-4 (default)": {"tol": 1e-4}, "tol 1e-8": {"tol": 1e-8}}


def path(data: Data, tol: float, max_iter: int = 20_000) -> dict[str, np.ndarray]:
    from sklearn.linear_model import lasso_path

    mean, target = data.x.mean(axis=0), data.y.mean()
    centred = data.x - mean if np.abs(mean).max() > 1e-10 else data.x
    walk = partial(lasso_path, precompute=False, tol=tol, max_iter=max_iter)
    _, found, _ = walk(centred, data.y - target, alphas=data.lams)
    coefficients = found.T
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}
