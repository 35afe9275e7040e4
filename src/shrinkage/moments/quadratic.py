"""Moments → Quadratic: impute, centre and scale a training part, all as linear maps of its moments.

Missing cells of a column x were gathered as a constant c, with an indicator column m beside it. Filling them with the
mean μ of the part's observed cells instead is

    x̃ = x + a·m,      a = μ − c = (x̄ − c) / (1 − m̄),

so with T = I + Σ a_j e_j e_m(j)' the part's moments become  mean → T mean,  scatter → T scatter T'. Held-out rows are
filled with the training part's μ by the same T. Hidden indicators are dropped after that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Layout
from shrinkage.moments.moments import Moments
from shrinkage.problem import Floats, Quadratic, Scaling


@dataclass(frozen=True, slots=True)
class Filled:
    """Moments of imputed rows, features of the problem only, then the target: q = p + 1.

    shift, offset: (q,); scatter: (q, q), exactly symmetric; varies: (q,) whether a column's observed cells differ.
    """

    weight: float
    rows: int
    shift: Floats
    offset: Floats
    scatter: Floats
    varies: NDArray[np.bool_]

    @property
    def mean(self) -> Floats:
        return self.shift + self.offset


def lifts(moments: Moments, layout: Layout) -> Floats:
    """a = μ − c of each fill (f,), from the observed cells of this part; 0 where none is observed."""
    value, missing = _fill_columns(layout)
    constant = np.array([fill.constant for fill in layout.fills])
    share = moments.shift[missing] + moments.offset[missing]
    excess = moments.offset[value] - (constant - moments.shift[value])
    observed = (moments.minimum[value] <= moments.maximum[value]) & (share < 1)
    return np.divide(excess, 1 - share, out=np.zeros_like(excess), where=observed)


def filled(moments: Moments, layout: Layout, lift: Floats) -> Filled:
    """The moments of the same rows with missing cells filled by constant + ``lift`` (f,), hidden columns dropped."""
    offset, scatter = moments.offset, moments.scatter
    if layout.fills:
        value, missing = _fill_columns(layout)
        offset = offset.copy()
        offset[value] += lift * (moments.shift[missing] + moments.offset[missing])
        scatter = scatter.copy()
        scatter[value] += lift[:, None] * scatter[missing]
        scatter[:, value] += lift * scatter[:, missing]
        scatter = 0.5 * (scatter + scatter.T)
    kept = features_and_target(layout)
    varies = moments.maximum > moments.minimum
    if layout.hidden:
        offset, scatter = offset[kept], scatter[np.ix_(kept, kept)]
    return Filled(moments.weight, moments.rows, moments.shift[kept], offset, scatter, varies[kept])


def features_and_target(layout: Layout) -> NDArray[np.int64]:
    """Where the p features and the target stand among the gathered columns (p + 1,)."""
    places = np.arange(layout.gathered + 1)
    return np.delete(places, np.arange(layout.dense, layout.dense + layout.hidden))


def _fill_columns(layout: Layout) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    value = np.array([fill.value for fill in layout.fills], dtype=np.int64)
    return value, np.array([fill.missing for fill in layout.fills], dtype=np.int64)


def fill_values(layout: Layout, lift: Floats) -> Floats:
    """μ of each fill (f,), in the order of ``layout.fills``."""
    return np.array([fill.constant for fill in layout.fills]) + lift


def standardized(moments: Moments, layout: Layout, *, raw: bool = False) -> tuple[Quadratic, Scaling]:
    """The problem of a training part, imputed and standardised by its own means and variances (divisor W).

    raw: columns are centred but not scaled. A constant column (minimum = maximum over its observed cells) gets scale 0
    and zeros in the Gram, so that its coefficient is 0.
    """
    return problem(filled(moments, layout, lifts(moments, layout)), raw=raw)


def problem(part: Filled, *, raw: bool = False) -> tuple[Quadratic, Scaling]:
    """``standardized`` of moments that are imputed already."""
    scatter, weight = part.scatter[:-1, :-1], part.weight
    sums = np.diagonal(scatter)
    # A column whose cells differ by less than a double can square counts as constant too.
    usable = part.varies[:-1] & (sums > 0)
    # Scatter / (W sd sd') = scatter × outer(u, u) with u = 1/√scatter_jj: symmetric to the last bit.
    unit = 1.0 / np.sqrt(weight) if raw else 1.0 / np.sqrt(np.where(usable, sums, 1.0))
    unit = np.where(usable, unit, 0.0)
    gram = scatter * np.multiply.outer(unit, unit)
    if not raw:
        np.fill_diagonal(gram, usable.astype(np.float64))
    # Of a constant target rounding may leave some scatter, even below 0, and there is none.
    along = part.scatter[:, -1] if part.varies[-1] else np.zeros_like(part.offset)
    xty = along[:-1] * unit / np.sqrt(weight)
    scale = np.where(usable, 1.0 if raw else np.sqrt(np.maximum(sums, 0.0) / weight), 0.0)
    mean = part.mean
    return (
        Quadratic(gram, xty, max(float(along[-1]), 0.0) / weight, weight, part.rows),
        Scaling(mean[:-1], scale, float(mean[-1])),
    )
