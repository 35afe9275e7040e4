"""This project, through the layers that ``compare`` itself uses: rows to moments, moments to paths.

Folds are given here rather than hashed, so that every competitor sees the same ones: a row's "hash" is its fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.data.simulated import Data
from benchmarks.data.tables import Table

NAME = "shrinkage"
PEER = "shrinkage"

BATCH_ROWS = 65_536


class GivenFolds:
    """A placement that reads the bucket where the hash would be."""

    def __init__(self, count: int) -> None:
        self.count = count

    def place(self, rows: object) -> NDArray[np.int32]:
        return rows.hashes.astype(np.int32)  # type: ignore[attr-defined]


def path(data: Data) -> dict[str, np.ndarray]:
    from shrinkage.path.trace import trace

    resamples = _resamples(data)
    found = trace(resamples.train(None), data.lams, 1.0)
    intercepts, coefficients = resamples.scaling(None).original(found.coefficients)
    return {"coefficients": coefficients, "intercepts": np.asarray(intercepts)}


def crossvalidate(data: Data) -> dict[str, np.ndarray]:
    from shrinkage.moments.threads import one_blas_thread, run
    from shrinkage.path.trace import trace

    resamples = _resamples(data)

    def walk(part: int | None) -> np.ndarray:
        found = trace(resamples.train(part), data.lams, 1.0).coefficients
        return found if part is None else resamples.score(part, found)

    with one_blas_thread():
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


def version() -> list[str]:
    """Whole process: nothing but starting."""
    return ["-m", "shrinkage", "--version"]


def compare(table: Table) -> list[str]:
    """Whole process: the main job, as at a terminal."""
    drop = ["--drop", ",".join(table.drop)] if table.drop else []
    return ["-m", "shrinkage", "compare", str(table.path), "--target", table.target, *drop, "--quiet"]


def _resamples(data: Data):  # type: ignore[no-untyped-def]
    from shrinkage.design.features import Layout, Rows
    from shrinkage.moments.gather import gather
    from shrinkage.moments.resamples import MomentResamples

    x, y = data.x, data.y
    layout = Layout(x.shape[1], (), (), x[:100].mean(axis=0), float(y[:100].mean()))
    nothing = np.zeros((len(y), 0), dtype=np.int32)

    def block(start: int) -> Callable[[], Rows]:
        cut = slice(start, start + BATCH_ROWS)
        return lambda: Rows(x[cut], nothing[cut], y[cut], None, data.fold[cut].astype(np.uint64))

    def blocks() -> Iterator[Callable[[], Rows]]:
        return (block(start) for start in range(0, len(y), BATCH_ROWS))

    folds = int(data.fold.max()) + 1
    return MomentResamples(gather(blocks(), layout, GivenFolds(folds)), layout, folds, raw=True)
