"""L1 and elastic net on a Gram: the compiled active-set Newton path (kernel/newton.hpp, where it is derived)."""

from __future__ import annotations

import numpy as np

from shrinkage import _kernel
from shrinkage.errors import OptionError, TableError
from shrinkage.penalty import ElasticNet, lambda_max
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.solution import Path, Solution, Status

_STATUSES = tuple(Status)
# A cold start far below lambda_max lets too much in at once; a few points on the way there are cheaper.
_APPROACH = 4.0


def gram_path(
    problem: Quadratic,
    lams: Floats,
    l1_ratio: float,
    *,
    factors: Floats | None = None,
    positive: bool = False,
    start: Floats | None = None,
) -> Path:
    """Exact solutions at each of lams (m,), best given in decreasing order, warm from ``start`` (p,) or from zero.

    factors: (p,), 0 for a free coefficient and infinite for an excluded one. l1_ratio in [0, 1].
    """
    coefficients, outcomes, steps = _run(problem, lams, l1_ratio, factors, positive, start)
    statuses = tuple(_STATUSES[code] for code in outcomes)
    return Path(np.asarray(lams, dtype=float), l1_ratio, coefficients, statuses, tuple(steps))


def solve(problem: Quadratic, penalty: ElasticNet, start: Floats | None = None) -> Solution:
    """The exact solution at one strength."""
    lams = np.array([penalty.lam]) if start is not None else _approach(problem, penalty)
    coefficients, outcomes, steps = _run(problem, lams, penalty.l1_ratio, penalty.factors, penalty.positive, start)
    return Solution(coefficients[-1], _STATUSES[outcomes[-1]], sum(steps))


def _approach(problem: Quadratic, penalty: ElasticNet) -> Floats:
    """A few strengths from lambda_max down to the one wanted."""
    if penalty.l1_ratio <= 0 or penalty.lam <= 0:
        return np.array([penalty.lam])
    top = lambda_max(problem.xty, penalty.l1_ratio, penalty.factors, positive=penalty.positive)
    if top <= _APPROACH * penalty.lam:
        return np.array([penalty.lam])
    points = 1 + int(np.ceil(np.log(top / penalty.lam) / np.log(_APPROACH)))
    lams = top * (penalty.lam / top) ** (np.arange(1, points) / (points - 1))
    lams[-1] = penalty.lam
    return lams


def _run(
    problem: Quadratic,
    lams: Floats,
    l1_ratio: float,
    factors: Floats | None,
    positive: bool,
    start: Floats | None,
) -> tuple[Floats, list[int], list[int]]:
    p, m = problem.features, len(lams)
    if not 0 <= l1_ratio <= 1:
        raise OptionError(f"l1_ratio is {l1_ratio}, but it lies between 0 (L2) and 1 (L1); give such a number.")
    if not np.all(np.isfinite(lams) & (np.asarray(lams) >= 0)):
        raise OptionError("a strength of the grid is negative or not a finite number; give strengths of at least 0.")
    if not (np.all(np.isfinite(problem.gram)) and np.all(np.isfinite(problem.xty)) and np.isfinite(problem.yy)):
        raise TableError(
            "products of the columns are not finite, because a cell is infinite or so large that its square overflows; "
            "drop or rescale that column."
        )
    coefficients = np.zeros((m, p))
    outcomes = np.zeros(m, dtype=np.int32)
    steps = np.zeros(m, dtype=np.int32)
    _kernel.newton_path(
        np.ascontiguousarray(problem.gram, dtype=float),
        np.ascontiguousarray(problem.xty, dtype=float),
        float(problem.yy),
        np.ascontiguousarray(lams, dtype=float),
        float(l1_ratio),
        np.ones(p) if factors is None else np.ascontiguousarray(factors, dtype=float),
        bool(positive),
        np.zeros(p) if start is None else np.ascontiguousarray(start, dtype=float),
        coefficients,
        outcomes,
        steps,
    )
    return coefficients, outcomes.tolist(), steps.tolist()
