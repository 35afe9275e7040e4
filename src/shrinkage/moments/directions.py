"""Linear combinations of a training part's standardised columns, told over the rows as they are gathered.

A fold has its own means, scales and fills. For Z the standardised columns of ``train(fold)``, s the shift, and
u = v / scale,

    Z v = Σ u_j (x̃_j − mean_j),     x̃_j = x_j + a_j m(j)
        = [1, z − s] E v

with E v holding u at the features, a_j u_j added at the fill's indicator, and in the first place what makes the mean
over the training part zero. So directions of all folds go through one pass over the rows.
"""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Layout, Rows
from shrinkage.moments.quadratic import features_and_target
from shrinkage.moments.resamples import MomentResamples
from shrinkage.problem import Floats

# Doubles of intermediate products a slice: 2 MB, a second-level cache.
SLICE = 1 << 18


def zero_mean_directions(resamples: MomentResamples, fold: int | None, directions: Floats) -> Floats:
    """E v (q + 1, k) for v (p, k): over [1, shifted columns as gathered, target]; 0 at the target."""
    layout, scale = resamples.layout, resamples.scaling(fold).scale
    own = np.divide(directions, scale[:, None], out=np.zeros_like(directions), where=scale[:, None] > 0)
    out = np.zeros((layout.gathered + 2, directions.shape[1]))
    out[1 + features_and_target(layout)[:-1]] = own
    out[0] = -(resamples.offset(fold) @ own)
    if layout.fills:
        missing = np.array([fill.missing for fill in layout.fills])
        lifted = resamples.lift(fold)[:, None] * own[[fill.value for fill in layout.fills]]
        np.add.at(out, 1 + missing, lifted)
        out[0] += layout.shift[missing] @ lifted
    return out


def squared_norms(
    rows: Rows, atom: NDArray[np.int64], layout: Layout, directions: Floats, sums: Floats, pool: Executor
) -> None:
    """Add Σ v ([1, z − s] E)² of the rows of each atom to sums (atoms, k). Slices of fixed size, added in order."""
    order = np.argsort(atom, kind="stable")
    order = order[atom[order] >= 0]
    step = max(64, SLICE // max(directions.shape[1], 1))
    dense = np.ascontiguousarray(directions[1 : 1 + layout.dense + layout.hidden])
    tables = [_table(directions, layout, block) for block in range(len(layout.levels))]

    def sliced(start: int) -> tuple[NDArray[np.int64], Floats]:
        index = order[start : start + step]
        values = (rows.dense[index] - layout.shift) @ dense
        values += directions[0]
        for block, table in enumerate(tables):
            values += table[rows.codes[index, block]]
        np.square(values, out=values)
        if rows.weight is not None:
            values *= rows.weight[index, None]
        present, first = np.unique(atom[index], return_index=True)
        return present, np.add.reduceat(values, first, axis=0)

    for present, part in pool.map(sliced, range(0, order.size, step)):
        sums[present] += part


def _table(directions: Floats, layout: Layout, block: int) -> Floats:
    """The rows of a block's levels, and one of zeros at the end, where the code −1 looks."""
    start = 1 + layout.hidden + layout.starts[block]
    levels = directions[start : start + layout.levels[block]]
    return np.vstack([levels, np.zeros((1, directions.shape[1]))])
