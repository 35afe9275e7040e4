"""Rows kept in memory because what hands them out may not hand them out again in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from shrinkage.source.arrays import cut
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind, Source


class HeldSource:
    """All columns of ``source`` that can be read, read once."""

    def __init__(self, source: Source) -> None:
        self.name, self.fields, self.notes = source.name, tuple(source.fields), tuple(source.notes)
        names = [field.name for field in self.fields if field.kind is not Kind.OTHER]
        parts: dict[str, list[Column]] = {name: [] for name in names}
        self._rows = 0
        for batch in source.batches(names):
            self._rows += batch.rows
            for name in names:
                parts[name].append(batch.columns[name])
        empty = {field.name: _nothing(field) for field in self.fields}
        self._columns = {name: concatenated(parts.pop(name) or [empty[name]]) for name in names}

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`; the batches are views."""
        chosen = {name: self._columns[name] for name in columns}
        for start in range(0, self._rows, rows):
            stop = min(start + rows, self._rows)
            yield Batch(stop - start, {name: cut(column, start, stop) for name, column in chosen.items()})


def concatenated(parts: Sequence[Column]) -> Column:
    """The same column of consecutive batches as one."""
    if len(parts) == 1:
        return parts[0]
    valid = None
    if any(part.valid is not None for part in parts):
        valid = np.concatenate([np.ones(_length(p), dtype=bool) if p.valid is None else p.valid for p in parts])
    if parts[0].kind is not Kind.TEXT:
        return Column(parts[0].kind, np.concatenate([p.values for p in parts if p.values is not None]), valid=valid)
    offsets, data, end = [np.zeros(1, dtype=np.int64)], [], 0
    for part in parts:
        assert part.offsets is not None
        assert part.data is not None
        offsets.append(part.offsets[1:] + end)
        data.append(part.data)
        end += int(part.offsets[-1])
    return Column(Kind.TEXT, offsets=np.concatenate(offsets), data=np.concatenate(data), valid=valid)


def _nothing(field: Field) -> Column:
    if field.kind is not Kind.TEXT:
        return Column(field.kind, np.empty(0))
    return Column(Kind.TEXT, offsets=np.zeros(1, dtype=np.int64), data=np.empty(0, dtype=np.uint8))


def _length(column: Column) -> int:
    if column.values is not None:
        return len(column.values)
    return 0 if column.offsets is None else len(column.offsets) - 1
