"""What every source offers: named fields, and batches of columns in a few plain kinds.

A batch holds each column in one of five kinds, whatever engine it came from; nothing above this file needs to know
the engine, and nothing below `design` sees a column at all.

    NUMBER   float64 values
    BOOLEAN  float64 values 0 and 1
    TIME     float64 values: seconds since 1970-01-01 (dates too)
    TEXT     UTF-8 bytes: ``offsets`` (n + 1,) int64 into ``data`` uint8
    OTHER    nothing: nested or binary, never read; the field's ``type`` says what it was
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError

BATCH_ROWS = 65_536

# Texts that say that there is no value, lower case, as `is_missing` in kernel/hashes.hpp has them; a test holds the two
# together, and the scorer of exported Python files, which can import nothing.
MISSING_WORDS = (
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
)


class Kind(Enum):
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Field:
    """A column before it is read: its name, its kind, and the engine's own word for its type."""

    name: str
    kind: Kind
    type: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a batch. ``valid`` (n,) bool is None where no cell is missing.

    NUMBER, BOOLEAN, TIME: ``values`` (n,) float64, with NaN allowed only where not valid is also said.
    TEXT: ``offsets`` (n + 1,) int64 and ``data`` (bytes,) uint8; cell i is data[offsets[i]:offsets[i + 1]].
    """

    kind: Kind
    values: NDArray[np.float64] | None = None
    offsets: NDArray[np.int64] | None = None
    data: NDArray[np.uint8] | None = None
    valid: NDArray[np.bool_] | None = None

    def text(self, row: int) -> str:
        """Cell ``row`` of a TEXT column, undecodable bytes replaced."""
        if self.offsets is None or self.data is None:
            raise SourceError("a cell was asked for as text, but its column is not text; ask for its value.")
        return bytes(self.data[self.offsets[row] : self.offsets[row + 1]]).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive rows: columns by name, all of ``rows`` cells."""

    rows: int
    columns: Mapping[str, Column]


class Source(Protocol):
    """Rows that can be read more than once, always in the same order."""

    @property
    def name(self) -> str:
        """What the record calls it: the path or pattern as the person gave it, or the query."""
        ...

    @property
    def fields(self) -> Sequence[Field]: ...

    @property
    def notes(self) -> Sequence[str]:
        """Sentences on what was recognised while opening it (delimiter, encoding, a byte order mark, …)."""
        ...

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """Every row, in order, ``rows`` at a time (the last batch may be shorter); the same batches each time."""
        ...
