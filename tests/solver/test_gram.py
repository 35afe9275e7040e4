"""Every problem of the catalogue × every penalty, the certificate as the assertion; then against others' solutions."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.errors import OptionError, TableError
from shrinkage.path.grid import extend, sparse_grid
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver import gram
from shrinkage.solver.certificate import certificate
from shrinkage.solver.gram import gram_path, solve
from shrinkage.solver.solution import Status
from tests.solver import catalogue
from tests.truth import oracle


def resolution(problem: Quadratic, w: Floats) -> float:
    """Gap that rounding alone can cost: a gradient holds ε(√yy + Σ√Gⱼⱼ|wⱼ|)√Gⱼⱼ, and gaps are that times Σ|w|."""
    length = np.sqrt(np.diag(problem.gram))
    return float(1e-14 * (np.sqrt(problem.yy) + np.abs(w) @ length) * length.max() * np.abs(w).sum() / problem.yy)


def check_path(
    problem: Quadratic,
    l1_ratio: float,
    factors: Floats | None = None,
    positive: bool = False,
    bottom: float = 1e-6,
    gap: float = 1e-12,
) -> Floats:
    lams = np.geomspace(1.0, bottom, 80) * sparse_grid(problem, l1_ratio, factors, positive=positive)[0]
    path = gram_path(problem, lams, l1_ratio, factors=factors, positive=positive)
    for lam, w, status in zip(lams, path.coefficients, path.statuses, strict=True):
        assert status.solved
        found = certificate(problem, ElasticNet(float(lam), l1_ratio, factors, positive), w)
        assert found.relative_gap <= max(gap, resolution(problem, w)), lam
    return path.coefficients


@pytest.mark.parametrize("l1_ratio", [1.0, 0.5, 0.05])
@pytest.mark.parametrize("name", catalogue.NAMES)
def test_paths_are_certified(name: str, l1_ratio: float) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    coefficients = check_path(problem, l1_ratio)
    assert np.all(coefficients[0] == 0)
    assert np.all(coefficients[:, np.diag(problem.gram) == 0] == 0)


@pytest.mark.parametrize("name", catalogue.NAMES)
def test_positive_paths_are_certified(name: str) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    assert check_path(problem, 1.0, positive=True).min() >= 0
    assert check_path(problem, 0.5, positive=True).min() >= 0


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("name", [name for name in catalogue.NAMES if name not in ("wide", "spectra")])
def test_paths_with_factors_are_certified(name: str, positive: bool) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    factors = np.resize([1.0, 3.0, 0.0, 0.2, np.inf, 1.0, 1.0], problem.features)
    for l1_ratio in (1.0, 0.5):
        coefficients = check_path(problem, l1_ratio, factors, positive, bottom=1e-4)
        assert np.all(coefficients[:, np.isinf(factors)] == 0)
        assert np.all(coefficients[0, factors > 0] == 0)


def test_raw_columns_of_very_different_scales_are_certified() -> None:
    x, y = catalogue.rows("plain")
    check_path(catalogue.quadratic(x * np.geomspace(1e-4, 1e4, x.shape[1]), y, standardise=False), 1.0)


@pytest.mark.parametrize("name", catalogue.TABLES)
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
@pytest.mark.data
@pytest.mark.skipif(catalogue.DATA is None, reason="SHRINKAGE_DATA is not set")
def test_paths_of_real_tables_are_certified(name: str, l1_ratio: float) -> None:
    check_path(catalogue.quadratic(*catalogue.table(name)), l1_ratio)


@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
@pytest.mark.parametrize("name", ["plain", "alike", "one_hot", "copies", "wide", "spectra"])
def test_objectives_equal_those_of_an_independent_solver_in_extended_precision(name: str, l1_ratio: float) -> None:
    x, y = catalogue.rows(name)
    problem, table = catalogue.quadratic(x, y), oracle.standardised(x, y)
    top = sparse_grid(problem, l1_ratio)[0]
    for lam in top * np.array([0.5, 0.05, 0.001]):
        truth = oracle.solve(table, float(lam), l1_ratio)
        assert truth.gap < 1e-12
        found = solve(problem, ElasticNet(float(lam), l1_ratio)).coefficients
        own = oracle.objective(table, found, float(lam), l1_ratio)
        assert float(own - truth.objective) <= 1e-11 * table.null_objective


@pytest.mark.parametrize("positive", [False, True])
def test_coefficients_equal_scikit_learns_at_its_strictest(positive: bool) -> None:
    from sklearn.linear_model import ElasticNet as TheirElasticNet

    x, y = catalogue.rows("plain")
    problem = catalogue.quadratic(x, y, standardise=False)
    for l1_ratio, alpha in ((1.0, 0.2), (0.5, 0.05), (0.25, 1.0)):
        theirs = TheirElasticNet(alpha=alpha, l1_ratio=l1_ratio, tol=1e-14, max_iter=100_000, positive=positive)
        ours = solve(problem, ElasticNet(alpha, l1_ratio, None, positive)).coefficients
        np.testing.assert_allclose(ours, theirs.fit(x, y).coef_, rtol=0, atol=1e-9)


def test_a_start_changes_the_way_and_not_the_end() -> None:
    problem = catalogue.quadratic(*catalogue.rows("alike"))
    penalty = ElasticNet(0.01 * float(np.abs(problem.xty).max()), 1.0)
    cold = solve(problem, penalty)
    warm = solve(problem, penalty, start=cold.coefficients)
    far = solve(problem, penalty, start=np.random.default_rng(0).standard_normal(problem.features))
    assert warm.steps <= 2
    np.testing.assert_allclose(warm.coefficients, cold.coefficients, atol=1e-12)
    np.testing.assert_allclose(far.coefficients, cold.coefficients, atol=1e-10)


@pytest.mark.parametrize("name", ["one_hot", "crossed", "low_rank"])
def test_a_path_goes_on_from_where_it_ended_as_if_it_had_never_stopped(name: str) -> None:
    """On dependent columns too: the factor for the start is made with the L2 part of the first point."""
    problem = catalogue.quadratic(*catalogue.rows(name))
    grid = np.concatenate([above := sparse_grid(problem, 0.5), extend(above)])
    whole, _, _ = gram._run(problem, grid, 0.5, None, False, None)
    below, outcomes, steps = gram._run(problem, grid[100:], 0.5, None, False, whole[99])
    assert not any(outcomes)
    assert steps[0] < 20 * problem.features
    for lam, continued, direct in zip(grid[100:], below, whole[100:], strict=True):
        penalty = ElasticNet(float(lam), 0.5)
        assert certificate(problem, penalty, continued).relative_gap < 1e-12
        np.testing.assert_allclose(problem.gram @ continued, problem.gram @ direct, atol=1e-9 * np.sqrt(problem.yy))


def test_lam_zero_with_a_kink_is_least_squares() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    expected = np.linalg.solve(problem.gram, problem.xty)
    np.testing.assert_allclose(solve(problem, ElasticNet(0.0, 1.0)).coefficients, expected, atol=1e-12)


def test_columns_that_depend_on_free_ones_are_left_out_or_said() -> None:
    x, y = catalogue.rows("copies")
    problem = catalogue.quadratic(x, y)
    factors = np.where(np.arange(problem.features) < 12, 0.0, 1.0)  # the rest are copies of these
    path = gram_path(problem, np.array([1.0, 0.1]), 1.0, factors=factors)
    assert all(status.solved for status in path.statuses)
    assert np.all(path.coefficients[:, 12:] == 0)


def test_duplicated_free_columns_do_not_slide_away_on_rounding() -> None:
    # Far apart strengths leave the factor of an elastic net old; entries of G_AA⁻¹G_Aj at rounding level block nothing.
    draw = np.random.default_rng(115)
    x = draw.standard_normal((57, 10))
    x = np.hstack([x, x[:, :5], -x[:, :3], np.ones((57, 2))])
    problem = catalogue.quadratic(x, draw.standard_normal(57))
    for turn in range(40):
        factors = np.random.default_rng(turn).choice([0.0, 1.0, 1.0, 3.0, np.inf], x.shape[1])
        for l1_ratio in (1.0, 0.5):
            lams = sparse_grid(problem, l1_ratio, factors)[0] * np.array([1.0, 1e-3, 1e-6])
            path = gram_path(problem, lams, l1_ratio, factors=factors)
            for lam, w in zip(lams, path.coefficients, strict=True):
                assert certificate(problem, ElasticNet(float(lam), l1_ratio, factors), w).relative_gap <= 1e-12


def test_what_a_gram_cannot_tell_is_said_and_certified_as_it_is() -> None:
    # Beside a free column, a penalised one that differs from it by 1e-9: in products of the columns it is a copy.
    draw = np.random.default_rng(3)
    x = draw.standard_normal((50, 1))
    x = np.hstack([x, x + 1e-9 * draw.standard_normal((50, 1))])
    problem = catalogue.quadratic(x, draw.standard_normal(50))
    factors = np.array([0.0, 1.0])
    found = solve(problem, ElasticNet(1e-12, 1.0, factors))
    assert found.status is Status.STUCK
    assert "cannot be told" in found.status.value
    assert found.coefficients[1] == 0
    assert certificate(problem, ElasticNet(1e-12, 1.0, factors), found.coefficients).relative_gap > 1e-3


def test_cells_that_overflow_and_strengths_out_of_range_are_sentences() -> None:
    problem = catalogue.quadratic(*catalogue.rows("single"))
    endless = Quadratic(np.full((1, 1), np.inf), problem.xty, problem.yy, problem.weight, problem.rows)
    with pytest.raises(TableError, match="not finite"):
        gram_path(endless, np.ones(1), 1.0)
    with pytest.raises(OptionError, match="strength of the grid"):
        gram_path(problem, np.array([1.0, -1.0]), 1.0)


def test_no_columns_at_all_is_an_empty_path() -> None:
    nothing = Quadratic(np.zeros((0, 0)), np.zeros(0), 1.0, 5.0, 5)
    assert gram_path(nothing, np.ones(3), 1.0).coefficients.shape == (3, 0)


def test_an_l1_ratio_out_of_range_is_a_sentence() -> None:
    problem = catalogue.quadratic(*catalogue.rows("single"))
    with pytest.raises(OptionError, match="l1_ratio is 2"):
        gram_path(problem, np.ones(1), 2.0)


def _nested(draw: np.random.Generator, n: int = 3000) -> tuple[Floats, Floats, Floats]:
    """Two unbalanced one-hot blocks that are free, and penalised columns that lean on them: rows, target, factors."""
    first = np.minimum(draw.geometric(0.06, n) - 1, 59)
    second = np.where(draw.random(n) < 0.8, first % 11, draw.integers(0, 11, n))
    blocks = np.hstack([np.eye(60)[first], np.eye(11)[second]])
    blocks = blocks[:, np.ptp(blocks, axis=0) > 0]
    own = draw.standard_normal((n, 12)) + 0.5 * draw.standard_normal(60)[first][:, None]
    more = np.eye(24)[draw.integers(0, 24, n)]
    x = np.hstack([own, blocks, more, np.sin(first)[:, None], own[:, :1] + 1e-5 * draw.standard_normal((n, 1))])
    factors = np.ones(x.shape[1])
    factors[12 : 12 + blocks.shape[1]] = 0.0
    y = own[:, 0] + draw.standard_normal(60)[first] + draw.standard_normal(24)[more.argmax(axis=1)]
    return x, y + draw.standard_normal(n), factors


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
@pytest.mark.parametrize("seed", range(6))
def test_free_blocks_whose_levels_depend_on_each_other_stay_where_they_are(
    seed: int, l1_ratio: float, positive: bool
) -> None:
    """A dependent free level must never slide along rounding: coefficients of 1e13 once passed for solutions."""
    x, y, factors = _nested(np.random.default_rng(seed))
    problem = catalogue.quadratic(x, y)
    coefficients = check_path(problem, l1_ratio, factors, positive, bottom=1e-5, gap=1e-11)
    assert np.abs(coefficients).max() < 1e3 * np.sqrt(problem.yy)


@pytest.mark.parametrize("free", [("dest", "carrier"), ("model", "origin"), ("tailnum",)])
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
@pytest.mark.data
@pytest.mark.skipif(catalogue.DATA is None, reason="SHRINKAGE_DATA is not set")
def test_free_columns_of_a_real_table_are_certified(free: tuple[str, ...], l1_ratio: float) -> None:
    problem, factors = catalogue.freed("nycflights_wide", free)
    check_path(problem, l1_ratio, factors, bottom=1e-5, gap=1e-11)
