"""More columns than a Gram has room for: fits of wide tables, by their rows."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model

from shrinkage import ElasticNet, Lasso


def wide(n: int = 72, p: int = 7129) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, p)) * rng.uniform(0.5, 2, p) + rng.uniform(-3, 3, p)
    return x, x[:, :5] @ np.array([3.0, -2, 1, 1, 0.5]) + rng.standard_normal(n)


@pytest.mark.parametrize("alpha", [1.0, 0.1])
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
def test_numbers_are_those_of_scikit_learn(alpha: float, l1_ratio: float) -> None:
    x, y = wide()
    ours = ElasticNet(alpha=alpha, l1_ratio=l1_ratio).fit(x, y)
    theirs = linear_model.ElasticNet(alpha=alpha, l1_ratio=l1_ratio, tol=1e-14, max_iter=10**6).fit(x, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-7)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-7)
    assert ours.certificate_.relative_gap < 1e-12
    assert ours.passport_["fraction"]["fraction"] > 0


def test_no_gram_of_all_columns_is_made() -> None:
    x, y = wide()
    tracemalloc.start()
    Lasso(0.1).fit(x, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6


@pytest.mark.parametrize("kind", [sparse.csc_array, np.asfortranarray, np.float32])
def test_layout_and_type_do_not_matter(kind: Any) -> None:
    x, y = wide(40, 2500)
    x = np.where(np.abs(x) > 1, x, 0).astype(np.float32).astype(np.float64)
    v = np.random.default_rng(1).integers(0, 3, 40)
    want = Lasso(0.2).fit(np.repeat(x, v, axis=0), np.repeat(y, v))
    ours = Lasso(0.2).fit(kind(x), y, v)
    np.testing.assert_allclose(ours.coef_, want.coef_, atol=1e-5 if kind is np.float32 else 1e-9)


def test_other_penalties() -> None:
    x, y = wide(40, 2500)
    ridge = ElasticNet(alpha=0.5, l1_ratio=0).fit(x, y)
    np.testing.assert_allclose(ridge.coef_, linear_model.Ridge(alpha=20, solver="svd").fit(x, y).coef_, atol=1e-10)
    none = Lasso(alpha=0).fit(x, y)
    np.testing.assert_allclose(none.predict(x), y, atol=1e-9)
    held = Lasso(alpha=0.1, positive=True).fit(x, y)
    assert (held.coef_ >= 0).all()
    assert held.certificate_.relative_gap < 1e-12
    factors = np.ones(2500)
    factors[0], factors[1] = 0, np.inf
    free = Lasso(alpha=0.3, penalty_factors=factors, standardize=True).fit(x, np.column_stack((y, -y)))
    np.testing.assert_allclose(free.coef_[0], -free.coef_[1], atol=1e-9)
    assert free.coef_[0, 0] != 0
    assert free.coef_[0, 1] == 0


def test_a_cell_that_is_no_number_is_a_sentence() -> None:
    x, y = wide(40, 2500)
    x[3, 4] = np.nan
    with pytest.raises(ValueError, match=r"contains NaN.*shrinkage\.compare"):
        Lasso().fit(x, y)


def test_sparse_columns_in_play_are_not_written_out() -> None:
    rng = np.random.default_rng(2)
    x = sparse.random_array((4000, 20_000), density=2e-3, format="csc", rng=rng)
    y = x[:, :200] @ rng.standard_normal(200) + 0.1 * rng.standard_normal(4000)
    tracemalloc.start()
    model = Lasso(3e-4).fit(x, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.count_nonzero(model.coef_) > 100
    assert model.certificate_.relative_gap < 1e-12
    assert peak < 60e6
