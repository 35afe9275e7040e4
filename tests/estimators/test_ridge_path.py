"""ridge_path: Ridge at each of its alphas, from one decomposition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from shrinkage import Ridge, ridge_path
from tests.estimators.test_ridge import made

ALPHAS = [0.0, 100.0, 1.0, 0.01]


@pytest.mark.parametrize("shape", [(60, 7), (20, 50)])
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
def test_every_point_is_a_ridge(shape: Any, intercept: bool, weighted: bool) -> None:
    x, y, v = made(*shape)
    v = v if weighted else None
    alphas, coefs, gaps = ridge_path(x, y, alphas=ALPHAS, sample_weight=v, fit_intercept=intercept)
    np.testing.assert_allclose(alphas, [100.0, 1.0, 0.01, 0.0], rtol=1e-14)
    assert coefs.shape == (3, shape[1], 4)
    assert gaps.shape == (3, 4)
    assert gaps.max() < 1e-10
    for point, alpha in enumerate(alphas):
        one = Ridge(alpha, fit_intercept=intercept).fit(x, y, v)
        np.testing.assert_allclose(coefs[:, :, point], one.coef_, rtol=1e-8, atol=1e-9)


def test_one_target_sparse_and_single() -> None:
    x, y, _ = made()
    _, dense, gaps = ridge_path(x, y[:, 0], alphas=ALPHAS)
    assert dense.shape == (7, 4)
    assert gaps.shape == (4,)
    _, thin, _ = ridge_path(sparse.csr_array(x), y[:, 0], alphas=ALPHAS)
    np.testing.assert_allclose(thin, dense, rtol=1e-10)
    assert ridge_path(x.astype(np.float32), y[:, 0])[1].dtype == np.float32


@pytest.mark.parametrize("shape", [(60, 7), (20, 50)])
def test_a_laid_grid_goes_from_next_to_nothing_to_next_to_least_squares(shape: Any) -> None:
    x, y, _ = made(*shape)
    alphas, coefs, _ = ridge_path(x, y[:, 0], alphas=30, fit_intercept=True, standardize=True)
    assert alphas.shape == (30,)
    assert (np.diff(alphas) < 0).all()
    free = Ridge(0.0, standardize=True).fit(x, y[:, 0]).coef_
    sd = x.std(axis=0)
    assert np.linalg.norm(coefs[:, 0] * sd) < 2e-3 * np.linalg.norm(free * sd)
    np.testing.assert_allclose(coefs[:, -1] * sd, free * sd, rtol=1e-3, atol=1e-4 * np.abs(free * sd).max())


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"alphas": 0}, "no strength to try"),
        ({"alphas": []}, "empty"),
        ({"alphas": [-1.0]}, r"alphas\[0\] is -1.0"),
        ({"alphas": "many"}, "how many strengths to lay"),
        ({"penalty_factors": [-1.0] * 7}, "negative"),
    ],
)
def test_refusals(options: dict[str, Any], match: str) -> None:
    x, y, _ = made()
    with pytest.raises(ValueError, match=match):
        ridge_path(x, y, **options)
