"""Splits of rows into training and held-out parts, from whatever scikit-learn calls a ``cv``.

A split is (train, test), arrays of row numbers. Plain K-fold, the default, is told without writing any out: its test
part is a range of rows, and its training part, None, every other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.parameters import ParameterError

Indices = NDArray[np.int64]
Split = tuple[Indices | None, Indices | slice]


class SplitError(OptionError, IndexError):
    """A split names rows that are not there."""


def splitter_of(cv: Any) -> Any:
    """scikit-learn's splitter for a number of folds, a splitter or an iterable of splits."""
    from sklearn import model_selection

    check_cv: Any = model_selection.check_cv
    if isinstance(cv, Iterable) and not isinstance(cv, (str, type)) and not hasattr(cv, "split"):
        return check_cv([_pair(split) for split in cv])
    try:
        if not isinstance(cv, (type, bool)):
            return check_cv(cv)
    except ValueError:
        pass
    raise ParameterError(
        f"cv is {cv!r}, but it is a number of folds from 2 on (k-fold), a splitter such as KFold(5), or an iterable of "
        "(train, test) row numbers; give one of these."
    )


def splits_of(cv: Any, x: Any, y: Any, routed: dict[str, Any] | None = None) -> list[Split]:
    """The splits of ``cv``: None (5 folds), a number of folds, a splitter, or an iterable of splits.

    x, y: handed to the splitter, which reads their number of rows (and y, if it balances it); routed: what metadata
    routing has for it (groups). Raises scikit-learn's own for a splitter's parameters, and OptionError for what
    is no ``cv`` and for splits that cannot be used.
    """
    from sklearn.model_selection import KFold

    splitter: Any = splitter_of(cv)
    n = int(x.shape[0])
    if type(splitter) is KFold and splitter.n_splits > n:
        raise OptionError(
            f"cv asks for {splitter.n_splits} folds, but there are too few rows (n_samples={n}); give cv as many "
            "folds as there are rows, or fewer."
        )
    if type(splitter) is KFold and not splitter.shuffle and not routed:
        return contiguous(n, int(splitter.n_splits))
    return checked(list(splitter.split(x, y, **(routed or {}))), n)


def contiguous(n: int, folds: int) -> list[Split]:
    """K-fold as scikit-learn cuts it: ranges of rows, the first n mod k of them one row longer."""
    bounds = [fold * (n // folds) + min(fold, n % folds) for fold in range(folds + 1)]
    return [(None, slice(bounds[fold], bounds[fold + 1])) for fold in range(folds)]


def checked(splits: Sequence[Any], n: int) -> list[Split]:
    """Splits as arrays of row numbers from 0 to n − 1; masks and negative numbers are understood as numpy does."""
    if not splits:
        raise OptionError("cv yields no split at all, so that nothing is held out; give it at least one.")
    return [
        (_numbers(train, n, fold, "trained on"), _numbers(test, n, fold, "held out"))
        for fold, (train, test) in enumerate(map(_pair, splits), 1)
    ]


def _pair(split: Any) -> tuple[Any, Any]:
    try:
        train, test = split
    except (TypeError, ValueError) as error:
        raise ParameterError(
            f"cv yields {split!r}, but a split is a pair of arrays (train, test); give such."
        ) from error
    return train, test


def _numbers(rows: Any, n: int, fold: int, what: str) -> Indices:
    try:
        found = np.asarray(rows)
    except ValueError:
        found = np.zeros((0, 0))
    if found.dtype == np.bool_ and found.shape == (n,):
        found = np.flatnonzero(found)
    if found.ndim != 1 or not found.size:
        raise OptionError(f"split {fold} of cv leaves no row to be {what}; give splits with rows in both parts.")
    if found.dtype.kind not in "iu" or found.min() < -n or found.max() >= n:
        raise SplitError(f"split {fold} of cv names rows to be {what} that X does not have; there are {n} rows.")
    found = found.astype(np.int64, copy=False)
    return np.where(found < 0, found + n, found) if found.min() < 0 else found


def row_numbers(rows: Indices | slice) -> Indices:
    """(m,) row numbers of a part."""
    return np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows


def training_rows(split: Split, n: int) -> Indices:
    """(m,) row numbers of the training part, in the order of the split."""
    train, test = split
    if train is not None:
        return train
    if isinstance(test, slice):
        return np.concatenate((np.arange(test.start), np.arange(test.stop, n)))
    return np.delete(np.arange(n), test)


def complement_folds(splits: Sequence[Split], n: int) -> Indices | None:
    """(n,) which split holds out each row, −1 for none, where every split trains on all rows it does not hold out.

    None where splits are of any other kind, and where they are plain ranges (``contiguous``), which need no array.
    """
    fold_of = np.full(n, -1, dtype=np.int64)
    held = 0
    for fold, (train, test) in enumerate(splits):
        if train is None or train.shape[0] != n - row_numbers(test).shape[0]:
            return None
        held += row_numbers(test).shape[0]
        fold_of[test] = fold
    if np.count_nonzero(fold_of >= 0) != held:
        return None  # some row is held out twice
    for fold, (train, _) in enumerate(splits):
        # As many rows as there are others, none of them held out: all of them, unless one is named twice.
        if train is None or (fold_of[train] == fold).any() or not _distinct(train, n):
            return None
    return fold_of


def _distinct(rows: Indices, n: int) -> bool:
    if (rows[1:] > rows[:-1]).all():
        return True
    return bool(np.bincount(rows, minlength=n).max() <= 1)


def rows_of(inputs: Inputs, rows: Indices | slice) -> Inputs:
    """Those rows alone, copied; sparse ones, whose x may be CSR here, by columns."""
    weights = None if inputs.weights is None else inputs.weights[rows]
    x = inputs.x[rows]
    return Inputs(x if isinstance(x, np.ndarray) else x.tocsc(), inputs.y[rows], weights)


def part_weight(inputs: Inputs, rows: Indices | slice) -> float:
    """W of some rows; their number where there are no weights."""
    if inputs.weights is None:
        return float(rows.stop - rows.start if isinstance(rows, slice) else rows.shape[0])
    return float(inputs.weights[rows].sum())
