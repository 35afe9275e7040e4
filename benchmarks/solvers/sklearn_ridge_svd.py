"""scikit-learn's RidgeCV by a singular value decomposition of the rows."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data
from benchmarks.solvers.sklearn_ridge import ridge_cv

NAME = "scikit-learn RidgeCV, svd"
PEER = "scikit-learn"


def leave_one_out(data: Data) -> dict[str, np.ndarray]:
    return ridge_cv(data, "svd")
