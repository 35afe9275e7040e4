"""How rows are placed: what a person chose becomes keys, a pass that counts units by them, and a placement.

    at random   content of the row   dealt to folds by its hash
    --group     one cell             groups are dealt as a whole
    --time      one cell in order    folds train on what is before them; the test part is the latest
    --folds F   number of the row    whatever a file says (`membership.py`)

Rows without a target, or of weight 0, are absent from all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.asked import Asked
from shrinkage.design.cells import Counts, Mask, both
from shrinkage.design.keys import ContentKeys, GroupKeys, RowKeys, TimeKeys
from shrinkage.design.target import has_cell
from shrinkage.design.timeline import time_keys
from shrinkage.design.weights import Weighing
from shrinkage.errors import TableError
from shrinkage.moments.buckets import BUCKETS, BY_RANK_BELOW, REPEATS_NEED, bucket_count, bucket_room, plan, too_wide
from shrinkage.moments.folds import Assignment
from shrinkage.moments.forward import plan_forward
from shrinkage.moments.gather import Placement
from shrinkage.moments.listed import Listed
from shrinkage.moments.units import Keys, Tally, Units
from shrinkage.problem import Floats
from shrinkage.source.protocol import Batch, Source

SchemeName = Literal["random", "group", "time"]
MOMENTS_BYTES = 3 << 30
"""Memory for all moments: of the buckets, and of the training and held-out part of every fold."""
MOST_MOMENTS_IN_TIME = 1 << 20


class Rule(Placement, Protocol):
    """A placement that also sets apart and deals: `buckets.Split`, `forward.Forward`, `listed.Listed`."""

    def test_mask(self, keys: Keys) -> NDArray[np.bool_]: ...

    def buckets(self, keys: Keys) -> NDArray[np.int32]: ...

    def assignment(self, folds: int, repeats: int, gathered: Floats) -> Assignment: ...


class Note(NamedTuple):
    """Something a person should know about how rows were placed."""

    kind: str
    column: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a person wants rows to be placed. column: of groups or of times; None at random, and where a file says it."""

    folds: int
    repeats: int
    test: float
    seed: int
    scheme: SchemeName = "random"
    column: str | None = None

    @property
    def group(self) -> str | None:
        return self.column if self.scheme == "group" else None

    @property
    def time(self) -> str | None:
        return self.column if self.scheme == "time" else None


@dataclass(frozen=True, slots=True)
class Placing:
    """keys of rows; units: those among all usable rows, None where there are too many to be dealt one by one; listed:
    the rule itself, where a file has made it."""

    chosen: Chosen
    keys: RowKeys
    units: Units | None
    notes: tuple[Note, ...] = ()
    listed: Listed | None = None

    @property
    def forward(self) -> bool:
        """Whether folds are in order, and trained on what is before them."""
        return self.chosen.scheme == "time"

    def rule(self, features: int | None = None) -> Rule:
        """The placement; before the number of features is known, good for setting test rows apart."""
        chosen = self.chosen
        if self.listed is not None:
            self._check_room(features, self.listed.count)
            return self.listed
        if chosen.time is not None and self.units is not None:
            self._check_room(features, chosen.folds + 1)
            return plan_forward(self.units, test=chosen.test, folds=chosen.folds, time=chosen.time)
        buckets = max(BUCKETS, REPEATS_NEED * chosen.folds)
        if features is not None:
            buckets = bucket_count(chosen.folds, features, MOMENTS_BYTES, chosen.repeats)
        return plan(
            self.units,
            test=chosen.test,
            folds=chosen.folds,
            repeats=chosen.repeats,
            seed=chosen.seed,
            buckets=buckets,
            group=chosen.group,
        )

    def _check_room(self, features: int | None, buckets: int) -> None:
        folds, repeats = self.chosen.folds, self.chosen.repeats
        if features is not None and bucket_room(folds, features, MOMENTS_BYTES, repeats) < buckets:
            raise too_wide(features, buckets + 2 * folds * repeats, MOMENTS_BYTES, repeats)


def placing(source: Source, asked: Asked, chosen: Chosen, weights: Weighing | None = None) -> Placing:
    """Look at the rows as far as placing them needs. Raises TableError with a sentence."""
    target = asked.target.name
    keys: RowKeys = ContentKeys(asked.hashed)
    if chosen.group is not None:
        keys = GroupKeys(chosen.group)
    elif chosen.time is not None:
        field = next(one for one in source.fields if one.name == chosen.time)
        reads = (target,) if weights is None else (target, weights.name)
        keys = time_keys(source, field, reads, partial(_usable, target, weights))
    look = _Look(keys, weights)
    units = look.at(source, target)
    if units is not None and not len(units):
        raise TableError(
            f"the target {target!r} is missing in every row, so there is nothing to learn from; name another column "
            "with --target, or check how missing cells are written."
        )
    if isinstance(keys, TimeKeys) and look.without:
        raise TableError(
            f"the times {keys.column!r} are missing or cannot be read in {look.without:,} of the {look.rows:,} rows "
            "with a target, so these have no place in the order; leave them out with --sql, or give --time another "
            "column."
        )
    return Placing(chosen, keys, units, tuple(look.notes()))


def _usable(target: str, weights: Weighing | None, batch: Batch) -> tuple[Mask | None, Counts]:
    """Rows (n,) with a target and a weight above 0, and how often each counts."""
    present, times = (None, None) if weights is None else weights.counted(batch)
    return both(has_cell(batch.columns[target]), present), times


class _Look:
    """The pass that counts units, and rows without a group or time."""

    def __init__(self, keys: RowKeys, weights: Weighing | None) -> None:
        self.rows = self.without = 0
        self._keys, self._weights = keys, weights
        in_time = isinstance(keys, TimeKeys)
        total, whole = (None, True) if weights is None else (weights.total, weights.whole)
        most = MOST_MOMENTS_IN_TIME if in_time else BY_RANK_BELOW - 1
        self._tally = Tally(most, total=total, whole=whole, coarsen=in_time)
        self._ended = True

    def at(self, source: Source, target: str) -> Units | None:
        """The units among the usable rows, or None as soon as there are too many to be ranked."""
        first = 0
        for batch in source.batches(self._columns(target)):
            self._add(batch, first, target)
            first += batch.rows
            if self._tally.full:
                self._ended = False
                return None
        return self._tally.units()

    def _columns(self, target: str) -> Sequence[str]:
        weights = () if self._weights is None else (self._weights.name,)
        return sorted({*self._keys.columns, target, *weights})

    def _add(self, batch: Batch, first: int, target: str) -> None:
        used = has_cell(batch.columns[target])
        weight = None if self._weights is None else self._weights.of(batch)
        if weight is not None:
            used &= weight > 0
        keys = self._keys(batch, first)[used]
        self.rows += keys.shape[0]
        self.without += int(np.count_nonzero(keys == self._nothing()))
        self._tally.add(keys, None if weight is None else weight[used])

    def _nothing(self) -> np.uint64:
        """The key of a missing cell."""
        return self._keys.missing if isinstance(self._keys, GroupKeys) else np.uint64(0)

    def notes(self) -> list[Note]:
        if not isinstance(self._keys, GroupKeys) or not self.without:
            return []
        column, rows = self._keys.column, "1 row has" if self.without == 1 else f"{self.without:,} rows have"
        said = f"{'' if self._ended else 'At least '}{rows} no {column!r}; together they count as one group."
        return [Note("no_group", column, said)]
