"""The six classes beside scikit-learn's of the same name, and a table for both."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn import linear_model

from shrinkage import ElasticNet, ElasticNetCV, Lasso, LassoCV, Ridge, RidgeCV

PLAIN = (Lasso, Ridge, ElasticNet)
VALIDATED = (LassoCV, RidgeCV, ElasticNetCV)
KINDS = PLAIN + VALIDATED


def exact(kind: type, **options: Any) -> Any:
    """scikit-learn's class of the same name, told to go on to the end."""
    theirs = getattr(linear_model, kind.__name__)
    known = theirs().get_params()
    to_the_end: dict[str, Any] = {"tol": 1e-14} if "tol" in known else {}
    if "selection" in known:
        to_the_end["max_iter"] = 10**6
    return theirs(**{**to_the_end, **options})


def table(n: int = 90, p: int = 6, t: int = 1, seed: int = 0) -> tuple[Any, Any, Any]:
    """X (n, p), y (n,) or (n, t) and weights (n,); columns of unlike scales, of which some matter."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, p)) * np.geomspace(0.5, 3, p) + rng.standard_normal(p)
    w = rng.standard_normal((p, t)) * (np.arange(p) % 3 > 0)[:, None]
    y = x @ w + rng.standard_normal((n, t)) + 2
    return x, y[:, 0] if t == 1 else y, rng.uniform(0.2, 3, n)
