"""Guessing how a CSV is written from its beginning: separator, quote, escape, and whether its first row is a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shrinkage.source.protocol import MISSING_WORDS

# Where several separators fit every row, the first of these does: commas and bars occur inside cells more often.
SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas"}
MISSING = frozenset(MISSING_WORDS)
# No name of a column either.
_EMPTY = MISSING | {"none"}
_TORN_HEAD = 1 << 16  # bytes in which halves of quoted cells are counted
_NUMBER = re.compile(r"[-+]?(\d[\d., ']*|[.,]\d+)([eE][-+]?\d+)?\s*%?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """``delimiter`` is "" where there is one column; ``escape`` is "" where quotes in a quoted cell are doubled."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""

    @property
    def codes(self) -> tuple[int, int, int]:
        return ord(self.delimiter or "\x1f"), ord(self.quote), ord(self.escape or "\0")


def choose_dialect(head: bytes, whole: bool, prefer: str = "") -> Dialect:
    """The dialect in which every row of ``head`` has the same number of fields, at least two: of several such the one
    that tears fewest quoted cells apart, then the first. Else the one that finds most in the first row (the file is
    ragged, which will be said); else one column."""
    separators = sorted(SEPARATORS, key=lambda sign: sign != prefer)
    quote = "'" if _apostrophes(head) else '"'
    best, most = Dialect("", quote), 1
    fitting: list[Dialect] = []
    for delimiter in separators:
        dialect, scan = _escaped(head, whole, Dialect(delimiter, quote))
        found = scan.header_fields
        if found < 2:
            continue
        same = scan.records == 1 or abs(scan.fields - found) <= scan.last_empty
        if same and scan.ragged_records == 0 and not scan.unclosed_line:
            fitting.append(dialect)
        if found > most:
            best, most = dialect, found
    if len(fitting) > 1 and quote.encode() in head:
        fitting.sort(key=lambda dialect: _torn(head[:_TORN_HEAD], dialect))
    return fitting[0] if fitting else best


def _torn(head: bytes, dialect: Dialect) -> int:
    """Cells that look like halves of a quoted one: with more after the closing quote, or a quote in their middle.

    ``id,"name; surname"`` over rows like ``7,"Doe; John"`` has two fields a row by commas and by semicolons.
    """
    stop, quote, escape = (
        re.escape(sign.encode()) for sign in (dialect.delimiter + "\r\n", dialect.quote, dialect.escape)
    )
    inside = (
        rb"(?:[^" + quote + escape + rb"]" + (rb"|" + escape + rb"." if escape else b"") + rb"|" + quote * 2 + rb")*+"
    )
    cell = re.compile(rb" *+" + quote + inside + quote + rb"([^" + stop + rb"]*+)|[^" + stop + rb"]++", re.DOTALL)
    return sum(
        bool(found[1]) if found[1] is not None else dialect.quote.encode() in found[0] for found in cell.finditer(head)
    )


def _escaped(head: bytes, whole: bool, dialect: Dialect) -> tuple[Dialect, Any]:
    """The dialect, with backslashes as escapes if so fewer cells go on after their closing quote, and its scan."""
    scan = scanner(dialect)
    scan.feed(head, whole)
    if (scan.tails or scan.unclosed_line) and b"\\" + dialect.quote.encode() in head:
        other = Dialect(dialect.delimiter, dialect.quote, "\\")
        again = scanner(other)
        again.feed(head, whole)
        if not again.unclosed_line and (scan.unclosed_line or again.tails < scan.tails):
            return other, again
    return dialect, scan


def has_header(first: Sequence[Sequence[str]]) -> bool:
    """Whether the first record names the columns rather than being a row.

    It does unless it holds a number; then it does not if all of it is numbers (or missing). A first row of text and
    numbers (``country,2019,2020`` or ``5.1,3.5,setosa``) is a header if it names, over numbers, a column in words, or
    if its numbers are distinct and none of its words occurs again below.
    """
    top, below = [cell.strip() for cell in first[0]], first[1:]
    numbers = [is_number(cell) for cell in top]
    if not any(numbers):
        return True
    words = [k for k, cell in enumerate(top) if cell.casefold() not in _EMPTY and not numbers[k]]
    if not words:
        return False
    columns = {k: [row[k].strip() for row in below if k < len(row)] for k in words}
    if any(cells and all(is_number(c) or c.casefold() in _EMPTY for c in cells) for cells in columns.values()):
        return True
    shown = [cell for cell, number in zip(top, numbers, strict=True) if number]
    return len(set(shown)) == len(shown) and not any(top[k] in cells for k, cells in columns.items())


def is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def scanner(dialect: Dialect) -> Any:
    """The kernel's scanner for the dialect."""
    from shrinkage import _kernel

    return _kernel.CsvScanner(*dialect.codes)  # pyright: ignore[reportAttributeAccessIssue]


def _apostrophes(head: bytes) -> bool:
    """Whether the header's cells are quoted by apostrophes and nothing is by double quotes."""
    line = head.lstrip().split(b"\n", 1)[0].strip()
    return b'"' not in head and len(line) > 2 and line.startswith(b"'") and line.endswith(b"'")
