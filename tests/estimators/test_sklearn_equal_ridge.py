"""Ridge and RidgeCV on real tables: least squares of lengthened rows, and each row left out in turn at fixed alpha."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model
from sklearn.model_selection import KFold

from shrinkage import Ridge, RidgeCV
from tests.estimators.beside import apart, centred
from tests.estimators.real_designs import NAMES, design

ALPHAS = np.array([0.1, 3.0, 100.0])
FOLDS = KFold(4, shuffle=True, random_state=2)
LEFT_OUT = 12


def lengthened(x: Any, y: Any, weights: Any, alpha: float, intercept: bool) -> tuple[Any, Any]:
    """Coefficients and intercept of Σ v (y − b − xw)² + alpha ‖w‖² by orthogonal least squares of n + p rows."""
    rows, target = centred(x, y, weights, intercept)
    total = len(y) if weights is None else weights.sum()
    p = x.shape[1]
    w = np.linalg.lstsq(np.vstack((rows, np.sqrt(alpha / total) * np.eye(p))), np.r_[target, np.zeros(p)], rcond=None)[
        0
    ]
    v = np.ones(len(y)) if weights is None else weights
    return w, (v @ (y - x @ w) / total if intercept else 0.0)


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_ridge(name: str, weighted: bool, intercept: bool) -> None:
    given = design(name).standardised()
    x, y, v = given.x, given.y, given.weights if weighted else None
    rows, _ = centred(x, y, v, intercept)
    for alpha in ALPHAS:
        options: dict[str, Any] = {"alpha": alpha, "fit_intercept": intercept}
        want, b = lengthened(x, y, v, alpha, intercept)
        theirs = linear_model.Ridge(solver="svd", **options).fit(x, y, v)
        for form in (x, sparse.csc_array(x)):
            ours = Ridge(**options).fit(form, y, v)
            assert apart(rows, ours.coef_, want) <= 1e-7
            assert apart(rows, ours.coef_, theirs.coef_) <= 1e-7
            assert abs(ours.intercept_ - b) <= 1e-7 * np.abs(y).max()


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_leave_one_out_is_the_loop(name: str, intercept: bool) -> None:
    given = design(name).standardised()
    x, y, v = given.x, given.y, given.weights
    ours = RidgeCV(ALPHAS, store_cv_results=True, fit_intercept=intercept).fit(x, y, v)
    theirs = linear_model.RidgeCV(ALPHAS, store_cv_results=True, fit_intercept=intercept, gcv_mode="svd").fit(x, y, v)
    assert ours.alpha_ == theirs.alpha_
    scale = float(ours.cv_results_.max())
    np.testing.assert_allclose(ours.cv_results_, theirs.cv_results_, rtol=1e-7, atol=1e-9 * scale)
    rows = np.arange(len(y))
    for i in np.unique(np.linspace(0, len(y) - 1, LEFT_OUT).astype(int)):
        kept = rows != i
        for point, alpha in enumerate(ALPHAS):
            w, b = lengthened(x[kept], y[kept], v[kept], alpha, intercept)
            error = v[i] * (y[i] - b - x[i] @ w) ** 2
            np.testing.assert_allclose(ours.cv_results_[i, point], error, rtol=1e-7, atol=1e-9 * scale)


@pytest.mark.parametrize("name", NAMES)
def test_folds_are_the_loop(name: str) -> None:
    given = design(name).standardised()
    x, y = given.x, given.y
    ours = RidgeCV(ALPHAS, cv=FOLDS).fit(x, y)
    scores = np.empty((len(ALPHAS), 4))
    for fold, (train, test) in enumerate(FOLDS.split(x)):
        for point, alpha in enumerate(ALPHAS):
            w, b = lengthened(x[train], y[train], None, alpha, True)
            left = y[test] - b - x[test] @ w
            scores[point, fold] = 1 - left @ left / np.sum((y[test] - y[test].mean()) ** 2)
    mean = scores.mean(axis=1)
    assert ours.alpha_ == ALPHAS[int(np.argmax(mean))]
    assert ours.best_score_ == pytest.approx(mean.max(), rel=1e-8, abs=1e-8)
