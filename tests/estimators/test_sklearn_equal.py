"""Lasso and ElasticNet, alone and along a path, on real tables: equal to scikit-learn where it ends, never worse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model

from shrinkage import ElasticNet, Lasso, enet_path, lasso_path
from tests.estimators.beside import TIGHT, apart, centred, full_rank, objective, silent
from tests.estimators.real_designs import ALWAYS, NAMES, TARGETS, design

# standardised, intercept, weighted, sparse
CASES = {
    "standardised": (True, True, False, False),
    "raw weighted": (False, True, True, False),
    "sparse at the origin": (True, False, False, True),
}
SHARES = (0.2, 0.02)


def beside(name: str, case: str) -> list[tuple[bool, float, float]]:
    """Of two models at two strengths: whether scikit-learn must be equalled, coefficients apart, objective above."""
    standardised, intercept, weighted, thin = CASES[case]
    given = design(name).standardised() if standardised else design(name)
    x, y, v = given.x, given.y, given.weights if weighted else None
    rows, target = centred(x, y, v, intercept)
    ranked = full_rank(rows)
    found = []
    for ratio in (1.0, 0.5):
        for share in SHARES:
            alpha = float(share * np.abs(rows.T @ target).max() / ratio)
            options: dict[str, Any] = {"alpha": alpha, "fit_intercept": intercept}
            mine: Any = Lasso(**options) if ratio == 1 else ElasticNet(l1_ratio=ratio, **options)
            theirs = linear_model.ElasticNet(l1_ratio=ratio, **options, **TIGHT)
            ended = silent(theirs, x, y, v)
            mine.fit(sparse.csc_array(x) if thin else x, y, v)
            above = objective(rows, target, mine.coef_, alpha, ratio) - objective(
                rows, target, theirs.coef_, alpha, ratio
            )
            assert mine.certificate_.relative_gap < 1e-10
            found.append((ended and ranked, apart(rows, mine.coef_, theirs.coef_), above))
    return found


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", NAMES)
def test_one_strength(name: str, case: str) -> None:
    for strict, difference, above in beside(name, case):
        assert above <= 1e-12
        assert not strict or difference <= 1e-7


@pytest.mark.parametrize(("least", "names"), [(3, ALWAYS), (8, tuple(TARGETS))])
def test_the_strict_criterion_is_not_empty(least: int, names: tuple[str, ...]) -> None:
    strict = {name: any(each[0] for each in beside(name, "standardised")) for name in names}
    assert sum(strict.values()) >= least, strict


@pytest.mark.parametrize("ratio", [1.0, 0.4])
@pytest.mark.parametrize("name", NAMES)
def test_paths(name: str, ratio: float) -> None:
    given = design(name).standardised()
    x, y = given.x, given.y - given.y.mean()
    rows, target = centred(x, y, None, False)
    grid: dict[str, Any] = {"alphas": 12, "eps": 1e-2}
    alphas, coefs, _ = lasso_path(x, y, **grid) if ratio == 1 else enet_path(x, y, l1_ratio=ratio, **grid)
    ranked = full_rank(rows)
    for point, alpha in enumerate(alphas):
        theirs = linear_model.ElasticNet(alpha=alpha, l1_ratio=ratio, fit_intercept=False, **TIGHT)
        ended = silent(theirs, x, y)
        mine = coefs[:, point]
        assert (
            objective(rows, target, mine, alpha, ratio) <= objective(rows, target, theirs.coef_, alpha, ratio) + 1e-12
        )
        if ended and ranked and theirs.coef_.any():
            assert apart(rows, mine, theirs.coef_) <= 1e-7
