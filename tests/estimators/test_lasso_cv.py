"""LassoCV beside scikit-learn's on the same folds, and where it goes beyond it."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import sparse
from sklearn import config_context, linear_model
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GroupKFold, KFold, LeaveOneOut, TimeSeriesSplit

from shrinkage.errors import OptionError
from shrinkage.estimators.lasso_cv import LassoCV
from shrinkage.rules import BIC, OneStandardError

X, Y = load_diabetes(return_X_y=True)
WEIGHTS = np.random.default_rng(0).uniform(0.1, 2, Y.size)
TIGHT = {"tol": 1e-14, "max_iter": 1_000_000}
CASES = {
    "default": {},
    "ten folds": {"cv": 10},
    "shuffled": {"cv": KFold(4, shuffle=True, random_state=1)},
    "forward": {"cv": TimeSeriesSplit(3)},
    "no intercept": {"fit_intercept": False},
    "positive": {"positive": True},
    "few alphas": {"alphas": 13, "eps": 1e-2},
    "given alphas": {"alphas": [0.1, 2.0, 0.5]},
    "one alpha": {"alphas": [0.3]},
}


def beside(options, x=X, y=Y, weights=None):
    ours = LassoCV(**options).fit(x, y, sample_weight=weights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ours, linear_model.LassoCV(**options, **TIGHT).fit(x, y, sample_weight=weights)


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["", "weighted"])
@pytest.mark.parametrize("case", CASES)
def test_as_scikit_learn(case, weights):
    ours, theirs = beside(CASES[case], weights=weights)
    np.testing.assert_allclose(ours.alphas_, theirs.alphas_, rtol=1e-13)
    assert ours.mse_path_.shape == theirs.mse_path_.shape
    np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-8)
    assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-13)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6, atol=1e-7)
    assert ours.intercept_ == pytest.approx(theirs.intercept_, rel=1e-9)
    assert ours.certificate_.relative_gap < 1e-12


def test_the_form_of_x_does_not_matter():
    dense = LassoCV().fit(X, Y, sample_weight=WEIGHTS)
    for form in (np.asfortranarray(X), sparse.csr_matrix(X), sparse.csc_array(X)):
        other = LassoCV().fit(form, Y, sample_weight=WEIGHTS)
        np.testing.assert_allclose(other.mse_path_, dense.mse_path_, rtol=1e-9)
        np.testing.assert_allclose(other.coef_, dense.coef_, rtol=1e-7, atol=1e-8)


def test_leave_one_out_is_the_plain_loop():
    x, y = X[:40, :4], Y[:40]
    ours, theirs = beside({"cv": LeaveOneOut(), "alphas": 10}, x, y)
    np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-7)


def test_groups_are_routed_to_the_splitter():
    groups = np.arange(Y.size) // 30
    with config_context(enable_metadata_routing=True):
        routed = LassoCV(cv=GroupKFold(4)).fit(X, Y, groups=groups)
    listed = LassoCV(cv=list(GroupKFold(4).split(X, Y, groups))).fit(X, Y)
    np.testing.assert_allclose(routed.mse_path_, listed.mse_path_, rtol=1e-12)
    with pytest.raises(OptionError, match="metadata routing"):
        LassoCV(cv=GroupKFold(4)).fit(X, Y, groups=groups)


def test_standardising_happens_inside_folds_and_stays_inside():
    x = X * np.geomspace(1e-3, 1e3, 10) + 7
    model = LassoCV(standardize=True, cv=4).fit(x, Y)
    for fold, (train, test) in enumerate(KFold(4).split(x)):
        sd = x[train].std(axis=0)
        lasso = linear_model.Lasso(alpha=model.alphas_[40], tol=1e-12, max_iter=100_000).fit(x[train] / sd, Y[train])
        error = np.mean((Y[test] - lasso.predict(x[test] / sd)) ** 2)
        assert model.mse_path_[40, fold] == pytest.approx(error, rel=1e-7)
    np.testing.assert_allclose(
        model.coef_,
        LassoCV(standardize=True, cv=4).fit(X, Y).coef_ / np.geomspace(1e-3, 1e3, 10),
        rtol=1e-7,
        atol=1e-12,
    )


def test_factors_free_and_leave_out():
    model = LassoCV(penalty_factors=np.r_[0.0, np.inf, np.ones(8)]).fit(X, Y)
    assert (model.path_.coef[:, 0] != 0).all()
    assert (model.path_.coef[:, 1] == 0).all()
    assert (model.path_.coef[0, 2:] == 0).all()
    np.testing.assert_array_equal(
        LassoCV(penalty_factors=np.ones(10)).fit(X, Y).mse_path_, LassoCV().fit(X, Y).mse_path_
    )


def test_tables_and_paths_say_what_was_done():
    model = LassoCV(rule="1se").fit(X, Y)
    table, path = model.cv_table_, model.path_
    assert table.alphas[table.chosen] == model.alpha_
    assert table.chosen == table.one_standard_error == OneStandardError()(table)
    np.testing.assert_array_equal(table.fold_mse.T, model.mse_path_)
    np.testing.assert_allclose(path.coef[table.chosen], model.coef_)
    assert path.intercept[table.chosen] == pytest.approx(model.intercept_)
    fitted = X @ path.coef.T + path.intercept
    np.testing.assert_allclose(table.train_mse, ((Y[:, None] - fitted) ** 2).mean(axis=0), rtol=1e-9)
    np.testing.assert_array_equal(table.degrees_of_freedom, (path.coef != 0).sum(axis=1))
    assert path.feature_names == tuple(f"x{place}" for place in range(10))
    assert set(table.to_dict()) >= {"alphas", "fold_mse", "cv_mse", "cv_se", "chosen"}


def test_rules_choose():
    table = LassoCV().fit(X, Y).cv_table_
    for rule, point in (("min", int(np.argmin(table.cv_mse))), (BIC(), BIC()(table)), (lambda table: 7, 7)):
        model = clone(LassoCV(rule=rule)).fit(X, Y)
        assert model.alpha_ == table.alphas[point]
    with pytest.raises(OptionError, match="rule"):
        LassoCV(rule="best").fit(X, Y)


@pytest.mark.parametrize(("alphas", "error"), [([], ValueError), ([-1.0], ValueError), (["a"], TypeError)])
def test_bad_alphas(alphas, error):
    with pytest.raises(error, match="alphas"):
        LassoCV(alphas=alphas).fit(X, Y)
