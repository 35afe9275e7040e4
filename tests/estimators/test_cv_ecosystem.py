"""LassoCV and ElasticNetCV among scikit-learn's own tools, on tables of other shapes, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn import config_context, linear_model
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GroupKFold, KFold

from shrinkage import ElasticNet, ElasticNetCV, Lasso, LassoCV, enet_path, lasso_path, rules
from shrinkage.estimators import cross_validated

X, Y = load_diabetes(return_X_y=True)
CLASSES = (LassoCV, ElasticNetCV)
both = pytest.mark.parametrize("kind", CLASSES)


def wide(n=60, p=2500, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p))
    return x, x[:, :5].sum(axis=1) + rng.normal(size=n)


@both
def test_single_precision_is_summed_in_doubles(kind):
    single = kind().fit(X.astype(np.float32), Y)
    double = kind().fit(X.astype(np.float32).astype(np.float64), Y)
    assert single.coef_.dtype == np.float32
    np.testing.assert_allclose(single.mse_path_, double.mse_path_, rtol=1e-12)
    assert single.alpha_ == pytest.approx(double.alpha_, rel=1e-14)


@both
def test_sparse_tables_in_halves_stored_are_as_scikit_learn(kind):
    x = np.where(np.random.default_rng(1).random(X.shape) < 0.4, X, 0.0)
    ours = kind(cv=KFold(3, shuffle=True, random_state=0)).fit(sparse.csr_array(x), Y)
    theirs = getattr(linear_model, kind.__name__)(
        cv=KFold(3, shuffle=True, random_state=0), tol=1e-14, max_iter=10**6
    ).fit(x, Y)
    np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-8)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("ratio", [1.0, 0.4])
def test_rows_instead_of_products_where_columns_are_too_many(ratio, monkeypatch):
    x, y = wide()
    options = {"l1_ratio": ratio, "alphas": 20, "eps": 0.05, "cv": 3}
    by_rows = ElasticNetCV(**options).fit(x, y)
    by_sparse_rows = ElasticNetCV(**options).fit(sparse.csr_array(x), y)
    monkeypatch.setattr("shrinkage.estimators.resampled.by_rows_better", lambda inputs: False)
    by_gram = ElasticNetCV(**options).fit(x, y)
    for model in (by_rows, by_sparse_rows):
        np.testing.assert_allclose(model.alphas_, by_gram.alphas_, rtol=1e-12)
        np.testing.assert_allclose(model.mse_path_, by_gram.mse_path_, rtol=1e-9)
        np.testing.assert_allclose(model.path_.coef, by_gram.path_.coef, atol=1e-9)
        for name in ("degrees_of_freedom", "train_mse", "nonzero"):
            np.testing.assert_allclose(getattr(model.cv_table_, name), getattr(by_gram.cv_table_, name), rtol=1e-8)
        assert model.certificate_.relative_gap < 1e-12


def test_wide_paths_and_free_columns_by_rows():
    x, y = wide()
    alphas, coefs, gaps = enet_path(x, y, l1_ratio=0.5, alphas=8, eps=0.1)
    slope = x.T @ (y[:, None] - x @ coefs) / y.size - alphas * 0.5 * coefs
    assert (np.abs(slope) <= alphas * 0.5 * (1 + 1e-9)).all()
    assert (gaps <= 1e-12 * y @ y / y.size).all()
    assert Lasso(alpha=0.05).fit(x, y).n_iter_ > 1
    ends = ElasticNetCV(alphas=[1.0, 0.0], cv=3).fit(x, y).cv_table_
    assert ends.degrees_of_freedom[-1] == pytest.approx(y.size - 1)
    factors = np.ones(x.shape[1])
    factors[[0, 1]] = 0.0
    model = ElasticNetCV(penalty_factors=factors, alphas=5, eps=0.2, cv=3).fit(x, y)
    z = x - x.mean(axis=0)
    active = np.flatnonzero(model.path_.coef[3])
    ridge = model.alphas_[3] * 0.5 * y.size * np.diag(factors[active])
    hat = z[:, active] @ np.linalg.solve(z[:, active].T @ z[:, active] + ridge, z[:, active].T)
    assert model.cv_table_.degrees_of_freedom[3] == pytest.approx(np.trace(hat), rel=1e-8)


@pytest.mark.parametrize("kind", CLASSES)
def test_alpha_0_ends_a_grid_as_least_squares(kind):
    model = kind(alphas=[1.0, 0.0], cv=3, rule=lambda table: 1).fit(X, Y)
    plain = linear_model.LinearRegression().fit(X, Y)
    np.testing.assert_allclose(model.coef_, plain.coef_, rtol=1e-9)
    assert model.alpha_ == 0
    doubled = kind(alphas=[1.0, 0.0], cv=3, rule=lambda table: 1).fit(np.hstack((X, X)), Y)
    np.testing.assert_allclose(doubled.coef_, np.tile(plain.coef_, 2) / 2, rtol=1e-7)
    assert len(enet_path(X, Y, l1_ratio=0, alphas=[2.0, 1.0, 0.0], return_n_iter=True)[3]) == 3


def test_an_iterator_of_splits_survives_routing():
    splits = [(np.arange(100, 442), np.arange(100)), (np.arange(300), np.arange(300, 442))]
    listed = LassoCV(cv=splits).fit(X, Y)
    with config_context(enable_metadata_routing=True):
        drawn = LassoCV(cv=iter(splits)).fit(X, Y)
        weighted = LassoCV(cv=GroupKFold(3)).set_fit_request(sample_weight=True)
        weighted.fit(X, Y, sample_weight=np.ones(Y.size), groups=np.arange(Y.size) % 9)
    np.testing.assert_array_equal(drawn.mse_path_, listed.mse_path_)
    assert weighted.mse_path_.shape == (100, 3)


def test_splits_that_overlap_and_leave_rows_out_are_the_plain_loop():
    rng = np.random.default_rng(3)
    splits = [(rng.choice(Y.size, 300), rng.choice(Y.size, 80)) for _ in range(3)]
    weights = rng.uniform(0.5, 2, Y.size)
    ours = LassoCV(cv=splits, alphas=15).fit(X, Y, sample_weight=weights)
    theirs = linear_model.LassoCV(cv=splits, alphas=15, tol=1e-14, max_iter=10**6).fit(X, Y, sample_weight=weights)
    np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-8)


def test_classes_name_their_path():
    assert Lasso.path is ElasticNet.path is ElasticNetCV.path is enet_path
    assert LassoCV.path is lasso_path


@pytest.mark.parametrize("cell", [np.nan, np.inf])
@pytest.mark.parametrize("shape", [(50, 3), (5000, 30), (40, 2500)])
def test_cells_of_no_number_are_found_in_any_row_and_way(shape, cell):
    x, y = np.random.default_rng(0).normal(size=shape), np.arange(shape[0], dtype=float)
    x[shape[0] // 2, 1] = cell
    for cv in (None, 20, [(np.arange(5), np.arange(5, shape[0]))]):
        with pytest.raises(ValueError, match="column 1"):
            LassoCV(cv=cv).fit(x, y)


@both
@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"alphas": []}, ValueError, "alphas is empty"),
        ({"alphas": 0}, ValueError, "no strength to choose"),
        ({"alphas": [-1.0]}, ValueError, r"alphas\[0\] is -1"),
        ({"alphas": [1.0, np.nan]}, ValueError, r"alphas\[1\] is nan"),
        ({"alphas": "many"}, TypeError, "alphas is 'many'"),
        ({"alphas": [[1.0]]}, ValueError, "alphas"),
        ({"eps": 0}, ValueError, "eps is 0"),
        ({"cv": 60}, ValueError, "too few rows"),
        ({"cv": 1}, ValueError, "k-fold"),
        ({"cv": "five"}, ValueError, "cv"),
        ({"cv": []}, ValueError, "no split"),
        ({"cv": [(np.arange(9), [])]}, ValueError, "leaves no row"),
        ({"cv": [(np.arange(9), np.arange(60))]}, ValueError, "X does not have"),
        ({"rule": "best"}, ValueError, "'min', '1se'"),
        ({"rule": 3}, ValueError, "rule is 3"),
        ({"rule": rules.BIC}, ValueError, r"BIC\(\)"),
        ({"rule": lambda table: 1000}, ValueError, "answered 1000"),
        ({"fit_intercept": "yes"}, TypeError, "fit_intercept is 'yes'"),
        ({"penalty_factors": [1.0]}, ValueError, "penalty_factors has the shape"),
    ],
)
def test_parameters_of_no_use_are_sentences(kind, options, error, says):
    with pytest.raises(error, match=says):
        kind(**options).fit(X[:50], Y[:50])


@both
def test_tables_of_no_use_are_sentences(kind):
    with pytest.raises(ValueError, match="compare"):
        kind().fit(np.array([["a", "b"]] * 10, dtype=object), np.arange(10.0))
    with pytest.raises(ValueError, match="NaN"):
        kind().fit(X, np.where(np.arange(Y.size) == 3, np.nan, Y))
    with pytest.raises(ValueError, match=r"n_samples=1|1 sample"):
        kind().fit(X[:1], Y[:1])
    with pytest.raises(ValueError, match="weigh nothing"):
        kind(cv=2).fit(X, Y, sample_weight=np.r_[np.ones(221), np.zeros(221)])


def test_results_do_not_depend_on_threads(monkeypatch):
    monkeypatch.setattr(cross_validated, "TINY", np.inf)
    alone = ElasticNetCV(l1_ratio=[0.3, 1.0]).fit(X, Y)
    monkeypatch.setattr(cross_validated, "TINY", 0)
    together = ElasticNetCV(l1_ratio=[0.3, 1.0]).fit(X, Y)
    np.testing.assert_array_equal(alone.mse_path_, together.mse_path_)
    np.testing.assert_array_equal(alone.coef_, together.coef_)
