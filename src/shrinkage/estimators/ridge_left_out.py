"""RidgeCV without folds: every row predicted by all others, from one fit (``solver/leave_one_out.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.ridge_fits import RidgeFits
from shrinkage.estimators.ridge_scores import Scoring, Told
from shrinkage.problem import Floats, RowProblem
from shrinkage.solver.leave_one_out import LeaveOneOut, Rows, leave_one_out, leave_one_out_by_rows
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.wide import RowSpectrum
from shrinkage.threads import run

# Predictions of every row that are held at once, where a scorer asks for them: 16 MB of doubles.
CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class LeftOut:
    """mse, standard_error, scores: (t, m); kept: (n, t, m) weighted squared errors, or predictions under a scorer.

    pooled: (m,) the score of all targets together.
    """

    mse: Floats
    standard_error: Floats
    scores: Floats
    pooled: Floats
    kept: Floats | None


def left_out(
    inputs: Inputs, fits: RidgeFits, lams: Floats, scoring: Scoring, *, intercept: bool, each: bool, keep: bool
) -> LeftOut:
    """Errors and scores at lams (m,), each > 0. each: score every target by itself; keep: those of every row too."""
    n, t = inputs.rows, len(fits.problems)
    kept = np.empty((n, t, lams.size)) if keep else None
    by_row = keep or scoring.scorer is not None
    found: list[list[LeaveOneOut]] = []
    told, together = np.empty((t, lams.size)), np.empty(lams.size)
    for place in _chunks(lams.size, n * t) if by_row else [slice(0, lams.size)]:
        some = [_one(inputs, fits, lams[place], target, intercept, by_row) for target in range(t)]
        found.append([LeaveOneOut(one.lams, one.mse, one.standard_error, None) for one in some])
        if not by_row:
            continue
        errors = np.stack([one.errors for one in some if one.errors is not None], axis=1)
        predictions = np.reshape(inputs.y, (n, t, 1)) - errors
        if kept is not None:
            kept[:, :, place] = predictions if scoring.scorer else _weighted_squares(errors, inputs.weights)
        if scoring.scorer is not None:
            told[:, place], together[place] = _by_scorer(inputs, predictions, scoring, each)
    mse = np.hstack([[one.mse for one in some] for some in found])
    standard_error = np.hstack([[one.standard_error for one in some] for some in found])
    if scoring.scorer is None:
        told = -mse * (inputs.weight / n)
        together = told.mean(axis=0)
    return LeftOut(mse, standard_error, told, together, kept)


def _one(inputs: Inputs, fits: RidgeFits, lams: Floats, target: int, intercept: bool, keep: bool) -> LeaveOneOut:
    problem, scaling = fits.problems[target], fits.scalings[target]
    if isinstance(problem, RowProblem):
        assert isinstance(fits.spectrum, RowSpectrum)
        found = leave_one_out_by_rows(problem, lams, fits.spectrum, intercept=intercept, keep=keep)
        return _refilled(found, inputs, fits, target) if keep else found
    assert isinstance(fits.spectrum, Spectrum)
    x = inputs.x if isinstance(inputs.x, np.ndarray) else inputs.x.tocsr()
    rows = Rows(x, np.reshape(inputs.y, (inputs.rows, -1))[:, target], inputs.weights)
    spectrum = fits.spectrum.of_target(problem)
    return leave_one_out(rows, scaling, lams, spectrum, intercept=intercept, keep=keep, run=run)


def _refilled(found: LeaveOneOut, inputs: Inputs, fits: RidgeFits, target: int) -> LeaveOneOut:
    """Rows without a weight are no part of a problem of rows; the fit to all others is what predicts them."""
    if inputs.weights is None or inputs.weights.all():
        return found
    absent = inputs.weights == 0
    level, own = fits.scalings[target].original(fits.coefficients(found.lams, target))
    errors = np.empty((inputs.rows, found.lams.size))
    errors[~absent] = found.errors
    y = np.reshape(inputs.y, (inputs.rows, -1))[absent, target]
    errors[absent] = y[:, None] - np.asarray(inputs.x[absent] @ own.T) - level
    return LeaveOneOut(found.lams, found.mse, found.standard_error, errors)


def _weighted_squares(errors: Floats, weights: Floats | None) -> Floats:
    """v e² (n, t, m), which is what scikit-learn keeps."""
    return errors**2 if weights is None else weights[:, None, None] * errors**2


def _by_scorer(inputs: Inputs, predictions: Floats, scoring: Scoring, each: bool) -> tuple[Floats, Floats]:
    """Scores (t, m) of each target by itself, and (m,) of all together; those that are not asked for are nan."""
    n, t, m = predictions.shape
    apart, together = np.full((t, m), np.nan), np.full(m, np.nan)
    for point in range(m):
        told = predictions[:, :, point]
        if each:
            columns = np.reshape(inputs.y, (n, t))
            for k in range(t):
                apart[k, point] = scoring.of_rows(Told(), told[:, k], columns[:, k], None, n)
        else:
            shaped = told[:, 0] if inputs.y.ndim == 1 else told
            together[point] = scoring.of_rows(Told(), shaped, inputs.y, None, n)
    return apart, together


def _chunks(points: int, cells: int) -> Iterator[slice]:
    step = max(1, CELLS_AT_ONCE // max(cells, 1))
    for start in range(0, points, step):
        yield slice(start, min(start + step, points))
