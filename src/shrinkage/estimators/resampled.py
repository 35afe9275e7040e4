"""Training and held-out parts of arrays, for any splits of rows: ``problem.Resamples`` at the scikit-learn door.

Two ways to a training part, whichever is cheaper:

    merged   K-fold, grouped folds, leave-one-out: every split trains on all rows that it does not hold out. The rows
             are read once, into the moments of a few blocks; a training part is the merge of all other blocks (never
             the total minus one: that cancels) with what is left of its own block, whose rows are read again.
    apart    any other splits (forward ones, random ones, rows named twice), and tables so small that nothing is
             gained: each training part is gathered from its own rows. Where there are many more columns than rows
             it stays rows (`problem.RowProblem`), and no products of all columns are formed.

Held-out rows are scored by the quadratic form of their moments where these are at hand, and one by one where they are
few, or where the form would keep too few digits (`held_out.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError, TableError
from shrinkage.estimators.inputs import Inputs, refuse_unseen
from shrinkage.estimators.merged import Merged, moments_of
from shrinkage.estimators.problems import problem_of, problems_of
from shrinkage.estimators.row_errors import row_errors
from shrinkage.estimators.row_problems import by_rows_better, row_problems_of
from shrinkage.estimators.splits import Split, complement_folds, part_weight, rows_of, training_rows
from shrinkage.moments.arrays import gather_arrays
from shrinkage.problem import Floats, Problem, Quadratic, Scaling

# Multiply-adds of all training parts together below which each is gathered by itself: some 20 ms.
SMALL = 5e7
# Bytes of the moments of all blocks up to which sparse rows are merged: beyond, these outweigh copies of stored cells.
SPARSE_BLOCKS = 64 << 20


class _Source(Protocol):
    """Where training parts come from."""

    def train(self, fold: int | None) -> tuple[Problem, Scaling]: ...

    def error(self, fold: int, scaling: Scaling, coefficients: Floats) -> tuple[Floats, NDArray[np.bool_]] | None:
        """Held-out error (m,) from moments and where it is trustworthy, or None where rows must tell."""
        ...


class Parts:
    """``problem.Resamples`` over splits [(train, test), …] of the rows of ``inputs`` (one target).

    ``fold`` None is all rows, whatever the splits leave out; there is no test part. standardize: each training part is
    divided by its own weighted population sd. threads: of the one pass over the rows; results do not depend on it.
    by_rows: make no products of columns, whatever their number.
    Safe to call from several threads. Problems are made anew at each call, so that k of them are never held at once.
    """

    def __init__(
        self,
        inputs: Inputs,
        splits: Sequence[Split],
        *,
        intercept: bool,
        standardize: bool,
        threads: int | None = None,
        by_rows: bool = False,
    ) -> None:
        self._whole = inputs
        if not isinstance(inputs.x, np.ndarray):
            inputs = Inputs(inputs.x.tocsr(), inputs.y, inputs.weights)
        self._inputs, self._splits = inputs, list(splits)
        with np.errstate(over="ignore", invalid="ignore"):
            self._source = (
                _Apart(inputs, self._splits, intercept=intercept, standardize=standardize, by_rows=True)
                if by_rows or by_rows_better(inputs)
                else _source(inputs, self._splits, intercept=intercept, standardize=standardize, threads=threads)
            )
        self._scalings: dict[int | None, Scaling] = {}
        self._check_weights()

    @property
    def folds(self) -> int:
        return len(self._splits)

    @property
    def has_test(self) -> bool:
        return False

    def train(self, fold: int | None) -> Problem:
        """The training part of a fold as a problem; of all rows for None. Raises TableError for cells of no number."""
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                problem, scaling = self._source.train(fold)
        except TableError:
            if self._whole.unseen:
                refuse_unseen(self._whole.x)
            raise
        self._scalings[fold] = scaling
        return problem

    def scaling(self, fold: int | None) -> Scaling:
        """How the columns of ``train(fold)`` relate to those of X."""
        if fold not in self._scalings:
            self.train(fold)
        return self._scalings[fold]

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        """Weighted mean squared error (m,) on the held-out part of coefficients (m, p) of ``train(fold)``."""
        if fold is None:
            raise OptionError("an error was asked for on a test part, but these splits set none apart; name a fold.")
        scaling, test = self.scaling(fold), self._splits[fold][1]
        own = scaling.original(coefficients)[1]
        told = self._source.error(fold, scaling, own)
        if told is None:
            return row_errors(self._inputs, test, scaling, own)
        error, trusted = told
        if not trusted.all():
            error[~trusted] = row_errors(self._inputs, test, scaling, own[~trusted])
        return error

    def training_inputs(self, fold: int | None) -> Inputs:
        """The rows of a training part themselves, copied but for all of them."""
        if fold is None:
            return self._whole
        return rows_of(self._inputs, training_rows(self._splits[fold], self._inputs.rows))

    def weight(self, fold: int | None) -> float:
        """W of the training part; the number of rows where there are no weights."""
        if fold is None:
            return self._inputs.weight
        train, test = self._splits[fold]
        if train is None:
            return self._inputs.weight - part_weight(self._inputs, test)
        return part_weight(self._inputs, train)

    def held_out_weight(self, fold: int) -> float:
        """W of the held-out part."""
        return part_weight(self._inputs, self._splits[fold][1])

    def held_out_variance(self, fold: int) -> float:
        """Weighted variance of the target on the held-out part, about that part's own mean."""
        rows = self._splits[fold][1]
        y, weights = self._inputs.y[rows], None if self._inputs.weights is None else self._inputs.weights[rows]
        return float(np.average((y - np.average(y, weights=weights)) ** 2, weights=weights))

    def _check_weights(self) -> None:
        if self._inputs.weights is None:
            return
        for fold in range(self.folds):
            for what, weight in (("trains on", self.weight(fold)), ("holds out", self.held_out_weight(fold))):
                if not weight > 0:
                    raise OptionError(
                        f"split {fold + 1} of cv {what} rows that weigh nothing, because their sample_weight is 0; "
                        "drop these rows or split otherwise."
                    )


def _source(inputs: Inputs, splits: list[Split], *, intercept: bool, standardize: bool, threads: int | None) -> _Source:
    dense = isinstance(inputs.x, np.ndarray)
    q = inputs.features + 1
    small = float(len(splits)) * inputs.rows * q * q <= SMALL
    if small or not (dense or 8 * len(splits) * q * q <= SPARSE_BLOCKS):
        return _Apart(inputs, splits, intercept=intercept, standardize=standardize)
    runs = all(train is None for train, _ in splits)
    fold_of = None if runs else complement_folds(splits, inputs.rows)
    if runs or fold_of is not None:
        return Merged(inputs, splits, fold_of, intercept=intercept, standardize=standardize, threads=threads)
    if not dense:
        return _Apart(inputs, splits, intercept=intercept, standardize=standardize)
    return _Counted(inputs, splits, intercept=intercept, standardize=standardize, threads=threads)


class _Apart:
    """Every training part copied out and made a problem of its own."""

    def __init__(
        self, inputs: Inputs, splits: list[Split], *, intercept: bool, standardize: bool, by_rows: bool = False
    ) -> None:
        self._inputs, self._splits, self._by_rows = inputs, splits, by_rows
        self._intercept, self._standardize = intercept, standardize

    def train(self, fold: int | None) -> tuple[Problem, Scaling]:
        inputs = self._inputs
        rows = slice(None) if fold is None else training_rows(self._splits[fold], inputs.rows)
        if not (self._by_rows or isinstance(inputs.x, np.ndarray)):
            moments = moments_of(inputs, np.arange(inputs.rows) if isinstance(rows, slice) else rows)
            return problem_of(moments, intercept=self._intercept, standardize=self._standardize)
        inputs = inputs if fold is None and isinstance(inputs.x, np.ndarray) else rows_of(inputs, rows)
        of = row_problems_of if self._by_rows else problems_of
        problems, scalings = of(inputs, intercept=self._intercept, standardize=self._standardize)
        return problems[0], scalings[0]

    def error(self, fold: int, scaling: Scaling, coefficients: Floats) -> None:
        return None


class _Counted:
    """Every training part read in place, a row as often as the split names it."""

    def __init__(
        self, inputs: Inputs, splits: list[Split], *, intercept: bool, standardize: bool, threads: int | None
    ) -> None:
        self._inputs, self._splits, self._threads = inputs, splits, threads
        self._intercept, self._standardize = intercept, standardize

    def train(self, fold: int | None) -> tuple[Quadratic, Scaling]:
        weights = self._inputs.weights
        if fold is not None:
            rows = training_rows(self._splits[fold], self._inputs.rows)
            times = np.bincount(rows, minlength=self._inputs.rows).astype(np.float64)
            weights = times if weights is None else times * weights
        moments = gather_arrays(self._inputs.x, self._inputs.y, weights, threads=self._threads).buckets[0]
        return problem_of(moments, intercept=self._intercept, standardize=self._standardize)

    def error(self, fold: int, scaling: Scaling, coefficients: Floats) -> None:
        return None
