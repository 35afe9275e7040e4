"""Distinct texts of a column with their counts, gathered batch by batch in bounded memory."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from shrinkage import _kernel
from shrinkage.design.cells import Counts, Mask, as_bytes, text_parts
from shrinkage.design.formats import Distinct
from shrinkage.source.protocol import Column, Kind

# Beyond this many, a text is only counted as one more that is not in the table: about 15 MB a column at most for
# usual lengths, and no column with more levels than that has any use for each of them.
MOST_DISTINCT = 200_000

# Nor more bytes of text than this: long free text fills the table before it fills the memory.
MOST_BYTES = 32_000_000

_BLANKS = bytes(range(33))
_CHUNK_ROWS = 8_192


class DistinctTexts:
    """A table text → count over the used rows, in order of first occurrence, up to ``limit`` texts.

    missing: used rows without a value; beyond: used rows whose text came after the table was full. A row counts as
    often as its ``times`` say.
    """

    def __init__(self, limit: int = MOST_DISTINCT) -> None:
        self.limit = limit
        self.used = self.missing = self.beyond = 0
        self._bytes = 0
        self._pieces: list[tuple[NDArray[np.uint8], NDArray[np.int64]]] = []
        self._keys = np.empty(0, dtype=np.uint64)
        self._counts = np.empty(0, dtype=np.int64)
        self._make_room(min(32, limit))

    @property
    def full(self) -> bool:
        return self.used >= self.limit or self._bytes >= MOST_BYTES

    @property
    def counts(self) -> NDArray[np.int64]:
        """Rows of each text (u,)."""
        return self._counts[: self.used]

    @property
    def present(self) -> int:
        """Used rows with a value."""
        return int(self.counts.sum()) + self.beyond

    def add(self, column: Column, use: Mask | None, times: Counts = None) -> None:
        """Count the cells of a TEXT column where ``use`` (n,) says so, each ``times`` (n,)."""
        data, offsets = text_parts(column)
        for start in range(0, len(offsets) - 1, _CHUNK_ROWS):
            part = slice(start, start + _CHUNK_ROWS)
            valid = None if column.valid is None else as_bytes(column.valid[part])
            used = None if use is None else as_bytes(use[part])
            often = None if times is None else np.ascontiguousarray(times[part])
            self._add(data, offsets[start : part.stop + 1], valid, used, often)

    def _add(
        self,
        data: NDArray[np.uint8],
        offsets: NDArray[np.int64],
        valid: NDArray[np.uint8] | None,
        use: NDArray[np.uint8] | None,
        times: Counts,
    ) -> None:
        start, rows = 0, len(offsets) - 1
        while True:
            before = self.used
            start, self.used, missing, beyond = _kernel.count_texts(
                *(data, offsets, valid, use, times, start, self.full),
                *(self._slots, self._keys, self._counts, self._rows, self.used),
            )
            self.missing += missing
            self.beyond += beyond
            if self.used > before:
                self._pieces.append(_take(data, offsets, self._rows[before : self.used]))
                self._bytes += len(self._pieces[-1][0])
            if start == rows:
                return
            if not self.full:
                self._make_room(min(4 * len(self._keys), self.limit))

    def packed(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The texts as bytes and offsets (u + 1,)."""
        if len(self._pieces) > 1:
            data = np.concatenate([piece for piece, _ in self._pieces])
            lengths = np.concatenate([np.diff(offsets) for _, offsets in self._pieces])
            self._pieces = [(data, _offsets(lengths))]
        return self._pieces[0] if self._pieces else (np.zeros(1, dtype=np.uint8), np.zeros(1, dtype=np.int64))

    def column(self) -> Column:
        """The texts as a TEXT column of u cells."""
        data, offsets = self.packed()
        return Column(Kind.TEXT, offsets=offsets, data=data)

    def texts(self, places: NDArray[np.int64] | None = None) -> list[str]:
        """The texts at ``places``, or all (u,), trimmed."""
        data, offsets = self.packed()
        if places is not None:
            data, offsets = _take(data, offsets, places)
        whole, ends = data.tobytes(), offsets.tolist()
        return [whole[a:b].strip(_BLANKS).decode("utf-8", "replace") for a, b in itertools.pairwise(ends)]

    def distinct(self) -> Distinct:
        """The table with what each text could be."""
        data, offsets = self.packed()
        formats = np.empty(self.used, dtype=np.uint8)
        orders = np.empty(self.used, dtype=np.uint8)
        _kernel.classify(data if data.size else np.zeros(1, np.uint8), offsets, formats, orders)
        return Distinct(self.texts, self.counts, formats, orders)

    def _make_room(self, room: int) -> None:
        self._keys = np.concatenate([self._keys[: self.used], np.empty(room - self.used, dtype=np.uint64)])
        self._counts = np.concatenate([self._counts[: self.used], np.empty(room - self.used, dtype=np.int64)])
        self._rows = np.empty(room, dtype=np.int64)
        self._slots = slots_for(self._keys, self.used, room)


def slots_for(keys: NDArray[np.uint64], used: int, room: int) -> NDArray[np.int32]:
    """Open-addressing slots for ``room`` keys, of which ``used`` are placed: at least half stay free."""
    slots = np.empty(1 << (2 * room).bit_length(), dtype=np.int32)
    _kernel.fill_slots(keys, used, slots)
    return slots


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def _take(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The cells ``rows`` of a text column, copied."""
    lengths = offsets[rows + 1] - offsets[rows]
    ends = _offsets(lengths)
    places = np.arange(ends[-1]) + np.repeat(offsets[rows] - ends[:-1], lengths)
    return data[places], ends
