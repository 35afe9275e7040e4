"""scikit-learn by the script of one import line, as it comes: the rows that the ratios are told against."""

from __future__ import annotations

from typing import Any

from benchmarks import jobs
from benchmarks.data.simulated import Data

NAME = "scikit-learn, same script"
PEER = "scikit-learn"
TOLERANCES = {"lasso": 1e-4, "lasso_cv": 1e-4}
LIBRARY = "sklearn.linear_model"


def lasso(data: Data, tol: float) -> dict[str, Any]:
    return jobs.lasso(LIBRARY, data, tol=tol)


def lasso_cv(data: Data, tol: float) -> dict[str, Any]:
    return jobs.lasso_cv(LIBRARY, data, tol=tol)


def ridge_cv(data: Data) -> dict[str, Any]:
    return jobs.ridge_cv(LIBRARY, data)


def estimator() -> list[str]:
    """Whole process: the import line, and no more."""
    return ["-c", "from sklearn.linear_model import Lasso"]
