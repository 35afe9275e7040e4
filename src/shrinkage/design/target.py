"""The column to predict: how it is read, and what cannot be one."""

from __future__ import annotations

import numpy as np

from shrinkage.design.cells import MISSING, Mask, Read, read_numbers
from shrinkage.design.distinct import DistinctTexts
from shrinkage.design.formats import PLAIN, TRUTH, Numbers, Reading, Times, Truths, choose
from shrinkage.design.lookup import truth_lookup
from shrinkage.design.nearly import hint
from shrinkage.design.observe import Facts, LevelFacts, NumberFacts, TimeFacts, TruthFacts
from shrinkage.design.roles import SMALLEST_TARGET, refuse_out_of_range
from shrinkage.design.spec import TargetSpec
from shrinkage.errors import TableError
from shrinkage.source.protocol import Column, Kind


def first_reading(column: Column, use: Mask | None) -> Reading | None:
    """How a target seems to be written, from one batch of it; None if it has no value there."""
    if column.kind is not Kind.TEXT:
        return {Kind.BOOLEAN: Truths(TRUTH[0]), Kind.TIME: Times("iso")}.get(column.kind, Numbers(PLAIN))
    table = DistinctTexts()
    table.add(column, use)
    return choose(table.distinct()) if table.used else None


def read_target(column: Column, reading: Reading) -> Read:
    """A target as numbers (n,), NaN where missing. One that is no numbers counts as 0 wherever there is a cell."""
    if isinstance(reading, Numbers):
        return read_numbers(column, reading.format)
    if isinstance(reading, Truths):
        return read_truths(column, reading.words)
    read = read_numbers(column, PLAIN)
    if read.missing is None or read.unreadable is None:
        return read
    missing = read.missing & ~read.unreadable
    return Read(np.where(missing, np.nan, 0.0), missing)


def has_cell(column: Column) -> Mask:
    """Rows (n,) whose target says something, readable as a number or not: before its format is known."""
    read = read_numbers(column, PLAIN)
    if read.missing is None:
        return np.ones(read.values.shape[0], dtype=np.bool_)
    return ~read.missing if read.unreadable is None else ~read.missing | read.unreadable


def read_truths(column: Column, words: tuple[str, str]) -> Read:
    """False and true as 0 and 1: typed, or text in the given words (then or any of the known pairs)."""
    if column.kind is not Kind.TEXT:
        return read_numbers(column, PLAIN)
    codes, strangers = truth_lookup(words).codes(column, missing=-MISSING, unknown=-2)
    missing = codes < 0
    if not missing.any():
        return Read(codes.astype(np.float64), None)
    return Read(np.where(missing, np.nan, codes), missing, codes == -2 if strangers else None)


def reading_of(spec: TargetSpec) -> Reading:
    """How a learned target is read."""
    return Truths(spec.words) if spec.words is not None else Numbers(spec.number)


def target_spec(name: str, facts: Facts) -> TargetSpec:
    """Raises TableError: text, times, all missing, infinite, constant, or beyond what a double can square."""
    if isinstance(facts, LevelFacts):
        if not facts.table.present:
            raise _all_missing(name)
        raise _text(name, facts.table)
    if isinstance(facts, TimeFacts):
        raise TableError(
            f"the target {name!r} holds dates, but what is predicted must be a number; "
            "give another column, or the number of days as one."
        )
    refuse_out_of_range(name, facts.summary, what="target")
    if not facts.summary.count:
        raise _all_missing(name)
    if facts.summary.least == facts.summary.most:
        value = facts.reading.words[int(facts.summary.least)] if isinstance(facts, TruthFacts) else facts.summary.least
        shown = value if isinstance(value, str) else f"{value:.15g}"
        rows = "the only training row" if facts.summary.count == 1 else f"all {facts.summary.count:,} training rows"
        raise TableError(
            f"the target {name!r} is {shown} in {rows}, so there is nothing to predict; name a column that varies."
        )
    if facts.summary.spread < SMALLEST_TARGET:
        raise TableError(
            f"the target {name!r} varies by {facts.summary.spread:.3g} only, and the spread of squared errors that "
            "small is less than a double can hold; multiply it by a constant."
        )
    if isinstance(facts, TruthFacts):
        return TargetSpec(name, "boolean", words=facts.reading.words, shift=facts.summary.typical)
    assert isinstance(facts, NumberFacts)
    return TargetSpec(name, number=facts.reading.format, shift=facts.summary.typical)


def _all_missing(name: str) -> TableError:
    return TableError(
        f"the target {name!r} has no value in any training row, so there is nothing to learn from; "
        "name a column with numbers."
    )


def _text(name: str, table: DistinctTexts) -> TableError:
    most = np.argsort(-table.counts, kind="stable")[:3]
    examples = ", ".join(map(repr, table.texts(most)))
    return TableError(
        f"the target {name!r} is text ({examples}{', …' if table.used > 3 else ''}), but what is predicted must be a "
        f"number{hint(table)}{', or' if hint(table) else ';'} give --target a numeric column."
    )
