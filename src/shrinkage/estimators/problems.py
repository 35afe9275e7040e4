"""Inputs → Quadratic: one Gram for all targets, about the weighted means or, without an intercept, the origin.

About the origin sums of positive terms are all there is, and nothing cancels:

    G = S_xx / W + x̄ x̄'        c = S_xy / W + x̄ ȳ        yy = S_yy / W + ȳ²
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from shrinkage.errors import TableError
from shrinkage.estimators.inputs import Inputs, refuse_unseen
from shrinkage.estimators.sparse_moments import sparse_moments
from shrinkage.moments.arrays import gather_arrays, gather_few
from shrinkage.moments.moments import Moments
from shrinkage.moments.quadratic import Filled, problem
from shrinkage.problem import Floats, Quadratic, Scaling

# Cells up to which the rows are one slab, because cutting them into pieces costs more than they do.
SMALL = 1 << 16
# Targets gathered beside X at once, or as many as X has columns: their products with each other are wasted.
TARGETS = 16


def problems_of(inputs: Inputs, *, intercept: bool, standardize: bool) -> tuple[list[Quadratic], list[Scaling]]:
    """One problem and scaling a target, all with one Gram. standardize: divide by the weighted population sd."""
    problems: list[Quadratic] = []
    scalings: list[Scaling] = []
    for moments in _moments_by_target(inputs):
        found, scaling = problem_of(moments, intercept=intercept, standardize=standardize)
        problems.append(replace(found, gram=problems[0].gram) if problems else found)
        scalings.append(scaling)
    return problems, scalings


def problem_of(moments: Moments, *, intercept: bool, standardize: bool) -> tuple[Quadratic, Scaling]:
    """The problem of some rows, and how its columns relate to those of X."""
    if not np.isfinite(moments.scatter).all():
        raise TableError("products of the columns are not finite, because a cell is too large; rescale that column.")
    varies = moments.maximum > moments.minimum
    part = Filled(moments.weight, moments.rows, moments.shift, moments.offset, moments.scatter, varies)
    found, scaling = problem(part, raw=not standardize)
    return (found, scaling) if intercept else _about_origin(moments, scaling, standardize)


def _about_origin(moments: Moments, scaling: Scaling, standardize: bool) -> tuple[Quadratic, Scaling]:
    """Here a constant column is one like any other, unless it was to be divided by its deviation."""
    # What rounding leaves of a constant's mean and scatter must not be: zeros stay a column of zeros.
    varies = moments.maximum > moments.minimum
    mean = np.where(varies, moments.mean, moments.minimum)
    second = moments.scatter / moments.weight * np.logical_and.outer(varies, varies) + np.multiply.outer(mean, mean)
    scale: Floats = scaling.scale if standardize else np.where(np.diagonal(second)[:-1] > 0, 1.0, 0.0)
    unit = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    gram = second[:-1, :-1] * np.multiply.outer(unit, unit)
    origin = Quadratic(gram, second[:-1, -1] * unit, float(second[-1, -1]), moments.weight, moments.rows)
    return origin, Scaling(np.zeros_like(scale), scale, 0.0)


def _moments_by_target(inputs: Inputs) -> Iterator[Moments]:
    """Moments of [x, y] for each target."""
    p = inputs.features
    if inputs.y.ndim == 1:
        yield _moments(inputs)
        return
    at_once = max(TARGETS, p)
    for start in range(0, inputs.y.shape[1], at_once):
        together = _moments(replace(inputs, y=inputs.y[:, start : start + at_once]))
        for target in range(p, together.size):
            yield _part(together, np.append(np.arange(p), target))


def _part(moments: Moments, places: np.ndarray) -> Moments:
    """The moments of some columns."""
    return Moments(
        moments.weight,
        moments.rows,
        moments.shift[places],
        moments.offset[places],
        moments.scatter[np.ix_(places, places)],
        moments.minimum[places],
        moments.maximum[places],
    )


def _moments(inputs: Inputs) -> Moments:
    x = inputs.x
    with np.errstate(over="ignore", invalid="ignore"):
        if not isinstance(x, np.ndarray):
            return sparse_moments(x, inputs.y.reshape(inputs.rows, -1), inputs.weights)
        few = x.size <= SMALL
        moments = (
            gather_few(x, inputs.y.reshape(inputs.rows, -1), inputs.weights)
            if few
            else gather_arrays(x, inputs.y, inputs.weights).buckets[0]
        )
    if inputs.unseen and not np.isfinite(moments.scatter.diagonal()).all():
        refuse_unseen(x)
    return moments
