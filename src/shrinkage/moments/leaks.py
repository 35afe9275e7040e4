"""How much of the target each table column explains by itself: a near-copy of it is probably a leak.

For the features g of one column, with the standardised problem of the training rows,

    R²_g = c_g' G_gg⁺ c_g / yy,

the share of the target's variance that least squares on those features alone explains. A block of every level is
always singular (its columns sum to one), hence the pseudo-inverse by eigenvalues.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from shrinkage.problem import Quadratic

LARGEST_GROUP = 100
# Eigenvalues of a correlation matrix below this share of the largest are rounding of dependent columns.
CUT_OFF = 1e-10


def explained(problem: Quadratic, groups: Mapping[str, Sequence[int]]) -> dict[str, float]:
    """R² in [0, 1] of the target on each group of features (positions by column name), for groups of at most 100."""
    if problem.yy <= 0:
        return dict.fromkeys(groups, 0.0)
    return {
        name: _r_squared(problem, np.asarray(group, dtype=np.int64))
        for name, group in groups.items()
        if 0 < len(group) <= LARGEST_GROUP
    }


def _r_squared(problem: Quadratic, group: np.ndarray) -> float:
    values, vectors = np.linalg.eigh(problem.gram[np.ix_(group, group)])
    kept = values > CUT_OFF * max(float(values[-1]), 0.0)
    along = vectors[:, kept].T @ problem.xty[group]
    # Divided before it is squared: the square of raw columns' correlations need not be a double.
    shares = (along / np.sqrt(values[kept]) / np.sqrt(problem.yy)) ** 2
    return float(min(np.sum(shares), 1.0))
