"""Lasso as scikit-learn's users use it: their numbers, attributes and habits, and what it has beyond them."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest
from sklearn import linear_model
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from shrinkage import Lasso

X, Y = load_diabetes(return_X_y=True)


@pytest.mark.parametrize("alpha", [2.0, 0.5, 0.1, 0.01])
def test_numbers_are_those_of_scikit_learn(alpha: float) -> None:
    ours, theirs = Lasso(alpha).fit(X, Y), linear_model.Lasso(alpha, tol=1e-14, max_iter=10**6).fit(X, Y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-10)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X), rtol=1e-9)
    assert ours.score(X, Y) == pytest.approx(theirs.score(X, Y), rel=1e-9)
    assert ours.certificate_.relative_gap < 1e-13
    assert 0 <= ours.dual_gap_ < 1e-9
    assert (ours.sparse_coef_.toarray() == ours.coef_).all()
    for name in ("coef_", "intercept_", "dual_gap_", "sparse_coef_"):
        assert np.shape(getattr(ours, name)) == np.shape(getattr(theirs, name)), name
    assert isinstance(ours.n_iter_, int)


def test_from_lambda_max_on_every_coefficient_is_exactly_0() -> None:
    largest = np.abs((X - X.mean(axis=0)).T @ (Y - Y.mean())).max() / len(Y)
    assert not Lasso(largest * (1 + 1e-12)).fit(X, Y).coef_.any()
    assert np.count_nonzero(Lasso(largest * (1 - 1e-6)).fit(X, Y).coef_) == 1


def test_the_target_and_alpha_scale_together() -> None:
    one, thousand = Lasso(0.3).fit(X, Y), Lasso(300).fit(X, 1000 * Y)
    np.testing.assert_allclose(thousand.coef_, 1000 * one.coef_, rtol=1e-9)


def test_a_scale_of_weights_does_not_matter() -> None:
    v = np.random.default_rng(0).uniform(0.1, 2, len(Y))
    np.testing.assert_allclose(Lasso(0.3).fit(X, Y, v).coef_, Lasso(0.3).fit(X, Y, 50 * v).coef_, rtol=1e-9)


def test_it_is_cloned_pickled_and_put_into_pipelines_and_searches() -> None:
    model = Lasso(0.3, penalty_factors=np.ones(10)).fit(X, Y)
    again = pickle.loads(pickle.dumps(model))
    assert (again.predict(X) == model.predict(X)).all()
    assert again.passport_ == model.passport_
    assert not hasattr(clone(model), "coef_")
    search = GridSearchCV(make_pipeline(StandardScaler(), Lasso()), {"lasso__alpha": [0.1, 1.0, 10.0]}).fit(X, Y)
    assert search.best_score_ > 0.4
    assert len(cross_validate(Lasso(0.1), X, Y)["test_score"]) == 5


def test_nothing_ever_warns_of_convergence() -> None:
    x = np.column_stack((X, X, X @ np.ones(10)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for alpha in (1e-3, 3e-6, 0.0):
            model = Lasso(alpha, max_iter=1, tol=0).fit(x, Y)
            assert model.certificate_.relative_gap < 1e-8


def test_precompute_and_its_kind_are_accepted() -> None:
    want = Lasso(0.3).fit(X, Y).coef_
    options = {"precompute": X.T @ X, "copy_X": False, "max_iter": 2, "tol": 1.0, "selection": "random"}
    model = Lasso(0.3, random_state=1, **options).fit(X, Y, check_input=False)
    assert (model.coef_ == want).all()


def test_passports_name_the_strength_everywhere_and_follow_a_refit() -> None:
    model = Lasso(0.3).fit(X, Y)
    assert model.passport_["textbook"]["lambda_1"] == pytest.approx(2 * 442 * 0.3)
    assert model.passport_["sklearn"] == {"class": "Lasso", "alpha": 0.3}
    assert model.set_params(alpha=0.6).fit(X, Y).passport_["lam"]["lam"] == 0.6
    shares = [paper["fraction"]["fraction"] for paper in Lasso(0.3).fit(X, np.column_stack((Y, 2 * Y))).passport_]
    assert shares[0] == pytest.approx(2 * shares[1])


def test_x_is_never_written_to() -> None:
    x, y, v = X.copy(order="F"), Y.copy(), np.ones(len(Y))
    for each in (x, y, v):
        each.flags.writeable = False
    Lasso(0.1, copy_X=False, standardize=True).fit(x, y, v).predict(x)
