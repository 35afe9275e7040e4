"""How text says numbers, dates and truth: the formats there are, and the choice of one for a whole column.

A choice is made on all distinct texts of a column with their counts, never on its first rows: what decides between
"1,234" as a thousand and as a decimal fraction may stand in the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Decimal = Literal[".", ","]
DateOrder = Literal["iso", "day first", "month first"]
DATE_ORDERS: tuple[DateOrder, ...] = ("iso", "day first", "month first")

# Words for false and true, lower case. Either case is read, and the first pair is also what a typed boolean means.
TRUTH: tuple[tuple[str, str], ...] = (("false", "true"), ("no", "yes"), ("f", "t"), ("n", "y"))

# A column is numbers (or times) but for a few odd cells if these are at most one in twenty, and at most ten different
# tokens. One in twenty: sentinels ("unknown", "see note", "<5") are rarer than that in the tables we looked at, while
# in columns of codes (invoice numbers, ICD codes, "4A") letters are either commoner or different nearly every time,
# which is what the second condition sees. One odd cell among ten or more is forgiven, or small tables never could be.
ODD_SHARE = 0.05
ODD_TOKENS = 10
FORGIVEN_ROWS = 10


class NumberFormat(Struct, frozen=True):
    """Decimal mark, and what groups thousands: nothing, the other mark, a space or an apostrophe (of any kind)."""

    decimal: Decimal = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""

    @property
    def code(self) -> int:
        """The kernel's number for it (kernel/numbers.hpp)."""
        return FORMATS.index(self)


FORMATS: tuple[NumberFormat, ...] = (
    NumberFormat(".", ""),
    NumberFormat(".", ","),
    NumberFormat(".", " "),
    NumberFormat(".", "'"),
    NumberFormat(",", ""),
    NumberFormat(",", "."),
    NumberFormat(",", " "),
    NumberFormat(",", "'"),
)
PLAIN = FORMATS[0]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of text to be read as numbers; ``odd`` are the few texts that are none.

    other: the format with the other decimal mark that reads the column as well ("1,234" may be a thousand or not).
    neutral: neither mark occurs (whole numbers), so it says nothing about its table's.
    """

    format: NumberFormat
    odd: tuple[str, ...] = ()
    other: NumberFormat | None = None
    neutral: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """A column of text to be read as dates and times, in one order of day and month."""

    order: DateOrder
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truths:
    """A column of text that says true and false."""

    words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Levels:
    """A column of text that is a name, a class, a phrase. ``either_order``: dates, but nobody can say which."""

    either_order: bool = False


Reading = Numbers | Times | Truths | Levels


def same_values(one: Reading, other: Reading) -> bool:
    """Whether two readings give every cell the same value."""
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        return one.format == other.format
    if isinstance(one, Truths) and isinstance(other, Truths):
        return one.words == other.words
    return type(one) is type(other)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Distinct texts of a column: counts (u,), and the formats and date orders (u,) that read each, as bits.

    texts: the texts of some of them, by their places, since hardly any is ever looked at.
    """

    texts: Callable[[NDArray[np.int64]], list[str]]
    counts: NDArray[np.int64]
    formats: NDArray[np.uint8]
    orders: NDArray[np.uint8]


def choose(distinct: Distinct, decimal: Decimal | None = None) -> Reading:
    """The reading of a column, given its distinct texts; ``decimal`` is the table's mark where this column is torn."""
    if not distinct.counts.size:
        return Levels()
    return _as_truths(distinct) or _as_numbers(distinct, decimal) or _as_times(distinct)


def few_odd(rows: int, odd_rows: int, tokens: int) -> bool:
    """Whether so few of a column's cells are odd that it is numbers (or times) with some of them missing."""
    allowed = max(ODD_SHARE * rows, 1 if rows > FORGIVEN_ROWS else 0)
    return odd_rows <= allowed and tokens <= ODD_TOKENS and odd_rows < rows


def _odd(distinct: Distinct, read: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(sorted(distinct.texts(np.flatnonzero(~read))))


def _as_truths(distinct: Distinct) -> Truths | None:
    if distinct.counts.size > 8:  # no pair has more spellings worth the name
        return None
    said = {text.lower() for text in distinct.texts(np.arange(distinct.counts.size))}
    return next((Truths(pair) for pair in TRUTH if said == set(pair)), None)


# Candidates that cannot differ on a cell, as neither mark occurs: no groups, or groups of spaces or apostrophes.
_NEUTRAL = ([*range(8)], [2, 6], [3, 7])


def _as_numbers(distinct: Distinct, decimal: Decimal | None) -> Numbers | None:
    bits = distinct.formats[:, None] >> np.arange(8) & 1
    votes = distinct.counts @ bits
    best = int(votes.max())
    candidates = [code for code in range(8) if votes[code] == best]
    neutral = candidates in _NEUTRAL
    by_mark = {FORMATS[code].decimal: code for code in reversed(candidates)}
    mark: Decimal = decimal if decimal in by_mark and not neutral else "." if "." in by_mark else ","
    code = by_mark.pop(mark)
    read = bits[:, code].astype(bool)
    if not few_odd(int(distinct.counts.sum()), int(distinct.counts[~read].sum()), int((~read).sum())):
        return None
    other = None if neutral or not by_mark else FORMATS[next(iter(by_mark.values()))]
    return Numbers(FORMATS[code], _odd(distinct, read), other, neutral)


def _as_times(distinct: Distinct) -> Times | Levels:
    bits = distinct.orders[:, None] >> np.arange(3) & 1
    votes = distinct.counts @ bits
    read = bits[:, int(votes.argmax())].astype(bool)
    if not few_odd(int(distinct.counts.sum()), int(distinct.counts[~read].sum()), int((~read).sum())):
        return Levels()
    if votes[1] == votes[2] == votes.max():
        return Levels(either_order=True)
    return Times(DATE_ORDERS[int(votes.argmax())], _odd(distinct, read))
