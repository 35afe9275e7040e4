"""scikit-learn's lasso_path on the rows themselves, without a Gram matrix."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data
from benchmarks.solvers.sklearn_path import walk

NAME = "scikit-learn lasso_path, rows"
PEER = "scikit-learn"
COLUMN_MAJOR = True
TOLERANCES = {"path": 1e-4}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    return walk(data, tol, precompute=False)
