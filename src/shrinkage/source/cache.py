"""Rows are read two or three times (to learn, to sum, sometimes again), but what fits into memory only once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Source

BUDGET = 256 << 20  # bytes


class CachedSource:
    """``source`` with the columns of its batches kept in memory as long as all of them together fit ``budget`` bytes.

    Columns are kept one by one: asking for two more reads two. A reading that does not fit, or that is given up
    before its end, keeps nothing, and later ones go to ``source`` again.
    """

    def __init__(self, source: Source, budget: int = BUDGET) -> None:
        self._source = source
        self._budget = budget
        self._counts: dict[int, list[int]] = {}  # batch size asked for → rows of each batch
        self._columns: dict[tuple[int, str], list[Column]] = {}
        self._held = 0

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def fields(self) -> Sequence[Field]:
        return self._source.fields

    @property
    def notes(self) -> Sequence[str]:
        return self._source.notes

    @property
    def held(self) -> int:
        """Bytes in memory."""
        return self._held

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`."""
        kept = {name: self._columns[rows, name] for name in columns if (rows, name) in self._columns}
        absent = [name for name in columns if name not in kept]
        if not absent and rows in self._counts:
            for k, count in enumerate(self._counts[rows]):
                yield Batch(count, {name: kept[name][k] for name in columns})
            return
        counts: list[int] = []
        fresh: dict[str, list[Column]] | None = {name: [] for name in absent}
        size = 0
        for k, batch in enumerate(self._source.batches(absent, rows)):
            counts.append(batch.rows)
            size += sum(map(_size, batch.columns.values()))
            if size + self._held > self._budget:
                fresh = None
            if fresh is not None:
                for name in absent:
                    fresh[name].append(batch.columns[name])
            yield Batch(batch.rows, {name: kept[name][k] if name in kept else batch.columns[name] for name in columns})
        if fresh is not None:
            self._keep(rows, counts, fresh, size)

    def _keep(self, rows: int, counts: list[int], fresh: dict[str, list[Column]], size: int) -> None:
        self._counts[rows] = counts
        for name, parts in fresh.items():
            if (rows, name) not in self._columns:
                self._columns[rows, name] = parts
        self._held += size


def _size(column: Column) -> int:
    arrays = (column.values, column.offsets, column.data, column.valid)
    return sum(array.nbytes for array in arrays if array is not None)
