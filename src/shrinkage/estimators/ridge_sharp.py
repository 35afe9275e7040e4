"""L2 where products of columns hold too few digits: by the rows' triangular factor, which keeps all of them.

Rounding of a Gram is about 1e-16 of its diagonal; along a direction in which columns nearly cancel (a total beside its
parts) that is divided by what is left of their squares and the penalty. Least squares on rows and pseudo-rows,

    minimise ‖t − R w‖² + lam Σ f w²,     R the triangular factor of the rows (TSQR)

squares nothing. It costs a second, slower pass over the rows, so it is done where the first digits are at stake only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shrinkage.estimators.free import triangle_of
from shrinkage.estimators.inputs import Inputs
from shrinkage.problem import Floats, LeastSquares, Problem, Quadratic, Scaling
from shrinkage.solver.least_squares import by_rows
from shrinkage.threads import one_blas_thread

# Share of a column (of its square, with the penalty's) that others leave, below which digits 9 and 10 are lost.
LEFT = 1e-6


def sharpened(
    inputs: Inputs,
    problems: Sequence[Problem],
    scalings: Sequence[Scaling],
    lams: Floats,
    factors: Floats | None,
    found: list[Floats],
) -> list[Floats]:
    """``found`` (p,) a target, solved again where products of columns may have cost digits; strengths (t,) above 0."""
    first = problems[0]
    if not isinstance(first, Quadratic):
        return found
    f = np.ones(first.features) if factors is None else factors
    used = np.flatnonzero(np.isfinite(f) & (np.diag(first.gram) > 0))
    dull = {lam: _loses_digits(first, lam, f, used) for lam in set(lams.tolist()) if lam > 0}
    if not any(dull.values()):
        return found
    with one_blas_thread():
        factor = triangle_of(inputs, scalings)
    sharp = list(found)
    for k, lam in enumerate(lams.tolist()):
        if dull.get(lam):
            columns = np.vstack((factor[:, used], np.diag(np.sqrt(lam * f[used]))))
            target = np.append(factor[:, inputs.features + k], np.zeros(used.size))
            own = by_rows(LeastSquares(columns, target, first.weight, first.rows))[0]
            sharp[k] = np.zeros(first.features)
            sharp[k][used] = own
    return sharp


def _loses_digits(problem: Quadratic, lam: float, f: Floats, used: np.ndarray) -> bool:
    """By the pivots of a Cholesky factor of G + lam·F of unit diagonal: what of each column those before it leave."""
    system = problem.gram[np.ix_(used, used)] + np.diag(lam * f[used])
    length = np.sqrt(np.diag(system))
    try:
        pivots = np.diag(np.linalg.cholesky(system / np.outer(length, length)))
    except np.linalg.LinAlgError:
        return True
    return bool(pivots.min(initial=1.0) ** 2 < LEFT)
