"""Linear combinations of a training part's standardised columns, told over the rows as they are gathered.

A fold has its own means, scales and fills. For Z the standardised columns of ``train(fold)``, s the shift, and
u = v / scale,

    Z v = Σ u_j (x̃_j − mean_j),     x̃_j = x_j + a_j m(j)
        = [1, x − s] E v

with E v holding u at the features, a_j u_j added at the fill's indicator, and in the first place what makes the mean
over the training part zero. So directions of all folds go through one pass over the rows.

**Sharing.** The candidates of the folds are dependencies among columns, and nearly all folds have the same ones, each
in a basis of its own: 550 directions of flights span 51. Those of the full training part give a basis U, a fold adds
what it has besides (singular values of the remainder above SHARED), and E v = B c + d with a remainder d of about
eps / (smallest true eigenvalue). Then ‖Z v‖ ≤ ‖[1, x − s] B c‖ + ‖[1, x − s] d‖: the first from triangular factors of
[1, x − s] B made by the pass, the second from the moments of all training rows, which resolve √eps·‖d‖. A fold uses no
other fold's additions: those are dependencies only in that fold's training rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Layout, Rows
from shrinkage.moments.qr import triangle
from shrinkage.moments.quadratic import features_and_target
from shrinkage.moments.resamples import MomentResamples
from shrinkage.problem import Floats

# Remainders this small, in units where every column has mean square 1, are left to the moments: their part of a norm
# is resolved to SHARED·√eps = 1.5e-13 there.
SHARED = 1e-5
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


@dataclass(frozen=True, slots=True)
class Span:
    """basis: (q + 1, k) columns B over [1, x − s, target]; parts: of each fold its columns of B, the coefficients c of
    its directions on them, and ‖[1, x − s] d‖²/W of what they leave out."""

    basis: Floats
    parts: Mapping[int | None, tuple[NDArray[np.int64], Floats, Floats]]


def span(resamples: MomentResamples, directions: Mapping[int | None, Floats]) -> Span:
    """Few columns that span the directions (p, k) of all folds."""
    second = _second_moments(resamples)
    size = np.sqrt(np.diagonal(second))
    size = np.where(size > 0, size, 1.0)
    correlation = second / np.multiply.outer(size, size)
    scaled = {fold: size[:, None] * zero_mean_directions(resamples, fold, v)[:-1] for fold, v in directions.items()}
    common = _orthonormal(scaled[None]) if None in scaled else np.zeros((size.shape[0], 0))
    columns, parts = [common], {}
    end = common.shape[1]
    for fold, told in scaled.items():
        rest = told - common @ (common.T @ told)
        own = _orthonormal(rest - common @ (common.T @ rest))
        basis = np.hstack([common, own])
        coefficients = basis.T @ told
        left = told - basis @ coefficients
        again = basis.T @ left  # twice is enough (Kahan, in Parlett 1980, §6.9)
        left, coefficients = left - basis @ again, coefficients + again
        unseen = np.maximum(np.einsum("ij,ij->j", correlation @ left, left), 0.0)
        place = np.concatenate([np.arange(common.shape[1]), end + np.arange(own.shape[1])])
        parts[fold] = (place, coefficients, unseen)
        columns.append(own)
        end += own.shape[1]
    stacked = np.hstack(columns) / size[:, None]
    return Span(np.vstack([stacked, np.zeros((1, end))]), parts)


def _orthonormal(columns: Floats) -> Floats:
    """An orthonormal basis of all that is larger than SHARED in ``columns``."""
    if not columns.shape[1]:
        return columns
    vectors, values, _ = np.linalg.svd(columns, full_matrices=False)
    return vectors[:, values > SHARED]


def _second_moments(resamples: MomentResamples) -> Floats:
    """Mean of [1, x − s]'[1, x − s] over all training rows, columns as gathered."""
    whole = resamples.whole()
    offset = np.append(1.0, whole.offset[:-1])
    second = np.multiply.outer(offset, offset)
    second[1:, 1:] += whole.scatter[:-1, :-1] / whole.weight
    return second


def add_factors(
    rows: Rows, atom: NDArray[np.int64], layout: Layout, basis: Floats, factors: list[Floats], pool: Executor
) -> None:
    """Add the rows √v [1, x − s] B of each atom to its factor (≤ k, k): slices of fixed size, in order."""
    order = np.argsort(atom, kind="stable")
    order = order[atom[order] >= 0]
    step = max(64, SLICE // max(basis.shape[1], 1))
    dense = np.ascontiguousarray(basis[1 : 1 + layout.dense + layout.hidden])
    tables = [_table(basis, layout, block) for block in range(len(layout.levels))]

    def sliced(start: int) -> list[tuple[int, Floats]]:
        index = order[start : start + step]
        values = (rows.dense[index] - layout.shift) @ dense
        values += basis[0]
        for block, table in enumerate(tables):
            values += table[rows.codes[index, block]]
        if rows.weight is not None:
            values *= np.sqrt(rows.weight[index])[:, None]
        present, first = np.unique(atom[index], return_index=True)
        pieces = np.split(values, first[1:])
        return [(int(one), triangle([piece])) for one, piece in zip(present, pieces, strict=True)]

    for found in pool.map(sliced, range(0, order.size, step)):
        for one, factor in found:
            factors[one] = triangle([factors[one], factor])


def _table(basis: Floats, layout: Layout, block: int) -> Floats:
    """The rows of a block's levels, and one of zeros at the end, where the code −1 looks."""
    start = 1 + layout.hidden + layout.starts[block]
    levels = basis[start : start + layout.levels[block]]
    return np.vstack([levels, np.zeros((1, basis.shape[1]))])
