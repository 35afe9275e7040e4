"""Inputs → RowProblem: what ``problems.py`` does, for more columns than a Gram has room for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from shrinkage.errors import TableError
from shrinkage.estimators.inputs import Inputs, refuse_unseen
from shrinkage.problem import CELLS, Floats, RowProblem, Scaling, pulled

# Columns from which a table of fewer rows is solved by rows. At 2,000 a Gram takes 32 MB, and some 0.1 s.
MANY = 2000


def by_rows_better(inputs: Inputs) -> bool:
    """Whether there are more columns than rows, and many."""
    return inputs.features > max(MANY, inputs.rows)


def row_problems_of(inputs: Inputs, *, intercept: bool, standardize: bool) -> tuple[list[RowProblem], list[Scaling]]:
    """One problem and scaling a target; X itself is shared, and not copied unless rows weigh nothing."""
    x, targets, v = inputs.x, np.reshape(inputs.y, (inputs.rows, -1)), inputs.weights
    if v is not None and not v.all():
        kept = np.flatnonzero(v)
        x, targets, v = x[kept], targets[kept], v[kept]
    n = x.shape[0]
    v = np.ones(n) if v is None else v
    total = float(v.sum())
    mean, square = _columns(x, v / total)
    if not np.isfinite(square).all():
        if inputs.unseen:
            refuse_unseen(inputs.x)
        raise TableError("products of the columns are not finite, because a cell is too large; rescale that column.")
    sd, root = np.sqrt(square), np.sqrt(v / total)
    center = mean if intercept else np.zeros_like(mean)
    length = sd if intercept else np.hypot(sd, mean)
    scale: Floats = sd if standardize else np.where(length > 0, 1.0, 0.0)
    unit = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    problems: list[RowProblem] = []
    scalings: list[Scaling] = []
    for y in targets.T:
        # A mean that rounding moves would leave a constant target a spread.
        mean_y = float(y[0]) if np.ptp(y) == 0 else float(v @ y) / total
        about = mean_y if intercept else 0.0
        target = root * (y - about)
        xty = pulled(x, center, unit, root * target)
        problems.append(RowProblem(x, center, unit, length * unit, root, target, xty, total, n))
        scalings.append(Scaling(center, scale, about))
    return problems, scalings


def _columns(x: Any, share: Floats) -> tuple[Floats, Floats]:
    """Mean and variance (p,) of columns, exactly 0 for a constant one."""
    if not isinstance(x, np.ndarray):
        return _sparse_columns(x, share)
    mean, square = np.empty(x.shape[1]), np.empty(x.shape[1])
    for place in _pieces(*x.shape):
        part = x[:, place].astype(np.float64, copy=False)
        constant = part.min(axis=0) == part.max(axis=0)
        mean[place] = np.where(constant, part[0], share @ part)
        square[place] = np.where(constant, 0.0, share @ (part - mean[place]) ** 2)
    return mean, square


def _sparse_columns(x: Any, share: Floats) -> tuple[Floats, Floats]:
    """About the mean from the first, cells that are not stored together: Σ s (x − x̄)² + (1 − Σ s) x̄²."""
    n, p = x.shape
    stored = np.diff(x.indptr)
    column = np.repeat(np.arange(p), stored)
    s = share[x.indices]
    mean = np.bincount(column, s * x.data, minlength=p)
    weight = np.where(stored < n, np.bincount(column, s, minlength=p), 1.0)
    square = np.bincount(column, s * (x.data - mean[column]) ** 2, minlength=p) + (1.0 - weight) * mean**2
    low, high = np.zeros(p), np.zeros(p)
    some = np.flatnonzero(stored)
    if some.size:
        low[some], high[some] = (ufunc.reduceat(x.data, x.indptr[some]) for ufunc in (np.minimum, np.maximum))
    holes = stored < n
    constant = np.where(holes, np.minimum(low, 0.0), low) == np.where(holes, np.maximum(high, 0.0), high)
    return np.where(constant, low, mean), np.where(constant, 0.0, square)


def _pieces(n: int, p: int) -> Iterator[slice]:
    step = max(1, CELLS // max(n, 1))
    for start in range(0, p, step):
        yield slice(start, start + step)
