"""Where rows go: the same whatever their order, even parts from 12 rows to many, identical rows together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.errors import OptionError, TableError
from shrinkage.moments.buckets import Split, bucket_count, plan
from shrinkage.moments.mixing import mix
from tests.moments.made import hashes, units


def test_the_mix_of_a_hash_never_changes():
    """Held fixed over versions and platforms: folds and test rows of a table must be the same in ten years."""
    values = np.array([0, 1, 0xDEADBEEF, (1 << 64) - 1], dtype=np.uint64)
    assert [int(value) for value in mix(values, 0, 1)] == MIXED_0_1
    assert [int(value) for value in mix(values, 7, 2)] == MIXED_7_2


def test_the_mix_is_splitmix64():
    """The finaliser by Python's own integers: mix = f(f(value ^ key) + key) with key = f((8 seed + stream)·golden)."""

    def finalise(value: int) -> int:
        value = (value + 0x9E3779B97F4A7C15) % 2**64
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB % 2**64
        return value ^ (value >> 31)

    key = finalise(0x9E3779B97F4A7C15 * (8 * 5 + 2) % 2**64)
    expected = [finalise((finalise(value ^ key) + key) % 2**64) for value in (0, 1, 2**63)]
    assert [int(value) for value in mix(np.array([0, 1, 1 << 63], dtype=np.uint64), 5, 2)] == expected


@pytest.mark.parametrize("n", [12, 13, 16, 32, 60, 97, 98, 442, 2930, 49_999, 50_000, 50_001])
def test_parts_are_even(n):
    folds = 10
    split = plan(units(hashes(n)), folds=folds)
    bucket = split.buckets(hashes(n))
    apart = np.count_nonzero(bucket < 0)
    assert abs(apart - 0.2 * n) <= 1
    rows = np.bincount(bucket[bucket >= 0], minlength=split.count)
    fold = split.assignment(folds, 1, rows.astype(float))[0]
    sizes = np.bincount(fold, weights=rows)
    assert sizes.min() >= 1
    assert sizes.max() - sizes.min() <= 1
    if n >= 97:
        assert rows.max() - rows.min() <= 1 + (n < 600)


def test_many_rows_are_dealt_by_threshold():
    split = plan(None, folds=10)
    bucket = split.buckets(hashes(200_000))
    assert np.count_nonzero(bucket < 0) == pytest.approx(40_000, rel=0.03)
    rows = np.bincount(bucket[bucket >= 0], minlength=60)
    assert rows.min() > 2400
    assert rows.max() < 2950


@settings(max_examples=50, deadline=None)
@given(st.integers(12, 300), st.integers(0, 1 << 30), st.booleans())
def test_order_does_not_matter_and_twins_stay_together(n, seed, weighted):
    rng = np.random.default_rng(seed)
    own = hashes(n, seed)
    own[n // 2 :: 7] = own[: own[n // 2 :: 7].size]  # some rows are there twice
    weight = rng.random(n) * 3 if weighted else None
    order = rng.permutation(n)
    try:
        split = plan(units(own, weight), folds=5, seed=seed)
    except TableError:
        assert np.unique(own).size < 12
        return
    other = plan(units(own[order], None if weight is None else weight[order]), folds=5, seed=seed)
    assert split.test_cut == other.test_cut
    assert np.array_equal(split.cuts, other.cuts)
    bucket = split.buckets(own)
    assert np.array_equal(bucket[order], split.buckets(own[order]))
    for value in np.unique(own):
        assert np.unique(bucket[own == value]).size == 1
    assert np.array_equal(split.test_mask(own), bucket < 0)


def test_whole_weights_place_rows_as_repetition_does():
    weight = np.random.default_rng(0).integers(0, 5, 200)
    own = hashes(200)
    left = plan(units(own, weight.astype(float)), folds=7)
    right = plan(units(np.repeat(own, weight)), folds=7)
    assert left.test_cut == right.test_cut
    assert np.array_equal(left.cuts, right.cuts)


def test_weight_is_balanced_and_a_heavy_row_leaves_no_fold_empty():
    rng = np.random.default_rng(0)
    own, weight = hashes(300), rng.random(300)
    bucket = plan(units(own, weight), folds=5, test=0).buckets(own)
    by_fold = np.bincount(bucket * 5 // 60, weights=weight)
    assert by_fold.max() - by_fold.min() < 1.2
    heavy = np.ones(100)
    heavy[17] = 60.0
    bucket = plan(units(own[:100], heavy), folds=10, test=0).buckets(own[:100])
    assert np.unique(bucket * 10 // 60).size == 10


def test_few_groups_get_a_bucket_each():
    groups = np.repeat(hashes(20), 50)
    bucket = plan(units(groups), folds=10, test=0).buckets(groups)
    assert np.unique(bucket).size == 20


def test_the_test_part_and_the_buckets_are_drawn_independently():
    """A row's place among buckets must not depend on how large the test part is."""
    own = hashes(100_000)
    none, some = plan(None, test=0.0).buckets(own), plan(None, test=0.3).buckets(own)
    kept = some >= 0
    assert np.array_equal(none[kept], some[kept])
    assert np.bincount(none[~kept], minlength=60).min() > 350


def test_seeds_draw_different_splits():
    own = hashes(1000)
    a, b = plan(units(own), seed=0).buckets(own), plan(units(own), seed=1).buckets(own)
    assert np.count_nonzero(a == b) < 100


@pytest.mark.parametrize("folds", [2, 3, 5, 7, 10, 11])
@pytest.mark.parametrize("n", [40, 97, 1000])
def test_repeats_deal_the_buckets_anew_and_evenly(folds, n):
    split = plan(units(hashes(n)), folds=folds, repeats=3, test=0)
    rows = np.bincount(split.buckets(hashes(n)), minlength=split.count)
    first, second, third = split.assignment(folds, 3, rows.astype(float))
    for fold in (first, second, third):
        sizes = np.bincount(fold, weights=rows, minlength=folds)
        assert sizes.max() - sizes.min() <= max(2, 2 * rows.max())
        assert sizes.min() > 0
    assert np.count_nonzero(second == third) < 0.9 * split.count


def test_the_number_of_buckets_follows_folds_and_memory():
    assert bucket_count(10, 500, 1 << 30) == 60
    assert bucket_count(7, 500, 1 << 30) == 63
    assert bucket_count(10, 5000, 7 * 10**9) == 10
    assert bucket_count(10, 5000, 8.9e9) == 20
    assert bucket_count(25, 10, 1 << 30, repeats=2) == 75
    with pytest.raises(TableError, match="too wide for now"):
        bucket_count(10, 50_000, 1 << 30)
    with pytest.raises(TableError, match="too wide for now"):
        bucket_count(10, 5000, 4 * 10**9, repeats=2)


@pytest.mark.parametrize(
    ("rows", "options", "error", "words"),
    [
        (9, {"folds": 10}, TableError, "fewer than the 10 folds"),
        (11, {"folds": 10}, TableError, "--test 0"),
        (1, {"folds": 2, "test": 0}, TableError, "1 distinct row with"),
        (0, {}, TableError, "0 distinct rows"),
        (50, {"folds": 1}, OptionError, "--folds is 1"),
        (50, {"test": 1.0}, OptionError, "--test is 1"),
        (50, {"repeats": 0}, OptionError, "--repeats is 0"),
        (50, {"seed": -1}, OptionError, "--seed is -1"),
        (500, {"folds": 20, "repeats": 2, "buckets": 20}, OptionError, "--repeats 2"),
    ],
)
def test_what_cannot_be_split_is_a_sentence(rows, options, error, words):
    with pytest.raises(error, match=words):
        plan(units(hashes(rows)), **options)


def test_identical_rows_are_one_unit():
    with pytest.raises(TableError, match="1 distinct row"):
        plan(units(np.zeros(100, dtype=np.uint64)), folds=5)


def test_a_split_without_a_test_part_sets_nothing_apart():
    split = plan(units(hashes(80)), test=0)
    assert isinstance(split, Split)
    assert split.test_cut == 0
    assert not split.test_mask(hashes(80)).any()


MIXED_0_1 = [491403369413786764, 9383664808725356093, 17617852249785294868, 15772203967478453648]
MIXED_7_2 = [4205437928187935490, 8880365231188189175, 2843572756308347284, 2656573137745282418]
