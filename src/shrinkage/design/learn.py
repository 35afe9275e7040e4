"""Learning what the columns of a table mean: one pass over the training rows, a second where a column surprised.

A row is used if it has a target. A test row (``is_test``) is only counted: no level, format, range or typical value
comes from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.cells import Mask
from shrinkage.design.formats import PLAIN, Decimal, Numbers, Reading
from shrinkage.design.observe import Again, Facts, TextColumn, TypedColumn, watcher
from shrinkage.design.roles import column_spec, dropped
from shrinkage.design.rowhash import hashed_columns, row_hashes
from shrinkage.design.spec import ColumnSpec, Spec
from shrinkage.design.target import first_reading, read_target, target_spec
from shrinkage.design.warnings import LearnWarning, warnings_for
from shrinkage.design.weights import weight_format
from shrinkage.errors import OptionError, TableError, no_such_column
from shrinkage.progress import SILENT, Progress
from shrinkage.source.protocol import Batch, Field, Kind, Source

IsTest = Callable[[NDArray[np.uint64]], Mask]

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
class _Counts:
    read: int = 0
    used: int = 0
    test: int = 0


@dataclass(slots=True)
class _Table:
    """The question: which columns of which source, and how to tell test rows."""

    source: Source
    target: Field
    features: tuple[Field, ...]
    weights: Field | None
    hashed: tuple[str, ...]
    is_test: IsTest | None
    progress: Progress
    found: dict[str, Facts] = field(default_factory=dict)


def learn(
    source: Source,
    target: str,
    *,
    drop: Sequence[str] = (),
    keep: Sequence[str] | None = None,
    weights: str | None = None,
    max_levels: int = 100,
    is_test: IsTest | None = None,
    progress: Progress = SILENT,
) -> Learned:
    """The meaning of every column of ``source``.

    drop: columns to leave out, unread; keep: the only columns to be features, if given; weights: the column of row
    weights; is_test: from row hashes (n,) to a mask (n,) of test rows.
    Raises OptionError and TableError, as sentences.
    """
    if max_levels < 1:
        raise OptionError(f"--max-levels is {max_levels}, but a column needs at least one level; give 1 or more.")
    table = _table(source, target, drop, keep, weights, is_test, progress)
    counts = _watch(table)
    left_out = _left_out(source.fields, table, drop, keep)
    columns = tuple(
        left_out[f.name] if f.name in left_out else column_spec(f.name, table.found[f.name], max_levels)
        for f in source.fields
        if f.name not in (target, weights)
    )
    spec = Spec(
        target=target_spec(target, table.found[target]),
        columns=columns,
        hashed=table.hashed,
        weight=weights,
        weight_number=PLAIN if weights is None else weight_format(weights, table.found[weights]),
    )
    return Learned(
        spec=spec,
        rows_read=counts.read,
        rows_used=counts.used,
        test_rows=counts.test,
        rows_without_target=counts.read - counts.used,
        warnings=tuple(warnings_for(spec, table.found)),
    )


def _table(
    source: Source,
    target: str,
    drop: Sequence[str],
    keep: Sequence[str] | None,
    weights: str | None,
    is_test: IsTest | None,
    progress: Progress,
) -> _Table:
    fields = {f.name: f for f in source.fields}
    for option, names in (("--target", [target]), ("--drop", drop), ("--keep", keep or ()), ("--weights", [weights])):
        for name in names:
            if name is not None and name not in fields:
                raise no_such_column(name, fields, option=option)
    if target in drop:
        raise OptionError(f"{target!r} is the target and is to be dropped as well; take it out of --drop.")
    if weights == target:
        raise OptionError(f"{target!r} is the target and the weight as well; name another column of weights.")
    if fields[target].kind is Kind.OTHER:
        raise TableError(
            f"the target {target!r} is of type {fields[target].type}, but what is predicted must be a number; "
            "give --target a numeric column."
        )
    left_out = _names_left_out(source.fields, target, drop, keep)
    hashed = hashed_columns(source.fields, tuple(left_out), weights)
    features = tuple(f for f in source.fields if f.name in hashed and f.name != target)
    return _Table(
        source, fields[target], features, None if weights is None else fields[weights], hashed, is_test, progress
    )


def _names_left_out(
    fields: Iterable[Field], target: str, drop: Sequence[str], keep: Sequence[str] | None
) -> dict[str, str]:
    kept = None if keep is None else {*keep, target}
    reasons = {f.name: "left out by --keep" for f in fields if kept is not None and f.name not in kept}
    return reasons | dict.fromkeys(drop, "left out by --drop")


def _left_out(
    fields: Sequence[Field], table: _Table, drop: Sequence[str], keep: Sequence[str] | None
) -> dict[str, ColumnSpec]:
    reasons = _names_left_out(fields, table.target.name, drop, keep)
    for f in fields:
        if f.kind is Kind.OTHER and f.name not in reasons:
            reasons[f.name] = f"of type {f.type}, which is not read"
    return {name: dropped(name, reason) for name, reason in reasons.items()}


# --- passes ---------------------------------------------------------------------------------------------------------


def _watch(table: _Table) -> _Counts:
    """Fill ``table.found``; as few passes as the columns allow."""
    weights = () if table.weights is None else (table.weights,)
    everything = [f.name for f in (*table.features, table.target, *weights)]
    asked: dict[str, Again | None] = dict.fromkeys(everything)
    counts, reading, decimal = _Counts(), None, _decimal_by_notes(table.source.notes)
    for turn in range(MOST_PASSES):
        table.progress.stage("learning the columns" if turn == 0 else "looking again at columns that changed")
        watchers, counts, guess = _pass(table, asked, reading)
        if turn == 0:
            decimal = _decimal(watchers.values()) or decimal
        verdicts = {name: column.verdict(decimal) for name, column in watchers.items()}
        table.found |= {name: facts for name, facts in verdicts.items() if not isinstance(facts, Again)}
        asked = {name: again for name, again in verdicts.items() if isinstance(again, Again)}
        final = None if table.target.name in asked else table.found[table.target.name].reading
        if final is not None and guess is not None and not _same(final, guess):
            # Which rows have a target was judged by the wrong format: everything is to be seen anew.
            reading = final
            asked = dict.fromkeys(everything)
        if not asked:
            return counts
    raise TableError("the columns change their meaning with every look, because the table changes while it is read.")


def _pass(
    table: _Table, asked: Mapping[str, Again | None], reading: Reading | None
) -> tuple[dict[str, TypedColumn | TextColumn], _Counts, Reading | None]:
    """Watch the ``asked`` columns; ``reading`` is how the target is read, or None to judge by its first batch."""
    kinds = {f.name: f.kind for f in table.source.fields}
    watchers = {name: watcher(kinds[name], again) for name, again in asked.items()}
    target, counts = table.target.name, _Counts()
    read = [*watchers, target] if table.is_test is None else [*table.hashed, *watchers]
    for batch in table.source.batches(tuple(dict.fromkeys(read))):
        training = None if table.is_test is None else ~table.is_test(row_hashes(batch, table.hashed))
        if reading is None:
            reading = first_reading(batch.columns[target], training)
        use = _usable(batch, target, reading, training, counts)
        for name, column in watchers.items():
            column.add(batch.columns[name], training if name == target else use)
        table.progress.advance(None)
    return watchers, counts, reading


def _usable(batch: Batch, target: str, reading: Reading | None, training: Mask | None, counts: _Counts) -> Mask | None:
    """Training rows with a target (n,), or None for all; counts them by the way."""
    counts.read += batch.rows
    missing = np.ones(batch.rows, bool) if reading is None else read_target(batch.columns[target], reading).missing
    present = None if missing is None else ~missing
    counts.used += batch.rows if present is None else int(present.sum())
    if training is None:
        return present
    counts.test += int((~training if present is None else present & ~training).sum())
    return training if present is None else training & present


def _same(final: Reading, guess: Reading) -> bool:
    if isinstance(final, Numbers) and isinstance(guess, Numbers):
        return final.format == guess.format
    return type(final) is type(guess) and getattr(final, "words", None) == getattr(guess, "words", None)


def _decimal(columns: Iterable[TypedColumn | TextColumn]) -> Decimal | None:
    """The decimal mark of most columns that have only one reading."""
    votes = [column.vote() for column in columns]
    points, commas = votes.count("."), votes.count(",")
    return None if points == commas == 0 else "," if commas > points else "."


def _decimal_by_notes(notes: Iterable[str]) -> Decimal | None:
    """A table separated by semicolons comes from where the comma is the decimal mark."""
    return "," if any("semicolon" in note.lower() or "';'" in note for note in notes) else None
