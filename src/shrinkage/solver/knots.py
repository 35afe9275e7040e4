"""The L1 path by its knots: the compiled homotopy (kernel/knots.hpp, where it is derived)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage import _kernel
from shrinkage.problem import Floats, Quadratic

# Numbers beyond which no caller wants a path of all features: 64 MB.
MOST = 1 << 23


@dataclass(frozen=True, slots=True)
class Knots:
    """The strengths at which a path bends, k of them, strongest first; in between coefficients are linear in lam.

    lams: (k,) decreasing; features: (q,) those that are kept; coefficients: (k, q) of them, in the problem's units;
    used: (p,) which of all features are not 0 somewhere; nonzero: (k,) how many are not between a knot and the next, at
    the last one: there. on_grid: (m, p) the path at the strengths that were asked for. repairs: stretches between two
    knots that the optimality at both ends does not prove.
    """

    lams: Floats
    features: NDArray[np.int32]
    coefficients: Floats
    used: NDArray[np.bool_]
    nonzero: NDArray[np.int32]
    on_grid: Floats
    repairs: int


def lasso_knots(
    problem: Quadratic,
    lams: Floats,
    *,
    factors: Floats | None = None,
    positive: bool = False,
    kept: Sequence[int] = (),
    room: int | None = None,
    most: int = MOST,
) -> Knots | None:
    """Knots from the first of lams (m,) to the last, decreasing; the first must zero every penalised coefficient.

    room: features to keep coefficients of, those in ``kept`` and then others as they enter; all by default. None where
    a strength could not be settled, or where the knots between the first and the last at which a feature is not 0 come
    to over ``most`` numbers for all features together.
    """
    p = problem.features
    if room is None:
        kept, room = range(p), p
    on_grid: Floats = np.zeros((len(lams), p))
    found = _kernel.lasso_knots(
        np.ascontiguousarray(problem.gram, dtype=float),
        np.ascontiguousarray(problem.xty, dtype=float),
        float(problem.yy),
        np.ascontiguousarray(lams, dtype=float),
        np.ones(p) if factors is None else np.ascontiguousarray(factors, dtype=float),
        bool(positive),
        np.asarray(kept, dtype=np.int32),
        int(room),
        int(most),
        on_grid,
    )
    if found is None:
        return None
    strengths, nonzero, features, values, used, repairs = found
    order = np.argsort(features)
    coefficients = values.reshape(strengths.size, room)[:, order]
    # Adding 0 makes a zero of either sign the one zero.
    return Knots(
        strengths, features[order], coefficients + 0.0, used.astype(np.bool_), nonzero, on_grid + 0.0, int(repairs)
    )
