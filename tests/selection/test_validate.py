"""folds × grid against explicit loops, and what must not depend on threads."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from shrinkage.path.grid import DEEPEST, sparse_grid
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats
from shrinkage.selection.validate import Setting, validate
from shrinkage.solver.certificate import certificate
from shrinkage.threads import run
from tests.selection.rows_resamples import RowsResamples, random_rows


def nearly_exact(seed: int = 0, n: int = 200, p: int = 5) -> RowsResamples:
    """So little noise that any shrinking costs more than it saves."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p))
    y = x @ rng.normal(size=p) + 1e-6 * rng.normal(size=n)
    return RowsResamples(x, y, np.arange(n) % 5)


@pytest.mark.parametrize("ratio", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("repeats", [1, 2])
def test_every_error_is_that_of_a_fit_on_the_other_rows(ratio: float, repeats: int) -> None:
    rows = random_rows(repeats=repeats)
    curve = validate(rows, [ratio], Setting(repeats=repeats))[ratio]
    table = curve.table
    assert table.fold_mse.shape == (rows.folds, table.lams.size)
    for fold in range(rows.folds):
        train, held = rows.rows_of(fold), rows.held(fold)
        center, sd = rows.x[train].mean(axis=0), rows.x[train].std(axis=0)
        for point in range(0, table.lams.size, 9):
            lam = float(table.lams[point])
            w = trace(rows.train(fold), np.array([lam]), ratio).coefficients[0]
            assert certificate(rows.train(fold), ElasticNet(lam, ratio), w).relative_gap < 1e-10
            residual = rows.y[held] - rows.y[train].mean() - ((rows.x[held] - center) / sd) @ w
            assert table.fold_mse[fold, point] == pytest.approx(np.mean(residual**2), rel=1e-9)
            assert curve.used(point)[fold].tolist() == (w != 0).tolist()
    own = rows.rows_of(None)
    for point in range(0, table.lams.size, 20):
        intercept, slopes = rows.scaling(None).original(curve.coefficients[point])
        residual = rows.y[own] - intercept - rows.x[own] @ slopes
        assert curve.train_mse[point] == pytest.approx(np.mean(residual**2), rel=1e-9)


def test_weighted_folds_score_with_weights() -> None:
    rows = random_rows()
    rows = RowsResamples(rows.x, rows.y, rows.fold_of, weight=np.random.default_rng(3).uniform(0.1, 4, len(rows.y)))
    table = validate(rows, [0.0], Setting())[0.0].table
    assert rows.weight is not None
    held, train = rows.held(1), rows.rows_of(1)
    center = np.average(rows.x[train], axis=0, weights=rows.weight[train])
    sd = np.sqrt(np.average((rows.x[train] - center) ** 2, axis=0, weights=rows.weight[train]))
    w = trace(rows.train(1), table.lams[50:51], 0.0).coefficients[0]
    mean = np.average(rows.y[train], weights=rows.weight[train])
    residual = rows.y[held] - mean - ((rows.x[held] - center) / sd) @ w
    assert table.fold_mse[1, 50] == pytest.approx(np.average(residual**2, weights=rows.weight[held]), rel=1e-10)


def test_the_grid_goes_on_below_while_the_optimum_is_there() -> None:
    rows = nearly_exact()
    curve = validate(rows, [1.0], Setting())[1.0]
    lams = curve.table.lams
    assert 0.9 / DEEPEST < lams[0] / lams[-1] <= 1.0001 / DEEPEST
    steps = [np.log(high / low) for high, low in pairwise(lams)]
    assert np.ptp(steps) < 1e-9
    whole = trace(rows.train(None), lams, 1.0).coefficients
    np.testing.assert_allclose(curve.coefficients, whole, rtol=1e-9, atol=1e-12)


def test_a_grid_whose_optimum_is_inside_stays() -> None:
    rows = random_rows()
    curve = validate(rows, [1.0], Setting())[1.0]
    assert np.array_equal(curve.table.lams, sparse_grid(rows.train(None), 1.0))


def bytes_of(values: list[Floats]) -> bytes:
    return b"".join(value.tobytes() for value in values)


def test_nothing_depends_on_the_number_of_threads() -> None:
    rows = random_rows(n=300, p=30, folds=7)

    def everything(threads: int) -> bytes:
        curves = validate(rows, [1.0, 0.5, 0.0], Setting(threads=threads))
        parts = [[c.table.fold_mse, c.coefficients, c.train_mse, c.table.lams] for c in curves.values()]
        return bytes_of([value for part in parts for value in part])

    assert everything(1) == everything(2) == everything(5)


def test_factors_and_bounds_reach_every_fit() -> None:
    rows = random_rows()
    factors = np.array([0.0, 1.0, np.inf, 2.0, 1.0, 1.0])
    for ratio in (1.0, 0.5, 0.0):
        curve = validate(rows, [ratio], Setting(factors=factors))[ratio]
        assert not curve.coefficients[:, 2].any()
        assert curve.coefficients[:, 0].all()
        positive = validate(rows, [ratio], Setting(positive=True))[ratio]
        assert positive.coefficients.min() == 0.0


def test_an_error_in_a_piece_of_work_is_the_callers() -> None:
    def fails(item: int) -> int:
        if item == 3:
            raise ZeroDivisionError
        return item

    for threads in (1, 4):
        with pytest.raises(ZeroDivisionError):
            run(fails, range(6), threads)
        assert run(lambda item: item * 2, range(6), threads) == [0, 2, 4, 6, 8, 10]
