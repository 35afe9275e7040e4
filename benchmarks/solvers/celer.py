"""celer (Massias, Gramfort & Salmon 2018): working sets and dual extrapolation, on the rows."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data
from benchmarks.solvers.sklearn_cv import fitted

NAME = "celer"
PEER = "celer"
COLUMN_MAJOR = True
TOLERANCES = {"path": 1e-6, "crossvalidate": 1e-4}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    from celer import celer_path

    x, y, mean, target = data.centred()
    _, found, _ = celer_path(x, y, pb="lasso", alphas=data.lams, tol=tol, max_iter=1000, prune=True)
    coefficients = found.T
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}


def crossvalidate(data: Data, tol: float) -> dict[str, np.ndarray]:
    from celer import LassoCV
    from sklearn.model_selection import PredefinedSplit

    model = LassoCV(alphas=data.lams, cv=PredefinedSplit(data.fold), tol=tol, max_iter=1000, n_jobs=-1)
    return fitted(model, data)
