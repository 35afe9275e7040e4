"""Learning what the columns of a table mean: one pass over the training rows, a second where a column surprised.

A row is used if it has a target. A test row (``is_test``) is only counted: no level, format, range or typical value
comes from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shrinkage.design.asked import Asked, asked_of
from shrinkage.design.cells import Mask
from shrinkage.design.formats import PLAIN, Decimal, Reading, same_values
from shrinkage.design.observe import Again, Facts, TextColumn, TypedColumn, watcher
from shrinkage.design.roles import column_spec, dropped
from shrinkage.design.spec import Spec
from shrinkage.design.target import first_reading, read_target, target_spec
from shrinkage.design.warnings import LearnWarning, warnings_for
from shrinkage.design.weights import weight_format
from shrinkage.errors import OptionError, TableError
from shrinkage.progress import SILENT, Progress
from shrinkage.source.protocol import Batch, Source

IsTest = Callable[[Batch, int], Mask]

# A column may ask to be watched again because the rest of it contradicted its beginning, and once more because the
# rest of the table did; after that it is taken as it is.
MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Learned:
    """What the table means, and what was counted: rows_used have a target, test_rows of them are set apart."""

    spec: Spec
    rows_read: int
    rows_used: int
    test_rows: int
    rows_without_target: int
    warnings: tuple[LearnWarning, ...]


@dataclass(slots=True)
class Counts:
    """Rows: read, with a target, and of those set apart."""

    read: int = 0
    used: int = 0
    test: int = 0


def learn(
    source: Source,
    target: str,
    *,
    drop: Sequence[str] = (),
    keep: Sequence[str] | None = None,
    weights: str | None = None,
    group: str | None = None,
    max_levels: int = 100,
    is_test: IsTest | None = None,
    reads: Sequence[str] = (),
    progress: Progress = SILENT,
) -> Learned:
    """The meaning of every column of ``source``.

    drop: columns to leave out, unread; keep: the only columns to be features, if given; weights: the column of row
    weights; group: the column of which rows that agree stay together, which is no feature; is_test: which rows (n,) of
    a batch, whose first row has this number, are test rows; reads: the columns it needs.
    Raises OptionError and TableError, as sentences.
    """
    if max_levels < 1:
        raise OptionError(f"--max-levels is {max_levels}, but a column needs at least one level; give 1 or more.")
    asked = asked_of(source.fields, target, drop=drop, keep=keep, weights=weights, group=group)
    look = _Look(source, asked, is_test, tuple(reads), progress)
    counts = look.watch_all()
    spec = _spec(asked, look.found, max_levels)
    return Learned(
        spec=spec,
        rows_read=counts.read,
        rows_used=counts.used,
        test_rows=counts.test,
        rows_without_target=counts.read - counts.used,
        warnings=tuple(warnings_for(spec, look.found)),
    )


def _spec(asked: Asked, found: Mapping[str, Facts], max_levels: int) -> Spec:
    target, weights = asked.target.name, asked.weights.name if asked.weights else None
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
        weight_number=PLAIN if weights is None else weight_format(weights, found[weights]),
    )


class _Look:
    """Passes over one table, until every column is known: ``found``."""

    def __init__(
        self, source: Source, asked: Asked, is_test: IsTest | None, reads: tuple[str, ...], progress: Progress
    ) -> None:
        self.found: dict[str, Facts] = {}
        self._source, self._asked, self._progress = source, asked, progress
        self._is_test, self._reads = is_test, reads
        self._kinds = {f.name: f.kind for f in asked.fields}
        weights = () if asked.weights is None else (asked.weights,)
        self._everything = [f.name for f in (*asked.features, asked.target, *weights)]

    def watch_all(self) -> Counts:
        """As few passes as the columns allow."""
        target = self._asked.target.name
        again: dict[str, Again | None] = dict.fromkeys(self._everything)
        reading: Reading | None = None
        decimal = _decimal_by_notes(self._source.notes)
        for turn in range(MOST_PASSES):
            if turn:
                self._progress.stage("looking again at columns that changed")
            watchers, counts, guess = self._pass(again, reading)
            if turn == 0:
                decimal = _decimal(watchers.values()) or decimal
            verdicts = {name: column.verdict(decimal) for name, column in watchers.items()}
            self.found |= {name: facts for name, facts in verdicts.items() if not isinstance(facts, Again)}
            again = {name: asks for name, asks in verdicts.items() if isinstance(asks, Again)}
            final = None if target in again or target not in self.found else self.found[target].reading
            if final is not None and guess is not None and not same_values(final, guess):
                # Which rows have a target was judged by the wrong format: everything is to be seen anew.
                reading = final
                again = dict.fromkeys(self._everything)
            if not again:
                return counts
        raise TableError("the columns mean something else at every look, because the table changes while it is read.")

    def _pass(
        self, again: Mapping[str, Again | None], reading: Reading | None
    ) -> tuple[dict[str, TypedColumn | TextColumn], Counts, Reading | None]:
        """Watch these columns; ``reading`` is how the target is read, or None to judge by its first batch."""
        watchers = {name: watcher(self._kinds[name], asks) for name, asks in again.items()}
        target, counts = self._asked.target.name, Counts()
        for batch in self._source.batches(tuple(dict.fromkeys((*self._reads, *watchers, target)))):
            training = None if self._is_test is None else ~self._is_test(batch, counts.read)
            if reading is None:
                reading = first_reading(batch.columns[target], training)
            use = _usable(batch, target, reading, training, counts)
            for name, column in watchers.items():
                column.add(batch.columns[name], training if name == target else use)
            self._progress.advance(None)
        return watchers, counts, reading


def _usable(batch: Batch, target: str, reading: Reading | None, training: Mask | None, counts: Counts) -> Mask | None:
    """Training rows with a target (n,), or None for all; counts them by the way."""
    counts.read += batch.rows
    missing = np.ones(batch.rows, bool) if reading is None else read_target(batch.columns[target], reading).missing
    present = None if missing is None else ~missing
    counts.used += batch.rows if present is None else int(present.sum())
    if training is None:
        return present
    counts.test += int((~training if present is None else present & ~training).sum())
    return training if present is None else training & present


def _decimal(columns: Iterable[TypedColumn | TextColumn]) -> Decimal | None:
    """The decimal mark of most columns that have only one reading."""
    votes = [column.vote() for column in columns]
    points, commas = votes.count("."), votes.count(",")
    return None if points == commas == 0 else "," if commas > points else "."


def _decimal_by_notes(notes: Iterable[str]) -> Decimal | None:
    """A table separated by semicolons comes from where the comma is the decimal mark."""
    return "," if any("semicolon" in note.lower() for note in notes) else None
