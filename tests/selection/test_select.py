"""The whole selection on small tables: what the record will say, checked against its parts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shrinkage.selection.rules import best_of, crossfit, one_standard_error
from shrinkage.selection.select import Selection, collinearity, select
from shrinkage.selection.validate import MIXED_RATIOS, Setting, validate
from shrinkage.selection.verdict import MODELS
from tests.selection.rows_resamples import RowsResamples, random_rows


def noise(seed: int, n: int = 80, p: int = 12) -> RowsResamples:
    rng = np.random.default_rng(seed)
    return RowsResamples(rng.normal(size=(n, p)), rng.normal(size=n), rng.permutation(n) % 10)


def test_every_model_is_what_its_curves_say() -> None:
    rows = random_rows()
    found = select(rows, rows)
    curves = validate(rows, (1.0, *MIXED_RATIOS, 0.0), Setting())
    families = {"l1": (1.0,), "l2": (0.0,), "elastic_net": MIXED_RATIOS}
    assert tuple(found.fits) == MODELS
    for name, ratios in families.items():
        tables = [curves[ratio].table for ratio in ratios]
        chosen = best_of(tables)
        fit = found.fits[name]
        assert (fit.l1_ratio, fit.point) == (ratios[chosen.table], chosen.point)
        assert fit.one_se == one_standard_error(tables[chosen.table])
        assert np.array_equal(fit.crossfit, crossfit(tables))
        assert {other.l1_ratio for other in fit.others} == set(ratios) - {fit.l1_ratio}
        assert fit.test_mse == pytest.approx(float(rows.score(None, fit.coefficients[None, :])[0]))
        assert fit.certificate.relative_gap <= 1e-10
        assert fit.cv_mse == fit.curve.table.cv_mse.min()
    assert found.fits["none"].lam == 0
    assert found.fits["none"].one_se is None
    assert found.target_sd == pytest.approx(rows.y[rows.rows_of(None)].std())
    np.testing.assert_allclose(found.deviations, rows.x[rows.rows_of(None)].std(axis=0))


def test_the_mean_is_scored_on_the_same_folds() -> None:
    rows = random_rows()
    base = select(rows, rows).baseline
    for fold in range(rows.folds):
        mean = rows.y[rows.rows_of(fold)].mean()
        assert base.fold_mse[fold] == pytest.approx(np.mean((rows.y[rows.held(fold)] - mean) ** 2))


def test_without_a_test_part_there_is_no_test_error() -> None:
    found = select(noise(0))
    assert found.baseline.test_mse is None
    assert all(fit.test_mse is None and fit.one_se_test_mse is None for fit in found.fits.values())


def test_noise_is_answered_by_the_mean_or_a_tie() -> None:
    verdicts = [select(noise(seed)).verdict for seed in range(30)]
    assert sum(verdict.choice == "mean" or verdict.tie for verdict in verdicts) >= 27
    assert sum(verdict.choice == "mean" for verdict in verdicts) >= 18


def test_a_sparse_truth_is_answered_by_a_sparse_model() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(120, 50))
    rows = RowsResamples(x, 3 * x[:, 4] - 2 * x[:, 9] + rng.normal(size=120), rng.permutation(120) % 10)
    found = select(rows, rows)
    assert found.verdict.choice in ("l1", "elastic_net")
    assert set(np.flatnonzero(found.fits["l1"].used == 1.0)) >= {4, 9}
    assert found.fits["none"].crossfit_mse > 1.3 * found.fits["l1"].crossfit_mse


def test_edges_are_told() -> None:
    exact = np.random.default_rng(0).normal(size=(100, 4))
    weak = select(RowsResamples(exact, exact @ np.ones(4), np.arange(100) % 5))
    assert weak.fits["l1"].edge == "unpenalised"
    nothing = select(noise(3))
    assert nothing.fits["l1"].edge in ("null", None)
    flat = np.random.default_rng(5).normal(size=(60, 1))
    unrelated = select(RowsResamples(flat, np.tile([1.0, -1.0], 30), np.arange(60) // 2 % 5))
    assert unrelated.fits["l2"].edge == "null" or unrelated.fits["l2"].lam > 0.1


def arrays(found: Selection) -> bytes:
    fits = [(fit.curve.table.fold_mse, fit.curve.coefficients, fit.crossfit, fit.used) for fit in found.fits.values()]
    return b"".join(array.tobytes() for fit in fits for array in fit) + repr(found.verdict).encode()


def test_threads_change_nothing() -> None:
    rows = random_rows(n=200, p=25)
    assert arrays(select(rows, rows)) == arrays(select(rows, rows, setting=Setting(threads=4)))


def test_repeats_count_as_folds_of_their_own() -> None:
    rows = random_rows(repeats=3)
    found = select(rows, rows, setting=Setting(repeats=3))
    fit = found.fits["l2"]
    assert fit.crossfit.shape == (15,)
    assert fit.cv_se == pytest.approx(fit.curve.table.fold_mse[:, fit.point].std(ddof=1) / math.sqrt(15))


def test_raw_columns_are_left_as_they_are() -> None:
    rows = random_rows()
    raw = RowsResamples(rows.x, rows.y, rows.fold_of, raw=True)
    found = select(raw, raw)
    assert np.all(found.scaling.scale == 1)
    np.testing.assert_allclose(found.deviations, rows.x[rows.rows_of(None)].std(axis=0))
    plain = select(rows, rows)
    np.testing.assert_allclose(
        found.fits["none"].coefficients * found.deviations, plain.fits["none"].coefficients, rtol=1e-8
    )


def test_constant_columns_take_no_part() -> None:
    rows = random_rows()
    x = np.column_stack((rows.x, np.full(len(rows.y), 7.0)))
    found = select(RowsResamples(x, rows.y, rows.fold_of))
    assert all(fit.coefficients[-1] == 0 for fit in found.fits.values())
    assert found.collinearity.varying == 6


def test_collinearity_counts_near_copies_and_exact_dependence() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(500, 3))
    x = np.column_stack((x, x[:, 0] + 0.05 * rng.normal(size=500)))
    correlation = np.corrcoef(x.T)
    found = collinearity(correlation)
    singular = np.linalg.svd((x - x.mean(0)) / x.std(0), compute_uv=False)
    assert found.twins == 2
    assert found.condition == pytest.approx(singular[0] / singular[-1])
    exact = np.corrcoef(np.column_stack((x, x[:, 1] + x[:, 2])).T)
    assert math.isinf(collinearity(exact).condition)
    assert collinearity(np.zeros((3, 3))).varying == 0
