"""ElasticNet and Lasso at one strength, against scikit-learn run to the end, and at their edges."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from sklearn import linear_model

from shrinkage import ElasticNet, Lasso
from shrinkage.estimators.free import least_squares
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.problems import problems_of


def made(seed: int = 0, n: int = 60, p: int = 7, t: int | None = None) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, p)) * np.geomspace(0.1, 10, p) + rng.standard_normal(p) * 5
    y = x @ rng.standard_normal((p, t or 1)) + 0.5 * rng.standard_normal((n, t or 1)) + 3
    return x, y if t else y[:, 0], rng.uniform(0.1, 3, n)


@pytest.mark.parametrize("l1_ratio", [1.0, 0.7, 0.2])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("positive", [False, True])
def test_numbers_are_those_of_scikit_learn(l1_ratio: float, weighted: bool, intercept: bool, positive: bool) -> None:
    x, y, v = made()
    options = {"alpha": 0.3, "l1_ratio": l1_ratio, "fit_intercept": intercept, "positive": positive}
    ours = ElasticNet(**options).fit(x, y, v if weighted else None)
    theirs = linear_model.ElasticNet(**options, tol=1e-14, max_iter=10**6).fit(x, y, v if weighted else None)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-7, atol=1e-7)
    assert ours.certificate_.relative_gap < 1e-12
    assert ours.passport_["sklearn"]["alpha"] == 0.3


def test_several_targets_share_a_gram_and_nothing_else() -> None:
    x, y, v = made(t=3)
    together = ElasticNet(alpha=0.2).fit(x, y, v)
    assert together.coef_.shape == (3, 7)
    assert together.intercept_.shape == (3,)
    assert len(together.n_iter_) == 3
    for k in range(3):
        alone = ElasticNet(alpha=0.2).fit(x, y[:, k], v)
        np.testing.assert_allclose(together.coef_[k], alone.coef_, rtol=1e-11)
        np.testing.assert_allclose(together.intercept_[k], alone.intercept_, rtol=1e-11)
    problems, _ = problems_of(Inputs(x, y, v), intercept=True, standardize=False)
    assert all(problem.gram is problems[0].gram for problem in problems)
    assert together.predict(x).shape == y.shape


def test_one_target_in_a_column_has_the_shapes_of_scikit_learn() -> None:
    x, y, _ = made()
    ours, theirs = Lasso(0.1).fit(x, y[:, None]), linear_model.Lasso(0.1).fit(x, y[:, None])
    assert ours.coef_.shape == theirs.coef_.shape
    assert ours.intercept_.shape == theirs.intercept_.shape
    assert ours.predict(x).shape == theirs.predict(x).shape


@pytest.mark.parametrize("intercept", [False, True])
def test_strength_0_is_least_squares_and_warns_of_nothing(intercept: bool) -> None:
    x, y, v = made()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = Lasso(alpha=0, fit_intercept=intercept).fit(x, y, v)
    theirs = linear_model.LinearRegression(fit_intercept=intercept).fit(x, y, v)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-9)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-8, atol=1e-8)


def test_strength_0_of_dependent_columns_has_least_norm_in_standardised_units() -> None:
    x, y, v = made()
    x = np.column_stack((x, 3 * x[:, 0] - x[:, 1], np.full(x.shape[0], 2.0)))
    mean, total = v @ x / v.sum(), v.sum()
    sd = np.sqrt(v @ (x - mean) ** 2 / total)
    sd[-1] = np.inf
    z = np.sqrt(v)[:, None] * (x - mean) / sd
    want = np.linalg.lstsq(z, np.sqrt(v) * (y - v @ y / total), rcond=1e-10)[0] / sd
    np.testing.assert_allclose(Lasso(alpha=0).fit(x, y, v).coef_, want, rtol=1e-8, atol=1e-10)


def test_strength_0_asks_the_rows_where_columns_are_nearly_dependent() -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((3000, 4))
    x[:, 3] = x[:, 0] + 1e-8 * rng.standard_normal(3000)
    w = np.array([1.0, -2.0, 0.5, 3.0])
    ours = ElasticNet(alpha=0).fit(x, x @ w + 1)
    np.testing.assert_allclose(ours.coef_, w, rtol=1e-6)


def test_strength_0_leaves_out_what_has_an_infinite_factor() -> None:
    x, y, _ = made()
    x = np.column_stack((x, x[:, 0]))
    factors = np.ones(8)
    factors[[2, 7]] = np.inf
    ours = Lasso(alpha=0, penalty_factors=factors).fit(x, y)
    kept = [0, 1, 3, 4, 5, 6]
    assert not ours.coef_[[2, 7]].any()
    np.testing.assert_allclose(ours.coef_[kept], linear_model.LinearRegression().fit(x[:, kept], y).coef_, rtol=1e-9)


def test_strength_0_held_at_or_above_0_is_non_negative_least_squares() -> None:
    from scipy.optimize import nnls

    x, y, _ = made()
    ours = Lasso(alpha=0, positive=True, fit_intercept=False).fit(x, y)
    np.testing.assert_allclose(ours.coef_, nnls(x, y)[0], rtol=1e-8, atol=1e-9)


def test_triangles_of_slabs_are_those_of_all_rows() -> None:
    x, y, v = made(n=2000, t=2)
    x = np.column_stack((x, x[:, 0] + x[:, 1]))
    problems, scalings = problems_of(Inputs(x, y, v), intercept=True, standardize=False)
    for k, w in enumerate(least_squares(Inputs(x, y, v), problems, scalings, None)):
        np.testing.assert_allclose(problems[k].correlation(w), 0, atol=1e-9)


def test_l1_ratio_0_is_ridge_at_rows_times_alpha() -> None:
    x, y, _ = made()
    ours = ElasticNet(alpha=0.4, l1_ratio=0).fit(x, y)
    theirs = linear_model.Ridge(alpha=0.4 * len(y)).fit(x, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-10)
    assert ours.certificate_.relative_gap < 1e-12


def test_standardize_penalises_scaled_columns_and_reports_original_units() -> None:
    x, y, v = made()
    mean = v @ x / v.sum()
    sd = np.sqrt(v @ (x - mean) ** 2 / v.sum())
    scaled = ElasticNet(alpha=0.2).fit(x / sd, y, v)
    ours = ElasticNet(alpha=0.2, standardize=True).fit(x, y, v)
    np.testing.assert_allclose(ours.coef_, scaled.coef_ / sd, rtol=1e-9)
    np.testing.assert_allclose(ours.intercept_, scaled.intercept_, rtol=1e-9)


def test_penalty_factors_are_a_rescaling_for_l1() -> None:
    x, y, _ = made()
    f = np.array([0.5, 1, 2, 4, 1, 0, np.inf])
    ours = Lasso(alpha=0.2, penalty_factors=f).fit(x, y)
    assert ours.coef_[6] == 0
    assert ours.coef_[5] != 0
    residual = y - ours.predict(x)
    correlation = (x - x.mean(axis=0)).T @ residual / len(y)
    bound = 0.2 * f[:6]
    active = ours.coef_[:6] != 0
    np.testing.assert_allclose(correlation[:6][active], (bound * np.sign(ours.coef_[:6]))[active], atol=1e-9)
    assert (np.abs(correlation[:6]) <= bound + 1e-9).all()


def test_warm_start_goes_from_the_last_fit_to_the_same_end() -> None:
    x, y, _ = made(n=300, p=40)
    cold = Lasso(alpha=0.05).fit(x, y)
    warm = Lasso(alpha=0.06, warm_start=True).fit(x, y).set_params(alpha=0.05).fit(x, y)
    np.testing.assert_allclose(warm.coef_, cold.coef_, rtol=1e-9, atol=1e-12)
    assert warm.n_iter_ <= cold.n_iter_
    assert warm.fit(x[:, :5], y).coef_.shape == (5,)


@pytest.mark.parametrize(
    "options",
    [
        {"alpha": -0.1},
        {"alpha": np.nan},
        {"alpha": np.inf},
        {"alpha": "0.1"},
        {"alpha": True},
        {"alpha": None},
        {"l1_ratio": -0.01},
        {"l1_ratio": 1.01},
        {"l1_ratio": np.nan},
        {"fit_intercept": "yes"},
        {"positive": 1},
        {"standardize": None},
        {"warm_start": 0},
        {"penalty_factors": [1.0, 2.0]},
        {"penalty_factors": [1.0] * 6 + [-1.0]},
        {"penalty_factors": [1.0] * 6 + [np.nan]},
    ],
)
def test_wrong_parameters_are_sentences(options: dict[str, Any]) -> None:
    x, y, _ = made()
    for kind in (ValueError, TypeError):
        with pytest.raises(kind, match=r"\.$|;") as caught:
            ElasticNet(**options).fit(x, y)
    name = next(iter(options)).replace("penalty_factors", "penalty")
    assert name in str(caught.value)


def test_type_of_x_is_kept() -> None:
    x, y, _ = made()
    ours = ElasticNet(alpha=0.1).fit(x.astype(np.float32), y)
    assert ours.coef_.dtype == np.float32
    assert ours.predict(x.astype(np.float32)).dtype == np.float32
    np.testing.assert_allclose(ours.coef_, ElasticNet(alpha=0.1).fit(x, y).coef_, rtol=1e-4)
