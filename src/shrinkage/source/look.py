"""Our own look at a CSV before anything is read from it: dialect, encoding, header, and the fields of every row.

Readers that guess on the way read a ragged file as one column and rename duplicate headers without a word. Here every
byte is looked at once (some 600 MB a second) by the same grammar that reads the cells (kernel/csv.hpp), and what
does not fit is refused with a sentence that names the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shrinkage.errors import SourceError
from shrinkage.source.dialect import SEPARATORS, Dialect, choose_dialect, has_header, scanner
from shrinkage.source.rawbytes import RawBytes

HEAD = 1 << 18  # bytes by which the dialect is chosen, at least; more if they do not hold a few lines
LONGEST_HEAD = 1 << 26
HEAD_RECORDS = 200  # records by which it is decided whether there is a header


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. ``width``: fields of each row, of which the first ``len(names)`` are columns; ``header_fields``:
    of the first row, header or not; ``rows`` without the header; ``narrow``: the bytes are Windows-1252, not UTF-8;
    ``marks``: byte offset (from ``raw.start``) of every CSV_MARK_EVERY-th record, the header being record 0 if there
    is one; ``size``: bytes from ``raw.start``, ``longest``: of the longest record."""

    raw: RawBytes
    dialect: Dialect
    header: bool
    names: tuple[str, ...]
    width: int
    header_fields: int
    rows: int
    narrow: bool
    marks: Sequence[int] = field(repr=False)
    size: int
    longest: int
    notes: tuple[str, ...]

    @property
    def encoding(self) -> str:
        return "windows-1252" if self.narrow else self.raw.encoding or "utf-8"


def look_at(raw: RawBytes, shown: str, *, prefer: str = "", empty: bool = False) -> Look:
    """Looks at all of ``raw``, called ``shown`` in sentences. Raises SourceError, also for no rows unless ``empty``."""
    head, whole = _head(raw)
    if not head.strip():
        raise SourceError(f"{shown} is empty; name a file with a header and rows.")
    if b"\0" in head:
        raise _binary(shown)
    dialect = choose_dialect(head, whole, prefer)
    scan = _scan(raw, dialect)
    if scan.nul:
        raise _binary(shown)
    _check_closed(scan, shown)
    first = _first_records(head, whole, dialect, scan)
    header = has_header(first)
    width, used, trailing = _width(scan, first[0], header, shown)
    names, unnamed = _names(first[0], header, used, shown)
    rows = scan.records - header
    if rows == 0 and not empty:
        raise SourceError(f"{shown} has a header but no rows below it; add rows, or check that the file is whole.")
    notes = (*_dialect_notes(dialect, raw, not scan.utf8), *_header_notes(header, trailing, unnamed, used))
    return Look(
        raw=raw,
        dialect=dialect,
        header=header,
        names=names,
        width=width,
        header_fields=scan.header_fields,
        rows=rows,
        narrow=not scan.utf8,
        marks=scan.marks,
        size=scan.consumed,
        longest=scan.longest,
        notes=notes,
    )


def _head(raw: RawBytes) -> tuple[bytes, bool]:
    """The beginning of the text, and whether it is all of it."""
    size = HEAD
    while True:
        head = raw.head(raw.start + size)[raw.start :]
        if len(head) < size or size >= LONGEST_HEAD or head.count(b"\n") + head.count(b"\r") > 3:
            return head, len(head) < size
        size *= 4


def _scan(raw: RawBytes, dialect: Dialect) -> Any:
    """All of the file, chunk after chunk; a record that a chunk breaks is carried over to the next."""
    scan, left, ahead = scanner(dialect), b"", b""
    for chunk in raw.chunks():
        left += ahead
        if ahead:
            left = left[scan.feed(left, False) :]
        ahead = chunk
    scan.feed(left + ahead, True)
    return scan


def _first_records(head: bytes, whole: bool, dialect: Dialect, scan: Any) -> list[list[str]]:
    """The first records as text. A head may break off inside its first record: then only that one is read, in full."""
    from shrinkage import _kernel

    again = scanner(dialect)
    again.feed(head, whole)
    count = min(again.records, HEAD_RECORDS)
    if count == 0:
        raise SourceError(f"the first row is longer than {LONGEST_HEAD} bytes; check that the file is a CSV.")
    narrow, head = not scan.utf8, head[scan.marks[0] :]
    records: list[list[str]] = []
    for skip, width, take in ((0, scan.header_fields, 1), (1, scan.fields, count - 1)):
        if take <= 0 or (take > 1 and again.ragged_records):
            continue
        columns: Any = _kernel.csv_cells(  # pyright: ignore[reportAttributeAccessIssue]
            head, *dialect.codes, narrow, whole, width, scan.header_fields, skip, take, list(range(width))
        )
        cells = [
            [bytes(data[offsets[i] : offsets[i + 1]]).decode("utf-8", "replace") for i in range(take)]
            for _, offsets, data, _ in columns
        ]
        records += [list(row) for row in zip(*cells, strict=True)]
    return records


def _width(scan: Any, top: Sequence[str], header: bool, shown: str) -> tuple[int, int, bool]:
    """(fields of a row, columns, whether an empty last field was left out); ragged rows are refused."""
    columns = scan.header_fields
    width = scan.fields if scan.records > 1 else columns
    if not scan.ragged_records:
        unnamed = header and not top[-1].strip()
        if width == columns:
            trailing = scan.records > 1 and width > 1 and scan.last_empty and unnamed
            return width, width - trailing, trailing
        if width == columns + 1 and scan.last_empty and header:
            return width, columns, True
        if width == columns - 1 and unnamed:
            return width, width, True
    # The row that stands out: the second, if the first that differs from it is like the header again.
    if width != columns and (not scan.ragged_records or scan.ragged_fields == columns):
        found = f"line {scan.second_line} has {_fields(width)} where the first row has {columns}"
    else:
        more = scan.ragged_records - 1
        also = f" ({more} more row{' differs' if more == 1 else 's differ'} too)" if more else ""
        found = f"line {scan.ragged_line} has {_fields(scan.ragged_fields)} where the rows before it have {width}{also}"
    raise SourceError(f"{shown} is ragged: {found}; quote the cells that hold the separator, or mend the line.")


def _fields(count: int) -> str:
    return f"{count} field{'' if count == 1 else 's'}"


def _names(top: Sequence[str], header: bool, used: int, shown: str) -> tuple[tuple[str, ...], list[int]]:
    """Names of the columns, and the numbers (from 1) of those that have none in the header."""
    if not header:
        return tuple(f"column{k + 1}" for k in range(used)), []
    given = [name.strip() for name in top[:used]]
    places: dict[str, int] = {}
    for k, name in enumerate(given):
        if name and name in places:
            raise SourceError(
                f"{shown} has two columns named {name!r} (the {_nth(places[name] + 1)} and the {_nth(k + 1)}); "
                "rename one of them."
            )
        places.setdefault(name, k)
    unnamed = [k + 1 for k, name in enumerate(given) if not name]
    for number in unnamed:
        given[number - 1] = _free(f"column{number}", places)
    return tuple(given), unnamed


def _free(name: str, taken: dict[str, int]) -> str:
    while name in taken:
        name += "_"
    taken[name] = 0
    return name


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _check_closed(scan: Any, shown: str) -> None:
    if scan.unclosed_line:
        raise SourceError(
            f"{shown}: a quote opened in the row that begins on line {scan.unclosed_line} is never closed; close it."
        )


def _binary(shown: str) -> SourceError:
    return SourceError(
        f"{shown} holds zero bytes, so it is not a CSV but a binary file (or UTF-16 without its mark); "
        "save it as CSV in UTF-8, or name it by its real format."
    )


def _dialect_notes(dialect: Dialect, raw: RawBytes, narrow: bool) -> list[str]:
    notes = []
    if dialect.delimiter not in ("", ","):
        notes.append(f"Cells are separated by {SEPARATORS[dialect.delimiter]}.")
    if dialect.quote == "'":
        notes.append("Cells are quoted by apostrophes.")
    if dialect.escape:
        notes.append("Quotes inside quoted cells are escaped by backslashes.")
    if raw.encoding == "utf-8":
        notes.append("The file begins with a byte order mark, which was skipped.")
    elif raw.encoding is not None:
        notes.append("The text is UTF-16, by its byte order mark.")
    if narrow:
        notes.append("The text is not UTF-8; it was read as Windows-1252 (Latin-1).")
    return notes


def _header_notes(header: bool, trailing: bool, unnamed: Sequence[int], used: int) -> list[str]:
    notes = []
    if not header:
        called = "column1" if used == 1 else f"column1 to column{used}"
        notes.append(f"The first row is a row like the others, not a header; the columns are called {called}.")
    if trailing:
        notes.append("Lines end with a separator; the empty last column was left out.")
    if unnamed:
        which = ", ".join(map(str, unnamed[:5])) + (", …" if len(unnamed) > 5 else "")
        notes.append(f"The header is empty over column {which}; it is called by its number.")
    return notes
