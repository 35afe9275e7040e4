"""Least squares by a Gram as far as it goes, and by rows beyond."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, LeastSquares
from shrinkage.solver.certificate import certificate
from shrinkage.solver.least_squares import by_gram, by_rows
from tests.solver import catalogue

DEPENDENT = ("one_hot", "crossed", "copies", "constants", "low_rank", "wide")


def standardised(name: str) -> tuple[Floats, Floats]:
    x, y = catalogue.rows(name)
    constant = np.ptp(x, axis=0) == 0
    z = x - x.mean(axis=0)
    z[:, constant] = 0.0
    sd = z.std(axis=0)
    return z / np.where(sd > 0, sd, 1.0), y - y.mean()


def least_squares(name: str) -> LeastSquares:
    z, t = standardised(name)
    return LeastSquares(z / np.sqrt(len(t)), t / np.sqrt(len(t)), float(len(t)), len(t))


@pytest.mark.parametrize("name", [name for name in catalogue.NAMES if name != "spectra"])
def test_both_ways_are_the_minimum_norm_solution(name: str) -> None:
    z, t = standardised(name)
    expected, _, rank, _ = np.linalg.lstsq(z, t, rcond=1e-9)
    problem = catalogue.quadratic(*catalogue.rows(name))
    fit = by_gram(problem)
    coefficients, rank_by_rows = by_rows(least_squares(name))
    for found in (fit.coefficients, coefficients):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9 * (1 + np.abs(expected).max()))
        assert np.all(found[np.ptp(z, axis=0) == 0] == 0)
    assert fit.rank == rank == rank_by_rows
    assert certificate(problem, ElasticNet(0.0), fit.coefficients).relative_gap <= 1e-16


@pytest.mark.parametrize("name", DEPENDENT)
def test_weak_directions_are_the_dependencies(name: str) -> None:
    z, t = standardised(name)
    fit = by_gram(catalogue.quadratic(*catalogue.rows(name)))
    varying = int((np.ptp(z, axis=0) > 0).sum())
    assert fit.weak.shape == (z.shape[1], varying - fit.rank)
    np.testing.assert_allclose(fit.weak.T @ fit.weak, np.eye(varying - fit.rank), atol=1e-12)
    assert np.abs(z @ fit.weak).max(initial=0.0) < 1e-7 * np.sqrt(len(t))
    assert np.all(fit.weak[np.ptp(z, axis=0) == 0] == 0)


def test_a_direction_too_thin_for_a_gram_is_weak_and_solved_by_rows() -> None:
    draw = np.random.default_rng(0)
    x = draw.standard_normal((100, 4))
    x = np.column_stack([x, x[:, 0] + 1e-7 * draw.standard_normal(100)])
    y = x @ np.ones(5) + 1e7 * (x[:, 4] - x[:, 0])
    fit = by_gram(catalogue.quadratic(x, y))
    assert fit.rank == 4
    assert fit.weak.shape == (5, 1)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    t = y - y.mean()
    coefficients, rank = by_rows(LeastSquares(z / 10, t / 10, 100.0, 100))
    assert rank == 5
    np.testing.assert_allclose(z @ coefficients, t, atol=1e-7 * np.abs(t).max())


def test_a_triangular_factor_stands_for_the_rows() -> None:
    rows = least_squares("spectra")
    both = np.linalg.qr(np.column_stack([rows.columns, rows.target]), mode="r")
    factor = LeastSquares(both[:, :-1], both[:, -1], rows.weight, rows.rows)
    by_factor, rank = by_rows(factor)
    expected, full = by_rows(rows)
    assert rank == full
    np.testing.assert_allclose(rows.columns @ by_factor, rows.columns @ expected, atol=1e-11)


def test_the_smallest_norm_is_that_in_standardised_units() -> None:
    x, y = catalogue.rows("copies")
    stretched = x * np.linspace(0.1, 10, x.shape[1])
    expected = by_gram(catalogue.quadratic(x, y)).coefficients / x.std(axis=0) / np.linspace(0.1, 10, x.shape[1])
    raw = by_gram(catalogue.quadratic(stretched, y, standardise=False))
    np.testing.assert_allclose(raw.coefficients, expected, rtol=1e-8)
    centred = (stretched - stretched.mean(axis=0)) / np.sqrt(len(y))
    by_row, _ = by_rows(LeastSquares(centred, (y - y.mean()) / np.sqrt(len(y)), float(len(y)), len(y)))
    np.testing.assert_allclose(by_row, expected, rtol=1e-8)


def test_without_any_varying_column_there_is_nothing_to_fit() -> None:
    problem = catalogue.quadratic(np.ones((5, 2)), np.arange(5.0))
    fit = by_gram(problem)
    assert (fit.rank, fit.weak.shape) == (0, (2, 0))
    assert np.all(fit.coefficients == 0)
    assert by_rows(LeastSquares(np.zeros((5, 2)), np.ones(5), 5.0, 5))[1] == 0


@pytest.mark.parametrize("name", ["bloodbrain", "longley"])
@pytest.mark.data
@pytest.mark.skipif(catalogue.DATA is None, reason="SHRINKAGE_DATA is not set")
def test_real_tables_by_rows_equal_lapacks_own(name: str) -> None:
    x, y = catalogue.table(name)
    keep = np.ptp(x, axis=0) > 0
    z = np.where(keep, (x - x.mean(axis=0)) / np.where(keep, x.std(axis=0), 1.0), 0.0)
    t = y - y.mean()
    coefficients, rank = by_rows(LeastSquares(z / np.sqrt(len(t)), t / np.sqrt(len(t)), float(len(t)), len(t)))
    expected, _, expected_rank, _ = np.linalg.lstsq(z, t, rcond=None)
    assert rank == expected_rank
    np.testing.assert_allclose(z @ coefficients, z @ expected, atol=1e-7 * t.std())
