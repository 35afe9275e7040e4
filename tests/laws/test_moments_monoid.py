"""Laws of moments: a commutative monoid, of which gathering is a homomorphism."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.moments.gather import gather
from shrinkage.moments.moments import Moments, block, empty, leave_one_out, merge
from tests.moments.made import batches, gathered_matrix, part, slow_moments, table

WIDTH = 4


Written = tuple[np.ndarray, np.ndarray | None]


@st.composite
def groups_of_rows(draw: st.DrawFn, least: int = 2, most: int = 7) -> tuple[list[Written], float]:
    """Some groups of rows around one typical value, and that value: the shift, as the learning pass would give it."""
    center = draw(st.sampled_from([0.0, 1e3, 1.7e9]))
    rng = np.random.default_rng(draw(st.integers(0, 1 << 20)))
    scale = 10.0 ** draw(st.integers(-3, 6))
    groups = []
    for n in draw(st.lists(st.integers(0, 12), min_size=least, max_size=most)):
        weight = rng.integers(0, 3, n).astype(float) if draw(st.booleans()) else None
        groups.append((rng.normal(size=(n, WIDTH)) * scale + center, weight))
    return groups, center


def exactly(count: int) -> st.SearchStrategy[tuple[list[Written], float]]:
    return groups_of_rows(count, count)


def moments_of(rows: Written, shift: float) -> Moments:
    return block(*rows, np.full(WIDTH, shift))


def assert_same(left: Moments, right: Moments, *, to_the_bit: bool = False) -> None:
    assert left.weight == pytest.approx(right.weight, rel=1e-14)
    assert left.rows == right.rows
    if not left.rows:
        return
    scale = max(np.abs(left.scatter).max(), np.abs(right.scatter).max(), 1e-300)
    spread = np.sqrt(scale / max(left.weight, 1)) + 1e-15 * np.abs(left.mean).max()
    tolerance = 0.0 if to_the_bit else 1e-12
    rounding = 4e-16 * (np.abs(left.mean).max() + np.abs(left.shift - right.shift).max())
    assert np.abs(left.mean - right.mean).max() <= tolerance * spread + rounding
    assert np.abs(left.scatter - right.scatter).max() <= tolerance * scale
    np.testing.assert_array_equal(left.minimum, right.minimum)
    np.testing.assert_array_equal(left.maximum, right.maximum)


@given(exactly(2))
def test_merging_is_commutative(made):
    a, b = (moments_of(rows, made[1]) for rows in made[0])
    assert_same(a + b, b + a)


@given(exactly(3))
def test_merging_is_associative(made):
    a, b, c = (moments_of(rows, made[1]) for rows in made[0])
    assert_same((a + b) + c, a + (b + c))
    assert_same((a + b) + c, merge((a, b, c)))


@given(exactly(1))
def test_the_empty_moments_change_nothing(made):
    a = moments_of(made[0][0], made[1])
    assert_same(a + empty(a.shift), a, to_the_bit=True)
    assert_same(empty(a.shift) + a, a, to_the_bit=True)


@given(exactly(2))
def test_merging_equals_summing_together(made):
    (left, right), shift = made
    both = np.vstack([left[0], right[0]])
    weight = np.concatenate([np.ones(len(z)) if v is None else v for z, v in (left, right)])
    assert_same(moments_of(left, shift) + moments_of(right, shift), moments_of((both, weight), shift))


@given(exactly(2))
def test_parts_told_from_different_shifts_merge_as_well(made):
    (left, right), shift = made
    together = moments_of(left, shift) + moments_of(right, shift)
    assert_same(moments_of(left, shift + 1) + moments_of(right, shift), together)


@given(groups_of_rows())
def test_leaving_a_group_out_is_merging_the_others(made):
    moments = [moments_of(group, made[1]) for group in made[0]]
    for index, rest in enumerate(leave_one_out(moments)):
        assert_same(rest, merge([*moments[:index], *moments[index + 1 :]]))


class InOrder:
    """A placement for tests: bucket by position, dealt round."""

    def __init__(self, count: int, seed: int) -> None:
        self.count, self.seed = count, seed

    def place(self, rows):
        return ((rows.keys >> np.uint64(self.seed)) % np.uint64(self.count + 1)).astype(np.int32) - 1


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(0, 1000), st.integers(1, 9), st.integers(1, 500), st.booleans(), st.booleans())
def test_gathering_equals_the_slow_twin(n, seed, count, size, weighted, missing):
    made = table(n, seed, weighted=weighted, missing=missing)
    placement = InOrder(count, seed % 40)
    gathered = gather(batches(made.rows, size), made.layout, placement, threads=2)
    bucket = placement.place(made.rows)
    for index, moments in ((-1, gathered.test), *enumerate(gathered.buckets)):
        twin = slow_moments(part(made.rows, bucket == index), made.layout)
        assert moments.rows == twin.rows
        if not twin.rows:
            continue
        z = gathered_matrix(part(made.rows, bucket == index), made.layout) - twin.shift
        room = 1e-12 * np.sqrt(np.multiply.outer(*[np.sum(z**2, axis=0) * 3 + 1e-12] * 2))
        assert np.all(np.abs(moments.scatter - twin.scatter) <= room)
        np.testing.assert_allclose(moments.offset, twin.offset, rtol=1e-11, atol=1e-11)
        observed = np.ones(moments.size, dtype=bool)
        observed[[fill.value for fill in made.layout.fills]] = False
        np.testing.assert_array_equal(moments.minimum[observed], twin.minimum[observed])
        np.testing.assert_array_equal(moments.maximum[observed], twin.maximum[observed])
        assert np.array_equal(moments.scatter, moments.scatter.T)
