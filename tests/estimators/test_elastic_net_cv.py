"""ElasticNetCV beside scikit-learn's on the same folds, over one l1_ratio and several."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn import linear_model
from sklearn.datasets import load_diabetes

from shrinkage.errors import OptionError
from shrinkage.estimators.elastic_net_cv import ElasticNetCV
from shrinkage.rules import EBIC

X, Y = load_diabetes(return_X_y=True)
CASES = {
    "default": {},
    "several": {"l1_ratio": [0.1, 0.5, 0.9, 1.0]},
    "several on given alphas": {"l1_ratio": [0.0, 0.3], "alphas": [0.01, 1.0, 0.1]},
    "a single alpha": {"l1_ratio": [0.2, 0.3], "alphas": [0.01]},
    "positive": {"l1_ratio": 0.7, "positive": True, "fit_intercept": False},
}


@pytest.mark.parametrize("case", CASES)
def test_as_scikit_learn(case):
    ours = ElasticNetCV(**CASES[case]).fit(X, Y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = linear_model.ElasticNetCV(**CASES[case], tol=1e-14, max_iter=1_000_000).fit(X, Y)
    np.testing.assert_allclose(ours.alphas_, theirs.alphas_, rtol=1e-13)
    assert ours.mse_path_.shape == theirs.mse_path_.shape
    np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-8)
    assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-13)
    assert ours.l1_ratio_ == theirs.l1_ratio_
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6, atol=1e-7)


def test_degrees_of_freedom_are_the_trace_of_the_hat_matrix():
    model = ElasticNetCV(l1_ratio=0.3).fit(X, Y)
    table, z = model.cv_table_, X - X.mean(axis=0)
    for point in (10, 50, 99):
        active = z[:, model.path_.coef[point] != 0]
        ridge = table.lams[point] * 0.7 * Y.size * np.eye(active.shape[1])
        hat = active @ np.linalg.solve(active.T @ active + ridge, active.T)
        assert table.degrees_of_freedom[point] == pytest.approx(np.trace(hat), rel=1e-10)


def test_a_criterion_takes_the_best_over_all_ratios_and_1se_stays_at_the_minimums():
    ratios = [0.1, 0.5, 0.95]
    by_criterion = ElasticNetCV(l1_ratio=ratios, rule=EBIC()).fit(X, Y)
    values = [EBIC().values(table) for table in by_criterion.cv_tables_]
    assert by_criterion.l1_ratio_ == ratios[int(np.argmin([value.min() for value in values]))]
    least, near = (ElasticNetCV(l1_ratio=ratios, rule=rule).fit(X, Y) for rule in ("min", "1se"))
    assert near.l1_ratio_ == least.l1_ratio_
    assert near.alpha_ >= least.alpha_
    assert [table.chosen is None for table in near.cv_tables_].count(False) == 1


def test_ratios_out_of_range_are_sentences():
    with pytest.raises(OptionError, match="l1_ratio"):
        ElasticNetCV(l1_ratio=[0.5, 1.5]).fit(X, Y)
    with pytest.raises(OptionError, match="no grid of alphas"):
        ElasticNetCV(l1_ratio=0).fit(X, Y)
