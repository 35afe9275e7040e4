"""Which rows are set apart as the test part, which bucket each other row falls into, and which fold each bucket.

A row is placed by a seeded mix of its 64-bit key alone (`design/keys.py`), so the order of rows, threads and partitions
do not matter, and rows of one key share a part: identical rows (then weights equal repetition through cross-validation,
and copies cannot leak from training to test), or groups.

Below 50,000 units a fixed threshold is too uneven (97 rows leave empty folds), so cut points are taken from the sorted
mixed keys themselves: units are dealt in their order into parts of equal weight. From 50,000 units on, the thresholds
are uniform and need no look at the keys. Units decide and not rows, so that a table with a column of counts is split as
the table with every row repeated. Up to 60 groups get a bucket each, and are dealt to folds heavy ones first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Rows
from shrinkage.errors import OptionError, ShrinkageError, TableError, there_are
from shrinkage.moments.folds import Assignment, dealt, neighbours, shares
from shrinkage.moments.mixing import mix
from shrinkage.moments.runs import Weights, leading, runs
from shrinkage.moments.units import Keys, Units
from shrinkage.problem import Floats

BY_RANK_BELOW = 50_000
BUCKETS = 60  # divisible by 2, 3, 4, 5, 6, 10, 12, 15, 20, 30
REPEATS_NEED = 3  # buckets a fold, or repeats would deal nearly the same folds again

_TEST, _BUCKET = 1, 2  # streams: independent mixes of one key
_ALL = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Split:
    """Everything needed to place a row: a few integers.

    seed; test_cut: rows whose mixed key lies below it are test rows; cuts: (B − 1,) ascending uint64 between buckets;
    weight: (B,) of each bucket, None where units were not counted; alone: whether a bucket is a group, so that buckets
    differ in weight and even the first folds are dealt.
    """

    seed: int
    test_cut: int
    cuts: Keys
    weight: Weights | None = None
    alone: bool = False

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

    def assignment(self, folds: int, repeats: int, gathered: Floats) -> Assignment:
        """(R, B): the fold of each bucket in each repeat. gathered: (B,) weights as they were summed."""
        weight = shares(gathered) if self.weight is None else self.weight
        first = dealt(weight, folds, 0) if self.alone else neighbours(self.count, folds)[0]
        return np.stack([first, *(dealt(weight, folds, repeat) for repeat in range(1, repeats))])


def bucket_room(folds: int, features: int, budget_bytes: int, repeats: int = 1) -> int:
    """How many buckets fit beside the training and the held-out part of every fold, and what merging them takes."""
    return int(budget_bytes // (8 * (features + 1) ** 2)) - 2 * folds * repeats - 4


def bucket_count(folds: int, features: int, budget_bytes: int, repeats: int = 1) -> int:
    """How many buckets: 60, or the multiple of ``folds`` above it; fewer where their scatters do not fit the budget.

    Raises TableError where not even the least number fits.
    """
    fitting = bucket_room(folds, features, budget_bytes, repeats) // folds * folds
    wanted = -(-BUCKETS // folds) * folds
    least = folds
    if repeats > 1:
        least = REPEATS_NEED * folds
        wanted = max(wanted, least)
    if fitting < least:
        raise too_wide(features, least + 2 * folds * repeats, budget_bytes, repeats)
    return min(wanted, fitting)


def too_wide(features: int, parts: int, budget_bytes: int, repeats: int = 1) -> ShrinkageError:
    """Not even the fewest ``parts`` fit into memory."""
    fewer = "for fewer --folds or --repeats" if repeats > 1 else "for fewer --folds"
    if repeats > 1 and 8 * (features + 1) ** 2 * (parts // repeats) <= budget_bytes:
        return OptionError(
            f"--repeats {repeats:,} takes {parts:,} sums over {features:,} features, which do not fit the memory "
            f"budget of {budget_bytes / 1e6:,.0f} MB; ask for fewer, since ten repeats tell most of what more would."
        )
    return TableError(
        f"the table encodes to {features:,} features, which is too wide for now: {parts} parts of "
        f"{8e-6 * (features + 1) ** 2:,.0f} MB each do not fit the memory budget of {budget_bytes / 1e6:,.0f} MB; "
        f"drop columns with --drop, pool levels with --max-levels, or ask {fewer}."
    )


def plan(
    units: Units | None,
    *,
    test: float = 0.2,
    folds: int = 10,
    repeats: int = 1,
    seed: int = 0,
    buckets: int = BUCKETS,
    group: str | None = None,
) -> Split:
    """Decide the split.

    units: the distinct keys of all usable rows, or None when there are 50,000 or more of them; test: share set apart;
    buckets: raised to a multiple of ``folds`` if it is not one; group: the column whose values the units are.
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
    test_cut, rest = _set_test_apart(units, test, seed)
    _check_enough(int(rest.sum()), len(units), folds, repeats, group)
    mixed = mix(units.keys[rest], seed, _BUCKET)
    order = np.argsort(mixed)
    mixed, weight = mixed[order], units.weight[rest][order]
    alone = group is not None and mixed.shape[0] <= min(BUCKETS, buckets)
    starts = np.arange(mixed.shape[0]) if alone else _deal(weight, folds, count)
    top = np.append(mixed, np.uint64(_ALL))
    each = np.array([int(weight[a:b].sum()) for a, b in pairwise((*starts, mixed.shape[0]))], dtype=np.int64)
    return Split(seed, test_cut, top[starts[1:]], each, alone)


def _check(test: float, folds: int, repeats: int, seed: int) -> None:
    if not 0 <= test < 1:
        raise OptionError(f"--test is {test:g}, but it is a share of the rows; give 0 for none, or a number below 1.")
    if folds < 2:
        raise OptionError(f"--folds is {folds}, but cross-validation needs at least 2; give 2 or more.")
    if repeats < 1:
        raise OptionError(f"--repeats is {repeats}, but folds are drawn at least once; give 1 or more.")
    if not 0 <= seed < 1 << 61:
        raise OptionError(f"--seed is {seed}, but it is a whole number from 0 to 2^61 - 1; give such a number.")


def _set_test_apart(units: Units, test: float, seed: int) -> tuple[int, NDArray[np.bool_]]:
    """The test cut, and which units remain (mask over ``units``)."""
    mixed = mix(units.keys, seed, _TEST)
    order = np.argsort(mixed)
    apart = leading(units.weight[order], test * int(units.weight.sum())) if test > 0 else 0
    if apart == 0:
        return 0, np.ones(len(units), dtype=np.bool_)
    cut = int(mixed[order[apart]]) if apart < len(units) else _ALL
    return cut, mixed >= np.uint64(cut)


def _check_enough(rest: int, n: int, folds: int, repeats: int, group: str | None) -> None:
    """Raises TableError unless ``rest`` units of n make the folds, and make them in more than one way for repeats."""
    kinds = ("distinct row", "distinct rows") if group is None else ("group", "groups")
    which = "with a target" if group is None else f"of {group!r}"
    found = f"{there_are(rest, *kinds)} {which}"
    without = f"outside the test part ({n} with it)" if rest < n else "in all"
    no_test = ", or for no test part with --test 0" if rest < n else ""
    more = "bring more rows" if group is None else "group by a column with more values"
    if rest < folds:
        raise TableError(
            f"{found} {without}, fewer than the {folds} folds of cross-validation; ask for fewer with "
            f"--folds{no_test}, or {more}."
        )
    if repeats > 1 and rest < REPEATS_NEED * folds:
        raise TableError(
            f"{found} {without}, but to deal {folds} folds anew with --repeats {repeats} takes at "
            f"least {REPEATS_NEED * folds}, {REPEATS_NEED} a fold, or new folds would be much like the old; ask for "
            f"fewer with --folds, leave --repeats out, or {more}."
        )


def _deal(weight: Weights, folds: int, count: int) -> NDArray[np.int64]:
    """Starts (count,): units in mixed order, dealt to folds and within each fold to its buckets, equal in weight."""
    starts: list[int] = []
    for start, end in pairwise((*runs(weight, folds), weight.shape[0])):
        starts.extend(start + inner for inner in runs(weight[start:end], count // folds))
    return np.array(starts, dtype=np.int64)
