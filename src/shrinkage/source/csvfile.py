"""CSV files as a source: every column is text, and which text means a number is for `design` to say.

The look (`look.py`) leaves the byte offset of every 1024th row, so batches are cut out of the file and parsed on
several threads, always the same ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from shrinkage.errors import SourceError
from shrinkage.source.look import Look
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind
from shrinkage.source.rawbytes import Window
from shrinkage.threads import available

Task = Callable[[], list[Column]]


class CsvSource:
    """Files of one header, one after the other."""

    def __init__(self, name: str, looks: Sequence[Look], threads: int | None = None) -> None:
        self.name = name
        self.notes = tuple(dict.fromkeys(note for look in looks for note in look.notes))
        self.fields = tuple(Field(column, Kind.TEXT, "text") for column in looks[0].names)
        self.looks = tuple(looks)
        self._threads = available(threads)
        self._ends = list(accumulate(look.rows for look in looks))

    @property
    def rows(self) -> int:
        return self._ends[-1]

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`."""
        places = {field.name: k for k, field in enumerate(self.fields)}
        chosen = [places[name] for name in columns]
        windows = [look.raw.window() for look in self.looks]
        try:
            yield from self._run(self._tasks(windows, chosen, rows), columns)
        finally:
            for window in windows:
                window.close()

    def _tasks(self, windows: Sequence[Window], chosen: Sequence[int], rows: int) -> Iterator[tuple[int, Task]]:
        """(rows, what parses them) of each batch; the bytes are read here, in order, the cells when it is called."""
        for start in range(0, self.rows, rows):
            stop = min(start + rows, self.rows)
            pieces = []
            for look, window, end in zip(self.looks, windows, self._ends, strict=True):
                first = max(start, end - look.rows) - (end - look.rows)
                last = min(stop, end) - (end - look.rows)
                if first < last:
                    pieces.append(_piece(look, window, chosen, first, last))
            yield stop - start, lambda pieces=pieces: _join([piece() for piece in pieces])

    def _run(self, tasks: Iterator[tuple[int, Task]], columns: Sequence[str]) -> Iterator[Batch]:
        workers = min(self._threads, -(-self.rows // BATCH_ROWS))
        if workers < 2:
            for count, task in tasks:
                yield Batch(count, dict(zip(columns, task(), strict=True)))
            return
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(workers, thread_name_prefix="shrinkage-csv")
        pending: deque[tuple[int, Any]] = deque()
        try:
            for count, task in tasks:
                pending.append((count, pool.submit(task)))
                if len(pending) > workers:
                    done, future = pending.popleft()
                    yield Batch(done, dict(zip(columns, future.result(), strict=True)))
            for done, future in pending:
                yield Batch(done, dict(zip(columns, future.result(), strict=True)))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _piece(look: Look, window: Window, chosen: Sequence[int], first: int, last: int) -> Task:
    """Rows [first, last) of one file."""
    from shrinkage import _kernel

    kernel: Any = _kernel
    every = kernel.CSV_MARK_EVERY
    first, last = first + look.header, last + look.header
    begin, end = first // every, -(-last // every)
    stop = look.marks[end] if end < len(look.marks) else look.size
    buffer = window.read(look.raw.start + look.marks[begin], look.raw.start + stop)

    def parse() -> list[Column]:
        skip, count = first - begin * every, last - first
        whole = stop == look.size
        try:
            read = kernel.csv_cells(
                buffer, *look.dialect.codes, look.narrow, whole, look.width, look.header_fields, skip, count, chosen
            )
        except RuntimeError:
            raise SourceError(
                f"{str(look.raw.path)!r} changed while it was read; run again when it is still."
            ) from None
        return [Column(Kind.TEXT, None, offsets, data, valid) for _, offsets, data, valid in read]

    return parse


def _join(pieces: Sequence[list[Column]]) -> list[Column]:
    """The same columns of consecutive rows as one."""
    return pieces[0] if len(pieces) == 1 else [_concatenate(column) for column in zip(*pieces, strict=True)]


def _concatenate(parts: Sequence[Column]) -> Column:
    offsets: list[Any] = [np.zeros(1, dtype=np.int64)]
    data: list[Any] = []
    valid: list[Any] = []
    for part in parts:
        assert part.offsets is not None
        assert part.data is not None
        offsets.append(part.offsets[1:] + offsets[-1][-1])
        data.append(part.data)
        valid.append(np.ones(len(part.offsets) - 1, dtype=bool) if part.valid is None else part.valid)
    known = np.concatenate(valid)
    return Column(
        Kind.TEXT,
        offsets=np.concatenate(offsets),
        data=np.concatenate(data),
        valid=None if known.all() else known,
    )
