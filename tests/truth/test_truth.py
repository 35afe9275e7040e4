"""The engine against the oracle, on real tables: least squares, objectives, and every cross-validated error.

By default a spread of strengths and folds; ``SHRINKAGE_TRUTH=full`` checks all of them, and all 336,776 flights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from shrinkage.path.grid import largest_strength
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.selection.unpenalised import least_squares
from shrinkage.selection.validate import Setting, grids_of
from shrinkage.solver.certificate import certificate
from tests.truth import oracle
from tests.truth.tables import ALL, FULL, Case, real_or_example

PROVEN = 1e-11
"""What the oracle must prove of its own answers, relative to the null objective, before they count."""

SPREAD = 100 if FULL else 4
RATIOS = (1.0, 0.75, 0.5, 0.25, 0.0) if FULL else (1.0, 0.5, 0.0)


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """Small products gain nothing from BLAS's threads, and lose much where other tests run beside these."""
    with threadpool_limits(1):
        yield


tables = pytest.mark.parametrize("name", ALL)
ratios = pytest.mark.parametrize("l1_ratio", RATIOS)


@lru_cache(maxsize=3)
def training(name: str, fold: int | None) -> oracle.Table:
    return real_or_example(name).training(fold)


@cache
def top(name: str) -> float:
    """lam_max of the full training problem."""
    return largest_strength(real_or_example(name).resamples.train(None))


@tables
def test_the_encoded_rows_are_those_of_the_moments(name: str) -> None:
    """Means, scales and correlations with the target: what everything below rests on."""
    case, table = real_or_example(name), training(name, None)
    problem, scaling = case.resamples.train(None), case.resamples.scaling(None)
    used = table.scale > 0
    assert np.array_equal(used, scaling.scale > 0)
    spread = table.scale.astype(float)
    np.testing.assert_allclose((scaling.center - table.center).astype(float)[used] / spread[used], 0, atol=1e-11)
    np.testing.assert_allclose(scaling.scale[used], spread[used], rtol=1e-11)
    deviation = np.sqrt(2 * table.null_objective)
    np.testing.assert_allclose(problem.xty, table.xty.astype(float), rtol=0, atol=1e-12 * deviation)


@tables
def test_none_is_least_squares_of_minimum_norm(name: str) -> None:
    case, table = real_or_example(name), training(name, None)
    root = np.sqrt(table.v.astype(float))
    z, y = table.z.astype(float), table.y.astype(float)
    reference, *_ = np.linalg.lstsq(z * root[:, None], y * root, rcond=None)
    found = least_squares(case.resamples, case.prepared.rereading, Setting()).curve.coefficients[0]
    fitted, expected = z @ found, z @ reference
    np.testing.assert_allclose(fitted, expected, rtol=0, atol=1e-8 * float(np.abs(expected).max()))
    rss, least = ((root * (y - fit)) @ (root * (y - fit)) for fit in (fitted, expected))
    assert rss == pytest.approx(least, rel=1e-8)
    assert np.linalg.norm(found) <= np.linalg.norm(reference) * (1 + 1e-6)


def strengths(case: Case, l1_ratio: float) -> np.ndarray:
    """Ten, over the whole grid, the lower edge of the promise included: 1e-6·lam_max."""
    if l1_ratio == 0:
        return grids_of(case.resamples.train(None), (0.0,), Setting())[0.0].lams[4::10]
    return np.geomspace(0.9, 1e-6, 10) * top(case.name) / l1_ratio


@tables
@ratios
def test_objectives_at_ten_strengths(name: str, l1_ratio: float) -> None:
    case, table = real_or_example(name), training(name, None)
    problem, lams = case.resamples.train(None), strengths(case, l1_ratio)
    path = trace(problem, lams, l1_ratio)
    guess = None
    for lam, coefficients in zip(lams, path.coefficients, strict=True):
        best = oracle.solve(table, lam, l1_ratio, start=guess)
        guess = best.coefficients
        assert best.gap < PROVEN
        distance = float(oracle.objective(table, coefficients, lam, l1_ratio) - best.lower) / best.null
        assert distance < 1e-10, f"at lam {lam / top(name):.1e} lam_max"
        told = certificate(problem, ElasticNet(lam, l1_ratio), coefficients)
        assert told.relative_gap < 1e-8
        # The certificate is a bound of the distance: it never says less than is true, but for rounding.
        assert told.relative_gap > distance - 1e-12


def checked(case: Case, l1_ratio: float) -> np.ndarray:
    """Which points of the grid: those with lam ≥ 1e-5·lam_max, evenly thinned."""
    lams = grids_of(case.resamples.train(None), (l1_ratio,), Setting())[l1_ratio].lams
    promised = np.flatnonzero(lams * (l1_ratio or 1.0) >= 1e-5 * top(case.name) * (1 - 1e-9))
    return promised[np.unique(np.linspace(0, promised.size - 1, SPREAD).astype(int))]


def folds(case: Case) -> Sequence[int]:
    return range(case.resamples.folds) if FULL else (0, case.resamples.folds - 1)


@tables
@ratios
def test_cross_validated_errors(name: str, l1_ratio: float) -> None:
    """Nothing leaks and nothing is approximated: an explicit loop over rows finds the same error.

    Where columns that depend on each other in the training rows part ways in held-out rows, L1 has many optima, which
    predict differently there. Then the optimum that was chosen must be one, and its error that of its predictions.
    """
    case = real_or_example(name)
    lams = grids_of(case.resamples.train(None), (l1_ratio,), Setting())[l1_ratio].lams
    for fold in folds(case):
        path = trace(case.resamples.train(fold), lams, l1_ratio)
        errors = case.resamples.score(fold, path.coefficients)
        table, guess = training(name, fold), None
        for point in checked(case, l1_ratio):
            own = path.coefficients[point]
            by_rows = case.held_out_error(fold, table, own)
            assert errors[point] == pytest.approx(by_rows, rel=1e-8), f"fold {fold}, point {point}: scoring"
            best = oracle.solve(table, lams[point], l1_ratio, start=guess)
            guess = best.coefficients
            assert best.gap < PROVEN
            if l1_ratio == 1 and has_many_optima(table, best, lams[point]):
                distance = oracle.objective(table, own, lams[point], l1_ratio) - best.lower
                assert distance < 1e-12 * best.null
                continue
            expected = case.held_out_error(fold, table, guess)
            assert errors[point] == pytest.approx(expected, rel=1e-8), f"fold {fold}, point {point}"


def has_many_optima(table: oracle.Table, best: oracle.Optimum, lam: float) -> bool:
    """Whether the columns that reach lam depend on each other (Tibshirani 2013, lemma 2: if not, there is one)."""
    reach = np.abs(table.correlation(table.residual(best.coefficients)))
    touching = (reach >= lam * (1 - 1e-9)).astype(bool)
    if not touching.any():
        return False
    values = np.linalg.eigvalsh(table.gram[np.ix_(touching, touching)])
    return bool(values[0] < 1e-12 * values[-1])


@tables
def test_cross_validated_errors_of_least_squares(name: str) -> None:
    """`none` on every fold: the minimum-norm fit of its training rows, scored on the others."""
    case = real_or_example(name)
    errors = least_squares(case.resamples, case.prepared.rereading, Setting()).curve.table.fold_mse[:, 0]
    for fold in folds(case):
        table = training(name, fold)
        root = np.sqrt(table.v.astype(float))
        z, y = table.z.astype(float), table.y.astype(float)
        reference, *_ = np.linalg.lstsq(z * root[:, None], y * root, rcond=None)
        assert errors[fold] == pytest.approx(case.held_out_error(fold, table, reference), rel=1e-6)
