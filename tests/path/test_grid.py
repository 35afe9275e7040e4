"""Grids of strengths: their ends, their steps, and what unpenalised columns change."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.path.grid import extend, largest_strength, ridge_grid, sparse_grid
from shrinkage.path.trace import trace
from tests.solver import catalogue


@pytest.mark.parametrize("name", catalogue.NAMES)
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
def test_the_first_strength_zeroes_everything_and_the_next_does_not(name: str, l1_ratio: float) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    lams = sparse_grid(problem, l1_ratio)
    path = trace(problem, lams, l1_ratio)
    assert lams.size == 100
    assert np.all(path.coefficients[0] == 0)
    assert np.any(path.coefficients[1] != 0) == (name != "unrelated")


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("name", ["plain", "one_hot", "crossed", "constants", "low_rank"])
def test_unpenalised_columns_are_fitted_first(name: str, positive: bool) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    factors = np.resize([1.0, 0.0, 2.0, np.inf], problem.features)
    lams = sparse_grid(problem, 1.0, factors, positive=positive)
    coefficients = trace(problem, lams, 1.0, factors, positive).coefficients
    assert np.all(coefficients[0, factors > 0] == 0)
    assert np.any(coefficients[0, factors == 0] != 0)
    if name != "low_rank":  # there the unpenalised ones span everything
        assert np.any(coefficients[1, factors > 0] != 0)


def test_depth_depends_on_the_shape() -> None:
    tall = sparse_grid(catalogue.quadratic(*catalogue.rows("plain")))
    wide = sparse_grid(catalogue.quadratic(*catalogue.rows("wide")))
    assert tall[-1] / tall[0] == pytest.approx(1e-4)
    assert wide[-1] / wide[0] == pytest.approx(1e-2)


@pytest.mark.parametrize("name", ["plain", "wide"])
def test_extends_by_its_own_step_down_to_a_millionth(name: str) -> None:
    lams = sparse_grid(catalogue.quadratic(*catalogue.rows(name)))
    step = lams[1] / lams[0]
    while (more := extend(lams)).size:
        assert more.size <= 25
        lams = np.concatenate([lams, more])
    assert np.allclose(lams[1:] / lams[:-1], step)
    assert 1e-6 * (1 - 1e-9) <= lams[-1] / lams[0] < 1e-6 / step
    assert extend(lams[:1]).size == 0


def test_ridge_spans_both_ends() -> None:
    lams = ridge_grid(7.0)
    assert (lams[0], lams.size) == (pytest.approx(7e3), 100)
    assert lams[-1] == pytest.approx(7e-8)
    assert np.all(np.isfinite(ridge_grid(0.0)))


def test_elastic_net_starts_higher_by_the_ratio() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    assert largest_strength(problem, 0.25) == pytest.approx(4 * largest_strength(problem, 1.0))


def test_a_target_that_free_columns_explain_leaves_a_usable_grid() -> None:
    problem = catalogue.quadratic(*catalogue.rows("saturated"))
    factors = np.zeros(problem.features)
    factors[-1] = 1.0
    factors[0] = 1.0
    lams = sparse_grid(catalogue.quadratic(catalogue.rows("saturated")[0], catalogue.rows("saturated")[0][:, 1]),
                       1.0, factors)  # fmt: skip
    assert np.all(lams > 1e-8)
    assert np.all(np.diff(lams) < 0)
