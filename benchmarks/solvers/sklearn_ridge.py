"""scikit-learn's RidgeCV, leave-one-out by its own formula. It keeps the best strength and its error, not the curve."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data

NAME = "scikit-learn RidgeCV"
PEER = "scikit-learn"


def leave_one_out(data: Data) -> dict[str, np.ndarray]:
    return ridge_cv(data, "auto")


def ridge_cv(data: Data, mode: str) -> dict[str, np.ndarray]:
    """mode: its gcv_mode; "auto" is by products of the columns here."""
    from sklearn.linear_model import RidgeCV

    rows = len(data.y)
    model = RidgeCV(alphas=rows * data.lams, gcv_mode=mode).fit(data.x, data.y)
    return {
        "cv_mse": np.array([-model.best_score_]),
        "lams": np.array([model.alpha_ / rows]),
        "coefficients": model.coef_[None],
        "intercepts": np.array([model.intercept_]),
    }
