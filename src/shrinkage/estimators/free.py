"""Strength 0: least squares, of minimum norm in standardised units where columns depend on each other.

A Gram resolves singular values of ratios above 1e-5 well; where it finds weaker directions, the rows themselves decide
whether they are dependencies, by a triangular factor of them (TSQR; Demmel, Grigori, Hoemmen & Langou 2012), built slab
by slab so that no copy of X is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from shrinkage.estimators.inputs import Inputs
from shrinkage.moments.qr import triangle
from shrinkage.problem import Floats, LeastSquares, Quadratic, Scaling
from shrinkage.solver.least_squares import by_gram, by_rows
from shrinkage.threads import one_blas_thread

# Rows factored at once: at least so many, and twice as many as there are columns, so that stacking costs half again.
SLAB = 512


def least_squares(
    inputs: Inputs, problems: Sequence[Quadratic], scalings: Sequence[Scaling], factors: Floats | None
) -> list[Floats]:
    """Coefficients (p,) a target, in the problems' units; columns of infinite factor are left out."""
    members = None if factors is None or np.isfinite(factors).all() else np.isfinite(factors).astype(float)
    fits = [by_gram(problem if members is None else _only(problem, members)) for problem in problems]
    if not any(fit.weak.shape[1] for fit in fits):
        return [fit.coefficients for fit in fits]
    with one_blas_thread():
        factor = triangle_of(inputs, scalings)
    p = inputs.features
    columns = factor[:, :p] if members is None else factor[:, :p] * members
    weight, rows = problems[0].weight, problems[0].rows
    return [by_rows(LeastSquares(columns, factor[:, p + k], weight, rows))[0] for k in range(len(problems))]


def _only(problem: Quadratic, members: Floats) -> Quadratic:
    return replace(problem, gram=problem.gram * np.outer(members, members), xty=problem.xty * members)


def triangle_of(inputs: Inputs, scalings: Sequence[Scaling]) -> Floats:
    """The triangular factor (min(n, p + t), p + t) of [Z, Y]/√W: Z centred and scaled, targets about their means."""
    parts = slabs(inputs, scalings[0])
    means = np.array([scaling.target_mean for scaling in scalings])
    root = np.sqrt(inputs.weight)
    factor: Floats = np.zeros((0, inputs.features + len(scalings)))
    for place, z, v in parts:
        y = np.reshape(inputs.y[place], (z.shape[0], -1)) - means
        stacked = np.hstack((z, y))
        stacked *= (1.0 if v is None else np.sqrt(v)[:, None]) / root
        factor = triangle((factor, stacked))
    return factor


def slabs(inputs: Inputs, scaling: Scaling, rows: int | None = None) -> Iterator[tuple[slice, Floats, Floats | None]]:
    """Slabs of rows: their place, (x − center)/scale (m, p) written out in doubles, and their weights."""
    step = rows or max(SLAB, 2 * inputs.features)
    x = inputs.x if isinstance(inputs.x, np.ndarray) else inputs.x.tocsr()
    unit = np.divide(1.0, scaling.scale, out=np.zeros_like(scaling.scale), where=scaling.scale > 0)
    for start in range(0, inputs.rows, step):
        place = slice(start, min(start + step, inputs.rows))
        part = x[place] if isinstance(x, np.ndarray) else x[place].toarray()
        z = (part - scaling.center) * unit
        yield place, z, None if inputs.weights is None else inputs.weights[place]
