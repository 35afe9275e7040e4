"""Inputs → Quadratic: one Gram for all targets, about the weighted means or, without an intercept, the origin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shrinkage.errors import TableError
from shrinkage.estimators.inputs import Inputs
from shrinkage.moments.arrays import gather_arrays, plain_layout
from shrinkage.moments.moments import Moments, block
from shrinkage.moments.quadratic import standardized
from shrinkage.problem import Floats, Quadratic, Scaling

# Cells up to which the rows are written out: a few microseconds, where cutting them into pieces takes many more.
SMALL = 1 << 16


def problems_of(inputs: Inputs, *, intercept: bool, standardize: bool) -> tuple[list[Quadratic], list[Scaling]]:
    """One problem and scaling a target. standardize: columns are divided by their weighted population sd."""
    targets = inputs.y[:, None] if inputs.y.ndim == 1 else inputs.y
    pairs = [_problem(_moments(replace(inputs, y=np.ascontiguousarray(y))), intercept, standardize) for y in targets.T]
    shared = pairs[0][0].gram
    return [replace(problem, gram=shared) for problem, _ in pairs], [scaling for _, scaling in pairs]


def _moments(inputs: Inputs) -> Moments:
    # Sparse X is written out here: right, but of dense memory.
    x = inputs.x if isinstance(inputs.x, np.ndarray) else inputs.x.toarray()
    with np.errstate(over="ignore", invalid="ignore"):
        if x.size > SMALL:
            return gather_arrays(x, inputs.y, inputs.weights).buckets[0]
        z = np.column_stack((x, inputs.y)).astype(np.float64, copy=False)
        return block(z, inputs.weights, z.sum(axis=0) / z.shape[0])


def _problem(moments: Moments, intercept: bool, standardize: bool) -> tuple[Quadratic, Scaling]:
    if not np.isfinite(moments.scatter).all():
        raise TableError("products of the columns are not finite, because a cell is too large; rescale that column.")
    problem, scaling = standardized(moments, plain_layout(moments.size - 1), raw=not standardize)
    if intercept:
        return problem, scaling
    # About the origin nothing cancels: sums of positive terms. A constant column is then one like any other.
    mean = moments.mean
    second = moments.scatter / moments.weight + np.multiply.outer(mean, mean)
    scale: Floats = scaling.scale if standardize else np.where(np.diagonal(second)[:-1] > 0, 1.0, 0.0)
    unit = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    gram = second[:-1, :-1] * np.multiply.outer(unit, unit)
    origin = Quadratic(gram, second[:-1, -1] * unit, float(second[-1, -1]), moments.weight, moments.rows)
    return origin, Scaling(np.zeros_like(scale), scale, 0.0)
