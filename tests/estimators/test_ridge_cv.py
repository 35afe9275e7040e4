"""RidgeCV against scikit-learn's, against loops written out, and what it refuses."""

from __future__ import annotations

import pickle
import tracemalloc
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import config_context, linear_model
from sklearn.metrics import make_scorer, mean_absolute_error
from sklearn.model_selection import GroupKFold, KFold, ShuffleSplit, TimeSeriesSplit

from shrinkage import Ridge, RidgeCV, rules
from tests.estimators.test_ridge import made

ALPHAS = np.geomspace(1e-2, 1e4, 9)
SHAPES = ((60, 7), (40, 300), (25, 2600))


def assert_equal(ours: Any, theirs: Any) -> None:
    np.testing.assert_array_equal(ours.alpha_, theirs.alpha_)
    np.testing.assert_allclose(ours.best_score_, theirs.best_score_, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-7, atol=1e-7)
    for name in ("alpha_", "best_score_", "coef_", "intercept_"):
        assert np.shape(getattr(ours, name)) == np.shape(getattr(theirs, name)), name


# --- leaving rows out -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    "options",
    [{}, {"fit_intercept": False}, {"alpha_per_target": True}, {"scoring": "neg_mean_absolute_error"}],
    ids=["plain", "no intercept", "per target", "scorer"],
)
def test_leave_one_out_is_that_of_scikit_learn(shape: Any, weighted: bool, options: dict[str, Any]) -> None:
    x, y, v = made(*shape)
    v = v + 0.1 * ("scoring" in options) if weighted else None  # scikit-learn divides predictions by weights
    for target in (y, y[:, :1], y[:, 0]):
        theirs = linear_model.RidgeCV(ALPHAS, gcv_mode="svd", store_cv_results=True, **options).fit(x, target, v)
        for form in (x, sparse.csr_array(x)):
            ours = RidgeCV(ALPHAS, store_cv_results=True, **options).fit(form, target, v)
            assert_equal(ours, theirs)
            assert ours.cv_results_.shape == theirs.cv_results_.shape
            scale = np.abs(theirs.cv_results_).max()
            np.testing.assert_allclose(ours.cv_results_, theirs.cv_results_, rtol=1e-7, atol=1e-8 * scale)


@pytest.mark.parametrize("shape", [(30, 4), (15, 40)])
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("factors", [False, True])
def test_leave_one_out_is_the_loop_at_fixed_alpha(shape: Any, intercept: bool, factors: bool) -> None:
    x, y, v = made(*shape)
    y, v = y[:, 0], v + 0.2
    f = np.resize([1.0, 3.0, 0.0, 0.5, *[1.0] * 9], shape[1]) if factors else None
    alphas = np.array([0.5, 20.0])
    options: dict[str, Any] = {"fit_intercept": intercept, "penalty_factors": f}
    ours = RidgeCV(alphas, store_cv_results=True, **options).fit(x, y, v)
    rows = np.arange(len(y))
    for point, alpha in enumerate(alphas):
        errors = [
            y[i] - Ridge(alpha, **options).fit(x[rows != i], y[rows != i], v[rows != i]).predict(x[i : i + 1])[0]
            for i in rows
        ]
        np.testing.assert_allclose(ours.cv_results_[:, point], v * np.square(errors), rtol=1e-7, atol=1e-9)
        place = int(np.flatnonzero(np.isclose(ours.cv_table_.alphas, alpha))[0])
        np.testing.assert_allclose(ours.cv_table_.cv_mse[place], v @ np.square(errors) / v.sum(), rtol=1e-8)


def test_columns_of_unlike_scales_and_near_dependencies_keep_their_digits() -> None:
    """The eigenvalues of a Gram are rounding there; those of a triangular factor are not."""
    x, y, v = made(200, 7)
    scaled = x * np.geomspace(1.0, 1e6, 7)
    nearly = np.column_stack((x, x[:, 0] + x[:, 1] + 1e-4 * np.random.default_rng(1).standard_normal(200)))
    alphas = [1e-8, 1e-3, 1.0]
    for form in (scaled, nearly):
        for intercept in (False, True):
            options: dict[str, Any] = {"fit_intercept": intercept, "store_cv_results": True}
            theirs = linear_model.RidgeCV(alphas, gcv_mode="svd", **options).fit(form, y[:, 0], v)
            ours = RidgeCV(alphas, **options).fit(form, y[:, 0], v)
            assert ours.alpha_ == theirs.alpha_
            scale = theirs.cv_results_.mean()
            np.testing.assert_allclose(ours.cv_results_, theirs.cv_results_, rtol=1e-6, atol=1e-6 * scale)


@pytest.mark.parametrize("shape", [(30, 4), (15, 40)])
def test_rows_of_weight_0_are_absent_but_predicted(shape: Any) -> None:
    x, y, v = made(*shape)
    y, some = y[:, 0], v > 0
    ours = RidgeCV(ALPHAS, scoring="r2", store_cv_results=True).fit(x, y, v)
    fewer = RidgeCV(ALPHAS, scoring="r2", store_cv_results=True).fit(x[some], y[some], v[some])
    assert ours.alpha_ == fewer.alpha_
    np.testing.assert_allclose(ours.cv_results_[some], fewer.cv_results_, rtol=1e-8)
    np.testing.assert_allclose(
        ours.cv_results_[3, 4], Ridge(ALPHAS[4]).fit(x, y, v).predict(x[3:4])[0], rtol=1e-8, atol=1e-8
    )
    np.testing.assert_allclose(ours.cv_table_.cv_mse, fewer.cv_table_.cv_mse, rtol=1e-8)


def test_standardize_holds_the_scales_of_all_rows() -> None:
    x, y, v = made()
    sd = np.sqrt(v @ (x - v @ x / v.sum()) ** 2 / v.sum())
    ours, scaled = RidgeCV(ALPHAS, standardize=True).fit(x, y, v), RidgeCV(ALPHAS).fit(x / sd, y, v)
    assert ours.alpha_ == scaled.alpha_
    np.testing.assert_allclose(ours.coef_, scaled.coef_ / sd, rtol=1e-9)
    np.testing.assert_allclose(ours.path_[0].coef, scaled.path_[0].coef / sd, rtol=1e-9)


def test_of_equal_scores_the_first_alpha_given_wins() -> None:
    x, _, _ = made()
    constant = np.full(len(x), 2.0)
    for alphas in ([1.0, 10.0, 0.1], [10.0, 0.1]):
        assert RidgeCV(alphas).fit(x, constant).alpha_ == alphas[0]
        assert linear_model.RidgeCV(alphas).fit(x, constant).alpha_ == alphas[0]


def test_memory_beside_the_rows_is_little() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((60_000, 40))
    y = x[:, 0] + rng.standard_normal(60_000)
    for options in ({}, {"scoring": "neg_median_absolute_error"}):
        tracemalloc.start()
        try:
            RidgeCV(np.geomspace(1e-3, 1e5, 100), **options).fit(x, y)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < (100e6 if options else 10e6)  # x is 19 MB, the errors of every row would be 48 MB


# --- folds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"fit_intercept": False, "scoring": "neg_mean_squared_error"},
        {"scoring": "neg_root_mean_squared_error"},
        {"scoring": "neg_mean_absolute_error"},
    ],
)
def test_folds_are_those_of_scikit_learn(shape: Any, weighted: bool, options: dict[str, Any]) -> None:
    x, y, v = made(*shape)
    v = v if weighted else None
    for target in (y, y[:, 0]):
        theirs = linear_model.RidgeCV(ALPHAS, cv=4, **options).fit(x, target, v)
        for form in (x, sparse.csc_array(x)):
            assert_equal(RidgeCV(ALPHAS, cv=4, **options).fit(form, target, v), theirs)


@pytest.mark.parametrize(
    "cv", [KFold(3, shuffle=True, random_state=0), TimeSeriesSplit(3), ShuffleSplit(4, random_state=0)]
)
def test_splits_of_any_kind(cv: Any) -> None:
    x, y, _ = made(300, 12)
    assert_equal(RidgeCV(ALPHAS, cv=cv).fit(x, y[:, 0]), linear_model.RidgeCV(ALPHAS, cv=cv).fit(x, y[:, 0]))
    listed = list(cv.split(x))
    assert RidgeCV(ALPHAS, cv=iter(listed)).fit(x, y[:, 0]).alpha_ == RidgeCV(ALPHAS, cv=listed).fit(x, y[:, 0]).alpha_


def test_alpha_is_held_fixed_over_folds_and_may_be_0() -> None:
    x, y, v = made()
    y, alphas = y[:, 0], [5.0, 0.0]
    table = RidgeCV(alphas, cv=3).fit(x, y, v).cv_table_
    for fold, (train, test) in enumerate(KFold(3).split(x)):
        for point, alpha in enumerate(alphas):
            residual = y[test] - Ridge(alpha).fit(x[train], y[train], v[train]).predict(x[test])
            expected = v[test] @ residual**2 / v[test].sum()
            np.testing.assert_allclose(table.fold_mse[fold, point], expected, rtol=1e-8)


def test_metadata_routing_reaches_splitter_and_scorer() -> None:
    x, y, v = made()
    groups = np.resize(np.arange(6), len(x))
    with config_context(enable_metadata_routing=True):
        cv = GroupKFold(3).set_split_request(groups=True)
        for scoring in (None, make_scorer(mean_absolute_error, greater_is_better=False)):
            if scoring is not None:
                scoring.set_score_request(sample_weight=True)
            ours = RidgeCV(ALPHAS, cv=cv, scoring=scoring).fit(x, y[:, 0], sample_weight=v, groups=groups)
            theirs = linear_model.RidgeCV(ALPHAS, cv=cv, scoring=scoring).fit(
                x, y[:, 0], sample_weight=v, groups=groups
            )
            assert_equal(ours, theirs)
        assert_equal(
            RidgeCV(ALPHAS).fit(x, y, sample_weight=v), linear_model.RidgeCV(ALPHAS).fit(x, y, sample_weight=v)
        )
    with pytest.raises(ValueError, match="metadata routing is not enabled"):
        RidgeCV(cv=GroupKFold(3)).fit(x, y[:, 0], groups=groups)


# --- grids, rules and what is shown -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(60, 7), (20, 50)])
@pytest.mark.parametrize("cv", [None, 4])
def test_a_whole_number_lays_a_grid(shape: Any, cv: Any) -> None:
    x, y, _ = made(*shape)
    ours = RidgeCV(alphas=25, cv=cv).fit(x, y[:, 0])
    assert ours.cv_table_.alphas.shape == (25,)
    assert ours.alpha_ in ours.cv_table_.alphas
    assert RidgeCV(alphas=2.0, cv=cv).fit(x, y[:, 0]).alpha_ == 2.0


@pytest.mark.parametrize("cv", [None, 4])
def test_rules_take_other_points_of_the_same_table(cv: Any) -> None:
    x, y, v = made()
    y = y[:, 0] + 5 * np.random.default_rng(5).standard_normal(len(y))
    least, strong = (RidgeCV(ALPHAS, cv=cv, rule=rule).fit(x, y, v) for rule in ("min", "1se"))
    table = strong.cv_table_
    best = int(np.argmin(table.cv_mse))
    limit = table.cv_mse[best] + table.cv_se[best]
    assert strong.alpha_ == table.alphas[np.flatnonzero(table.cv_mse <= limit)[0]] > least.alpha_
    assert strong.path_.chosen == strong.path_.one_standard_error == table.one_standard_error == table.chosen
    np.testing.assert_allclose(strong.coef_, Ridge(strong.alpha_).fit(x, y, v).coef_, rtol=1e-9)
    for rule in (rules.BIC(), rules.AIC(), lambda table: 2):
        assert RidgeCV(ALPHAS, cv=cv, rule=rule).fit(x, y, v).alpha_ in ALPHAS
    assert len(table.to_dict()["cv_mse"]) == 9
    assert "strengths" in repr(table)


def test_the_table_tells_of_the_fits_on_all_rows() -> None:
    x, y, v = made()
    model = RidgeCV(ALPHAS).fit(x, y[:, 0], v)
    table, path = model.cv_table_, model.path_
    assert table.folds == table.rows == len(x) - 1
    assert table.fold_mse is None
    for point, alpha in enumerate(table.alphas):
        one = Ridge(alpha).fit(x, y[:, 0], v)
        np.testing.assert_allclose(path.coef[point], one.coef_, rtol=1e-8, atol=1e-9)
        np.testing.assert_allclose(path.intercept[point], one.intercept_, rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(table.train_mse[point], v @ (y[:, 0] - one.predict(x)) ** 2 / v.sum(), rtol=1e-7)
    z = np.sqrt(v)[:, None] * (x - v @ x / v.sum())
    square = np.linalg.svd(z)[1] ** 2
    np.testing.assert_allclose(
        table.degrees_of_freedom, (square / (square + table.alphas[:, None])).sum(axis=1), rtol=1e-8
    )
    assert model.certificate_.relative_gap < 1e-12
    assert model.passport_["sklearn"]["alpha"] == pytest.approx(model.alpha_)
    assert len(RidgeCV(ALPHAS).fit(x, y, v).path_) == 3


def test_single_precision_names_and_pickles() -> None:
    pandas = pytest.importorskip("pandas")
    x, y, _ = made()
    single = RidgeCV(store_cv_results=True).fit(x.astype(np.float32), y[:, 0])
    assert single.coef_.dtype == single.cv_results_.dtype == np.float32
    named = RidgeCV().fit(pandas.DataFrame(x, columns=list("abcdefg")), y[:, 0])
    assert named.path_.feature_names == tuple("abcdefg")
    other = pickle.loads(pickle.dumps(named))
    assert other.alpha_ == named.alpha_
    np.testing.assert_array_equal(other.cv_table_.cv_mse, named.cv_table_.cv_mse)


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"alphas": [1.0, 0.0]}, r"alphas\[1\] is 0"),
        ({"alphas": [1.0, -1.0]}, r"alphas\[1\] is -1.0"),
        ({"alphas": []}, "empty"),
        ({"alphas": 0}, "no strength to choose from"),
        ({"alphas": "many"}, "how many strengths to lay"),
        ({"cv": 3, "store_cv_results": True}, "incompatible"),
        ({"cv": 3, "alpha_per_target": True}, "incompatible"),
        ({"cv": KFold(60)}, "single row"),
        ({"gcv_mode": "qr"}, "none of scikit-learn's"),
        ({"rule": "2se"}, "no rule known here"),
        ({"rule": "1se"}, "chooses for one target"),
        ({"scoring": "nothing"}, "scoring"),
        ({"fit_intercept": 2}, "True or False"),
    ],
)
def test_refusals(options: dict[str, Any], match: str) -> None:
    x, y, _ = made()
    with pytest.raises(ValueError, match=match):
        RidgeCV(**options).fit(x, y)
