"""Problems of several shapes with the solutions, freedoms and trainings that Python finds for them.

Where many coefficients solve a problem, none are written: which of them a solver finds is rounding's choice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from web.tests.golden import portable

from shrinkage.errors import OptionError
from shrinkage.path.freedom import degrees_of_freedom
from shrinkage.penalty import ElasticNet, lambda_max
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.epochs import OPTIMIZERS, Epoch, epochs
from shrinkage.solver.gram import gram_path, solve
from shrinkage.solver.solution import Path, Status

Json = dict[str, Any]

RATIOS = (1.0, 0.5, 0.0)
SHARES = (0.9, 0.3, 0.03, 1e-3, 1e-5)  # of lambda_max
DRAWN = 200
# Curvature below this fraction of the largest: solutions are not unique to the digits that are compared.
FLAT = 1e-9
REFINEMENTS = 6


def problems() -> list[Json]:
    return [_solved(name, *made) for name, *made in _shapes()]


def _shapes() -> Iterator[tuple[str, Quadratic, Floats | None, bool]]:
    for p, n in ((1, 20), (2, 30), (10, 80), (40, 200), (40, 20)):
        yield f"{p} features of {n} rows", _problem(_columns(p, n, p + n)), None, False
    ten = _columns(10, 60, 3)
    yield "held at or above 0", _problem(ten), None, True
    yield "with factors", _problem(ten), np.array([0, 1, 2, 0.5, math.inf, 1, 0, 1, 3, 1]), False
    yield "with factors, held at or above 0", _problem(ten), np.array([1, 1, 2, 0.5, math.inf, 1, 4, 1, 3, 1]), True
    yield "in units far apart", _problem(ten, 10.0 ** np.linspace(-3, 3, 10)), None, False
    levels = np.eye(5)[np.random.default_rng(5).integers(0, 5, 90)]
    yield "levels and copies", _problem(np.column_stack([levels, levels[:, 0], _columns(3, 90, 6)])), None, False
    still = ten.copy()
    still[:, 4] = 7.0
    yield "a column that does not vary", _problem(still), None, False


def _columns(p: int, n: int, seed: int) -> Floats:
    draw = np.random.default_rng(seed)
    return draw.standard_normal((n, p)) + 0.8 * draw.standard_normal((n, 1))


def _problem(columns: Floats, units: Floats | float = 1.0) -> Quadratic:
    n, p = columns.shape
    z = columns - columns.mean(axis=0)
    deviation = z.std(axis=0)
    z = np.divide(z, deviation, out=np.zeros_like(z), where=deviation > 1e-9) * units
    draw = np.random.default_rng(n * p)
    truth = np.where(np.arange(p) % 3 == 0, draw.standard_normal(p), 0.0) / units
    y = z @ truth + 0.5 * draw.standard_normal(n)
    y -= y.mean()
    return Quadratic(z.T @ z / n, z.T @ y / n, float(y @ y / n), float(n), n)


def _solved(name: str, problem: Quadratic, factors: Floats | None, positive: bool) -> Json:
    f = np.ones(problem.features) if factors is None else factors
    largest = float(np.max(np.abs(problem.xty)[(f > 0) & np.isfinite(f)] / f[(f > 0) & np.isfinite(f)]))
    cases = [
        _case(problem, ElasticNet(share * largest, ratio, factors, positive)) for ratio in RATIOS for share in SHARES
    ]
    upper = problem.gram[np.triu_indices(problem.features)]
    return {
        "name": name,
        "gram": upper.tolist(),
        "xty": problem.xty.tolist(),
        "yy": problem.yy,
        "factors": _written(f),
        "positive": positive,
        "cases": cases,
        "trainings": [_training(problem, ElasticNet(0.1 * largest, ratio, factors, positive)) for ratio in (1.0, 0.5)]
        if problem.features == 10
        else [],
    }


def _case(problem: Quadratic, penalty: ElasticNet) -> Json:
    path = solution(problem, penalty)
    w = path.coefficients[0]
    alone = unique(problem, penalty.lam * (1.0 - penalty.l1_ratio), penalty.weights(problem.features))
    return {
        "lambda": penalty.lam,
        "l1_ratio": penalty.l1_ratio,
        "coefficients": w.tolist() if alone else None,
        "objective": problem.smooth(w) + penalty.value(w),
        "degrees_of_freedom": float(degrees_of_freedom(problem, path, penalty.factors)[0]) if alone else None,
        "lambda_max": None if penalty.l1_ratio == 0 else _top(problem, penalty),
    }


def solution(problem: Quadratic, penalty: ElasticNet) -> Path:
    """A path of one strength: L2 by a linear system, which shares nothing with kernel and spectrum."""
    if (
        penalty.l1_ratio == 0
        and not penalty.positive
        and unique(problem, penalty.lam, penalty.weights(problem.features))
    ):
        return Path(np.array([penalty.lam]), 0.0, _ridge(problem, penalty)[None], (Status.SOLVED,))
    strongest = max(penalty.lam, lambda_max(problem.xty, max(penalty.l1_ratio, 0.1), penalty.factors))
    grid = np.geomspace(strongest, penalty.lam, 12) if strongest > penalty.lam else np.array([penalty.lam])
    path = gram_path(problem, grid, penalty.l1_ratio, factors=penalty.factors, positive=penalty.positive)
    return Path(grid[-1:], penalty.l1_ratio, path.coefficients[-1:] + 0.0, path.statuses[-1:])


def _ridge(problem: Quadratic, penalty: ElasticNet) -> Floats:
    """(G + lam F)⁻¹ c, with residuals in more digits, so that nearly flat directions are right too."""
    f = penalty.weights(problem.features)
    used = np.flatnonzero(np.isfinite(f) & (np.diag(problem.gram) > 0))
    system = problem.gram[np.ix_(used, used)].astype(np.longdouble)
    system[np.diag_indices(used.size)] += np.longdouble(penalty.lam) * f[used]
    scale = np.sqrt(np.diag(system))
    system, pull = system / np.outer(scale, scale), problem.xty[used] / scale
    w = np.zeros(used.size, dtype=np.longdouble)
    for _ in range(REFINEMENTS):
        w += np.linalg.solve(system.astype(float), (pull - system @ w).astype(float))
    found = np.zeros(problem.features)
    found[used] = w / scale
    return found + 0.0


def _top(problem: Quadratic, penalty: ElasticNet) -> float:
    return lambda_max(problem.xty, penalty.l1_ratio, penalty.factors, positive=penalty.positive)


def unique(problem: Quadratic, l2: float, factors: Floats) -> bool:
    """Whether the objective is curved enough in every direction for coefficients to be compared."""
    used = np.flatnonzero(np.isfinite(factors) & (np.diag(problem.gram) > 0))
    if not used.size:
        return True
    scale = np.sqrt(np.diag(problem.gram))[used]
    curved = problem.gram[np.ix_(used, used)] + np.diag(l2 * factors[used])
    values = np.linalg.eigvalsh(curved / np.outer(scale, scale))
    return bool(values[0] > FLAT * values[-1])


def _training(problem: Quadratic, penalty: ElasticNet) -> Json:
    steps = [(optimizer, step) for optimizer in OPTIMIZERS for step in (None, 10.0)]
    runs = [_run(problem, penalty, *each) for each in steps if each != ("coordinate", 10.0)]
    return {"lambda": penalty.lam, "l1_ratio": penalty.l1_ratio, "runs": runs}


def _run(problem: Quadratic, penalty: ElasticNet, optimizer: str, step: float | None) -> Json:
    """step: on the objective of `problem.py`, where epochs() takes the textbook's."""
    own = None if step is None else step / (2.0 * problem.weight)
    told: list[Json] = []
    try:
        told.extend(map(_told, epochs(problem, penalty, optimizer=optimizer, epochs=8, step=own)))
        diverged = False
    except OptionError:
        diverged = True
    return {"optimizer": optimizer, "step": step, "epochs": told, "diverged": diverged}


def _told(epoch: Epoch) -> Json:
    return {"loss": epoch.loss, "relative_gap": epoch.relative_gap, "coefficients": epoch.coefficients.tolist()}


def drawn() -> list[Json]:
    """Solutions of the problems of `portable.py`, which TypeScript draws for itself."""
    return [_drawn(seed) for seed in range(DRAWN)]


def _drawn(seed: int) -> Json:
    made = portable.problem(seed)
    p = made.features
    problem = Quadratic(np.array(made.gram).reshape(p, p), np.array(made.xty), made.yy, 1.0, 1)
    penalty = ElasticNet(made.lam, made.l1_ratio, np.array(made.factors), made.positive)
    w = solve(problem, penalty).coefficients
    alone = unique(problem, made.lam * (1.0 - made.l1_ratio), np.array(made.factors))
    return {
        "seed": seed,
        "xty": made.xty,
        "coefficients": w.tolist() if alone else None,
        "objective": problem.smooth(w) + penalty.value(w),
        "relative_gap": certificate(problem, penalty, w).relative_gap,
    }


def _written(values: Floats) -> list[float | None]:
    """null stands for infinity, which JSON does not have."""
    return [float(value) if math.isfinite(value) else None for value in values]
