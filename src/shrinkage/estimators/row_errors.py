"""Held-out errors from the rows themselves: exact to rounding, whatever the size of the error.

    (1/W) Σ v ((y − ȳ) − (x − x̄)·w)²

with the training part's means (zeros where there is no intercept), so that a column far from 0 costs no digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shrinkage.estimators.inputs import Inputs
from shrinkage.problem import Floats, Scaling

BLOCK_BYTES = 4 << 20  # of rows, and of their residuals, at a time


def row_errors(inputs: Inputs, rows: NDArray[np.int64] | slice, scaling: Scaling, coefficients: Floats) -> Floats:
    """Weighted mean squared error (m,) of original coefficients (m, p) on some rows; nan where they weigh nothing."""
    start, stop = (rows.start, rows.stop) if isinstance(rows, slice) else (0, rows.shape[0])
    m, p = coefficients.shape
    step = max(64, BLOCK_BYTES // (8 * max(m, p if isinstance(inputs.x, np.ndarray) else 1)))
    total, weight = np.zeros(m), 0.0
    for begin in range(start, stop, step):
        end = min(begin + step, stop)
        place = slice(begin, end) if isinstance(rows, slice) else rows[begin:end]
        residual = _residuals(inputs, place, scaling, coefficients)
        residual *= residual
        if inputs.weights is None:
            total += residual.sum(axis=0)
            weight += end - begin
        else:
            total += inputs.weights[place] @ residual
            weight += float(inputs.weights[place].sum())
    return total / weight if weight > 0 else np.full(m, np.nan)


def _residuals(inputs: Inputs, place: NDArray[np.int64] | slice, scaling: Scaling, coefficients: Floats) -> Floats:
    """(b, m) of a block of rows."""
    target = (inputs.y[place] - scaling.target_mean)[:, None]
    if isinstance(inputs.x, np.ndarray):
        fitted = (inputs.x[place] - scaling.center) @ coefficients.T
    else:
        fitted = inputs.x[place] @ coefficients.T - coefficients @ scaling.center
    return np.subtract(target, fitted, out=fitted)
