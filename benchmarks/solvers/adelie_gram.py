"""adelie's covariance method on NumPy's Gram matrix: its fastest way to a path where n is much more than p."""

from __future__ import annotations

import os

import numpy as np

from benchmarks.data.simulated import Data

NAME = "adelie, Gram"
PEER = "adelie"
COLUMN_MAJOR = True
TOLERANCES = {"path": 1e-7}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    import adelie as ad

    x, y, mean, target = data.centred()
    rows = len(y)
    gram = np.asfortranarray(x.T @ x / rows)
    threads = os.cpu_count() or 1
    state = ad.gaussian_cov(
        ad.matrix.dense(gram, method="cov", n_threads=threads),
        x.T @ y / rows,
        lmda_path=data.lams,
        tol=tol,
        rdev_tol=0.0,
        early_exit=False,
        n_threads=threads,
        progress_bar=False,
    )
    coefficients = state.betas.toarray()
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}
