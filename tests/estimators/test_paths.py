"""lasso_path and enet_path beside scikit-learn's, and by their optimality conditions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model
from sklearn.datasets import load_diabetes

from shrinkage.errors import OptionError
from shrinkage.estimators.enet_path import enet_path
from shrinkage.estimators.lasso_path import lasso_path

X, Y = load_diabetes(return_X_y=True)
FORMS = {"c": lambda x: x, "fortran": np.asfortranarray, "csr": sparse.csr_matrix, "list": lambda x: x.tolist()}


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5, 0.01])
@pytest.mark.parametrize("form", FORMS)
def test_coefficients_are_optimal_and_alphas_are_scikit_learns(form, l1_ratio, positive):
    alphas, coefs, gaps, steps = enet_path(FORMS[form](X), Y, l1_ratio=l1_ratio, positive=positive, return_n_iter=True)
    reference, _, _ = linear_model.enet_path(X, Y, l1_ratio=l1_ratio, positive=positive, tol=1e300)
    np.testing.assert_allclose(alphas, reference, rtol=1e-13)
    assert coefs.shape == (10, 100)
    assert len(steps) == 100
    assert (gaps >= 0).all()
    assert (gaps <= 1e-12 * Y @ Y / Y.size).all()
    slope = X.T @ (Y[:, None] - X @ coefs) / Y.size - alphas * (1 - l1_ratio) * coefs
    kink = np.broadcast_to(alphas * l1_ratio, slope.shape)
    used = coefs != 0
    np.testing.assert_allclose(slope[used], (kink * np.sign(coefs))[used], rtol=1e-9)
    assert ((slope if positive else np.abs(slope))[~used] <= kink[~used] * (1 + 1e-9)).all()


def test_single_precision_stays():
    _, coefs, _ = lasso_path(X.astype(np.float32), Y)
    assert coefs.dtype == np.float32


def test_products_at_hand_are_used():
    plain = lasso_path(X, Y, alphas=[0.1, 1.0, 0.01])
    assert plain[0].tolist() == [1.0, 0.1, 0.01]
    for options in ({"precompute": X.T @ X}, {"precompute": X.T @ X, "Xy": X.T @ Y}, {"coef_init": np.ones(10)}):
        np.testing.assert_allclose(lasso_path(X, Y, alphas=[0.1, 1.0, 0.01], **options)[1], plain[1], rtol=1e-9)
    with pytest.raises(OptionError, match="not X'X"):
        lasso_path(X, Y, precompute=X.T @ X + 1.0)


def test_alpha_0_is_least_squares():
    coefs = lasso_path(X, Y, alphas=[1.0, 0.0])[1]
    np.testing.assert_allclose(coefs[:, 1], np.linalg.lstsq(X, Y)[0], rtol=1e-8)
    coefs = enet_path(X, Y, l1_ratio=0, alphas=[1.0, 0.0])[1]
    ridge = np.linalg.solve(X.T @ X / Y.size + np.eye(10), X.T @ Y / Y.size)
    np.testing.assert_allclose(coefs[:, 0], ridge, rtol=1e-9)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"l1_ratio": 0}, "no grid of alphas"),
        ({"l1_ratio": 2}, "l1_ratio is 2"),
        ({"alfas": 3}, "no parameter 'alfas'"),
        ({"X_offset": np.zeros(10)}, "X_offset"),
    ],
)
def test_bad_options_are_sentences(options, says):
    with pytest.raises(OptionError, match=says):
        enet_path(X, Y, **options)


def test_several_targets_are_refused():
    with pytest.raises(ValueError, match="one target"):
        lasso_path(X, np.column_stack([Y, Y]))


def test_a_target_of_one_column_is_one_path():
    alphas, coefs, gaps = lasso_path(X, Y[:, None], alphas=20)
    reference, theirs, _ = linear_model.lasso_path(X, Y[:, None], alphas=20, tol=1e-14, max_iter=10**6)
    np.testing.assert_allclose(alphas, reference, rtol=1e-12)
    assert coefs.shape == theirs.shape
    assert gaps.shape == (20,)
    np.testing.assert_allclose(coefs, theirs, rtol=1e-6, atol=1e-8)


def test_what_scikit_learn_deprecates_is_warned_of():
    with pytest.warns(FutureWarning, match="n_alphas"):
        assert lasso_path(X, Y, n_alphas=7)[0].size == 7
    with pytest.warns(FutureWarning, match="alphas=None"):
        assert lasso_path(X, Y, alphas=None)[0].size == 100
