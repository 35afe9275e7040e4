"""What a person hands to ``fit``, checked as scikit-learn checks it, and never copied without need nor modified."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Number
from typing import Any

import numpy as np
from sklearn.utils import assert_all_finite
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from shrinkage.errors import TableError
from shrinkage.estimators.complaints import told
from shrinkage.problem import Floats

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


@dataclass(frozen=True, slots=True)
class Inputs:
    """x: (n, p) floats as given, dense in any order or scipy CSC; y: (n,) or (n, t); weights: (n,) or None for ones.

    unseen: whether cells of x may not be finite numbers, which products of its columns will tell (``refuse_unseen``).
    """

    x: Any
    y: Floats
    weights: Floats | None
    unseen: bool = False

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


def checked(
    estimator: Any, X: Any, y: Any, sample_weight: Any = None, *, several: bool = False, unseen: bool = False
) -> Inputs:
    """Checks X and y, sets ``n_features_in_`` and ``feature_names_in_``.

    several: y may have columns of its own; unseen: whether the caller finds out itself that cells are finite numbers,
    which saves a pass over X. Raises TableError (a ValueError), or what scikit-learn raises where that says enough.
    """
    if not _plain(X, y):
        x, target = _by_scikit_learn(estimator, X, y, several)
        return Inputs(x, target, _weights(sample_weight, x.shape[0]))
    weights = _weights(sample_weight, X.shape[0])
    unseen = unseen and (weights is None or bool(weights.all()))
    if not (unseen or are_finite(X)):
        refuse_unseen(X, type(estimator).__name__)
    estimator.n_features_in_ = X.shape[1]
    if hasattr(estimator, "feature_names_in_"):
        del estimator.feature_names_in_
    return Inputs(X, y.astype(np.float64, copy=False), weights, unseen)


def _plain(X: Any, y: Any) -> bool:
    """Whether all that scikit-learn would check of X and y is seen at once, X's cells aside (saves 100 µs)."""
    if type(X) is not np.ndarray or type(y) is not np.ndarray or X.ndim != 2 or y.ndim != 1:
        return False
    return X.dtype in FLOATS and y.dtype.kind in "fiu" and X.shape[0] == y.shape[0] and X.size > 0 and are_finite(y)


def are_finite(values: np.ndarray) -> bool:
    """Whether the sum of all cells is a finite number, and so each of them."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(values.sum(dtype=np.float64)))


def refuse_unseen(x: Any, name: str = "this estimator") -> None:
    """Raises TableError for cells that are not finite numbers; nothing where all are (but their sum is not)."""
    with _sentences(name, x):
        assert_all_finite(x, input_name="X")


def checked_rows(estimator: Any, X: Any) -> Any:
    """X (n, p) to predict from: dense floats or sparse, of the columns the estimator was fitted to."""
    name = type(estimator).__name__
    check_is_fitted(estimator, msg="This %(name)s is not fitted yet, so that it cannot predict; call fit(X, y) first.")
    with _sentences(name, X):
        return validate_data(estimator, X, accept_sparse=["csr", "csc", "coo"], dtype=list(FLOATS), reset=False)


def _by_scikit_learn(estimator: Any, X: Any, y: Any, several: bool) -> tuple[Any, Floats]:
    with _sentences(type(estimator).__name__, X):
        x, target = validate_data(
            estimator, X, y, accept_sparse="csc", dtype=list(FLOATS), multi_output=True, y_numeric=True
        )
        target = np.asarray(target, dtype=np.float64)
    return x, target if several else column_or_1d(target, warn=True)


@contextmanager
def _sentences(name: str, X: Any) -> Iterator[None]:
    """Whatever scikit-learn finds within, told with what to do about it."""
    try:
        yield
    except (ValueError, TypeError) as error:
        sentence = told(error, name, X)
        if sentence is None:
            raise
        raise sentence from error


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
