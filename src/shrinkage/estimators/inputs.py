"""What a person hands to ``fit``, checked as scikit-learn checks it, and never copied without need nor modified."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Number
from typing import Any

import numpy as np
from sklearn.utils.validation import column_or_1d, validate_data

from shrinkage.errors import TableError
from shrinkage.problem import Floats

_FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


@dataclass(frozen=True, slots=True)
class Inputs:
    """x: (n, p) floats as given, dense in any order or scipy CSC; y: (n,) or (n, t); weights: (n,) or None for ones."""

    x: Any
    y: Floats
    weights: Floats | None

    @property
    def rows(self) -> int:
        return self.x.shape[0]

    @property
    def features(self) -> int:
        return self.x.shape[1]

    @property
    def weight(self) -> float:
        """W."""
        return float(self.rows) if self.weights is None else float(self.weights.sum())


def checked(estimator: Any, X: Any, y: Any, sample_weight: Any = None, *, several: bool = False) -> Inputs:
    """Checks X and y, sets ``n_features_in_`` and ``feature_names_in_``; several: y may have columns of its own.

    Raises TableError (a ValueError), or whatever scikit-learn raises where its sentence says enough.
    """
    if _plain(X, y):
        x, target = X, y.astype(np.float64, copy=False)
        estimator.n_features_in_ = x.shape[1]
        if hasattr(estimator, "feature_names_in_"):
            del estimator.feature_names_in_
    else:
        x, target = _by_scikit_learn(estimator, X, y, several)
    return Inputs(x, target, _weights(sample_weight, x.shape[0]))


def _plain(X: Any, y: Any) -> bool:
    """Whether all that scikit-learn would check is seen at once: finite floats of fitting shapes (100 µs saved)."""
    if type(X) is not np.ndarray or type(y) is not np.ndarray or X.ndim != 2 or y.ndim != 1:
        return False
    if X.dtype not in _FLOATS or y.dtype.kind not in "fiu" or X.shape[0] != y.shape[0] or not X.size:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(X.sum(dtype=np.float64)) and np.isfinite(y.sum(dtype=np.float64)))


def _by_scikit_learn(estimator: Any, X: Any, y: Any, several: bool) -> tuple[Any, Floats]:
    name = type(estimator).__name__
    try:
        x, target = validate_data(
            estimator, X, y, accept_sparse="csc", dtype=[np.float64, np.float32], multi_output=True, y_numeric=True
        )
        target = np.asarray(target, dtype=np.float64)
    except ValueError as error:
        text = str(error)
        if "contains NaN" in text or "could not convert string" in text:
            raise TableError(
                f"{text.splitlines()[0].rstrip('.')}; {name} takes numbers in every cell. Fill or encode them, or give "
                "the whole table to shrinkage.compare, which reads text and fills missing cells inside each fold."
            ) from error
        raise
    return x, target if several else column_or_1d(target, warn=True)


def _weights(sample_weight: Any, rows: int) -> Floats | None:
    if sample_weight is None or isinstance(sample_weight, Number):
        return None  # one weight for all is none
    v = np.ascontiguousarray(sample_weight, dtype=np.float64)
    if v.shape != (rows,):
        raise TableError(f"sample_weight has the shape {v.shape}, but X has {rows} rows; give one weight a row.")
    if not (np.isfinite(v).all() and (v >= 0).all()):
        raise TableError("a sample weight is negative or not a finite number; weights are 0 (left out) or more.")
    if not v.any():
        raise TableError("Sample weights must contain at least one non-zero number, but every weight is zero.")
    return v
