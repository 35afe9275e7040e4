"""Problems of arrays: dense or sparse, of any order and type, weighted or not, they are the same problem."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from shrinkage import ElasticNet, Lasso
from shrinkage.errors import TableError
from shrinkage.estimators import sparse_moments as sparse_module
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.problems import problems_of
from shrinkage.estimators.sparse_moments import sparse_moments
from shrinkage.moments.moments import block
from shrinkage.problem import Floats, Quadratic


def made(seed: int = 0, n: int = 200, p: int = 12, density: float = 0.05) -> tuple[Floats, Floats, Floats]:
    """Light columns of counts, a year in every row, a constant, one stored nowhere, one stored in half the rows."""
    rng = np.random.default_rng(seed)
    x = np.where(rng.random((n, p)) < density, rng.poisson(3, (n, p)) + 1.0, 0.0)
    x[:, 1] = 2000 + rng.integers(0, 20, n)
    x[:, 3] = 7.0
    x[:, 5] = 0.0
    x[:, 6] = np.where(rng.random(n) < 0.5, 1e6 + rng.standard_normal(n), 0.0)
    return x, x @ rng.standard_normal(p) + rng.standard_normal(n), rng.integers(0, 3, n).astype(float)


def same(a: Quadratic, b: Quadratic, rtol: float = 1e-10) -> None:
    unit = np.sqrt(np.maximum(np.diag(b.gram), 1e-300))
    np.testing.assert_allclose(a.gram / unit / unit[:, None], b.gram / unit / unit[:, None], rtol=0, atol=rtol)
    np.testing.assert_allclose(a.xty / unit, b.xty / unit, rtol=rtol, atol=rtol * np.sqrt(b.yy))
    np.testing.assert_allclose([a.yy, a.weight, a.rows], [b.yy, b.weight, b.rows], rtol=rtol)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("standardize", [False, True])
def test_sparse_is_dense(seed: int, weighted: bool, intercept: bool, standardize: bool) -> None:
    x, y, v = made(seed, density=[0.01, 0.05, 0.3, 0.9][seed])
    weights = v if weighted else None
    options = {"intercept": intercept, "standardize": standardize}
    dense, scaling = problems_of(Inputs(x, y, weights), **options)
    thin, thin_scaling = problems_of(Inputs(sparse.csc_array(x), y, weights), **options)
    same(thin[0], dense[0])
    np.testing.assert_allclose(thin_scaling[0].scale, scaling[0].scale, rtol=1e-10)
    np.testing.assert_allclose(thin_scaling[0].center, scaling[0].center, rtol=1e-12, atol=1e-12)
    assert (thin[0].gram == thin[0].gram.T).all()


@pytest.mark.parametrize("cells", [1, 700, 5000])
def test_slabs_of_sparse_rows_add_up(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    x, y, v = made(n=1000)
    for limit in ("DENSE_CELLS", "STORED_CELLS", "MOST_STORED_CELLS"):
        monkeypatch.setattr(sparse_module, limit, cells)
    found = sparse_moments(sparse.csc_matrix(x), np.column_stack((y, -y)), v)
    want = block(np.column_stack((x, y, -y)), v, np.zeros(14))
    np.testing.assert_allclose(found.mean, want.mean, rtol=1e-11)
    unit = np.sqrt(np.where(np.diag(want.scatter) > 0, np.diag(want.scatter), 1.0))
    np.testing.assert_allclose(found.scatter / unit / unit[:, None], want.scatter / unit / unit[:, None], atol=1e-10)
    np.testing.assert_array_equal(found.minimum, want.minimum)
    np.testing.assert_array_equal(found.maximum, want.maximum)
    assert (found.weight, found.rows) == (want.weight, want.rows)


def test_sparse_of_stored_zeros_duplicates_and_other_formats() -> None:
    x, y, _ = made()
    dense = ElasticNet(alpha=0.1).fit(x, y)
    coo = sparse.coo_matrix(x)
    doubled = sparse.coo_matrix(
        (np.append(coo.data, [2.5, -2.5, 0.0]), (np.append(coo.row, [4, 4, 9]), np.append(coo.col, [5, 5, 5]))), x.shape
    )
    for given in (sparse.csr_array(x), coo, doubled, sparse.lil_matrix(x), sparse.csc_matrix(x.astype(np.float32))):
        single = given.dtype == np.float32
        ours = ElasticNet(alpha=0.1).fit(given, y)
        np.testing.assert_allclose(
            ours.coef_, dense.coef_, rtol=2e-2 if single else 1e-8, atol=1e-6 if single else 1e-10
        )
        assert ours.coef_.dtype == given.dtype
        assert ours.predict(sparse.csr_array(x)).shape == y.shape


def test_sparse_x_is_not_written_to() -> None:
    x, y, v = made()
    given = sparse.csc_matrix(x)
    for part in (given.data, given.indices, given.indptr):
        part.flags.writeable = False
    Lasso(0.1).fit(given, y, v)


def fits(x: Any, y: Any, v: Any = None, **options: Any) -> Any:
    model = ElasticNet(alpha=0.05, **options).fit(x, y, v)
    return np.append(model.coef_, model.intercept_)


@pytest.mark.parametrize("rows", [50, 20_000])
def test_order_type_and_layout_of_x_do_not_matter(rows: int) -> None:
    rng = np.random.default_rng(3)
    x = rng.standard_normal((rows, 9)).astype(np.float32).astype(np.float64) + 5
    y, v = x @ rng.standard_normal(9) + rng.standard_normal(rows), rng.uniform(0, 2, rows)
    want = fits(x, y, v)
    wide = np.zeros((rows, 18))
    wide[:, ::2] = x
    for given in (np.asfortranarray(x), wide[:, ::2], x[::-1][::-1]):
        given.flags.writeable = False
        np.testing.assert_allclose(fits(given, y, v), want, rtol=1e-9)
    np.testing.assert_allclose(fits(x.astype(np.float32), y, v), want, rtol=1e-5)
    np.testing.assert_allclose(fits(np.asfortranarray(x, dtype=np.float32), y, v), want, rtol=1e-5)
    np.testing.assert_allclose(fits(x[::-1], y[::-1], v[::-1]), want, rtol=1e-9)


@pytest.mark.parametrize("rows", [50, 20_000])
@pytest.mark.parametrize("thin", [False, True])
def test_a_weight_is_so_many_rows_and_none_at_0(rows: int, thin: bool) -> None:
    rng = np.random.default_rng(4)
    x = np.where(rng.random((rows, 6)) < 0.5, rng.standard_normal((rows, 6)), 0)
    y, v = x @ rng.standard_normal(6) + rng.standard_normal(rows), rng.integers(0, 4, rows)
    kind = sparse.csc_array if thin else np.asarray
    repeated = fits(kind(np.repeat(x, v, axis=0)), np.repeat(y, v))
    np.testing.assert_allclose(fits(kind(x), y, v), repeated, rtol=1e-9)
    np.testing.assert_allclose(fits(kind(x), y, 7.5 * v), repeated, rtol=1e-9)


def test_a_year_keeps_its_digits() -> None:
    rng = np.random.default_rng(5)
    year = rng.integers(0, 20, 500).astype(float)
    y = year + 0.1 * rng.standard_normal(500)
    near = Lasso(0.1).fit(year[:, None], y)
    for far in (year[:, None] + 1e9, sparse.csc_array(year[:, None] + 1e9)):
        np.testing.assert_allclose(Lasso(0.1).fit(far, y).coef_, near.coef_, rtol=1e-12)


def test_without_an_intercept_a_constant_column_is_a_column() -> None:
    rng = np.random.default_rng(6)
    x = np.column_stack((np.ones(40), rng.standard_normal(40)))
    y = 3 + rng.standard_normal(40)
    assert Lasso(0.1, fit_intercept=False).fit(x, y).coef_[0] == pytest.approx(y.mean() - 0.1, abs=0.5)
    assert Lasso(0.1).fit(x, y).coef_[0] == 0
    assert Lasso(0.1, fit_intercept=False).fit(x, y).intercept_ == 0.0


def test_cells_whose_squares_overflow_are_a_sentence() -> None:
    x = np.array([[1e200], [2e200], [4e200]])
    with pytest.raises(TableError, match="rescale that column"):
        Lasso().fit(x, [1.0, 2.0, 3.0])
