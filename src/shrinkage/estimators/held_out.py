"""Held-out errors from moments, and how far they can be trusted.

Of original coefficients w, with u = (−w, 1) over z = [x, y], S and m the held-out scatter and mean, and
d = m − (training mean), or d = m where there is no intercept:

    (1/W) Σ v (y − ŷ)²  =  u'S u / W  +  (u'd)²
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shrinkage.moments.moments import Moments
from shrinkage.problem import Floats

# A quadratic form is trusted where what rounding can have cost it is below this share of the error.
DIGITS = 1e-11


def held_out_error(held: Moments, about: Floats | None, coefficients: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Weighted mean squared error (m,) of original coefficients (m, p) on held-out rows, and where it is trustworthy.

    about: (p + 1,) the training part's mean above the shift of ``held``, or None where there is no intercept. Where
    errors are tiny beside the target, or means moved far, the form is a difference of large numbers with few digits.
    """
    u = np.empty((coefficients.shape[0], held.size))
    np.negative(coefficients, out=u[:, :-1])
    u[:, -1] = 1.0
    away = held.mean if about is None else held.offset - about
    spread = np.einsum("ij,ij->i", u @ held.scatter, u) / held.weight
    error = np.maximum(spread, 0.0) + (u @ away) ** 2
    # |u'S u| is made of terms that are at most (Σ |uⱼ| sdⱼ)², and u'd of terms |uⱼ dⱼ|.
    size = np.abs(u)
    reach = (size @ np.sqrt(np.diagonal(held.scatter) / held.weight)) ** 2 + (size @ np.abs(away)) ** 2
    return error, np.finfo(float).eps * reach <= DIGITS * error
