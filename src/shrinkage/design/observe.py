"""Watching a column go by: what one pass over the training rows must remember of it, in bounded memory.

A typed column is summed as it comes. A text column starts as a table of distinct texts, on which everything can still
be decided; once it has thousands of them and they are numbers (or times), only their sums are kept. If the rest of the
column then contradicts that, the column asks to be watched again (``Again``), this time with the table kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shrinkage.design.calendar import CalendarCounts
from shrinkage.design.cells import Counts, Mask, Read, read_numbers, read_times
from shrinkage.design.distinct import MOST_DISTINCT, DistinctTexts
from shrinkage.design.formats import (
    ODD_TOKENS,
    PLAIN,
    TRUTH,
    Decimal,
    Levels,
    Numbers,
    Reading,
    Times,
    Truths,
    choose,
    few_odd,
)
from shrinkage.design.lookup import truth_lookup
from shrinkage.design.summary import NumberSummary
from shrinkage.source.protocol import Column, Kind

# From so many distinct texts on, a text column that is numbers so far is only summed: 10,000 such columns still fit.
COMMIT = 4_096


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """A column of numbers; ``odd_rows`` cells of text that is none are among the missing."""

    reading: Numbers
    summary: NumberSummary
    odd_rows: int = 0


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """A column of times, in seconds."""

    reading: Times
    summary: NumberSummary
    calendar: CalendarCounts
    odd_rows: int = 0


@dataclass(frozen=True, slots=True)
class TruthFacts:
    """A column of false and true."""

    reading: Truths
    summary: NumberSummary


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """A column of names."""

    reading: Levels
    table: DistinctTexts


Facts = NumberFacts | TimeFacts | TruthFacts | LevelFacts


@dataclass(frozen=True, slots=True)
class Again:
    """The column must be watched once more: as ``expected``, or with its table kept as long as memory allows."""

    expected: Numbers | Times | None = None


class Sums:
    """A column of numbers or times of which only sums are kept."""

    def __init__(self, reading: Numbers | Times) -> None:
        self.reading = reading
        self.summary = NumberSummary()
        self.calendar = CalendarCounts()
        self._odd = DistinctTexts(limit=ODD_TOKENS + 1)
        self._seeded: set[str] = set()
        self._seeded_rows = 0

    def add(self, column: Column, use: Mask | None, times: Counts = None) -> None:
        """Add the cells in use, each ``times``."""
        read = self._read(column)
        self.summary.add(read.values, use, times)
        if isinstance(self.reading, Times):
            used = slice(None) if use is None else use
            self.calendar.add(read.values[used], None if times is None else times[used])
        if read.unreadable is not None:
            odd = read.unreadable if use is None else read.unreadable & use
            if column.kind is Kind.TEXT and odd.any():
                self._odd.add(column, odd, times)

    def seed(self, table: DistinctTexts) -> None:
        """Add all that a table of distinct texts has counted."""
        read = self._read(table.column())
        counts = np.ascontiguousarray(table.counts)
        self.summary.add(read.values, None, counts)
        self.summary.add_missing(table.missing)
        if isinstance(self.reading, Times):
            self.calendar.add(read.values, counts)
        if read.unreadable is not None:
            self._seeded = set(table.texts(np.flatnonzero(read.unreadable)))
            self._seeded_rows = int(counts[read.unreadable].sum())

    @property
    def odd_rows(self) -> int:
        return self._seeded_rows + self._odd.present

    @property
    def odd(self) -> tuple[str, ...]:
        return tuple(sorted({*self._seeded, *self._odd.texts()}))

    @property
    def believable(self) -> bool:
        """Whether the column was what it was taken for."""
        rows = self.summary.count + self.summary.infinite + self.odd_rows
        return rows == 0 or (not self._odd.beyond and few_odd(rows, self.odd_rows, len(self.odd)))

    @property
    def misread(self) -> bool:
        """Whether some odd cell is a number in another format: then the column may be in that one as a whole."""
        return bool(self._odd.used) and isinstance(self.reading, Numbers) and bool(self._odd.distinct().formats.any())

    def facts(self) -> NumberFacts | TimeFacts:
        if isinstance(self.reading, Times):
            return TimeFacts(replace(self.reading, odd=self.odd), self.summary, self.calendar, self.odd_rows)
        return NumberFacts(replace(self.reading, odd=self.odd), self.summary, self.odd_rows)

    def _read(self, column: Column) -> Read:
        if isinstance(self.reading, Times):
            return read_times(column, self.reading.order)
        return read_numbers(column, self.reading.format)


class TypedColumn:
    """A column that the source has typed: numbers, booleans or times."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._sums = Sums(Times("iso") if kind is Kind.TIME else Numbers(PLAIN))

    def add(self, column: Column, use: Mask | None, times: Counts = None) -> None:
        self._sums.add(column, use, times)

    def vote(self) -> Decimal | None:
        return None

    def verdict(self, decimal: Decimal | None) -> Facts:
        if self._kind is Kind.BOOLEAN:
            return TruthFacts(Truths(TRUTH[0]), self._sums.summary)
        return self._sums.facts()


class TextColumn:
    """A column of text, which may be anything. ``again``: what a first look at it asked for."""

    def __init__(self, again: Again | None = None) -> None:
        self._patient = again is not None
        self._sums = Sums(again.expected) if again is not None and again.expected is not None else None
        self._table: DistinctTexts | None = None if self._sums else DistinctTexts()
        self._commit_at = MOST_DISTINCT if self._patient else COMMIT
        self._reading: Reading | None = None
        self._read_at = 0

    def add(self, column: Column, use: Mask | None, times: Counts = None) -> None:
        """Add the cells in use, each ``times``."""
        if self._sums is not None:
            self._sums.add(column, use, times)
        elif self._table is not None:
            self._table.add(column, use, times)
            if self._table.used >= self._commit_at or (self._table.full and self._commit_at <= self._table.limit):
                self._commit(self._table)

    def vote(self) -> Decimal | None:
        """The decimal mark this column certainly has."""
        reading = self._reading_so_far()
        if isinstance(reading, Numbers) and not reading.neutral and reading.other is None:
            return reading.format.decimal
        return None

    def verdict(self, decimal: Decimal | None) -> Facts | Again:
        """What the column is, given the decimal mark of the table where the column itself is torn."""
        if self._sums is None:
            return self._verdict_on_table(decimal)
        reading = self._sums.reading
        if not self._patient and self._sums.misread:
            return Again()
        if not self._sums.believable:
            return LevelFacts(Levels(), self._table) if self._table is not None else Again()
        if isinstance(reading, Numbers) and reading.other is not None and reading.other.decimal == decimal:
            return Again(Numbers(reading.other, other=None))
        return self._sums.facts()

    def _verdict_on_table(self, decimal: Decimal | None) -> Facts:
        assert self._table is not None
        reading = self._reading_so_far()
        if isinstance(reading, Numbers) and reading.other is not None:
            reading = choose(self._table.distinct(), decimal)
        if isinstance(reading, Levels):
            return LevelFacts(reading, self._table)
        if isinstance(reading, Truths):
            return TruthFacts(reading, _truth_summary(self._table, reading))
        sums = Sums(reading)
        sums.seed(self._table)
        return sums.facts()

    def _reading_so_far(self) -> Reading:
        if self._sums is not None:
            return self._sums.reading
        assert self._table is not None
        if self._reading is None or self._read_at != self._table.present:
            self._reading, self._read_at = choose(self._table.distinct()), self._table.present
        return self._reading

    def _commit(self, table: DistinctTexts) -> None:
        reading = choose(table.distinct())
        if isinstance(reading, Numbers | Times):
            self._sums = Sums(reading)
            self._sums.seed(table)
            if not self._patient:
                self._table = None
        # Names so far: look again when there are four times as many, and a last time when the table is full.
        full = table.full or self._commit_at >= table.limit
        self._commit_at = 2**62 if full else min(4 * self._commit_at, table.limit)


def _truth_summary(table: DistinctTexts, reading: Truths) -> NumberSummary:
    codes, _ = truth_lookup(reading.words).codes(table.column(), missing=0, unknown=0)
    summary = NumberSummary()
    summary.add(codes.astype(np.float64), None, np.ascontiguousarray(table.counts))
    summary.add_missing(table.missing)
    return summary


def watcher(kind: Kind, again: Again | None = None) -> TypedColumn | TextColumn:
    """The right watcher for a column of a source."""
    return TextColumn(again) if kind is Kind.TEXT else TypedColumn(kind)
