"""The column of row weights: how it is written, what it may hold, and whether it counts repetitions.

If every weight in use is a whole number, weights are counts: a row of weight 3 stands for three rows that say the same,
and whatever is counted while columns are learned (levels, rare levels, missing cells, …) counts it three times, as a
table with the row written out three times would. Otherwise a row counts once. A row of weight 0 is absent either way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from shrinkage.design.asked import asked_of
from shrinkage.design.cells import Counts, Mask, Read, read_numbers
from shrinkage.design.formats import PLAIN, Decimal, NumberFormat, Numbers
from shrinkage.design.observe import Again, Facts, LevelFacts, NumberFacts, TextColumn, TypedColumn, watcher
from shrinkage.design.target import first_reading, has_cell
from shrinkage.errors import TableError
from shrinkage.problem import Floats
from shrinkage.source.protocol import Batch, Column, Kind, Source

# Counts must add up exactly in a double, and sums of squares of the largest cells (`roles.LARGEST`) stay finite.
MOST_COUNTED = 2.0**53
LARGEST_TOTAL, SMALLEST_TOTAL = 1e28, 1e-28

_MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is known of the weights before anything else is learned.

    name: of the column; form: how its numbers are written; whole: weights are counts; total: W over the rows with a
    target; rows: those of them with a weight above 0; absent: those of weight 0.
    """

    name: str
    form: NumberFormat
    whole: bool
    total: float
    rows: int
    absent: int

    def of(self, batch: Batch) -> Floats:
        """Weights (n,) of a batch's rows, 0 where there is none (only rows without a target have none)."""
        return _proper(read_numbers(batch.columns[self.name], self.form).values)

    def counted(self, batch: Batch) -> tuple[Mask | None, Counts]:
        """Rows (n,) of weight above 0, None for all; and how often each counts, None for once."""
        weights = self.of(batch)
        present = weights > 0
        times = np.minimum(weights, MOST_COUNTED).astype(np.int64) if self.whole else None
        return None if present.all() else present, times


def read_weights(name: str, column: Column, form: NumberFormat, used: Mask | None) -> Floats:
    """Weights (n,) of all rows, 0 where there is none. Raises TableError unless each used row has a finite one of at
    least 0: `weigh` has seen to that, but this may be another table."""
    values = read_numbers(column, form).values
    proper = _proper(values)
    bad = proper != values
    if np.any(bad if used is None else bad & used):
        raise TableError(
            f"the weights {name!r} hold a cell that is missing, negative or infinite, but a weight is a finite number "
            "of at least 0; correct it, or leave that row out with --sql."
        )
    return proper


def _proper(values: Floats) -> Floats:
    return np.where(np.isfinite(values) & (values > 0), values, 0.0)


def weigh(source: Source, target: str, name: str) -> Weighing:
    """Look at the weights of all rows that have a target: one pass over these two columns, two if the first batch
    misled on how numbers are written.

    Raises OptionError or TableError, the latter with the number of rows concerned: no such column; text, dates or
    booleans; missing, negative or infinite; 0 wherever there is a target; too large or small to sum. That no row has a
    target is no error here.
    """
    column_field = asked_of(source.fields, target, weights=name).weights
    assert column_field is not None
    kind = column_field.kind
    if kind not in (Kind.NUMBER, Kind.TEXT):
        raise _no_numbers(name, f"of type {column_field.type}")
    form, again = PLAIN if kind is Kind.NUMBER else None, None
    for _ in range(_MOST_PASSES):
        column = watcher(kind, again)
        tally = _pass(source, target, name, form, column)
        facts = column.verdict(_decimal(source.notes))
        if isinstance(facts, Again):
            form, again = None, facts
            continue
        settled = _format(name, facts)
        if tally.form in (None, settled):
            return tally.weighing(name, settled)
        form = settled
    raise TableError(f"the weights {name!r} change while the table is read; read it when nothing writes to it.")


def _pass(
    source: Source, target: str, name: str, form: NumberFormat | None, column: TypedColumn | TextColumn
) -> _Tally:
    """Sum the weights as numbers in ``form`` (None: as the first batch seems to be written), and watch the column."""
    tally = _Tally(form)
    for batch in source.batches(tuple(sorted({target, name}))):
        cells, use = batch.columns[name], has_cell(batch.columns[target])
        if tally.form is None:
            reading = first_reading(cells, use)
            tally.form = reading.format if isinstance(reading, Numbers) else PLAIN if reading is not None else None
        column.add(cells, use)
        tally.add(cells, use)
    return tally


def _decimal(notes: Iterable[str]) -> Decimal | None:
    """A table separated by semicolons comes from where the comma is the decimal mark."""
    return "," if any("semicolon" in note.lower() for note in notes) else None


def _format(name: str, facts: Facts) -> NumberFormat:
    if isinstance(facts, NumberFacts):
        return facts.reading.format
    if isinstance(facts, LevelFacts) and facts.table.present:
        examples = ", ".join(map(repr, facts.table.texts(np.arange(min(facts.table.used, 3)))))
        raise _no_numbers(name, f"text ({examples}{', …' if facts.table.used > 3 else ''})")
    if isinstance(facts, LevelFacts):
        return PLAIN  # nothing but missing cells, which the tally has counted
    raise _no_numbers(name, "dates or times" if not hasattr(facts.reading, "words") else "false and true")


def _no_numbers(name: str, what: str) -> TableError:
    return TableError(
        f"the weights {name!r} are {what}, but a weight is a number of at least 0; give --weights a numeric column, or "
        "leave it out."
    )


@dataclass(slots=True)
class _Tally:
    """Rows with a target, by what their weight is; ``form`` is None until a weight has been seen."""

    form: NumberFormat | None
    whole: bool = True
    total: float = 0.0
    positive: int = 0
    zero: int = 0
    bad: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("missing", "no number", "negative", "infinite"), 0)
    )

    def add(self, column: Column, use: Mask) -> None:
        read = read_numbers(column, PLAIN if self.form is None else self.form)
        values = read.values[use]
        infinite = np.isinf(values)
        self._count_bad(read, use, values, infinite)
        above = values[(values > 0) & ~infinite]
        self.positive += above.size
        self.zero += int((values == 0).sum())
        self.total += float(above.sum())
        self.whole = self.whole and np.array_equal(above, np.rint(above))

    def _count_bad(self, read: Read, use: Mask, values: Floats, infinite: Mask) -> None:
        odd = 0 if read.unreadable is None else int(read.unreadable[use].sum())
        self.bad["missing"] += int(np.isnan(values).sum()) - odd
        self.bad["no number"] += odd
        self.bad["infinite"] += int(infinite.sum())
        self.bad["negative"] += int(((values < 0) & ~infinite).sum())

    def weighing(self, name: str, form: NumberFormat) -> Weighing:
        bad = [f"{what} in {count:,}" for what, count in self.bad.items() if count]
        rows = self.positive + self.zero + sum(self.bad.values())
        if bad:
            said = " and ".join((", ".join(bad[:-1]), bad[-1])) if len(bad) > 1 else bad[0]
            raise TableError(
                f"the weights {name!r} are {said} of the {rows:,} rows with a target, but a weight is a finite number "
                "of at least 0; correct them, or leave those rows out with --sql."
            )
        if rows and not self.positive:
            raise TableError(
                f"the weights {name!r} are 0 in all {rows:,} rows with a target, so no row counts; give other weights."
            )
        if self.positive and not SMALLEST_TOTAL <= self.total <= LARGEST_TOTAL:
            raise TableError(
                f"the weights {name!r} add up to {self.total:.3g}, beyond what sums of squares can hold; multiply "
                "them by a constant, which changes no choice."
            )
        whole = self.whole and self.total <= MOST_COUNTED
        return Weighing(name, form, whole, self.total, self.positive, self.zero)
