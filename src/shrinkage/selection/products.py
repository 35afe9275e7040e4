"""The quadratic problem of the features that matter most: small enough for a page to solve it while one looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shrinkage.path.exact import lengths
from shrinkage.path.largest import largest_on_path
from shrinkage.problem import Floats, Quadratic

MOST = 50
# A variance that differs from 1 by no more than this is that of a standardised column.
UNIT = 1e-12


@dataclass(frozen=True, slots=True)
class Products:
    """G and c among ``features`` (k,), indices in feature order: gram (k, k), xty (k,), yy.

    unit: (k,) by which a coefficient of the problem becomes one per standard deviation, None for ones; complete: no
    other feature varies that a factor does not leave out.
    """

    features: list[int]
    gram: Floats
    xty: Floats
    yy: float
    unit: Floats | None
    complete: bool


def products_of(problem: Quadratic, paths: Sequence[Floats], factors: Floats | None = None) -> Products | None:
    """Of at most 50 features, the largest on any of paths (m, p). None where no feature varies."""
    length = lengths(problem)
    candidates = length > 0 if factors is None else (length > 0) & np.isfinite(factors)
    complete = int(candidates.sum()) <= MOST
    features = np.flatnonzero(candidates).tolist() if complete else largest_on_path(np.vstack(paths) * length, MOST)
    if not features:
        return None
    unit = length[features]
    return Products(
        features=features,
        gram=problem.gram[np.ix_(features, features)],
        xty=problem.xty[features],
        yy=problem.yy,
        unit=None if np.all(np.abs(unit**2 - 1.0) <= UNIT) else unit,
        complete=complete,
    )
