"""Leave-one-out by leverages: against refitting without each row, scikit-learn's RidgeCV, and the one way the other."""

from __future__ import annotations

import tracemalloc
from functools import partial

import numpy as np
import pytest
from sklearn.linear_model import RidgeCV

from shrinkage.errors import OptionError, TableError
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.row_problems import row_problems_of
from shrinkage.problem import Floats, Scaling
from shrinkage.solver.leave_one_out import LeaveOneOut, Rows, leave_one_out, leave_one_out_by_rows
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.wide import RowSpectrum
from shrinkage.threads import run
from tests.solver import catalogue

LAMS = np.geomspace(10.0, 1e-5, 12)
TALL = ("plain", "alike", "one_hot", "crossed", "copies", "constants", "low_rank", "saturated", "single", "unrelated")


def scaling_of(x: Floats, y: Floats, v: Floats | None = None, *, standardise: bool = True) -> Scaling:
    share = (np.ones(len(y)) if v is None else v) / (len(y) if v is None else v.sum())
    center = share @ x
    sd = np.sqrt(share @ (x - center) ** 2) if standardise else np.ones(x.shape[1])
    sd[np.ptp(x, axis=0) == 0] = 0.0
    return Scaling(center, sd, float(share @ y))


def by_columns(
    x: Floats,
    y: Floats,
    v: Floats | None = None,
    factors: Floats | None = None,
    *,
    raw: bool = False,
    lams: Floats = LAMS,
) -> LeaveOneOut:
    spectrum = Spectrum(catalogue.quadratic(x, y, v, standardise=not raw), factors)
    return leave_one_out(Rows(x, y, v), scaling_of(x, y, v, standardise=not raw), lams, spectrum, keep=True)


def by_rows(x: Floats, y: Floats, v: Floats | None = None, *, lams: Floats = LAMS) -> LeaveOneOut:
    (problem,), _ = row_problems_of(Inputs(x, y, v), intercept=True, standardize=True)
    return leave_one_out_by_rows(problem, lams, RowSpectrum(problem, intercept=True), keep=True)


def refitted(
    x: Floats, y: Floats, lam: float, v: Floats | None = None, factors: Floats | None = None, *, raw: bool = False
) -> Floats:
    """Errors (n,) of n fits without a row each: alpha = W·lam and the scales are those of all rows."""
    v = np.ones(len(y)) if v is None else v
    scaling = scaling_of(x, y, v, standardise=not raw)
    z = (x - scaling.center) / np.where(scaling.scale > 0, scaling.scale, np.inf)
    f = np.ones(x.shape[1]) if factors is None else factors
    used = np.isfinite(f)
    z, damp = z[:, used], v.sum() * lam * f[used]
    errors = np.empty(len(y))
    for row in range(len(y)):
        rest = np.arange(len(y)) != row
        share = v[rest] / v[rest].sum()
        mean, target = share @ z[rest], share @ y[rest]
        # Least squares on rows and pseudo-rows: no products, so that this is right where a Gram would not be.
        root = np.sqrt(v[rest])
        stacked = np.vstack([root[:, None] * (z[rest] - mean), np.diag(np.sqrt(damp))])
        goal = np.append(root * (y[rest] - target), np.zeros(damp.size))
        w = np.linalg.lstsq(stacked, goal, rcond=None)[0]
        errors[row] = y[row] - target - (z[row] - mean) @ w
    return errors


def assert_refitted(
    found: LeaveOneOut,
    x: Floats,
    y: Floats,
    v: Floats | None = None,
    factors: Floats | None = None,
    *,
    raw: bool = False,
) -> None:
    assert found.errors is not None
    share = np.full(len(y), 1 / len(y)) if v is None else v / v.sum()
    for point in (0, len(found.lams) // 2, len(found.lams) - 1):
        expected = refitted(x, y, float(found.lams[point]), v, factors, raw=raw)
        seen = share > 0
        np.testing.assert_allclose(found.errors[seen, point], expected[seen], rtol=1e-8, atol=1e-9 * np.std(y))
        np.testing.assert_allclose(found.mse[point], share[seen] @ expected[seen] ** 2, rtol=1e-9, atol=1e-20)


@pytest.mark.parametrize("name", TALL)
@pytest.mark.parametrize("weighted", [False, True])
def test_every_row_is_predicted_as_if_it_were_not_there(name: str, weighted: bool) -> None:
    x, y = (part[:120] for part in catalogue.rows(name))
    v = np.random.default_rng(1).integers(0, 4, len(y)).astype(float) if weighted else None
    assert_refitted(by_columns(x, y, v), x, y, v)


@pytest.mark.parametrize("name", ["wide", "constants", "plain", "one_hot"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_same_by_the_rows(name: str, weighted: bool) -> None:
    x, y = (part[:60] for part in catalogue.rows(name))
    v = np.random.default_rng(1).uniform(0.1, 4, len(y)) if weighted else None
    assert_refitted(by_rows(x, y, v), x, y, v)
    np.testing.assert_allclose(by_rows(x, y, v).mse, by_columns(x, y, v).mse, rtol=1e-8)


def test_rows_without_weight_change_nothing() -> None:
    x, y = catalogue.rows("plain")
    v = np.resize([1.0, 0.0, 2.5], len(y))
    some = v > 0
    for errors in (by_columns, by_rows):
        np.testing.assert_allclose(errors(x, y, v).mse, errors(x[some], y[some], v[some]).mse, rtol=1e-11)


def test_whole_weights_count_copies_as_one_row() -> None:
    """Left out is the row with all of its weight, as a group would be, not one of its copies."""
    x, y = (part[:40] for part in catalogue.rows("plain"))
    v = np.resize([1.0, 3.0], 40)
    assert_refitted(by_columns(x, y, v), x, y, v)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_standard_error_is_that_of_a_mean(weighted: bool) -> None:
    x, y = (part[:60] for part in catalogue.rows("plain"))
    v = np.resize([1.0, 0.0, 2.5], 60) if weighted else None
    for found in (by_columns(x, y, v), by_rows(x, y, v)):
        assert found.errors is not None
        squares = found.errors**2
        if v is None:
            want = squares.std(axis=0, ddof=1) / np.sqrt(60)
        else:
            squares = squares[v > 0] if len(squares) == 60 else squares
            share, n = v[v > 0] / v.sum(), int((v > 0).sum())
            want = np.sqrt(share**2 @ (squares - share @ squares) ** 2 * n / (n - 1))
        np.testing.assert_allclose(found.standard_error, want, rtol=1e-10)


@pytest.mark.parametrize("kind", ["free", "mixed", "excluded"])
def test_factors(kind: str) -> None:
    x, y = (part[:60] for part in catalogue.rows("plain"))
    pattern = {"free": [1.0, 0.0], "mixed": [0.5, 0.0, 3.0], "excluded": [1.0, np.inf, 0.0]}[kind]
    factors = np.resize(pattern, x.shape[1])
    assert_refitted(by_columns(x, y, None, factors), x, y, None, factors)


def test_against_ridge_cv() -> None:
    draw = np.random.default_rng(3)
    for shape in ((150, 20), (30, 50)):
        x = draw.standard_normal(shape) * draw.uniform(0.5, 2, shape[1]) + 3.0
        y = x[:, 0] - x[:, 1] + draw.standard_normal(shape[0])
        alphas = np.geomspace(1e-2, 1e4, 15)
        peer = RidgeCV(alphas=alphas, store_cv_results=True).fit(x, y)
        lams = alphas / len(y)
        if shape[1] > shape[0]:
            (problem,), _ = row_problems_of(Inputs(x, y, None), intercept=True, standardize=False)
            ours = leave_one_out_by_rows(problem, lams, RowSpectrum(problem, intercept=True), keep=True)
        else:
            spectrum = Spectrum(catalogue.quadratic(x, y, standardise=False))
            ours = leave_one_out(Rows(x, y), scaling_of(x, y, standardise=False), lams, spectrum, keep=True)
        assert ours.errors is not None
        np.testing.assert_allclose(ours.errors**2, peer.cv_results_, rtol=1e-9, atol=1e-12)
        assert alphas[ours.mse.argmin()] == peer.alpha_


def test_any_order_width_and_number_of_threads() -> None:
    draw = np.random.default_rng(5)
    x, y = draw.standard_normal((9_000, 7)), draw.standard_normal(9_000)
    spectrum, scaling = Spectrum(catalogue.quadratic(x, y)), scaling_of(x, y)
    plain = leave_one_out(Rows(x, y), scaling, LAMS, spectrum)
    assert plain.errors is None
    for threads in (1, 2, 3):
        again = leave_one_out(Rows(x, y), scaling, LAMS, spectrum, run=partial(run, threads=threads))
        np.testing.assert_array_equal(again.mse, plain.mse)
    strided = np.repeat(x, 2, axis=1)[:, ::2]
    for other in (np.asfortranarray(x), strided, x[::-1][::-1]):
        np.testing.assert_allclose(leave_one_out(Rows(other, y), scaling, LAMS, spectrum).mse, plain.mse, rtol=1e-13)
    single = x.astype(np.float32)
    wide = single.astype(float)
    twice = [leave_one_out(Rows(some, y), scaling, LAMS, spectrum).mse for some in (single, wide)]
    np.testing.assert_allclose(*twice, rtol=1e-13)
    assert single.dtype == np.float32


def test_columns_far_from_zero_keep_their_digits() -> None:
    x, y = (part[:80] for part in catalogue.rows("plain"))
    moved = x + 2.0**30  # an exact shift up to 1e-7 of the columns themselves
    near = moved - 2.0**30
    np.testing.assert_allclose(by_columns(moved, y).mse, by_columns(near, y).mse, rtol=1e-6)


def test_memory_beside_the_rows_is_a_few_slabs() -> None:
    draw = np.random.default_rng(5)
    x, y = draw.standard_normal((60_000, 40)), draw.standard_normal(60_000)
    spectrum, scaling = Spectrum(catalogue.quadratic(x, y)), scaling_of(x, y)
    lams = np.geomspace(10, 1e-6, 100)
    tracemalloc.start()
    try:
        leave_one_out(Rows(x, y), scaling, lams, spectrum)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4e6  # x is 19 MB, the errors of every row would be 48 MB


# --- rows that settle something alone ---------------------------------------------------------------------------------


def lone_dummy() -> tuple[Floats, Floats]:
    draw = np.random.default_rng(2)
    x = np.column_stack([draw.standard_normal((50, 3)), np.arange(50) == 7]).astype(float)
    return x, draw.standard_normal(50) + 5.0 * x[:, 3]


def test_a_dummy_of_one_row_is_no_trouble_where_it_is_penalised() -> None:
    x, y = lone_dummy()
    lams = np.array([1.0, 1e-3, 1e-7])
    assert_refitted(by_columns(x, y, lams=lams[:2]), x, y)
    np.testing.assert_allclose(by_columns(x, y, lams=lams).mse, by_rows(x, y, lams=lams).mse, rtol=1e-7)


def test_a_row_that_settles_something_alone_is_predicted_by_the_mean_of_the_others() -> None:
    """0/0 otherwise: an unpenalised dummy of its own says nothing about it without it."""
    x, y = lone_dummy()
    found = by_columns(x, y, None, np.array([1.0, 1.0, 1.0, 0.0]))
    assert found.errors is not None
    np.testing.assert_allclose(found.errors[7], y[7] - np.delete(y, 7).mean(), rtol=1e-9)
    assert np.isfinite(found.mse).all()


@pytest.mark.parametrize("name", ["low_rank", "copies", "one_hot", "saturated"])
def test_strengths_below_rounding_stay_finite(name: str) -> None:
    x, y = catalogue.rows(name)
    assert np.isfinite(by_columns(x, y, lams=np.array([1e-12, 1e-17, 1e-200])).mse).all()


def test_by_the_rows_strengths_vanish_without_trouble() -> None:
    """More columns than rows and hardly a penalty: every 1 − h is rounding by the columns, and not by the rows."""
    x, y = catalogue.rows("wide")
    mse = by_rows(x, y, lams=np.array([1e-9, 1e-12, 1e-200])).mse
    np.testing.assert_allclose(mse, mse[0], rtol=1e-5)
    np.testing.assert_allclose(mse[0], np.mean(refitted(x, y, 1e-9) ** 2), rtol=1e-6)


# --- what is refused --------------------------------------------------------------------------------------------------


def test_refusals() -> None:
    x, y = catalogue.rows("plain")
    with pytest.raises(OptionError, match="strengths above 0"):
        by_columns(x, y, lams=np.array([1.0, 0.0]))
    weights = np.zeros(len(y))
    weights[3] = 2.0
    with pytest.raises(TableError, match="fewer than two rows"):
        by_columns(x, y, weights)
    with pytest.raises(TableError, match="fewer than two rows"):
        by_rows(x, y, weights)
