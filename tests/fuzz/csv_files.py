"""CSV files of every make, whole and harmed: read as Python's csv module reads them, or refused with a sentence."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from shrinkage import _kernel
from shrinkage.errors import ShrinkageError
from shrinkage.source import open_source, rawbytes
from shrinkage.source.csvfile import CsvSource
from tests.fuzz.damage import harmed
from tests.fuzz.draw import below, chance, pick

LETTERS = "ab1 ,;|\t\"'\\\r\né😀-.0"
SOUP = b'a1,,;\t|""\'\\\n\n\r \xe4\xc3\xa4\x80\xef\xbb\xbf'
NAMES = ("a", "é b", "Y", "n,m", "q;r", 'say "x"', "two\nlines")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "latin-1")


@dataclass(frozen=True)
class Made:
    """Bytes of a file, and the rows (header first) that were written, if no harm was done to them since."""

    data: bytes
    rows: list[list[str]] | None
    ending: str = ".csv"


def case(draw: random.Random) -> Made:
    way = below(draw, 8)
    if way == 0:
        return Made(bytes(pick(draw, SOUP) for _ in range(below(draw, 80))), None)
    if way == 1:
        return Made(b"a,b\n" + bytes(pick(draw, SOUP) for _ in range(below(draw, 60))), None)
    made = _table(draw)
    if way == 2 and chance(draw, 0.5):
        return _packed(draw, made)
    return made if way < 5 else Made(harmed(draw, made.data), None)


def _table(draw: random.Random) -> Made:
    width, count = 1 + below(draw, 5), 1 + below(draw, 9)
    names = [f"{pick(draw, NAMES)}{k}" for k in range(width)]
    rows = [[_cell(draw) for _ in range(width)] for _ in range(count)]
    if chance(draw, 0.02):
        rows *= 1 + 2500 // count
    end = pick(draw, ("\n", "\r\n", "\r"))
    quoting = pick(draw, (csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL))
    if any(sign in cell for row in rows for cell in row for sign in "\r\n"):  # its writer knows its own line end only
        quoting = csv.QUOTE_ALL
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=pick(draw, ",,;\t|"), lineterminator=end, quoting=quoting)
    writer.writerows([names, *rows])
    text = buffer.getvalue()
    if chance(draw, 0.2):
        text = text.removesuffix(end)
    if chance(draw, 0.1):
        text = text.replace(end, end * 2)
    return Made(text.encode(pick(draw, ENCODINGS), "replace"), [names, *rows])


def _cell(draw: random.Random) -> str:
    way = below(draw, 6)
    if way == 0:
        return "".join(pick(draw, LETTERS) for _ in range(below(draw, 6)))
    if way == 1:
        return pick(draw, ("", "NA", "nan", "?", "-", " ", "inf", "1e400", "9" * 400, "x" * below(draw, 300)))
    return pick(draw, ("0", "1", "-2.5", "1,5", "1.234,5", "2020-01-02", "3/4/2020", "red", "dark blue", "yes", "12%"))


def _packed(draw: random.Random, made: Made) -> Made:
    packed = gzip.compress(made.data, 1)
    return Made(harmed(draw, packed) if chance(draw, 0.7) else packed, None, ".csv.gz")


def check(draw: random.Random, folder: Path) -> str:
    """Read a case once as it is done, again in small pieces, and hold both against Python's reader."""
    made = case(draw)
    path = folder / f"case{made.ending}"
    path.write_bytes(made.data)
    try:
        source = open_source(path)
        assert isinstance(source, CsvSource)
        cells = everything(source, 65_536)
    except ShrinkageError as error:
        sentence = str(error)
        assert sentence.isprintable() or "\n" in str(path), repr(sentence)
        with small_pieces(draw):
            again = refused(path)
        # Which harm to packed bytes is met first depends on the pieces in which they are unpacked.
        assert again is not None
        assert again == sentence or made.ending == ".csv.gz"
        return "refused"
    assert all(len(column) == source.rows for column in cells)
    with small_pieces(draw):
        other = open_source(path, threads=1 + below(draw, 3))
        assert isinstance(other, CsvSource)
        assert other.fields == source.fields
        assert everything(other, pick(draw, (1, 2, 3, 7, 1023, 1024, 1025))) == cells
    return "read" if agrees(source, cells) else "read, in a grammar of our own"


def everything(source: CsvSource, rows: int) -> list[list[bytes | None]]:
    """The cells of every column; None is missing."""
    names = [field.name for field in source.fields]
    found: list[list[bytes | None]] = [[] for _ in names]
    for batch in source.batches(names, rows):
        for cells, name in zip(found, names, strict=True):
            column = batch.columns[name]
            data, offsets = bytes(memoryview(column.data)), column.offsets.tolist()
            texts = [data[a:b] for a, b in pairwise(offsets)]
            valid = [True] * batch.rows if column.valid is None else column.valid.tolist()
            assert len(texts) == batch.rows
            cells += [text if known else None for text, known in zip(texts, valid, strict=True)]
    return found


def refused(path: Path) -> str | None:
    try:
        source = open_source(path)
        everything(source, 5)
    except ShrinkageError as error:
        return str(error)
    return None


@contextmanager
def small_pieces(draw: random.Random) -> Iterator[None]:
    """Chunks of a few bytes, so that every record is cut somewhere."""
    before = rawbytes.CHUNK
    rawbytes.CHUNK = 1 + below(draw, 40)
    try:
        yield
    finally:
        rawbytes.CHUNK = before


def agrees(source: CsvSource, cells: list[list[bytes | None]]) -> bool:
    """Whether Python's reader was asked too; it must have found the same cells then.

    It is not asked where its grammar is known to be another: escapes, quotes after spaces, and lines of spaces.
    """
    seen = source.looks[0]
    raw = b"".join(seen.raw.chunks())
    text = raw.decode("cp1252", "replace") if seen.narrow else raw.decode("utf-8", "surrogateescape")
    if seen.dialect.escape or _spaced(text, seen.dialect.delimiter or "\x1f", seen.dialect.quote):
        return False
    if seen.narrow and any(byte in raw for byte in b"\x81\x8d\x8f\x90\x9d"):
        return False
    delimiter = seen.dialect.delimiter or "\x1f"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=seen.dialect.quote)
    rows = [row for row in reader if row]
    assert len(rows) == source.rows + seen.header, (len(rows), source.rows)
    body = rows[seen.header :]
    for k, column in enumerate(cells):
        assert [row[k].encode("utf-8", "surrogateescape") for row in body] == [cell or b"" for cell in column]
        assert all((cell is None) == (row[k] == "") for row, cell in zip(body, column, strict=True))
    return True


def _spaced(text: str, delimiter: str, quote: str) -> bool:
    """Whether a quote follows spaces at the beginning of a cell, or a line holds spaces only."""
    lines = text.replace("\r", "\n").split("\n")
    return any(line and not line.strip(" \t") for line in lines) or any(
        part.startswith(" ") and part.lstrip(" ").startswith(quote) for line in lines for part in line.split(delimiter)
    )


def cut_anywhere(data: bytes, size: int, codes: tuple[int, int, int] = (44, 34, 0)) -> None:
    """A scanner fed in pieces of ``size`` bytes counts what one fed at once does."""
    whole, pieces, left = _kernel.CsvScanner(*codes), _kernel.CsvScanner(*codes), b""
    whole.feed(data, True)
    for start in range(0, len(data), size):
        left += data[start : start + size]
        left = left[pieces.feed(left, False) :]
    pieces.feed(left, True)
    facts = ("records", "header_fields", "fields", "ragged_line", "ragged_records", "unclosed_line", "tails", "longest")
    assert [getattr(pieces, fact) for fact in facts] == [getattr(whole, fact) for fact in facts]
