"""scikit-learn by the same script, told to use all cores, and with X by columns, which spares it a copy."""

from __future__ import annotations

from typing import Any

from benchmarks import jobs
from benchmarks.data.simulated import Data
from benchmarks.solvers.sklearn_swap import LIBRARY

NAME = "scikit-learn, all cores, X by columns"
PEER = "scikit-learn"
COLUMN_MAJOR = True
TOLERANCES = {"lasso": 1e-4, "lasso_cv": 1e-4}


def lasso(data: Data, tol: float) -> dict[str, Any]:
    return jobs.lasso(LIBRARY, data, tol=tol)


def lasso_cv(data: Data, tol: float) -> dict[str, Any]:
    return jobs.lasso_cv(LIBRARY, data, tol=tol, n_jobs=-1)


def ridge_cv(data: Data) -> dict[str, Any]:
    return jobs.ridge_cv(LIBRARY, data, gcv_mode="svd")
