"""Least squares without a penalty: the rows settle what a Gram cannot."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.problem import Floats
from shrinkage.selection.unpenalised import least_squares, rounding
from shrinkage.selection.validate import Setting
from tests.selection.rows_resamples import RowsResamples, random_rows


def by_numpy(rows: RowsResamples, fold: int | None) -> tuple[Floats, float]:
    """Minimum norm in standardised units by numpy's own SVD of the rows, and the error on what was held out."""
    train, held = rows.rows_of(fold), rows.held(fold)
    center, sd = rows.x[train].mean(axis=0), rows.x[train].std(axis=0)
    usable = sd > 0
    sd = np.where(usable, sd, 1.0)
    z = (rows.x - center) / sd * usable
    mean = rows.y[train].mean()
    w = np.linalg.lstsq(z[train], rows.y[train] - mean, rcond=None)[0]
    residual = rows.y[held] - mean - z[held] @ w
    return w, float(residual @ residual) / max(residual.size, 1)


def agrees(rows: RowsResamples, rtol: float = 1e-8) -> None:
    found = least_squares(rows, rows, Setting())
    for fold in range(rows.folds):
        assert found.curve.table.fold_mse[fold, 0] == pytest.approx(by_numpy(rows, fold)[1], rel=rtol)
    np.testing.assert_allclose(found.curve.coefficients[0], by_numpy(rows, None)[0], rtol=rtol, atol=1e-9)


def one_hot(n: int = 120, seed: int = 0, cheap: bool = True) -> RowsResamples:
    """Two blocks with every level: two exact dependencies."""
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, 4, n), rng.integers(0, 3, n)])
    x = np.hstack([rng.normal(size=(n, 2)), np.eye(4)[codes[0]], np.eye(3)[codes[1]]])
    y = x @ np.arange(9.0) + rng.normal(size=n)
    return RowsResamples(x, y, np.arange(n) % 6, cheap=cheap)


def test_a_sound_gram_is_enough_and_rows_are_not_read() -> None:
    rows = random_rows()
    agrees(rows)
    assert rows.asked == []


def test_a_cheap_rereading_goes_straight_to_factors() -> None:
    rows = one_hot()
    agrees(rows)
    assert set(rows.asked) == {"factors"}
    found = least_squares(rows, rows, Setting())
    assert found.rank == 7
    assert "rank 7 of 9" in found.status


def test_true_dependencies_are_verified_in_one_pass_and_the_gram_is_kept() -> None:
    rows = one_hot(cheap=False)
    agrees(rows)
    assert set(rows.asked) == {"norms"}
    assert least_squares(rows, rows, Setting()).rank == 7


def test_a_weak_direction_that_is_no_dependency_needs_factors() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(150, 4))
    x[:, 3] = x[:, 0] + 1e-7 * rng.normal(size=150)  # a singular-value ratio a Gram cannot resolve
    y = x[:, 1] + 2e6 * (x[:, 3] - x[:, 0]) + rng.normal(size=150)
    rows = RowsResamples(x, y, np.arange(150) % 5, cheap=False)
    agrees(rows, rtol=1e-6)
    assert set(rows.asked) == {"norms", "factors"}


def test_more_features_than_rows() -> None:
    rows = random_rows(n=30, p=50, test=0.0)
    agrees(rows, rtol=1e-7)
    assert least_squares(rows, rows, Setting()).rank == 29


def test_from_moments_alone_small_eigenvalues_are_dropped_and_counted() -> None:
    rows = one_hot()
    found = least_squares(rows, None, Setting())
    assert rows.asked == []
    assert found.rank == 7
    assert "2 of 9 directions" in found.status
    np.testing.assert_allclose(found.curve.coefficients[0], by_numpy(rows, None)[0], rtol=1e-7, atol=1e-9)


def test_excluded_features_are_left_out_everywhere() -> None:
    factors = np.ones(9)
    factors[[1, 4]] = np.inf
    for rows in (one_hot(), one_hot(cheap=False)):
        found = least_squares(rows, rows, Setting(factors=factors))
        assert not found.curve.coefficients[0][[1, 4]].any()
        kept = RowsResamples(np.delete(rows.x, [1, 4], axis=1), rows.y, rows.fold_of)
        without = least_squares(kept, kept, Setting())
        np.testing.assert_allclose(found.curve.table.fold_mse, without.curve.table.fold_mse, rtol=1e-8)


def test_bounded_least_squares() -> None:
    from scipy.optimize import nnls

    rows = random_rows()
    found = least_squares(rows, None, Setting(positive=True))
    part = rows.columns(None)
    np.testing.assert_allclose(found.curve.coefficients[0], nnls(part.columns, part.target)[0], atol=1e-9)


def test_rounding_scales_with_rows_and_with_the_largest_direction() -> None:
    rows = random_rows(n=400, p=6)
    quadratic = rows.train(None)
    largest = np.linalg.svd(rows.columns(None).columns, compute_uv=False)[0]
    assert rounding(quadratic) == pytest.approx(320 * 2.0**-52 * largest, rel=1e-9)
