"""Grids of strengths: their ends, their steps, and what unpenalised columns change."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.path.grid import extend, grid, largest_strength, ridge_grid, sparse_grid, unlike
from shrinkage.path.trace import trace
from shrinkage.solver.ridge import Spectrum
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


def test_a_target_of_any_unit_has_a_grid_of_the_same_shape() -> None:
    x, y = catalogue.rows("plain")
    plain = grid(catalogue.quadratic(x, y))
    for unit in (1e-100, 1e-15, 1e15, 1e100):
        scaled = grid(catalogue.quadratic(x, y * unit))
        np.testing.assert_allclose(scaled.lams, plain.lams * unit, rtol=1e-12)
        assert scaled.floor == pytest.approx(plain.floor * unit)


@pytest.mark.parametrize("l1_ratio", [0.25, 0.5, 0.75])
def test_an_elastic_net_of_any_unit_covers_what_either_part_does(l1_ratio: float) -> None:
    """From (nearly) nothing left to (nearly) nothing penalised, whatever the target is counted in."""
    x, y = catalogue.rows("plain")
    for unit in (1e-100, 1e-15, 1.0, 1e4, 1e15, 1e100):
        problem = catalogue.quadratic(x, y * unit)
        laid = grid(problem, l1_ratio, spectrum=Spectrum(problem))
        top, lams = largest_strength(problem, l1_ratio), laid.lams
        assert lams.size == 100
        assert lams[0] <= top * (1 + 1e-12)
        free = np.linalg.solve(problem.gram, problem.xty)
        ends = trace(problem, np.array([lams[0], laid.floor]), l1_ratio).coefficients
        assert np.linalg.norm(ends[0]) <= 2e-3 * np.linalg.norm(free)
        assert np.linalg.norm(ends[1] - free) <= 1e-3 * np.linalg.norm(free)
        if unit <= 1.0:  # as ever where the L1 part decides
            assert (lams[0], lams[-1]) == (pytest.approx(top), pytest.approx(1e-4 * top))
        if unit >= 1e15:
            between = trace(problem, lams, l1_ratio).coefficients
            sizes = np.linalg.norm(between, axis=1) / np.linalg.norm(free)
            assert np.count_nonzero((sizes > 0.05) & (sizes < 0.95)) >= 20


def test_factors_and_scales_of_columns_deepen_grids() -> None:
    x, y = catalogue.rows("plain")
    problem = catalogue.quadratic(x, y)
    factors = np.ones(problem.features)
    factors[:5] = 1e-6
    factors[5] = 0.0
    factors[6] = np.inf
    assert unlike(problem, factors) == pytest.approx(1e6)
    assert unlike(problem) == pytest.approx(1.0)
    lams = sparse_grid(problem, 1.0, factors)
    assert lams[0] / lams[-1] == pytest.approx(1e10)
    coefficients = trace(problem, lams, 1.0, factors).coefficients
    assert np.all(coefficients[0, factors > 0] == 0)
    others = (factors == 1) & (coefficients[-1] != 0)
    assert np.count_nonzero(others) >= 15, "those with a factor of 1 come in as well"
    raw = catalogue.quadratic(x * np.geomspace(1e-2, 1e2, x.shape[1]), y, standardise=False)
    assert unlike(raw) == pytest.approx(1e4, rel=0.5)
    ridge = grid(raw, 0.0)
    assert ridge.floor == ridge.lams[-1]
    weak, strong = trace(raw, ridge.lams[[-1, 0]], 0.0).coefficients
    free = np.linalg.solve(raw.gram, raw.xty)
    np.testing.assert_allclose(weak, free, rtol=1e-2)
    assert np.linalg.norm(strong * np.sqrt(np.diag(raw.gram))) <= 2e-3 * np.linalg.norm(
        free * np.sqrt(np.diag(raw.gram))
    )
