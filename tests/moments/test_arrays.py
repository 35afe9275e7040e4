"""Dense arrays to moments: any order, any type, contiguous or assigned folds, and no copy of X."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from shrinkage.errors import OptionError, TableError
from shrinkage.moments.arrays import gather_arrays, gather_few, plain_layout
from shrinkage.moments.moments import Moments, block
from shrinkage.moments.resamples import MomentResamples


def arrays(n: int = 5003, p: int = 13, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + 1e4 * (np.arange(p) == 2)
    X[:, 5] = 0.1
    return X, X[:, :3].sum(axis=1) + rng.normal(size=n)


def assert_same(moments: Moments, twin: Moments, tolerance: float = 1e-12) -> None:
    assert moments.rows == twin.rows
    assert moments.weight == pytest.approx(twin.weight, rel=1e-13)
    sd = np.sqrt(np.diagonal(twin.scatter))
    scale = np.where(sd > 1e-6, sd, 1.0)
    assert np.abs((moments.scatter - twin.scatter) / np.outer(scale, scale)).max() < tolerance
    np.testing.assert_allclose(moments.mean, twin.mean, rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(moments.minimum, twin.minimum)
    np.testing.assert_array_equal(moments.maximum, twin.maximum)


FORMS = {
    "c": lambda X: X,
    "fortran": np.asfortranarray,
    "strided": lambda X: np.repeat(X, 2, axis=1)[:, ::2],
    "reversed": lambda X: X[::-1].copy()[::-1],
    "read-only": lambda X: np.lib.stride_tricks.as_strided(X, writeable=False),
    "float32": lambda X: X.astype(np.float32),
    "float32 fortran": lambda X: np.asfortranarray(X.astype(np.float32)),
    "int": lambda X: np.rint(X).astype(np.int64),
}


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_contiguous_folds(form, weighted):
    X, y = arrays()
    given = FORMS[form](X)
    weight = np.random.default_rng(1).integers(0, 3, y.size).astype(float) if weighted else None
    gathered = gather_arrays(given, y, weight, folds=7, threads=2)
    z = np.column_stack([np.asarray(given, dtype=float), y])
    for rows, moments in zip(np.array_split(np.arange(y.size), 7), gathered.buckets, strict=True):
        twin = block(z[rows], None if weight is None else weight[rows], z[rows[0]])
        assert_same(moments, twin)
    assert gathered.test.rows == 0


@pytest.mark.parametrize("order", ["C", "F"])
def test_assigned_folds_and_a_test_part(order):
    X, y = arrays()
    X = np.asarray(X, order=order)
    fold = np.random.default_rng(2).integers(-1, 4, y.size)
    gathered = gather_arrays(X, y, assignment=fold, folds=4)
    assert len(gathered.buckets) == 4
    z = np.column_stack([X, y])
    for number, moments in ((-1, gathered.test), *enumerate(gathered.buckets)):
        assert_same(moments, block(z[fold == number], None, z[0]))


def test_assigned_folds_that_are_contiguous_are_read_as_such():
    X, y = arrays(1000)
    ranges = gather_arrays(X, y, folds=5)
    assigned = gather_arrays(X, y, assignment=np.repeat(np.arange(5), 200))
    for a, b in zip(ranges.buckets, assigned.buckets, strict=True):
        assert a.scatter.tobytes() == b.scatter.tobytes()


@pytest.mark.parametrize("order", ["C", "F"])
def test_threads_change_not_one_byte(order):
    X, y = arrays(20_011)
    X = np.asarray(X, order=order)
    one, two, four = (gather_arrays(X, y, folds=3, threads=threads) for threads in (1, 2, 4))
    for a, b, c in zip(one.buckets, two.buckets, four.buckets, strict=True):
        assert a.scatter.tobytes() == b.scatter.tobytes() == c.scatter.tobytes()
        assert a.offset.tobytes() == b.offset.tobytes() == c.offset.tobytes()


def test_sorted_rows_keep_their_digits():
    """Contiguous folds of a clock: each fold's own spread is a thousandth of its distance from the first row."""
    n = 40_000
    rng = np.random.default_rng(0)
    X = np.column_stack([1.7e9 + np.arange(n) * 60.0, rng.normal(size=n)])
    gathered = gather_arrays(X, rng.normal(size=n), folds=20)
    for rows, moments in zip(np.array_split(X, 20), gathered.buckets, strict=True):
        exact = np.sum((rows[:, 0] - rows[:, 0].mean()) ** 2)
        assert moments.scatter[0, 0] == pytest.approx(exact, rel=1e-14)


def test_a_constant_column_of_arrays_is_constant():
    X, y = arrays()
    gathered = gather_arrays(X, y, folds=5)
    resamples = MomentResamples(gathered, plain_layout(X.shape[1]), 5)
    for fold in (None, 0, 4):
        assert np.flatnonzero(resamples.scaling(fold).scale == 0).tolist() == [5]


def test_scores_equal_rows():
    X, y = arrays(1000)
    resamples = MomentResamples(gather_arrays(X, y, folds=5), plain_layout(X.shape[1]), 5)
    rows = np.array_split(np.arange(1000), 5)[2]
    training = np.setdiff1d(np.arange(1000), rows)
    center, sd = X[training].mean(axis=0), X[training].std(axis=0)
    sd[5] = np.inf
    w = np.random.default_rng(0).normal(size=(3, X.shape[1]))
    predicted = y[training].mean() + ((X[rows] - center) / sd) @ w.T
    expected = np.mean((y[rows, None] - predicted) ** 2, axis=0)
    np.testing.assert_allclose(resamples.score(2, w), expected, rtol=1e-10)


def test_x_is_never_copied():
    X, y = arrays(60_000, 50)
    tracemalloc.start()
    gather_arrays(X, y, folds=10, threads=2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 0.3 * X.nbytes


def test_what_cannot_be_gathered_is_a_sentence():
    X, y = arrays(10)
    with pytest.raises(TableError, match="10 rows, fewer than the 11 folds"):
        gather_arrays(X, y, folds=11)
    with pytest.raises(OptionError, match="another number"):
        gather_arrays(X, y[:-1], folds=2)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("weighted", [False, True])
def test_few_rows_and_many_have_the_same_moments_for_several_targets(order: str, kind: type, weighted: bool) -> None:
    rng = np.random.default_rng(0)
    x = np.asarray(rng.standard_normal((300, 5)) + 1000, dtype=kind, order=order)
    y = rng.standard_normal((300, 3))
    v = rng.integers(0, 3, 300).astype(float) if weighted else None
    want = block(np.column_stack((x, y)).astype(np.float64), v, np.zeros(8))
    for found in (gather_few(x, y, v), gather_arrays(x, y, v).buckets[0]):
        np.testing.assert_allclose(found.scatter, want.scatter, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found.mean, want.mean, rtol=1e-12, atol=1e-12)
        np.testing.assert_array_equal(found.minimum, want.minimum)
        np.testing.assert_array_equal(found.maximum, want.maximum)
        assert (found.weight, found.rows) == (want.weight, want.rows)
