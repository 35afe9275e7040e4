"""The monoid of triangular factors: the factor of stacked rows or factors stands for all of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from shrinkage.problem import Floats


def triangle(parts: Iterable[Floats]) -> Floats:
    """R of the QR factorisation of stacked rows: (min(m, q), q). Householder, so each column keeps its own digits."""
    stacked = np.vstack(list(parts))
    if not stacked.size:
        return stacked[:0]
    factor: Floats = np.asarray(np.linalg.qr(stacked, mode="r"))
    return factor
