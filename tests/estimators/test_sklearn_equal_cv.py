"""LassoCV and ElasticNetCV on real tables: choices and errors of scikit-learn, where it ends, and of a plain loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import linear_model
from sklearn.model_selection import KFold

from shrinkage import ElasticNetCV, LassoCV
from tests.estimators.beside import TIGHT, apart, centred, exact_mse, full_rank, objective, silent
from tests.estimators.real_designs import ALWAYS, NAMES, TARGETS, design

FOLDS = KFold(4, shuffle=True, random_state=2)
GRID: dict[str, Any] = {"alphas": 12, "eps": 1e-2, "cv": FOLDS}
RATIOS = [0.3, 0.9]


def must_equal(theirs: Any, x: Any, y: Any) -> bool:
    """Fit scikit-learn's; whether it ended on training rows of full rank in every fold."""
    ended = silent(theirs, x, y)
    parts = [x[train] for train, _ in FOLDS.split(x)]
    return ended and all(np.ptp(part, axis=0).all() and full_rank(part - part.mean(axis=0)) for part in parts)


def check(name: str, ours: Any, theirs: Any, ratios: list[float]) -> None:
    given = design(name).standardised()
    x, y = given.x, given.y
    folds = list(FOLDS.split(x))
    strict = must_equal(theirs, x, y)
    ours.fit(x, y)
    rows, target = centred(x, y, None, True)
    np.testing.assert_allclose(ours.alphas_, theirs.alphas_, rtol=1e-12)
    grids, errors = np.atleast_2d(ours.alphas_), ours.mse_path_.reshape(len(ratios), 12, 4)
    for ratio, alphas, mse in zip(ratios, grids, errors, strict=True):
        np.testing.assert_allclose(mse, exact_mse(x, y, folds, alphas, ratio), rtol=1e-8)
    if strict:
        np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-8)
        assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-12)
        assert apart(rows, ours.coef_, theirs.coef_) <= 1e-7
    if ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-12):
        ratio = getattr(ours, "l1_ratio_", 1.0)
        assert ratio == getattr(theirs, "l1_ratio_", 1.0)
        mine, known = (objective(rows, target, each.coef_, ours.alpha_, ratio) for each in (ours, theirs))
        assert mine <= known + 1e-12


@pytest.mark.parametrize("name", NAMES)
def test_lasso_cv(name: str) -> None:
    check(name, LassoCV(**GRID), linear_model.LassoCV(**GRID, **TIGHT), [1.0])


@pytest.mark.parametrize("name", NAMES)
def test_elastic_net_cv(name: str) -> None:
    theirs = linear_model.ElasticNetCV(l1_ratio=RATIOS, **GRID, **TIGHT)
    check(name, ElasticNetCV(l1_ratio=RATIOS, **GRID), theirs, RATIOS)


@pytest.mark.parametrize(("least", "names"), [(3, ALWAYS), (8, tuple(TARGETS))])
def test_the_strict_criterion_is_not_empty(least: int, names: tuple[str, ...]) -> None:
    given = {name: design(name).standardised() for name in names}
    strict = {name: must_equal(linear_model.LassoCV(**GRID, **TIGHT), each.x, each.y) for name, each in given.items()}
    assert sum(strict.values()) >= least, strict
