"""Slow and plain twins of the kernel's column functions: one cell at a time, in Python."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from shrinkage.design.formats import FORMATS

BLANKS = "".join(map(chr, range(33)))
MISSING_TOKENS = {
    "",
    "-",
    "?",
    ".",
    "na",
    "--",
    "n/a",
    "nan",
    "nat",
    "null",
    "#n/a",
    "<na>",
    "#ref!",
    "#num!",
    "missing",
    "#div/0!",
    "#value!",
}
GROUPS = {"": "", ",": ",", ".": r"\.", " ": "[ \u00a0\u202f]", "'": "['\u2019]"}
MASK = (1 << 64) - 1


def is_missing(text: str) -> bool:
    return text.strip(BLANKS).lower() in MISSING_TOKENS


def number(text: str, form: int) -> float | None:
    """The number that ``text`` is under format ``form``, or None."""
    text = text.strip(BLANKS)
    if re.fullmatch(r"[+-]?(inf|infinity)", text, re.IGNORECASE | re.ASCII):
        return float(text)
    decimal, group = re.escape(FORMATS[form].decimal), GROUPS[FORMATS[form].thousands]
    plain = rf"[+-]?([0-9]+({decimal}[0-9]*)?|{decimal}[0-9]+)([eE][+-]?[0-9]+)?"
    grouped = rf"[+-]?[1-9][0-9]{{0,2}}({group}[0-9]{{3}})+({decimal}[0-9]*)?"
    if re.fullmatch(plain, text):
        return float(text.replace(",", "."))
    if group and re.fullmatch(grouped, text):
        joined = re.sub(group, "", text)
        return float(joined.replace(",", "."))
    return None


_TIME = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{1,4})"
    r"([ Tt](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2})([.,](?P<fraction>[0-9]*))?)?"
    r" ?(?P<zone>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)


def seconds(text: str, order: int) -> float | None:
    """Seconds since 1970 that ``text`` is under date order ``order`` (ISO, day first, month first), or None."""
    found = _TIME.fullmatch(text.strip(BLANKS))
    if found is None:
        return None
    a, b, c = found["a"], found["b"], found["c"]
    if (len(a), len(c)) not in {(4, 1), (4, 2)} if order == 0 else len(a) > 2 or len(c) != 4:
        return None
    if order == 2 and found["mark"] == ".":
        return None
    year, month, day = {0: (a, b, c), 1: (c, b, a), 2: (c, a, b)}[order]
    try:
        moment = datetime(int(year), int(month), int(day), tzinfo=UTC)
        return _clock(found, moment)
    except ValueError:
        return None


def _clock(found: re.Match[str], moment: datetime) -> float:
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    moment = moment.replace(hour=hour, minute=minute, second=int(found["second"] or 0))
    zone = found["zone"]
    offset = timedelta()
    if zone and zone not in "Zz":
        hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
        if hours > 23 or minutes > 59:
            raise ValueError
        offset = (1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes)
    fraction = (found["fraction"] or "")[:9]
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
    return (moment - epoch - offset).total_seconds() + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def mix(x: int) -> int:
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def _tag(word: str) -> int:
    return int.from_bytes(word.encode(), "big")


def hash_bytes(data: bytes) -> int:
    value = mix(_tag("text") ^ (len(data) << 32))
    while len(data) > 8:
        value = mix(value ^ int.from_bytes(data[:8], "little"))
        data = data[8:]
    return mix(value ^ int.from_bytes(data, "little"))


def hash_double(value: float, word: str) -> int:
    if math.isnan(value):
        return _tag("missing!")
    return mix(struct.unpack("<Q", struct.pack("<d", value + 0.0))[0] ^ _tag(word))


def hash_cell(cell: object) -> int:
    """By what it says: None, a bool, a float, or text."""
    if cell is None:
        return _tag("missing!")
    if isinstance(cell, bool):
        return hash_bytes(b"true" if cell else b"false")
    if isinstance(cell, float):
        return hash_double(cell, "number")
    assert isinstance(cell, str)
    text = cell.strip(BLANKS)
    if is_missing(text):
        return _tag("missing!")
    if text.lower() in ("true", "false"):
        return hash_bytes(text.lower().encode())
    if (as_number := number(text, 0)) is not None:
        return hash_double(as_number, "number")
    if (as_time := seconds(text, 0)) is not None:
        return hash_double(as_time, "time")
    return hash_bytes(text.encode())


def row_hash(cells: Sequence[tuple[str, object]]) -> int:
    """Of (column name, cell) pairs."""
    value = 0
    for name, cell in sorted(cells, key=lambda pair: pair[0]):
        value = mix(value ^ mix((hash_cell(cell) + hash_bytes(name.encode())) & MASK))
    return value
