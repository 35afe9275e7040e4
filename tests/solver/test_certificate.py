"""The certificate against the duality gap by rows, as contract and docstring define it, and on what it must refuse."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.gram import solve
from tests.solver import catalogue

LONG = np.longdouble


def gap_by_rows(x: Floats, y: Floats, penalty: ElasticNet, w: Floats) -> float:
    """(decrement + primal − dual) / null objective: the definition itself, over rows in extended precision."""
    n, p = x.shape
    z, t, w = (x - x.mean(axis=0)).astype(LONG) / np.sqrt(LONG(n)), (y - y.mean()).astype(LONG) / np.sqrt(LONG(n)), w
    sd = np.sqrt((z**2).sum(axis=0))
    z = np.divide(z, sd, out=np.zeros_like(z), where=np.ptp(x, axis=0) > 0)
    f = penalty.weights(p)
    free, used = (f == 0) | (penalty.lam == 0), np.isfinite(f)
    r = t - z @ w
    basis = np.linalg.qr(z[:, free].astype(float))[0].astype(LONG) if free.any() else np.zeros((n, 0), LONG)
    decrement = 0.5 * ((basis.T @ r) ** 2).sum()
    r = r - basis @ (basis.T @ r)
    mine = used & ~free
    u, a, f = z[:, mine].T @ r, w[mine], f[mine]
    l1, l2 = penalty.lam * penalty.l1_ratio * f, penalty.lam * (1 - penalty.l1_ratio) * f
    primal = 0.5 * (r @ r) + (l1 * np.abs(a)).sum() + 0.5 * (l2 * a**2).sum()
    reach = u if penalty.positive else np.abs(u)
    if penalty.l1_ratio == 1:
        s = min(LONG(1), (l1[reach > l1] / reach[reach > l1]).min(initial=1))
        conjugate = LONG(0)
    else:
        s = LONG(1)
        conjugate = (np.maximum(reach - l1, 0) ** 2 / (2 * l2)).sum()
    # θ lies outside the span of the free columns, whose part of y is not in the primal either.
    outside = t - basis @ (basis.T @ t)
    theta = s * r
    dual = outside @ theta - 0.5 * (theta @ theta) - conjugate
    return float((decrement + primal - dual) / (0.5 * (t @ t)))


PENALTIES = {
    "l1": ElasticNet(0.1, 1.0),
    "elastic net": ElasticNet(0.1, 0.5),
    "l2": ElasticNet(0.1, 0.0),
    "positive": ElasticNet(0.1, 1.0, None, True),
    "positive elastic net": ElasticNet(0.1, 0.3, None, True),
    "factors": ElasticNet(0.1, 1.0, np.resize([1.0, 0.0, 2.0, 0.5], 25)),
    "factors, elastic net": ElasticNet(0.1, 0.6, np.resize([1.0, 0.0, 2.0, 0.5], 25)),
    "none": ElasticNet(0.0, 1.0),
}


@pytest.mark.parametrize("distance", [0.3, 1e-3, 0.0])
@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
def test_equals_the_definition_by_rows(penalty: ElasticNet, distance: float) -> None:
    x, y = catalogue.rows("plain")
    problem = catalogue.quadratic(x, y)
    best = solve(problem, penalty).coefficients
    w = best + distance * np.random.default_rng(1).standard_normal(best.size) * (np.arange(best.size) % 3 > 0)
    if penalty.positive:
        w = np.maximum(w, 0.0)
    found = certificate(problem, penalty, w)
    expected = gap_by_rows(x, y, penalty, w)
    assert found.kind == ("decrement" if penalty.lam == 0 else "gap")
    assert found.relative_gap == pytest.approx(expected, rel=1e-7, abs=1e-14)
    assert (found.relative_gap <= 1e-14) == (distance == 0)


@pytest.mark.parametrize("name", catalogue.NAMES)
def test_bounds_the_distance_in_objective(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    draw = np.random.default_rng(2)
    for l1_ratio in (1.0, 0.5, 0.0):
        penalty = ElasticNet(0.05 * float(np.sqrt(problem.yy)), l1_ratio)
        best = solve(problem, penalty).coefficients
        lowest = problem.smooth(best) + penalty.value(best)
        for size in (1.0, 1e-2, 1e-5):
            w = best + size * draw.standard_normal(best.size) * (np.diag(problem.gram) > 0)
            excess = (problem.smooth(w) + penalty.value(w) - lowest) / problem.null_objective
            assert certificate(problem, penalty, w).relative_gap >= excess - 1e-12


def test_zeros_at_lambda_max_are_optimal_and_below_are_not() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    top, zeros = float(np.abs(problem.xty).max()), np.zeros(problem.features)
    assert certificate(problem, ElasticNet(top), zeros).relative_gap == 0
    # θ = s·y with s = ½: the gap is ½(1 − s)² yy.
    assert certificate(problem, ElasticNet(top / 2), zeros).relative_gap == pytest.approx(0.25)


def test_coefficients_that_are_not_allowed_have_no_certificate() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    w = np.zeros(problem.features)
    w[3] = -1.0
    assert certificate(problem, ElasticNet(1.0, 1.0, None, True), w).relative_gap == np.inf
    factors = np.where(np.arange(problem.features) == 3, np.inf, 1.0)
    assert certificate(problem, ElasticNet(1.0, 1.0, factors), w).relative_gap == np.inf
    assert certificate(problem, ElasticNet(1.0), w * np.nan).relative_gap == np.inf


def test_bounded_free_columns_are_judged_by_their_conditions() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    factors = np.where(np.arange(problem.features) < 5, 0.0, 1.0)
    for penalty in (ElasticNet(0.1, 1.0, factors, True), ElasticNet(0.0, 1.0, None, True)):
        best = solve(problem, penalty).coefficients
        found = certificate(problem, penalty, best)
        assert found.kind == "kkt"
        assert found.relative_gap <= 1e-14
        assert certificate(problem, penalty, best + 0.01).relative_gap > 1e-3


def test_a_target_without_variance_needs_no_coefficients() -> None:
    x, _ = catalogue.rows("plain")
    problem = catalogue.quadratic(x, np.ones(len(x)))
    assert certificate(problem, ElasticNet(0.1), np.zeros(problem.features)).relative_gap == 0
    assert certificate(problem, ElasticNet(0.1), np.ones(problem.features)).relative_gap == np.inf


def test_shares_no_code_with_the_solvers() -> None:
    from pathlib import Path

    import shrinkage.solver.certificate as module

    text = Path(str(module.__file__)).read_text()
    imports = [line for line in text.splitlines() if line.startswith(("import", "from"))]
    assert not any("solver" in line or "_kernel" in line for line in imports)


def test_coefficients_that_nearly_cancel_are_proven_as_well_as_doubles_can_hold_them() -> None:
    """Two columns all but alike and a weak L1 penalty: the rounding of large coefficients is 1e-11 of l1 itself."""
    x = np.array([[0.34558419, 0.3425992], [0.82161814, 0.82369194], [0.33043708, 0.33145954]])
    y = np.array([-0.37862849, 0.63033588, -0.12908621])
    gram, xty = x.T @ x / 3, x.T @ y / 3
    problem = Quadratic(gram, xty, float(y @ y) / 3, 3.0, 3)
    penalty = ElasticNet(1e-3 * float(np.abs(xty).max()), 1.0)
    signs = np.sign(np.linalg.solve(gram, xty))
    w = np.linalg.solve(gram, xty - penalty.lam * signs)
    assert certificate(problem, penalty, w).relative_gap < 1e-14
    # And what is wrong is not forgiven: of a coefficient moved by a share d the loss is ½ G d² w².
    moved = w * np.array([1.0, 1 + 1e-10])
    loss = 0.5 * gram[1, 1] * (1e-10 * w[1]) ** 2
    assert certificate(problem, penalty, moved).relative_gap * problem.null_objective == pytest.approx(loss, rel=0.1)
