"""Which rows are set apart as the test part, which bucket each other row falls into, and which fold each bucket.

A row is placed by a seeded mix of its 64-bit key alone (`design/keys.py`), so the order of rows, threads and partitions
do not matter, and rows of one key share a part: identical rows (then weights equal repetition through cross-validation,
and copies cannot leak from training to test), or groups.

Below 50,000 units a fixed threshold is too uneven (97 rows leave empty folds), so cut points are taken from the sorted
mixed keys themselves: units are dealt in their order into parts of equal weight. From 50,000 units on, the thresholds
are uniform and need no look at the keys. Units decide and not rows, so that a table with a column of counts is split as
the table with every row repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Rows
from shrinkage.errors import OptionError, TableError
from shrinkage.moments.units import Keys, Units

BY_RANK_BELOW = 50_000
BUCKETS = 60  # divisible by 2, 3, 4, 5, 6, 10, 12, 15, 20, 30
REPEATS_NEED = 3  # buckets a fold, or repeats would deal nearly the same folds again

_TEST, _BUCKET, _REPEAT = 1, 2, 3  # streams: independent mixes of one key
_GOLDEN = 0x9E3779B97F4A7C15
_ALL = (1 << 64) - 1


def mix(values: Keys, seed: int, stream: int) -> Keys:
    """A bijection of 64-bit values for each seed and stream: the splitmix64 finaliser (Steele, Lea & Flood 2014).

    Equal on every platform and version: integer arithmetic modulo 2⁶⁴ only.
    """
    key = _finalise(np.array([(seed * 8 + stream) * _GOLDEN & _ALL], dtype=np.uint64))
    return _finalise(_finalise(values ^ key) + key)


def _finalise(values: Keys) -> Keys:
    z = values + np.uint64(_GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@dataclass(frozen=True, slots=True)
class Split:
    """Everything needed to place a row: a few integers.

    seed; test_cut: rows whose mixed key lies below it are test rows; cuts: (B − 1,) ascending uint64 between buckets.
    """

    seed: int
    test_cut: int
    cuts: Keys

    @property
    def count(self) -> int:
        """B, the number of buckets."""
        return self.cuts.shape[0] + 1

    def test_mask(self, keys: Keys) -> NDArray[np.bool_]:
        """(n,) whether each row belongs to the test part."""
        if self.test_cut == 0:
            return np.zeros(keys.shape[0], dtype=np.bool_)
        return mix(keys, self.seed, _TEST) < np.uint64(self.test_cut)

    def buckets(self, keys: Keys) -> NDArray[np.int32]:
        """(n,) int32: the bucket of each row, −1 for the test part."""
        bucket = np.searchsorted(self.cuts, mix(keys, self.seed, _BUCKET), side="right").astype(np.int32)
        bucket[self.test_mask(keys)] = -1
        return bucket

    def place(self, rows: Rows) -> NDArray[np.int32]:
        """(n,) int32: the bucket of each encoded row, −1 for the test part."""
        return self.buckets(rows.keys)


def bucket_count(folds: int, features: int, budget_bytes: int, repeats: int = 1) -> int:
    """How many buckets: 60, or the multiple of ``folds`` above it; fewer where their scatters do not fit the budget."""
    each = 8 * (features + 1) ** 2
    fitting = int(budget_bytes // (each * folds)) * folds
    wanted = -(-BUCKETS // folds) * folds
    if repeats > 1:
        wanted = max(wanted, REPEATS_NEED * folds)
    least = folds * (REPEATS_NEED if repeats > 1 else 1)
    if fitting < least:
        raise TableError(
            f"the table encodes to {features:,} features, which is too wide for now: {least} parts of "
            f"{each / 1e6:,.0f} MB each do not fit the memory budget of {budget_bytes / 1e6:,.0f} MB; "
            f"drop columns with --drop, pool levels with --max-levels, or ask for fewer --folds."
        )
    return min(wanted, fitting)


def plan(
    units: Units | None,
    *,
    test: float = 0.2,
    folds: int = 10,
    repeats: int = 1,
    seed: int = 0,
    buckets: int = BUCKETS,
) -> Split:
    """Decide the split.

    units: the distinct keys of all usable rows, or None when there are 50,000 or more of them;
    test: share set apart; buckets: raised to a multiple of ``folds`` if it is not one.
    Errors: TableError when too few units remain for the folds; OptionError for numbers out of range.
    """
    _check(test, folds, repeats, seed)
    count = -(-buckets // folds) * folds
    if repeats > 1 and count < REPEATS_NEED * folds:
        raise OptionError(
            f"--repeats {repeats} with --folds {folds} needs {REPEATS_NEED * folds} buckets or more, but memory "
            f"allows {count}; ask for fewer folds or for --repeats 1."
        )
    if units is None:
        cuts = np.array([(bucket << 64) // count for bucket in range(1, count)], dtype=np.uint64)
        return Split(seed, min(int(test * (1 << 64)), _ALL), cuts)
    test_cut, rest = _set_test_apart(units, test, folds, seed)
    return Split(seed, test_cut, _deal(units.keys[rest], units.weight[rest], folds, count, seed))


def _check(test: float, folds: int, repeats: int, seed: int) -> None:
    if not 0 <= test < 1:
        raise OptionError(f"--test is {test:g}, but it is a share of the rows; give 0 for none, or a number below 1.")
    if folds < 2:
        raise OptionError(f"--folds is {folds}, but cross-validation needs at least 2; give 2 or more.")
    if repeats < 1:
        raise OptionError(f"--repeats is {repeats}, but folds are drawn at least once; give 1 or more.")
    if not 0 <= seed < 1 << 61:
        raise OptionError(f"--seed is {seed}, but it is a whole number from 0 to 2^61 - 1; give such a number.")


def _set_test_apart(units: Units, test: float, folds: int, seed: int) -> tuple[int, NDArray[np.bool_]]:
    """The test cut, and which units remain (mask over ``units``)."""
    n, weight = len(units), units.weight
    mixed = mix(units.keys, seed, _TEST)
    order = np.argsort(mixed)
    apart = _take(np.cumsum(weight[order]), test * int(weight.sum())) if test > 0 and n else 0
    if n - apart < folds:
        without = f"outside the test part ({n} with it)" if apart else "in all"
        raise TableError(
            f"there are {n - apart} distinct rows with a target {without}, fewer than the {folds} folds of "
            f"cross-validation; ask for fewer with --folds{', or for no test part with --test 0' if apart else ''}, "
            f"or bring more rows."
        )
    if apart == 0:
        return 0, np.ones(n, dtype=np.bool_)
    cut = int(mixed[order[apart]])
    return cut, mixed >= np.uint64(cut)


def _take(cumulative: NDArray[np.int64], target: float) -> int:
    """How many leading units come nearest to weighing ``target`` (a unit is in when its midpoint is)."""
    before = np.concatenate(([0], cumulative[:-1]))
    return int(np.count_nonzero((before + cumulative) / 2 <= target))


def _deal(keys: Keys, weight: NDArray[np.int64], folds: int, count: int, seed: int) -> Keys:
    """Cuts (count − 1,): units in mixed order, dealt to folds and within each fold to its buckets, equal in weight."""
    mixed = mix(keys, seed, _BUCKET)
    order = np.argsort(mixed)
    mixed, weight = mixed[order], weight[order]
    starts: list[int] = []
    fold_starts = [*_partition(weight, folds), mixed.shape[0]]
    for start, end in pairwise(fold_starts):
        starts.extend(start + inner for inner in _partition(weight[start:end], count // folds))
    top = np.append(mixed, np.uint64(_ALL))
    return top[np.array(starts[1:], dtype=np.int64)]


def _partition(weight: NDArray[np.int64], parts: int) -> list[int]:
    """Starts of ``parts`` runs of nearly equal weight; none is empty unless there are fewer units than parts.

    Each run aims at an equal share of what is left, so one heavy unit takes a run for itself and the others stay even.
    """
    n = weight.shape[0]
    if n <= parts:
        return [min(part, n) for part in range(parts)]
    cumulative = np.cumsum(weight)
    starts, start = [0], 0
    for part in range(parts - 1):
        base = int(cumulative[start - 1]) if start else 0
        share = (int(cumulative[-1]) - base) / (parts - part)
        taken = _take(cumulative[start:] - base, share)
        start = min(start + max(taken, 1), n - (parts - 1 - part))
        starts.append(start)
    return starts


def fold_of_buckets(rows: Sequence[int], folds: int, repeat: int = 0) -> NDArray[np.int64]:
    """The fold (B,) of each bucket in one repeat. rows: of each bucket.

    Repeat 0 groups neighbours, b·K // B. Each later one deals the buckets, in an order of its own, to whichever fold
    has the fewest rows so far.
    """
    count = len(rows)
    if repeat == 0:
        return np.arange(count) * folds // count
    order = np.argsort(mix(np.arange(count, dtype=np.uint64), repeat, _REPEAT))
    held = [(0, fold) for fold in range(folds)]
    assigned = np.zeros(count, dtype=np.int64)
    for bucket in order:
        lightest = min(held)
        assigned[bucket] = lightest[1]
        held[lightest[1]] = (lightest[0] + int(rows[bucket]), lightest[1])
    return assigned
