"""Each kernel against its plain twin."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage import _kernel
from shrinkage.penalty import ElasticNet, lambda_max
from shrinkage.problem import Quadratic
from shrinkage.solver.gram import solve
from tests.solver import catalogue, twins

UNIQUE = ("plain", "alike", "constants", "saturated", "single")


def penalties(problem: Quadratic) -> list[ElasticNet]:
    top = lambda_max(problem.xty, 1.0)
    factors = np.resize([1.0, 2.0, 0.0, 1.0, np.inf, 0.5], problem.features)
    return [
        ElasticNet(0.3 * top, 1.0),
        ElasticNet(0.02 * top, 1.0),
        ElasticNet(0.05 * top, 0.5),
        ElasticNet(0.05 * top, 0.5, None, True),
        ElasticNet(0.05 * top, 1.0, factors),
        ElasticNet(0.05 * top, 0.7, factors, True),
    ]


@pytest.mark.parametrize("name", UNIQUE)
def test_newton_equals_its_twin(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    for penalty in penalties(problem):
        expected = twins.Newton(problem, penalty).solve()
        found = solve(problem, penalty)
        assert found.status.solved
        np.testing.assert_allclose(found.coefficients, expected, rtol=1e-9, atol=1e-10)
        assert np.array_equal(found.coefficients == 0, np.abs(expected) < 1e-12)


@pytest.mark.parametrize("name", ["one_hot", "crossed", "copies", "low_rank", "wide"])
def test_newton_fits_as_its_twin_where_solutions_are_many(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    for penalty in penalties(problem)[:2]:
        expected = twins.Newton(problem, penalty).solve()
        found = solve(problem, penalty)
        assert found.status.solved
        reach = problem.gram @ found.coefficients
        np.testing.assert_allclose(reach, problem.gram @ expected, rtol=0, atol=1e-10 * np.abs(reach).max())
        assert abs(np.abs(found.coefficients).sum() - np.abs(expected).sum()) < 1e-9 * np.abs(expected).sum()


@pytest.mark.parametrize("name", UNIQUE)
def test_descent_equals_its_twin_sweep_by_sweep(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    for penalty in penalties(problem):
        for most in (1, 7):
            w = np.zeros(problem.features)
            factors = penalty.weights(problem.features)
            l1, l2 = penalty.lam * penalty.l1_ratio, penalty.lam * (1 - penalty.l1_ratio)
            sweeps = _kernel.coordinate_descent(
                problem.gram, problem.xty, l1, l2, factors, penalty.positive, w, 0.0, most
            )
            expected, expected_sweeps = twins.descend(problem, penalty, np.zeros(problem.features), 0.0, most)
            assert sweeps == expected_sweeps
            np.testing.assert_allclose(w, expected, rtol=1e-11, atol=1e-12)


def test_descent_starts_from_what_it_is_given_and_stops_at_its_tolerance() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    penalty = ElasticNet(0.1, 1.0)
    w = solve(problem, penalty).coefficients.copy()
    optimum = w.copy()
    ones = np.ones(problem.features)
    assert _kernel.coordinate_descent(problem.gram, problem.xty, 0.1, 0.0, ones, False, w, 1e-10, 50) == 1
    np.testing.assert_allclose(w, optimum, atol=1e-11)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="shapes"):
        _kernel.coordinate_descent(np.eye(3), np.ones(2), 0.1, 0.0, np.ones(2), False, np.zeros(2), 0.0, 1)
