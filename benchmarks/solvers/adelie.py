"""adelie (Yang & Hastie 2024) by its "naive" method, on the rows; its cross-validation has no other."""

from __future__ import annotations

import os
from unittest.mock import patch

import numpy as np

from benchmarks.data.simulated import Data

NAME = "adelie, rows"
PEER = "adelie"
COLUMN_MAJOR = True
TOLERANCES = {"path": 1e-7, "crossvalidate": 1e-7}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    import adelie as ad

    state = ad.grpnet(data.x, ad.glm.gaussian(data.y), lmda_path=data.lams, tol=tol, early_exit=False, **_settings())
    return {"coefficients": state.betas.toarray(), "intercepts": np.asarray(state.intercepts)}


def crossvalidate(data: Data, tol: float) -> dict[str, np.ndarray]:
    import adelie as ad

    glm, folds = ad.glm.gaussian(data.y), int(data.fold.max()) + 1
    # It shuffles rows into contiguous folds; not shuffled, they are everybody's.
    with patch("numpy.random.choice", lambda rows, *_, **__: np.arange(rows)):
        found = ad.cv_grpnet(
            data.x,
            glm,
            n_folds=folds,
            min_ratio=data.lams[-1] / data.lams[0],
            lmda_path_size=len(data.lams),
            tol=tol,
            early_exit=False,
            **_settings(),
        )
    state = found.fit(data.x, glm, tol=tol, **_settings())
    squares = np.array([np.mean(data.y[data.fold == fold] ** 2) for fold in range(folds)])
    return {
        "cv_mse": (2 * found.losses + squares[:, None]).mean(axis=0),
        "lams": np.asarray(state.lmdas)[-1:],
        "coefficients": state.betas[-1:].toarray(),
        "intercepts": np.asarray(state.intercepts)[-1:],
    }


def _settings() -> dict[str, object]:
    # adev_tol 1: the whole grid, as everybody else, also where 90% of the deviance are explained.
    return {"n_threads": os.cpu_count() or 1, "progress_bar": False, "adev_tol": 1.0}
