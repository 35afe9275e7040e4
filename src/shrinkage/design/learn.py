"""Learning what the columns of a table mean: one pass over the training rows, a second where a column surprised.

A row is used if it has a target. A test row (``is_test``) is only counted: no level, format, range or typical value
comes from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shrinkage.design.asked import Asked, asked_of
from shrinkage.design.cells import Mask, both
from shrinkage.design.formats import PLAIN, Decimal, Reading, same_values
from shrinkage.design.observe import Again, Facts, TextColumn, TypedColumn, watcher
from shrinkage.design.roles import column_spec, dropped
from shrinkage.design.spec import Spec
from shrinkage.design.target import first_reading, read_target, target_spec
from shrinkage.design.warnings import LearnWarning, warnings_for
from shrinkage.design.weights import Weighing
from shrinkage.errors import OptionError, TableError
from shrinkage.progress import SILENT, Progress
from shrinkage.source.protocol import Batch, Source

IsTest = Callable[[Batch, int], Mask]

# A column may ask to be watched again because the rest of it contradicted its beginning, and once more because the
# rest of the table did; after that it is taken as it is.
MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Learned:
    """What the table means, and which rows there were: rows_used have a target and a weight above 0, test_rows of them
    are set apart; rows_without_weight have a target and weight 0."""

    spec: Spec
    rows_read: int
    rows_used: int
    test_rows: int
    rows_without_target: int
    rows_without_weight: int
    warnings: tuple[LearnWarning, ...]


@dataclass(slots=True)
class Seen:
    """Rows: read, with a target, of those with a weight above 0, and of these set apart."""

    read: int = 0
    targets: int = 0
    used: int = 0
    test: int = 0


def learn(
    source: Source,
    target: str,
    *,
    drop: Sequence[str] = (),
    keep: Sequence[str] | None = None,
    weighing: Weighing | None = None,
    group: str | None = None,
    max_levels: int = 100,
    is_test: IsTest | None = None,
    reads: Sequence[str] = (),
    progress: Progress = SILENT,
) -> Learned:
    """The meaning of every column of ``source``.

    drop: columns to leave out, unread; keep: the only columns to be features, if given; weighing: what is known of the
    column of row weights (`weigh`), if there is one; group: the column of which rows that agree stay together, which is
    no feature; is_test: which rows (n,) of a batch, whose first row has this number, are test rows; reads: the columns
    it needs.
    Raises OptionError and TableError, as sentences.
    """
    if max_levels < 1:
        raise OptionError(f"--max-levels is {max_levels}, but a column needs at least one level; give 1 or more.")
    weights = None if weighing is None else weighing.name
    asked = asked_of(source.fields, target, drop=drop, keep=keep, weights=weights, group=group)
    look = _Look(source, asked, weighing, is_test, tuple(reads), progress)
    seen = look.watch_all()
    spec = _spec(asked, look.found, max_levels, weighing)
    return Learned(
        spec=spec,
        rows_read=seen.read,
        rows_used=seen.used,
        test_rows=seen.test,
        rows_without_target=seen.read - seen.targets,
        rows_without_weight=seen.targets - seen.used,
        warnings=tuple(warnings_for(spec, look.found)),
    )


def _spec(asked: Asked, found: Mapping[str, Facts], max_levels: int, weighing: Weighing | None) -> Spec:
    target, weights = asked.target.name, None if weighing is None else weighing.name
    return Spec(
        target=target_spec(target, found[target]),
        columns=tuple(
            dropped(f.name, asked.left_out[f.name])
            if f.name in asked.left_out
            else column_spec(f.name, found[f.name], max_levels)
            for f in asked.fields
            if f.name not in (target, weights)
        ),
        weight=weights,
        weight_number=PLAIN if weighing is None else weighing.form,
    )


class _Look:
    """Passes over one table, until every column is known: ``found``."""

    def __init__(
        self,
        source: Source,
        asked: Asked,
        weighing: Weighing | None,
        is_test: IsTest | None,
        reads: tuple[str, ...],
        progress: Progress,
    ) -> None:
        self.found: dict[str, Facts] = {}
        self._source, self._asked, self._weighing, self._progress = source, asked, weighing, progress
        self._is_test, self._reads = is_test, reads
        self._kinds = {f.name: f.kind for f in asked.fields}
        self._everything = [f.name for f in (*asked.features, asked.target)]

    def watch_all(self) -> Seen:
        """As few passes as the columns allow."""
        target = self._asked.target.name
        again: dict[str, Again | None] = dict.fromkeys(self._everything)
        reading: Reading | None = None
        decimal = decimal_by_notes(self._source.notes)
        for turn in range(MOST_PASSES):
            if turn:
                self._progress.stage("looking again at columns that changed")
            watchers, seen, guess = self._pass(again, reading)
            if turn == 0:
                decimal = decimal_of(watchers.values()) or decimal
            verdicts = {name: column.verdict(decimal) for name, column in watchers.items()}
            self.found |= {name: facts for name, facts in verdicts.items() if not isinstance(facts, Again)}
            again = {name: asks for name, asks in verdicts.items() if isinstance(asks, Again)}
            final = None if target in again or target not in self.found else self.found[target].reading
            if final is not None and guess is not None and not same_values(final, guess):
                # Which rows have a target was judged by the wrong format: everything is to be seen anew.
                reading = final
                again = dict.fromkeys(self._everything)
            if not again:
                return seen
        raise TableError("the columns mean something else at every look, because the table changes while it is read.")

    def _pass(
        self, again: Mapping[str, Again | None], reading: Reading | None
    ) -> tuple[dict[str, TypedColumn | TextColumn], Seen, Reading | None]:
        """Watch these columns; ``reading`` is how the target is read, or None to judge by its first batch."""
        watchers = {name: watcher(self._kinds[name], asks) for name, asks in again.items()}
        target, seen = self._asked.target.name, Seen()
        weights = () if self._weighing is None else (self._weighing.name,)
        for batch in self._source.batches(tuple(dict.fromkeys((*self._reads, *watchers, target, *weights)))):
            training = None if self._is_test is None else ~self._is_test(batch, seen.read)
            counted, times = (None, None) if self._weighing is None else self._weighing.counted(batch)
            training_counted = both(training, counted)
            if reading is None:
                reading = first_reading(batch.columns[target], training_counted)
            use = _usable(batch, target, reading, training, counted, seen)
            for name, column in watchers.items():
                column.add(batch.columns[name], training_counted if name == target else use, times)
            self._progress.advance(None)
        return watchers, seen, reading


def _usable(
    batch: Batch, target: str, reading: Reading | None, training: Mask | None, counted: Mask | None, seen: Seen
) -> Mask | None:
    """Training rows with a target and a weight (n,), or None for all; counts rows by the way."""
    missing = np.ones(batch.rows, bool) if reading is None else read_target(batch.columns[target], reading).missing
    present = None if missing is None else ~missing
    used = both(present, counted)
    use = both(used, training)
    seen.read += batch.rows
    seen.targets += _size(batch, present)
    seen.used += _size(batch, used)
    seen.test += _size(batch, used) - _size(batch, use)
    return use


def _size(batch: Batch, mask: Mask | None) -> int:
    return batch.rows if mask is None else int(mask.sum())


def decimal_of(columns: Iterable[TypedColumn | TextColumn]) -> Decimal | None:
    """The decimal mark of most columns that have only one reading."""
    votes = [column.vote() for column in columns]
    points, commas = votes.count("."), votes.count(",")
    return None if points == commas == 0 else "," if commas > points else "."


def decimal_by_notes(notes: Iterable[str]) -> Decimal | None:
    """A table separated by semicolons comes from where the comma is the decimal mark."""
    return "," if any("semicolon" in note.lower() for note in notes) else None
