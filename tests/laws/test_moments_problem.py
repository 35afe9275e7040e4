"""Laws of the problems made from moments: what the explicit loop over rows gives, without a second look at them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.design.features import Layout, Rows
from shrinkage.moments.buckets import plan
from shrinkage.moments.gather import gather
from shrinkage.moments.resamples import MomentResamples
from shrinkage.selection.validate import training_mse
from tests.moments.made import Table, batches, explicit, hashes, part, repeated, table, units, weights


def resampled(made: Table, *, folds: int = 4, repeats: int = 1, seed: int = 0, threads: int = 2, size: int = 97):
    used = made.rows if made.rows.weight is None else part(made.rows, made.rows.weight > 0)
    split = plan(units(used.keys, used.weight), folds=folds, repeats=repeats, seed=seed)
    gathered = gather(batches(made.rows, size), made.layout, split, threads=threads)
    assignment = split.assignment(folds, repeats, gathered.weights)
    return MomentResamples(gathered, made.layout, assignment), split


def masks(made: Table, resamples: MomentResamples, split, fold: int | None):
    """Training and held-out rows of a part."""
    bucket = split.place(made.rows)
    if fold is None:
        return bucket >= 0, bucket < 0
    repeat, number = resamples.part(fold)
    own = resamples.assignment[repeat][bucket]
    return (bucket >= 0) & (own != number), (bucket >= 0) & (own == number)


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 500), st.integers(0, 10_000), st.booleans(), st.booleans(), st.integers(1, 2))
def test_every_part_equals_the_explicit_loop(n, seed, weighted, missing, repeats):
    made = table(n, seed, weighted=weighted, missing=missing)
    resamples, split = resampled(made, repeats=repeats, seed=seed)
    rng = np.random.default_rng(seed)
    for fold in (None, *range(resamples.folds)):
        loop = explicit(made.rows, made.layout, *masks(made, resamples, split, fold))
        problem = resamples.train(fold)
        np.testing.assert_allclose(problem.gram, loop.gram, rtol=0, atol=1e-12)
        np.testing.assert_allclose(problem.xty, loop.xty, rtol=0, atol=1e-12 * np.sqrt(problem.yy))
        np.testing.assert_allclose(resamples.fills(fold), loop.fills, rtol=1e-14, atol=1e-15)
        coefficients = rng.normal(size=(5, problem.features)) * np.sqrt(problem.yy)
        np.testing.assert_allclose(resamples.score(fold, coefficients), loop.errors(coefficients), rtol=1e-10)
        null = explicit(made.rows, made.layout, *masks(made, resamples, split, fold)).errors(0 * coefficients)
        np.testing.assert_allclose(resamples.score(fold, 0 * coefficients), null, rtol=1e-12)


def test_the_gram_is_a_correlation_matrix_to_the_last_bit():
    resamples, _ = resampled(table(400, 3))
    for fold in (None, 0, 1, 2, 3):
        gram = resamples.train(fold).gram
        assert np.array_equal(gram, gram.T)
        assert np.array_equal(np.diagonal(gram), np.ones(gram.shape[0]))
        assert gram.flags.c_contiguous


def test_weights_are_repetition():
    made = table(300, 11)
    twice = Table(repeated(made.rows), made.layout)
    (left, split), (right, other) = resampled(made), resampled(twice)
    used = made.rows.weight > 0
    assert np.array_equal(split.buckets(made.rows.keys)[used], other.buckets(made.rows.keys)[used])
    for fold in (None, 0, 1, 2, 3):
        np.testing.assert_allclose(left.train(fold).gram, right.train(fold).gram, rtol=0, atol=1e-12)
        assert left.train(fold).weight == right.train(fold).weight
        coefficients = np.ones((1, made.layout.features))
        assert left.score(fold, coefficients) == pytest.approx(right.score(fold, coefficients), rel=1e-11)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_rows_changes_rounding_only(seed):
    made = table(250, seed)
    order = np.random.default_rng(seed).permutation(250)
    shuffled = Table(part(made.rows, order), made.layout)
    (left, split), (right, other) = resampled(made), resampled(shuffled, size=31)
    assert split.test_cut == other.test_cut
    assert np.array_equal(split.cuts, other.cuts)
    for fold in (None, 0, 3):
        np.testing.assert_allclose(left.train(fold).gram, right.train(fold).gram, rtol=0, atol=1e-13)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_number_of_threads_changes_not_one_byte(weighted):
    made = table(3000, 5, weighted=weighted)
    split = plan(units(made.rows.keys), seed=3)
    calls = [lambda rows=rows: rows for rows in batches(made.rows, 700)]
    one, two, four = (gather(calls, made.layout, split, threads=threads) for threads in (1, 2, 4))
    for other in (two, four):
        for a, b in zip((*one.buckets, one.test), (*other.buckets, other.test), strict=True):
            assert a.scatter.tobytes() == b.scatter.tobytes()
            assert a.offset.tobytes() == b.offset.tobytes()
            assert (a.weight, a.rows) == (b.weight, b.rows)


@pytest.mark.parametrize(
    ("center", "spread"),
    [(2000.0, 3.0), (1.7e9, 86_400.0), (1e6, 0.01), (-1e9, 1.0)],
    ids=["year", "epoch", "far", "id"],
)
def test_columns_far_from_zero_keep_their_digits(center, spread):
    rng = np.random.default_rng(1)
    n = 2000
    inner = rng.normal(size=(n, 2))
    far = inner[:, 0] * spread + center
    inner[:, 0] = (far - center) / spread  # what is left of it once it has been rounded to a double out there
    target = inner @ [1.0, -1.0] + 1e7
    shift = np.array([np.round(far[:50].mean(), 2), 0.0])
    layout = Layout(2, (), (), shift, 1e7)
    rows = Rows(np.column_stack([far, inner[:, 1]]), np.zeros((n, 0), np.int32), target, None, hashes(n))
    resamples, split = resampled(Table(rows, layout))
    near = Rows(inner, rows.codes, target - 1e7, None, rows.keys)
    plain = Table(near, Layout(2, (), (), np.zeros(2), 0.0))
    for fold in (None, 0, 1):
        loop = explicit(near, plain.layout, *masks(plain, resamples, split, fold))
        np.testing.assert_allclose(resamples.train(fold).gram, loop.gram, rtol=0, atol=1e-13)
        np.testing.assert_allclose(resamples.train(fold).xty, loop.xty, rtol=0, atol=1e-8)


def test_a_constant_column_is_told_by_its_extremes():
    """0.1 summed a hundred times is not a hundred times 0.1, and 1e8 ± 1e-8 varies: the variance says neither."""
    n = 400
    rng = np.random.default_rng(0)
    dense = np.column_stack([np.full(n, 0.1), 1e8 + np.arange(n) % 2 * 1.5e-8, rng.normal(size=n)])
    dense[0, 0] = 0.1
    rows = Rows(dense, np.zeros((n, 0), np.int32), dense[:, 2] + 1, None, hashes(n))
    resamples, _ = resampled(Table(rows, Layout(3, (), (), np.array([0.30, 1e8, 0.0]), 0.0)))
    for fold in (None, 0, 1):
        problem, scaling = resamples.train(fold), resamples.scaling(fold)
        assert scaling.scale[0] == 0
        assert not problem.gram[0].any()
        assert problem.xty[0] == 0
        assert scaling.scale[1] == pytest.approx(7.45e-9, rel=0.02)
        assert np.array_equal(np.diagonal(problem.gram), [0.0, 1.0, 1.0])


def test_a_column_observed_nowhere_in_training_is_constant():
    made = table(120, 2, weighted=False)
    dense = made.rows.dense.copy()
    dense[:, 0], dense[:, 3] = 0.3, 1.0
    rows = Rows(dense, made.rows.codes, made.rows.target, None, made.rows.keys)
    resamples, _ = resampled(Table(rows, made.layout))
    assert resamples.scaling(0).scale[0] == 0
    assert resamples.fills(0)[0] == pytest.approx(0.3)
    assert np.isfinite(resamples.train(0).gram).all()


def test_raw_problems_are_centred_but_not_scaled():
    made = table(200, 4)
    split = plan(units(made.rows.keys), folds=4)
    gathered = gather([made.rows], made.layout, split)
    raw = MomentResamples(gathered, made.layout, 4, raw=True)
    scaled = MomentResamples(gathered, made.layout, 4)
    sd = scaled.scaling(1).scale
    np.testing.assert_allclose(raw.train(1).gram, scaled.train(1).gram * np.outer(sd, sd), rtol=1e-12, atol=1e-18)
    assert set(raw.scaling(1).scale) <= {0.0, 1.0}
    standardised = np.random.default_rng(0).normal(size=(3, sd.size))
    own = np.divide(standardised, sd, out=np.zeros_like(standardised), where=sd > 0)
    np.testing.assert_allclose(raw.score(1, own), scaled.score(1, standardised), rtol=1e-12)


def test_training_error_is_what_the_rows_say():
    made = table(300, 8)
    resamples, split = resampled(made)
    training, _ = masks(made, resamples, split, 2)
    loop = explicit(made.rows, made.layout, training, training)
    coefficients = np.random.default_rng(1).normal(size=(4, made.layout.features))
    np.testing.assert_allclose(training_mse(resamples.train(2), coefficients), loop.errors(coefficients), rtol=1e-11)
    assert sum(resamples.rows(fold)[1] for fold in range(4)) == resamples.rows(None)[0]
    assert resamples.rows(None)[1] + resamples.rows(None)[0] == int(np.count_nonzero(weights(made.rows)))
