"""Moments of sparse X without writing it out: products of stored cells, centred implicitly where that costs no digits.

Columns are light or heavy. For a light one (few cells stored) and any other column z taken about its mean,

    Σ v (x − x̄)(z − z̄) = Σ v x z − W x̄ z̄        (z light)        = Σ v x (z − z̄)        (z heavy, or a target)

and nothing cancels: a light column of share d holds Σ v x² ≥ W x̄²/d, so that the difference keeps 1 − d of it. A heavy
one, such as a year in every row, would lose its digits; heavy columns are therefore written out, a slab of rows at a
time, and shifted by their means first. Scratch is a CSR copy of X, a slab, and q² doubles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.moments.moments import Moments
from shrinkage.problem import Floats
from shrinkage.threads import one_blas_thread

# Share of stored cells above which a column is heavy. It is also about where a BLAS product of all cells overtakes one
# of stored cells: 20,000 × 400 cells with 5, 10, 15 and 30% stored took 126, 178, 342, 1159 ms in light columns
# and 234, 312, 396, 405 ms in heavy ones.
HEAVY = 0.1
# Cells of a slab: all of heavy columns, 4 MB of doubles, and stored ones of light columns, held some five times over:
# as few as make their products outweigh adding up p² sums a slab.
DENSE_CELLS = 1 << 19
STORED_CELLS, MOST_STORED_CELLS = 1 << 18, 1 << 21


def sparse_moments(x: Any, y: Floats, weights: Floats | None) -> Moments:
    """Moments of [X, Y]: x (n, p) CSC, y (n, t), weights (n,) or None for ones."""
    if weights is not None and not weights.all():
        kept = np.flatnonzero(weights)
        x, y, weights = x[kept], y[kept], weights[kept]
    n, p = x.shape
    v = np.ones(n) if weights is None else weights
    total = float(v.sum())
    stored = np.diff(x.indptr)
    order = np.argsort(stored > HEAVY * n, kind="stable")
    light = int(np.count_nonzero(stored <= HEAVY * n))
    shift = np.append(x.T @ v, v @ y) / total
    shift[order[:light]] = 0.0
    places = np.append(order, np.arange(p, p + y.shape[1]))
    first, second = _sums(x, y, v, order, light, shift)
    offset = first / total
    root = np.sqrt(total) * offset
    second -= np.multiply.outer(root, root)
    if light not in (0, p):
        back = np.argsort(places)
        offset, second = offset[back], second[np.ix_(back, back)]
    minimum, maximum = (_extremes(x, y, ufunc) for ufunc in (np.minimum, np.maximum))
    return Moments(total, n, shift, offset, second, minimum, maximum)


def _sums(x: Any, y: Floats, v: Floats, order: np.ndarray, light: int, shift: Floats) -> tuple[Floats, Floats]:
    """Σ v z (q,) and Σ v z z' (q, q) about the shift, columns in the order light, heavy, targets."""
    n, p = x.shape
    rows = x.tocsr()
    heavy = order[light:]
    q = p + y.shape[1]
    first, second = np.zeros(q), np.zeros((q, q))
    step = _slab_rows(n, x.nnz, light, heavy.size + y.shape[1])
    with one_blas_thread():
        for start in range(0, n, step):
            place = slice(start, start + step)
            slab, weight = rows[place].astype(np.float64, copy=False), v[place]
            some = slab if light == p else slab[:, order[:light]]
            dense = np.hstack((slab[:, heavy].toarray(), y[place])) - np.append(shift[heavy], shift[p:])
            weighed = weight[:, None] * dense
            first[:light] += some.T @ weight
            first[light:] += weighed.sum(axis=0)
            second[light:, light:] += dense.T @ weighed
            if light:
                second[:light, light:] += some.T @ weighed
                second[:light, :light] += (some.T @ _times(some, weight)).toarray()
    second[light:, :light] = second[:light, light:].T
    # Both orders of a product round alike but for the order of a sum: made equal to the last bit.
    upper = np.triu(second)
    return first, upper + np.triu(second, 1).T


def _slab_rows(rows: int, stored: int, light: int, dense: int) -> int:
    cells = min(max(STORED_CELLS, light * light), MOST_STORED_CELLS)
    fitting = min(DENSE_CELLS // max(dense, 1), cells * rows // max(stored, 1))
    return max(64, min(rows, fitting))


def pieces_of(x: Any, rows: int) -> int:
    """In how many pieces to read some rows of x (n, p), that one holds about as many stored cells as a slab."""
    n, p = x.shape
    return max(1, -(-rows // _slab_rows(n, x.nnz, p, 0)))


def _times(rows: Any, weight: Floats) -> Any:
    """diag(weight) · rows, of the same pattern."""
    scaled = rows.copy()
    scaled.data *= np.repeat(weight, np.diff(rows.indptr))
    return scaled


def _extremes(x: Any, y: Floats, ufunc: np.ufunc) -> Floats:
    """Minimum or maximum (q,) over all cells, the zeros that are not stored among them."""
    n, p = x.shape
    stored = np.diff(x.indptr)
    found = np.zeros(p)
    some = np.flatnonzero(stored)
    if some.size:
        found[some] = ufunc.reduceat(x.data, x.indptr[some])
    found[stored < n] = ufunc(found[stored < n], 0.0)
    return np.append(found, ufunc.reduce(y, axis=0))
