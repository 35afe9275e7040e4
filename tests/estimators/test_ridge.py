"""Ridge against scikit-learn's singular values, on tables of every shape, and what it refuses."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls
from sklearn import linear_model

from shrinkage import ElasticNet, Ridge
from shrinkage.estimators import ridge

SHAPES = ((60, 7), (40, 300), (30, 30), (25, 2600))


def made(n: int = 60, p: int = 7, t: int = 3, seed: int = 0) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, p)) * np.geomspace(0.1, 10, p) + rng.standard_normal(p) * 5
    y = x @ rng.standard_normal((p, t)) + rng.standard_normal((n, t)) + 3
    v = rng.uniform(0.1, 3, n)
    v[3] = 0.0
    return x, y, v


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("alpha", [1e3, 1.0, 1e-3])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("intercept", [False, True])
def test_numbers_are_those_of_singular_values(shape: Any, alpha: float, weighted: bool, intercept: bool) -> None:
    x, y, v = made(*shape)
    v = v if weighted else None
    theirs = linear_model.Ridge(alpha, solver="svd", fit_intercept=intercept).fit(x, y, v)
    for form in (x, np.asfortranarray(x), sparse.csr_array(x), sparse.csc_matrix(x)):
        ours = Ridge(alpha, fit_intercept=intercept).fit(form, y, v)
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-9, atol=1e-10)
        np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-9, atol=1e-8)
    assert max(proof.relative_gap for proof in ours.certificate_) < 1e-12
    assert ours.passport_[0]["sklearn"]["alpha"] == pytest.approx(alpha)


def test_attributes_are_shaped_and_typed_as_scikit_learn_does() -> None:
    x, y, _ = made()
    for target in (y[:, 0], y[:, :1], y):
        ours, theirs = Ridge().fit(x, target), linear_model.Ridge().fit(x, target)
        assert np.shape(ours.coef_) == np.shape(theirs.coef_)
        assert np.shape(ours.intercept_) == np.shape(theirs.intercept_)
        assert ours.predict(x).shape == theirs.predict(x).shape
    single = Ridge().fit(x.astype(np.float32), y[:, 0])
    assert single.coef_.dtype == np.float32
    assert Ridge(fit_intercept=False).fit(x, y).intercept_ == 0.0
    assert Ridge().fit(x, y).sparse_coef_.shape == (3, 7)


def test_x_is_never_written_to_and_nothing_warns() -> None:
    for shape in SHAPES:
        x, y, v = made(*shape)
        before = x.copy()
        x.setflags(write=False)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for alpha in (0.0, 1e-9, 1.0):
                Ridge(alpha, copy_X=False).fit(x, y, v)
        np.testing.assert_array_equal(x, before)


def test_one_alpha_a_target_of_which_some_may_be_0() -> None:
    x, y, v = made()
    alphas = np.array([3.0, 0.0, 0.2])
    ours = Ridge(alphas).fit(x, y, v)
    for k, alpha in enumerate(alphas):
        alone = Ridge(alpha).fit(x, y[:, k], v)
        np.testing.assert_allclose(ours.coef_[k], alone.coef_, rtol=1e-10)
        np.testing.assert_allclose(ours.intercept_[k], alone.intercept_, rtol=1e-10)
    assert ours.passport_[2]["sklearn"]["alpha"] == pytest.approx(0.2)
    np.testing.assert_allclose(ours.coef_, linear_model.Ridge(alphas, solver="svd").fit(x, y, v).coef_, rtol=1e-9)


@pytest.mark.parametrize("shape", [(60, 7), (20, 50)])
def test_many_targets_share_a_decomposition(shape: Any) -> None:
    x, y, v = made(*shape, t=ridge.MANY_TARGETS + 2)
    theirs = linear_model.Ridge(0.5, solver="svd").fit(x, y, v)
    np.testing.assert_allclose(Ridge(0.5).fit(x, y, v).coef_, theirs.coef_, rtol=1e-9, atol=1e-11)


def test_one_weight_for_all_rows_counts_against_alpha() -> None:
    x, y, _ = made()
    theirs = linear_model.Ridge(2.0, solver="svd").fit(x, y, 4.0)
    np.testing.assert_allclose(Ridge(2.0).fit(x, y, 4.0).coef_, theirs.coef_, rtol=1e-10)
    np.testing.assert_allclose(Ridge(0.5).fit(x, y).coef_, theirs.coef_, rtol=1e-10)


def test_whole_weights_are_copies_and_weight_0_is_absence() -> None:
    x, y, _ = made()
    v = np.resize([2.0, 0.0, 1.0, 3.0], len(x))
    copies = np.repeat(np.arange(len(x)), v.astype(int))
    np.testing.assert_allclose(Ridge().fit(x, y, v).coef_, Ridge().fit(x[copies], y[copies]).coef_, rtol=1e-10)


@pytest.mark.parametrize("shape", [(60, 7), (20, 50)])
def test_alpha_0_of_dependent_columns_has_least_norm_in_standardised_units(shape: Any) -> None:
    x, y, v = made(*shape)
    x = np.column_stack((x, 3 * x[:, 0] - x[:, 1], np.full(len(x), 2.0)))
    mean = v @ x / v.sum()
    sd = np.sqrt(v @ (x - mean) ** 2 / v.sum())
    sd[-1] = np.inf
    z = np.sqrt(v)[:, None] * (x - mean) / sd
    want = np.linalg.lstsq(z, np.sqrt(v)[:, None] * (y - v @ y / v.sum()), rcond=1e-10)[0].T / sd
    np.testing.assert_allclose(Ridge(0.0).fit(x, y, v).coef_, want, rtol=1e-7, atol=1e-9)


def test_positive_is_non_negative_least_squares_on_rows_and_pseudo_rows() -> None:
    for shape in ((60, 7), (20, 50), (15, 2100)):
        x, y, _ = made(*shape)
        ours = Ridge(0.7, positive=True, fit_intercept=False).fit(x, y[:, 0])
        stacked = np.vstack((x, np.sqrt(0.7) * np.eye(x.shape[1])))
        want = nnls(stacked, np.append(y[:, 0], np.zeros(x.shape[1])))[0]
        np.testing.assert_allclose(ours.coef_, want, rtol=1e-7, atol=1e-9)
        assert ours.certificate_.relative_gap < 1e-10


@pytest.mark.parametrize("shape", [(60, 7), (20, 50)])
@pytest.mark.parametrize("intercept", [False, True])
def test_penalty_factors_are_pseudo_rows_of_other_lengths(shape: Any, intercept: bool) -> None:
    x, y, _ = made(*shape)
    f = np.resize([0.5, 1.0, 2.0, 0.0, 1.0, 7.0, np.inf, *[1.0] * 20], x.shape[1])
    ours = Ridge(0.4, penalty_factors=f, fit_intercept=intercept).fit(x, y)
    kept = np.isfinite(f)
    mean, level = (x.mean(axis=0), y.mean(axis=0)) if intercept else (np.zeros(x.shape[1]), np.zeros(3))
    stacked = np.vstack(((x - mean)[:, kept], np.diag(np.sqrt(0.4 * f[kept]))))
    want = np.linalg.lstsq(stacked, np.vstack((y - level, np.zeros((kept.sum(), 3)))), rcond=None)[0].T
    np.testing.assert_allclose(ours.coef_[:, kept], want, rtol=1e-8, atol=1e-9)
    assert not ours.coef_[:, ~kept].any()


def test_standardize_penalises_scaled_columns_and_reports_original_units() -> None:
    x, y, v = made()
    mean = v @ x / v.sum()
    sd = np.sqrt(v @ (x - mean) ** 2 / v.sum())
    scaled, ours = Ridge(2.0).fit(x / sd, y, v), Ridge(2.0, standardize=True).fit(x, y, v)
    np.testing.assert_allclose(ours.coef_, scaled.coef_ / sd, rtol=1e-10)
    np.testing.assert_allclose(ours.intercept_, scaled.intercept_, rtol=1e-10)


def test_the_same_as_elastic_net_without_an_l1_part() -> None:
    x, y, _ = made()
    ours = ElasticNet(alpha=0.4, l1_ratio=0).fit(x, y[:, 0])
    np.testing.assert_allclose(Ridge(0.4 * len(x)).fit(x, y[:, 0]).coef_, ours.coef_, rtol=1e-10)


def test_a_copy_by_pickle_is_the_same() -> None:
    x, y, _ = made()
    model = Ridge(2.0).fit(x, y)
    other = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(other.predict(x), model.predict(x))
    assert other.passport_ == model.passport_


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"alpha": -1.0}, "alpha is -1.0"),
        ({"alpha": [1.0, -2.0, 1.0]}, r"alpha\[1\] is -2.0"),
        ({"alpha": [1.0, 2.0]}, "Number of targets and number of penalties do not correspond"),
        ({"alpha": "1"}, "a strength is a finite number"),
        ({"solver": "qr"}, "none of scikit-learn's"),
        ({"solver": "lbfgs"}, "only when positive=True"),
        ({"solver": "svd", "positive": True}, "does not support positive fitting"),
        ({"positive": 1}, "True or False"),
        ({"penalty_factors": [1.0]}, "X has 7 features"),
    ],
)
def test_refusals(options: dict[str, Any], match: str) -> None:
    x, y, _ = made()
    with pytest.raises(ValueError, match=match):
        Ridge(**options).fit(x, y)


def test_cells_that_are_no_number_are_refused_whichever_side_is_shorter() -> None:
    for shape in SHAPES:
        x, y, _ = made(*shape)
        x[2, 1] = np.nan
        with pytest.raises(ValueError, match="NaN in column 1"):
            Ridge().fit(x, y[:, 0])


@pytest.mark.parametrize("weighted", [False, True])
def test_columns_that_nearly_cancel_are_solved_by_the_rows(weighted: bool) -> None:
    """A total beside its parts: products of columns would leave three digits."""
    rng = np.random.default_rng(3)
    x = rng.standard_normal((500, 4)) * 1e3
    x[:, 3] = x[:, 0] + x[:, 1] + 1e-3 * rng.standard_normal(500)
    y = np.column_stack((x @ [1.0, -1.0, 2.0, 0.5], x[:, 0])) + rng.standard_normal((500, 2))
    v = rng.uniform(0.5, 2.0, 500) if weighted else None
    for alpha in (1e-6, np.array([1e-6, 1e4])):
        theirs = linear_model.Ridge(alpha, solver="svd").fit(x, y, v)
        np.testing.assert_allclose(Ridge(alpha).fit(x, y, v).coef_, theirs.coef_, rtol=1e-7)
    f = np.array([1.0, 0.0, np.inf, 2.0])
    kept = np.isfinite(f)
    z = (x - x.mean(axis=0))[:, kept]
    stacked, target = np.vstack((z, np.diag(np.sqrt(1e-6 * f[kept])))), np.append(y[:, 0] - y[:, 0].mean(), np.zeros(3))
    want = np.linalg.lstsq(stacked, target, rcond=None)[0]
    np.testing.assert_allclose(Ridge(1e-6, penalty_factors=f).fit(x, y[:, 0]).coef_[kept], want, rtol=1e-7)
