"""Units: counted in bounded memory, the same in any order of the rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.moments.units import Tally, quantum


def tallied(keys: np.ndarray, weights: np.ndarray | None, size: int, most: int = 1000, **how: bool) -> Tally:
    total = None if weights is None else float(weights.sum())
    whole = weights is None or bool(np.all(weights == np.rint(weights)))
    tally = Tally(most, total=total, whole=whole, **how)
    for start in range(0, len(keys), size):
        tally.add(keys[start : start + size], None if weights is None else weights[start : start + size])
    return tally


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60), st.integers(0, 1000), st.sampled_from(["none", "whole", "parts", "sum to one"]))
def test_no_order_matters(n, seed, kind):
    rng = np.random.default_rng(seed)
    keys = rng.integers(0, 20, n, dtype=np.uint64)
    weights = {"none": None, "whole": rng.integers(0, 4, n).astype(float)}.get(kind, rng.random(n))
    if kind == "sum to one" and n:
        weights = weights / weights.sum()
    if weights is not None and (not n or weights.sum() == 0):
        return
    order = rng.permutation(n)
    one = tallied(keys, weights, 7).units()
    other = tallied(keys[order], None if weights is None else weights[order], 11).units()
    assert np.array_equal(one.keys, other.keys)
    assert np.array_equal(one.weight, other.weight)
    expected = np.unique(keys if weights is None else keys[weights > 0])
    assert np.array_equal(one.keys, expected)


def test_whole_weights_are_repetition():
    rng = np.random.default_rng(0)
    keys, weights = rng.integers(0, 9, 50, dtype=np.uint64), rng.integers(0, 4, 50)
    one = tallied(keys, weights.astype(float), 50).units()
    other = tallied(np.repeat(keys, weights), None, 13).units()
    assert np.array_equal(one.keys, other.keys)
    assert np.array_equal(one.weight, other.weight)


def test_shares_keep_their_digits():
    weights = np.array([0.1, 0.2, 0.7])
    counted = tallied(np.arange(3, dtype=np.uint64), weights, 3).units().weight
    np.testing.assert_allclose(counted / counted.sum(), weights, rtol=1e-13)


def test_more_than_can_be_held_is_said():
    tally = tallied(np.arange(11, dtype=np.uint64), None, 11, most=10)
    assert tally.full
    assert not tallied(np.repeat(np.arange(10, dtype=np.uint64), 5), None, 8, most=10).full


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 300), st.integers(0, 1000), st.integers(1, 40))
def test_coarse_units_do_not_depend_on_order(n, seed, size):
    rng = np.random.default_rng(seed)
    keys = rng.integers(0, 1 << 40, n, dtype=np.uint64)
    one = tallied(keys, None, size, most=16, coarsen=True).units()
    other = tallied(rng.permutation(keys), None, 300, most=16, coarsen=True).units()
    assert np.array_equal(one.keys, other.keys)
    assert np.array_equal(one.weight, other.weight)
    assert len(one) <= 16
    assert one.weight.sum() == n


@pytest.mark.parametrize("total", [1.0, 1 - 1e-13, 1 + 1e-13])
def test_parts_are_the_same_for_sums_that_differ_by_rounding(total):
    assert quantum(total, whole=False) == quantum(1.0, whole=False) == 2.0**-46
