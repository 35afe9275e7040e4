"""What a person hands to ``fit``, checked as scikit-learn checks it, and never copied without need nor modified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from numbers import Number, Real
from typing import Any, TypeVar, cast

import numpy as np
from scipy import sparse
from sklearn.utils import assert_all_finite, check_X_y
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from shrinkage.errors import TableError
from shrinkage.estimators.complaints import KindError, kind_of, told
from shrinkage.problem import Floats

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))
Fit = TypeVar("Fit", bound=Callable[..., Any])


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


def checked_arrays(X: Any, y: Any, sample_weight: Any = None) -> Inputs:
    """``checked`` for a path, which is a function and keeps nothing: y (n,) or (n, t)."""
    x, target = _by_scikit_learn(None, X, y, several=True)
    return Inputs(x, target, _weights(sample_weight, x.shape[0]))


def all_or_nothing(fit: Fit) -> Fit:
    """``fit(estimator, ...)`` that fails leaves the estimator as it was: fitted as before, or not fitted at all."""

    @wraps(fit)
    def whole(estimator: Any, *args: Any, **kwargs: Any) -> Any:
        before = dict(vars(estimator))
        try:
            return fit(estimator, *args, **kwargs)
        except BaseException:
            vars(estimator).clear()
            vars(estimator).update(before)
            raise

    return cast(Fit, whole)


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
    with sentences(name, x):
        assert_all_finite(x, input_name="X")


def checked_rows(estimator: Any, X: Any) -> Any:
    """X (n, p) to predict from: dense floats or sparse, of the columns the estimator was fitted to."""
    name = type(estimator).__name__
    check_is_fitted(estimator, msg="This %(name)s is not fitted yet, so that it cannot predict; call fit(X, y) first.")
    with sentences(name, X):
        return validate_data(estimator, X, accept_sparse=["csr", "csc", "coo"], dtype=list(FLOATS), reset=False)


def _by_scikit_learn(estimator: Any, X: Any, y: Any, several: bool) -> tuple[Any, Floats]:
    name = "a path" if estimator is None else type(estimator).__name__
    if sparse.issparse(y):
        raise KindError("Sparse data was passed for y, but dense data is required; give y.toarray().")
    asked: dict[str, Any] = {"accept_sparse": "csc", "dtype": list(FLOATS), "multi_output": True, "y_numeric": True}
    with sentences(name, X):
        if estimator is None:
            x, target = check_X_y(X, y, estimator=name, **asked)
        else:
            x, target = validate_data(estimator, X, y, **asked)
        target = np.asarray(target, dtype=np.float64)
        assert_all_finite(target, input_name="y")  # None among objects is found by none of the checks above
        return x, target if several else column_or_1d(target, warn=True)


@contextmanager
def sentences(name: str, X: Any) -> Iterator[None]:
    """Whatever scikit-learn finds within, told with what to do about it."""
    try:
        yield
    except (ValueError, TypeError) as error:
        sentence = told(error, name, X)
        if sentence is None:
            raise
        raise sentence from error


def _weights(sample_weight: Any, rows: int) -> Floats | None:
    if sample_weight is None:
        return None
    if isinstance(sample_weight, Number):
        if not (isinstance(sample_weight, Real) and 0 < float(sample_weight) < np.inf):
            raise TableError(
                f"sample_weight is {sample_weight!r}, but one weight for all rows is a finite number above 0; give "
                "such a number, or one a row."
            )
        return None  # one weight for all is none
    v = _numbers(sample_weight)
    if v.shape != (rows,):
        kind = TableError if v.ndim else KindError
        raise kind(f"sample_weight has the shape {v.shape}, but X has {rows} rows; give one weight a row.")
    if not (np.isfinite(v).all() and (v >= 0).all()):
        raise TableError("a sample weight is negative or not a finite number; weights are 0 (left out) or more.")
    if not v.any():
        raise TableError(
            "Sample weights must contain at least one non-zero number, but every weight is zero; give some more."
        )
    with np.errstate(over="ignore"):
        total = float(v.sum())
    if not np.finfo(np.float64).tiny <= total < np.inf:
        raise TableError(f"sample weights sum to {total}, beyond what doubles resolve; multiply all by one number.")
    return np.ascontiguousarray(v)


def _numbers(sample_weight: Any) -> Floats:
    try:
        found = np.asarray(sample_weight)
        if found.dtype.kind == "c":
            raise TypeError("Complex data not supported")
        return found.astype(np.float64, copy=False)
    except (TypeError, ValueError) as error:
        finding = str(error).partition("\n")[0].rstrip(".")
        raise kind_of(error)(f"sample_weight is no array of numbers ({finding}); give one number a row.") from error
