"""The problem that a page may solve again."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.penalty import ElasticNet
from shrinkage.problem import Quadratic
from shrinkage.selection.products import products_of
from shrinkage.solver.gram import solve
from tests.solver import catalogue


def test_few_features_are_the_whole_problem_but_for_what_is_left_out() -> None:
    x, y = catalogue.rows("constants")
    problem = catalogue.quadratic(x, y)
    factors = np.array([1.0, 1.0, np.inf, 0.0, 1.0, 2.0])
    found = products_of(problem, [np.zeros((1, 6))], factors)
    assert found is not None
    assert (found.features, found.complete, found.unit) == ([0, 3, 5], True, None)  # 1 and 4 are constant
    small = Quadratic(found.gram, found.xty, found.yy, problem.weight, problem.rows)
    whole = solve(problem, ElasticNet(0.1, 0.5, factors)).coefficients
    np.testing.assert_allclose(
        solve(small, ElasticNet(0.1, 0.5, factors[found.features])).coefficients, whole[found.features], atol=1e-12
    )


def test_of_many_features_the_largest_on_any_path_are_taken() -> None:
    x, y = catalogue.rows("alike")
    problem = catalogue.quadratic(x * np.arange(1, 81), y, standardise=False)
    draw = np.random.default_rng(0)
    paths = [draw.normal(size=(3, 80)), 5.0 * draw.normal(size=(4, 80))]
    found = products_of(problem, paths)
    assert found is not None
    size = np.abs(np.vstack(paths) * np.sqrt(np.diag(problem.gram))).max(axis=0)
    assert found.features == sorted(np.argsort(-size)[:50].tolist())
    assert not found.complete
    assert np.array_equal(found.gram, problem.gram[np.ix_(found.features, found.features)])
    assert found.unit == pytest.approx(np.sqrt(np.diag(found.gram)))


def test_nothing_that_varies_is_no_problem() -> None:
    empty = Quadratic(np.zeros((2, 2)), np.zeros(2), 1.0, 5.0, 5)
    assert products_of(empty, [np.zeros((1, 2))]) is None
