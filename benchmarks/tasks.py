"""The tasks, by letter: what is solved, how large, and who competes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.data import tables
from benchmarks.data.simulated import Data, alike_blocks, autoregressive, with_grid, with_ridge_grid
from benchmarks.data.tables import Table


@dataclass(frozen=True)
class ArrayTask:
    """Solvers are given arrays, and judged. kind: path | crossvalidate | leave_one_out, or a job of jobs.py.

    aim: of a job, how many times faster than scikit-learn by the same script it is meant to be.
    """

    letter: str
    title: str
    kind: str
    make: Callable[[bool], Data]
    solvers: tuple[str, ...]
    aim: float | None = None


@dataclass(frozen=True)
class CommandTask:
    """Whole processes, from nothing to an answer. commands: (solver, its function); make: the table, None if absent."""

    letter: str
    title: str
    make: Callable[[bool, Path], Table | None]
    commands: tuple[tuple[str, str], ...]


def _path_1e5(quick: bool) -> Data:
    x, y = autoregressive(2_000 if quick else 100_000, 20 if quick else 200, seed=1)
    return with_grid(x, y, folds=10, points=100, ratio=1e-3)


def _cv_1e6(quick: bool) -> Data:
    x, y = autoregressive(5_000 if quick else 1_000_000, 15 if quick else 100, seed=2)
    return with_grid(x, y, folds=10, points=100, ratio=1e-3)


def _alike(quick: bool) -> Data:
    x, y = alike_blocks(200 if quick else 1_000, 60 if quick else 300, seed=3)
    return with_grid(x, y, folds=10, points=100, ratio=1e-4)


def _leave_one_out(quick: bool) -> Data:
    x, y = autoregressive(2_000 if quick else 100_000, 20 if quick else 200, seed=1)
    return with_ridge_grid(x, y, points=100)


def _diabetes_cv(_quick: bool) -> Data:
    return with_grid(*tables.diabetes_arrays(), folds=5, points=100, ratio=1e-3)


def _diabetes_fit(quick: bool) -> Data:
    return replace(_diabetes_cv(quick), lams=np.array([0.1]))


def _no_table(_quick: bool, _scratch: Path) -> Table | None:
    return tables.diabetes()


def _flights(kind: str) -> Callable[[bool, Path], Table | None]:
    return lambda quick, scratch: tables.flights_sample(scratch) if quick else tables.flights(scratch, kind)


_PEERS = ("sklearn_path", "sklearn_descent", "glmnet", "adelie_gram", "adelie", "celer", "skglm", "glum", "scm2cpp")
_PATHS = ("gram", "shrinkage", *_PEERS, "zeros")
_CURVES = ("shrinkage", "sklearn_cv", "glmnet", "adelie", "celer", "glum", "scm2cpp", "zeros")
_LEFT_OUT = ("gram", "shrinkage", "sklearn_ridge", "sklearn_ridge_svd", "scm2cpp")
_SWAPPED = ("shrinkage", "sklearn_swap", "sklearn_swap_tuned", "zeros")
_IMPORTS = (("shrinkage", "numpy"), ("shrinkage", "imports"), ("shrinkage", "estimator"), ("sklearn_swap", "estimator"))
_COMPARE = (("shrinkage", "compare"), ("sklearn_pipeline", "compare"))

TASKS: dict[str, ArrayTask | CommandTask] = {
    task.letter: task
    for task in (
        ArrayTask("A", "path of 100 to 1e-3·lam_max, 1e5×200", "path", _path_1e5, _PATHS),
        ArrayTask("B", "10 folds × 100, 1e5×200", "crossvalidate", _path_1e5, _CURVES),
        ArrayTask("C", "10 folds × 100, 1e6×100", "crossvalidate", _cv_1e6, _CURVES),
        ArrayTask("H", "path of 100 to 1e-4·lam_max, 1000×300, blocks alike by 0.99", "path", _alike, _PATHS[1:]),
        ArrayTask("I", "ridge, leave-one-out, 100 strengths, 1e5×200", "leave_one_out", _leave_one_out, _LEFT_OUT),
        CommandTask(
            "L", "cold start", _no_table, (("shrinkage", "version"), ("sklearn_pipeline", "imports"), *_COMPARE)
        ),
        CommandTask("M", "flights, 336,776 rows, from Parquet", _flights("parquet"), _COMPARE),
        CommandTask("M-csv", "flights, 336,776 rows, from CSV", _flights("csv"), _COMPARE),
        ArrayTask("J-fit", "Lasso(alpha=0.1).fit, 442×10", "lasso", _diabetes_fit, _SWAPPED[:2], aim=2),
        ArrayTask("J-cv", "LassoCV().fit, 442×10", "lasso_cv", _diabetes_cv, _SWAPPED, aim=7),
        ArrayTask("B-swap", "LassoCV(cv=10).fit, 1e5×200", "lasso_cv", _path_1e5, _SWAPPED, aim=30),
        ArrayTask("C-swap", "LassoCV(cv=10).fit, 1e6×100", "lasso_cv", _cv_1e6, _SWAPPED, aim=100),
        ArrayTask(
            "I-swap", "RidgeCV of 100 alphas, leave-one-out, 1e5×200", "ridge_cv", _leave_one_out, _SWAPPED[:3], aim=70
        ),
        CommandTask("imports", "the import line itself", _no_table, _IMPORTS),
    )
}

# One import line replaced: the same script by scikit-learn and by this project.
SWAPS = ("J-fit", "J-cv", "B-swap", "C-swap", "I-swap", "imports")
