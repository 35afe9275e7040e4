"""L2 by one decomposition: against linear systems, the independent solver, and the certificate."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.errors import OptionError
from shrinkage.path.grid import ridge_grid
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.solver.certificate import certificate
from shrinkage.solver.gram import gram_path
from shrinkage.solver.ridge import Spectrum
from tests.solver import catalogue
from tests.truth import oracle


@pytest.mark.parametrize("name", catalogue.NAMES)
def test_paths_are_certified_over_the_whole_grid(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    spectrum = Spectrum(problem)
    lams = ridge_grid(spectrum.largest)
    path = spectrum.path(lams)
    for lam, w in zip(lams, path.coefficients, strict=True):
        assert certificate(problem, ElasticNet(float(lam), 0.0), w).relative_gap <= 1e-12
    assert np.all(path.coefficients[:, np.diag(problem.gram) == 0] == 0)


@pytest.mark.parametrize("name", catalogue.TABLES)
@pytest.mark.data
@pytest.mark.skipif(catalogue.DATA is None, reason="SHRINKAGE_DATA is not set")
def test_paths_of_real_tables_are_certified(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.table(name))
    spectrum = Spectrum(problem)
    lams = ridge_grid(spectrum.largest, 20)
    for lam, w in zip(lams, spectrum.path(lams).coefficients, strict=True):
        assert certificate(problem, ElasticNet(float(lam), 0.0), w).relative_gap <= 1e-12


def test_solutions_equal_linear_systems() -> None:
    problem = catalogue.quadratic(*catalogue.rows("alike"))
    lams = np.array([10.0, 0.1, 1e-4])
    for lam, w in zip(lams, Spectrum(problem).path(lams).coefficients, strict=True):
        expected = np.linalg.solve(problem.gram + lam * np.eye(problem.features), problem.xty)
        np.testing.assert_allclose(w, expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("name", ["plain", "one_hot", "wide"])
def test_factors_equal_linear_systems(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    factors = np.resize([1.0, 3.0, 0.0, 0.2, np.inf, 1.0, 1.0, 0.01], problem.features)
    if name != "plain":
        factors[factors == 0] = 1.0
    lams = np.array([1.0, 0.01])
    used = np.isfinite(factors)
    path = Spectrum(problem).path(lams, factors)
    for lam, w in zip(lams, path.coefficients, strict=True):
        system = problem.gram[np.ix_(used, used)] + lam * np.diag(factors[used])
        np.testing.assert_allclose(w[used], np.linalg.solve(system, problem.xty[used]), rtol=1e-8, atol=1e-10)
        assert np.all(w[~used] == 0)
        assert certificate(problem, ElasticNet(float(lam), 0.0, factors), w).relative_gap <= 1e-12


def test_free_columns_that_depend_on_each_other_are_certified() -> None:
    problem = catalogue.quadratic(*catalogue.rows("copies"))
    factors = np.ones(problem.features)
    factors[[0, 1, 12, 13]] = 0.0  # two columns and their copies
    lams = np.array([1.0, 0.01])
    spectrum = Spectrum(problem, factors)
    for lam, w in zip(lams, spectrum.path(lams).coefficients, strict=True):
        assert certificate(problem, ElasticNet(float(lam), 0.0, factors), w).relative_gap <= 1e-12
    assert spectrum.degrees_of_freedom(np.array([1e12]))[0] == pytest.approx(2.0)


def test_objectives_equal_those_of_an_independent_solver_in_extended_precision() -> None:
    x, y = catalogue.rows("spectra")
    problem, table = catalogue.quadratic(x, y), oracle.standardised(x, y)
    spectrum = Spectrum(problem)
    for lam in spectrum.largest * np.array([1.0, 1e-3, 1e-6]):
        truth = oracle.solve(table, float(lam), 0.0)
        own = oracle.objective(table, spectrum.path(np.array([lam])).coefficients[0], float(lam), 0.0)
        assert float(own - truth.objective) <= 1e-11 * table.null_objective


def test_degrees_of_freedom_are_the_trace_of_the_hat_matrix() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    lams = np.array([5.0, 0.5])
    expected = [np.trace(np.linalg.solve(problem.gram + lam * np.eye(problem.features), problem.gram)) for lam in lams]
    np.testing.assert_allclose(Spectrum(problem).degrees_of_freedom(lams), expected, rtol=1e-12)


def test_trace_uses_the_decomposition_and_bounds_go_through_the_active_set() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    lams = np.array([1.0, 0.1])
    np.testing.assert_array_equal(trace(problem, lams, 0.0).coefficients, Spectrum(problem).path(lams).coefficients)
    bounded = trace(problem, lams, 0.0, positive=True)
    for lam, w in zip(lams, bounded.coefficients, strict=True):
        assert w.min() >= 0
        assert certificate(problem, ElasticNet(float(lam), 0.0, None, True), w).relative_gap <= 1e-12
    np.testing.assert_allclose(
        gram_path(problem, lams, 0.0).coefficients, Spectrum(problem).path(lams).coefficients, atol=1e-12
    )


def test_strength_zero_is_a_sentence() -> None:
    problem = catalogue.quadratic(*catalogue.rows("single"))
    with pytest.raises(OptionError, match="lambda 0"):
        Spectrum(problem).path(np.array([1.0, 0.0]))


@pytest.mark.parametrize("name", ["spectra", "low_rank", "one_hot", "wide", "copies", "plain"])
@pytest.mark.parametrize("seed", range(4))
def test_free_columns_among_dependent_ones_are_certified_over_the_whole_grid(name: str, seed: int) -> None:
    """Free columns that nearly depend on each other, or that explain all of the penalised ones."""
    draw = np.random.default_rng(seed)
    problem = catalogue.quadratic(*catalogue.MAKERS[name](draw))
    factors = draw.choice([0.0, 1.0, 1.0, 1.0, 2.0], size=problem.features)
    spectrum = Spectrum(problem, factors)
    path = trace(problem, ridge_grid(spectrum.largest, weakest=spectrum.weakest), 0.0, factors)
    for lam, w, status in zip(path.lams, path.coefficients, path.statuses, strict=True):
        assert status.solved
        assert certificate(problem, ElasticNet(float(lam), 0.0, factors), w).relative_gap <= 1e-8


@pytest.mark.parametrize("spread", [1e1, 1e3, 1e5])
def test_raw_columns_of_unlike_scales_equal_linear_systems(spread: float) -> None:
    x, y = catalogue.rows("plain")
    scales = np.geomspace(1.0 / spread, spread, x.shape[1])
    problem = catalogue.quadratic(x * scales, y, standardise=False)
    spectrum = Spectrum(problem)
    lams = ridge_grid(spectrum.largest, 12, weakest=spectrum.weakest)
    length = np.sqrt(np.diag(problem.gram))
    for lam, w in zip(lams, trace(problem, lams, 0.0).coefficients, strict=True):
        # Equilibrated, so that the reference keeps its digits as well.
        unit = np.sqrt(length**2 + lam)
        system = (problem.gram + lam * np.eye(problem.features)) / np.outer(unit, unit)
        expected = np.linalg.solve(system, problem.xty / unit) / unit
        np.testing.assert_allclose(
            w * length, expected * length, rtol=1e-9, atol=1e-11 * np.abs(expected * length).max()
        )
