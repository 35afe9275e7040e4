"""This project, through the layers that ``compare`` itself uses: rows to moments, moments to paths.

And, in the scripts of one import line (jobs.py), through its estimators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import jobs
from benchmarks.data.simulated import Data
from benchmarks.data.tables import Table

if TYPE_CHECKING:
    from shrinkage.moments.resamples import MomentResamples

NAME = "shrinkage"
PEER = "shrinkage"


def path(data: Data) -> dict[str, np.ndarray]:
    from shrinkage.path.trace import trace
    from shrinkage.threads import one_blas_thread

    # As everywhere in the workflow: a BLAS that wakes a thread of its own keeps it spinning for long after.
    with one_blas_thread():
        resamples = _resamples(data, 1)
        found = trace(resamples.train(None), data.lams, 1.0)
        intercepts, coefficients = resamples.scaling(None).original(found.coefficients)
    return {"coefficients": coefficients, "intercepts": np.asarray(intercepts)}


def crossvalidate(data: Data) -> dict[str, np.ndarray]:
    from shrinkage.path.trace import trace
    from shrinkage.threads import one_blas_thread, run

    def walk(part: int | None) -> np.ndarray:
        found = trace(resamples.train(part), data.lams, 1.0).coefficients
        return found if part is None else resamples.score(part, found)

    with one_blas_thread():
        resamples = _resamples(data, int(data.fold.max()) + 1)
        full, *errors = run(walk, [None, *range(resamples.folds)])
        curve = np.mean(errors, axis=0)
        best = int(np.argmin(curve))
        intercept, coefficients = resamples.scaling(None).original(full[best])
    return {
        "cv_mse": curve,
        "lams": data.lams[best : best + 1],
        "coefficients": coefficients[None],
        "intercepts": np.array([intercept]),
    }


def leave_one_out(data: Data) -> dict[str, np.ndarray]:
    from shrinkage.solver.leave_one_out import Rows
    from shrinkage.solver.leave_one_out import leave_one_out as by_leverages
    from shrinkage.solver.ridge import Spectrum
    from shrinkage.threads import one_blas_thread, run

    with one_blas_thread():
        resamples = _resamples(data, 1)
        scaling, spectrum = resamples.scaling(None), Spectrum(resamples.train(None))
        curve = by_leverages(Rows(data.x, data.y), scaling, data.lams, spectrum, run=run).mse
        best = int(np.argmin(curve))
        intercepts, coefficients = scaling.original(spectrum.path(data.lams[best : best + 1]).coefficients)
    return {
        "cv_mse": curve,
        "lams": data.lams[best : best + 1],
        "coefficients": coefficients,
        "intercepts": np.asarray(intercepts),
    }


def lasso(data: Data) -> dict[str, Any]:
    return jobs.lasso("shrinkage", data)


def lasso_cv(data: Data) -> dict[str, Any]:
    return jobs.lasso_cv("shrinkage", data)


def ridge_cv(data: Data) -> dict[str, Any]:
    return jobs.ridge_cv("shrinkage", data)


def numpy() -> list[str]:
    """Whole process: what importing NumPy costs where this project is installed."""
    return ["-c", "import numpy"]


def imports() -> list[str]:
    """Whole process: importing this project, which fails if scikit-learn comes with it."""
    return ["-c", "import shrinkage, sys; sys.exit('sklearn' in sys.modules)"]


def estimator() -> list[str]:
    """Whole process: the import line of an estimator."""
    return ["-c", "from shrinkage import Lasso"]


def version() -> list[str]:
    """Whole process: nothing but starting."""
    return ["-m", "shrinkage", "--version"]


def compare(table: Table) -> list[str]:
    """Whole process: the main job, as at a terminal."""
    drop = ["--drop", ",".join(table.drop)] if table.drop else []
    return ["-m", "shrinkage", "compare", str(table.path), "--target", table.target, *drop, "--quiet"]


def _resamples(data: Data, folds: int) -> MomentResamples:
    """Every competitor is given the same contiguous folds; columns are taken as they are, as in scikit-learn."""
    from shrinkage.moments.arrays import gather_arrays, plain_layout
    from shrinkage.moments.resamples import MomentResamples

    gathered = gather_arrays(data.x, data.y, folds=folds)
    return MomentResamples(gathered, plain_layout(data.x.shape[1]), folds, raw=True)
