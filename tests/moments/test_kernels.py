"""The kernels against plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage._kernel import add_scatter, crosstab, fill_slab


def onehot(codes: np.ndarray, levels: np.ndarray) -> np.ndarray:
    blocks = [np.where(codes[:, [b]] >= 0, codes[:, [b]] == np.arange(k), 0) for b, k in enumerate(levels)]
    return np.hstack(blocks).astype(float)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("d", "levels"), [(0, [3]), (4, [2, 5, 9]), (17, [1, 40]), (3, [200, 3, 7, 2])])
def test_crosstab_is_the_one_hot_product(d, levels, weighted):
    rng = np.random.default_rng(d)
    m, levels = 257, np.array(levels)
    starts = d + np.concatenate(([0], np.cumsum(levels)[:-1]))
    codes = np.column_stack([rng.integers(-1, k, m) for k in levels]).astype(np.int32)
    x, y = rng.normal(size=(m, d)), rng.normal(size=m)
    weight = rng.random(m) if weighted else None
    root = None if weight is None else np.sqrt(weight)
    q = d + levels.sum() + 1
    slab = np.column_stack([x, y, np.full((m, 3), np.nan)])
    slab[:, : d + 1] *= 1.0 if root is None else root[:, None]
    second, first = np.zeros((q, q)), np.zeros(q)
    crosstab(codes, slab, d, weight, root, starts, levels.astype(np.int64), second, first)
    z = np.column_stack([x, onehot(codes, levels), y])
    v = np.ones(m) if weight is None else weight
    product = (z * v[:, None]).T @ z
    rows = slice(d, q - 1)
    np.testing.assert_allclose(second[rows, :d], product[rows, :d], atol=1e-12)
    np.testing.assert_allclose(second[rows, -1], product[rows, -1], atol=1e-12)
    np.testing.assert_allclose(second[rows, rows], np.triu(product[rows, rows]), atol=1e-12)
    np.testing.assert_allclose(first[rows], (v @ z)[rows], atol=1e-12)
    assert not second[:d].any()
    assert not second[-1].any()


def test_crosstab_refuses_codes_beyond_the_levels():
    second, first = np.zeros((5, 5)), np.zeros(5)
    starts, levels = np.array([1]), np.array([3])
    with pytest.raises(ValueError, match="beyond the levels"):
        crosstab(np.array([[3]], np.int32), np.zeros((1, 2)), 1, None, None, starts, levels, second, first)
    with pytest.raises(ValueError, match="outside the columns"):
        crosstab(np.array([[1]], np.int32), np.zeros((1, 2)), 1, None, None, starts, levels + 1, second, first)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("m", "p"), [(1, 1), (3, 5), (4, 8), (101, 17), (64, 200)])
def test_fill_slab_shifts_sums_and_widens(m, p, weighted, dtype):
    rng = np.random.default_rng(m)
    x = (rng.normal(size=(m, p)) + 100).astype(dtype)
    shift = np.full(p, 99.5)
    weight = rng.random(m) if weighted else None
    root = None if weight is None else np.sqrt(weight)
    slab = np.full((m, p + 3), 7.0)
    sums, low, high = np.ones(p), np.full(p, 100.0), np.full(p, 100.0)
    fill_slab(x, shift, weight, root, slab, sums, low, high)
    centred = x.astype(float) - shift
    v = np.ones(m) if weight is None else weight
    np.testing.assert_allclose(slab[:, :p], centred * np.sqrt(v)[:, None], rtol=1e-15)
    assert np.all(slab[:, p:] == 7.0)
    np.testing.assert_allclose(sums, 1 + v @ centred, rtol=1e-12)
    np.testing.assert_array_equal(low, np.minimum(100, x.min(axis=0)))
    np.testing.assert_array_equal(high, np.maximum(100, x.max(axis=0)))


def test_fill_slab_reads_strided_rows():
    x = np.arange(60.0).reshape(6, 10)[::2, 2:7]
    slab = np.zeros((3, 5))
    fill_slab(x, np.zeros(5), None, None, slab, np.zeros(5), np.zeros(5), np.zeros(5))
    np.testing.assert_array_equal(slab, x)


@pytest.mark.parametrize("width", [8, 16, 24, 32, 40, 104, 208])
@pytest.mark.parametrize("rows", [0, 1, 7, 127, 128, 129, 300])
def test_products_of_a_slab_are_added_to_the_upper_triangle(rows: int, width: int) -> None:
    draw = np.random.default_rng(rows * 1000 + width)
    slab, before = draw.standard_normal((rows, width)), draw.standard_normal((width, width))
    after = before.copy()
    add_scatter(slab, after)
    np.testing.assert_allclose(np.triu(after), np.triu(before + slab.T @ slab), rtol=0, atol=1e-12 * (rows + 1))


def test_a_slab_that_is_not_padded_is_refused() -> None:
    with pytest.raises(ValueError, match="padded"):
        add_scatter(np.zeros((3, 5)), np.zeros((5, 5)))
    with pytest.raises(ValueError, match="out must be"):
        add_scatter(np.zeros((3, 8)), np.zeros((8, 16)))
