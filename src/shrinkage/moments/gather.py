"""One pass over the rows: batches of encoded rows in, one ``Moments`` a bucket out.

Each batch is sorted by bucket, then threads share out the buckets. A bucket's sums are always made by one thread, batch
after batch in order, so the result is byte-identical whatever the number of threads. Reading and encoding the next
batches goes on meanwhile.

For one bucket, of m rows of a batch with D dense columns, c categorical blocks and q columns in all:

    dense × dense     slab'slab of the shifted rows, a cache-sized slab at a time   m D² flops of BLAS, one thread
    level × dense     c·m additions of D numbers                                    kernel/crosstab.hpp
    level × level     c(c−1)/2·m single additions: a cross-tabulation               kernel/crosstab.hpp

Memory: (B + 1)·q² doubles and the batches under way. Rows are not kept.

Columns are shifted before anything is multiplied, by the mean of the bucket's first slab, and the sums about that shift
are centred once at the end. What this costs in digits is the ratio (mean − shift)² / variance, which cannot exceed
(rows of the bucket) / (rows of the slab), even where buckets are stretches of time and a column drifts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage._kernel import crosstab, fill_slab
from shrinkage.design.features import Layout, Rows
from shrinkage.moments.moments import Moments, empty
from shrinkage.problem import Floats
from shrinkage.threads import ahead, available, one_blas_thread

# A slab should stay in the second-level cache (2 MB a core here) with the product it feeds, and be high enough that
# adding products up costs nothing. Two threads, ms: 1e6×100 in slabs of 324, 648, 1297, 2595 rows: 218, 199, 217, 215;
# 1e5×200 in slabs of 163, 326, 652, 1304 rows: 82, 70, 67, 68.
SLAB_ROWS = 640
SLAB_BYTES, SLAB_BYTES_MOST = 1 << 19, 1 << 21

Block = Rows | Callable[[], Rows]


class Placement(Protocol):
    """Whatever says where rows go: ``buckets.Split``, or an order in time."""

    @property
    def count(self) -> int:
        """B, the number of buckets."""
        ...

    def place(self, rows: Rows) -> NDArray[np.int32]:
        """The bucket (n,) of each row, −1 for the test part."""
        ...


@dataclass(frozen=True, slots=True)
class Gathered:
    """One ``Moments`` a bucket, and that of the test part; all with the same shift."""

    buckets: tuple[Moments, ...]
    test: Moments

    @property
    def rows(self) -> int:
        """Rows outside the test part."""
        return sum(bucket.rows for bucket in self.buckets)

    @property
    def weights(self) -> Floats:
        """W of each bucket (B,)."""
        return np.array([bucket.weight for bucket in self.buckets])


def gather(blocks: Iterable[Block], layout: Layout, placement: Placement, *, threads: int | None = None) -> Gathered:
    """Sum every block of rows into its buckets.

    blocks: encoded rows, or calls that encode them, which then run on the threads; in the order of the source.
    Rows of weight 0 count as absent. The same rows in the same blocks give the same bytes for any ``threads``.
    """
    sums = [_Sums(layout) for _ in range(placement.count + 1)]
    count = available(threads)
    with one_blas_thread(), ThreadPoolExecutor(count) as pool:
        under_way: list[Future[None]] = []
        for rows in encoded(blocks, pool, count):
            _finish(under_way)
            under_way = _add_batch(sums, rows, placement.place(rows), pool, count)
        _finish(under_way)
        moments = list(pool.map(_Sums.finish, sums))
    return Gathered(tuple(moments[1:]), moments[0])


def encoded(blocks: Iterable[Block], pool: ThreadPoolExecutor, depth: int) -> Iterator[Rows]:
    """The rows of each block in order, encoded on the pool a little ahead of their use."""

    def call(block: Block) -> Callable[[], Rows]:
        return block if callable(block) else lambda: block

    return ahead((call(block) for block in blocks), pool, depth + 1)


def _add_batch(
    sums: list[_Sums], rows: Rows, bucket: NDArray[np.int32], pool: ThreadPoolExecutor, threads: int
) -> list[Future[None]]:
    """Start adding a batch; its buckets must be finished before the next batch is begun."""
    if rows.weight is not None:
        bucket = np.where(rows.weight > 0, bucket, np.int32(-2))
    order = np.argsort(bucket, kind="stable")
    bounds = np.searchsorted(bucket[order], np.arange(-1, len(sums)))
    occupied = np.flatnonzero(np.diff(bounds))

    def add(share: NDArray[np.int64]) -> None:
        for index in share:
            sums[index].add(rows, order[bounds[index] : bounds[index + 1]])

    # A few shares a thread: enough to even out, few enough that handing them over costs nothing.
    return [pool.submit(add, share) for share in np.array_split(occupied, min(4 * threads, max(occupied.size, 1)))]


def _finish(under_way: Iterable[Future[None]]) -> None:
    for future in under_way:
        future.result()


class _Sums:
    """The running sums of one bucket, about the layout's shift: the only mutable thing here, owned by one thread."""

    def __init__(self, layout: Layout) -> None:
        q = layout.gathered + 1
        self._layout = layout
        self._width = layout.dense + layout.hidden + 1  # dense columns, then the target
        self._common = np.append(layout.shift, layout.target_shift)
        self._shift = self._common
        self._starts = np.array(layout.starts, dtype=np.int64) + layout.hidden
        self._levels = np.array(layout.levels, dtype=np.int64)
        self._fill_values = np.array([fill.value for fill in layout.fills], dtype=np.int64)
        self._fill_missing = np.array([fill.missing for fill in layout.fills], dtype=np.int64)
        self._weight = 0.0
        self._rows = 0
        self._first = np.zeros(q)
        self._second: Floats | None = None  # empty buckets cost nothing
        self._minimum = np.full(self._width, np.inf)
        self._maximum = np.full(self._width, -np.inf)
        self._observed_minimum = np.full(len(layout.fills), np.inf)
        self._observed_maximum = np.full(len(layout.fills), -np.inf)
        self._weighted = False
        self._level_rows = np.zeros(int(self._levels.sum()), dtype=np.int64)

    def add(self, rows: Rows, index: NDArray[np.int64]) -> None:
        if self._second is None:
            self._second = np.zeros((self._first.shape[0],) * 2)
        step = slab_rows(self._width)
        for start in range(0, index.shape[0], step):
            self._add_slab(self._second, rows, index[start : start + step])

    def _add_slab(self, second: Floats, rows: Rows, index: NDArray[np.int64]) -> None:
        m, width = index.shape[0], self._width
        z = np.empty((m, width))
        z[:, :-1] = rows.dense[index]
        z[:, -1] = rows.target[index]
        weight = None if rows.weight is None else rows.weight[index]
        root = None if weight is None else np.sqrt(weight)
        if self._rows == 0:
            self._shift = self._common + (z - self._common).mean(axis=0)
        slab, sums = np.empty((m, width)), np.zeros(width)
        fill_slab(z, self._shift, weight, root, slab, sums, self._minimum, self._maximum)
        self._look_at_observed(z)
        self._weight += m if weight is None else float(weight.sum())
        self._rows += m
        self._first[: width - 1] += sums[:-1]
        self._first[-1] += sums[-1]
        product = slab.T @ slab
        second[: width - 1, : width - 1] += product[:-1, :-1]
        second[-1, : width - 1] += product[-1, :-1]
        second[-1, -1] += product[-1, -1]
        if self._levels.size:
            codes = rows.codes[index]
            crosstab(codes, slab, width - 1, weight, root, self._starts, self._levels, second, self._first)
            self._count_levels(codes, weight)

    def _count_levels(self, codes: NDArray[np.int32], weight: Floats | None) -> None:
        """Rows of each level: which occur, and which always. Without weights the kernel's sums are these counts."""
        if weight is None:
            return
        self._weighted = True
        for block, start in enumerate(self._starts - self._width + 1):
            seen, levels = codes[:, block], int(self._levels[block])
            self._level_rows[start : start + levels] += np.bincount(seen[seen >= 0], minlength=levels)

    def _look_at_observed(self, z: Floats) -> None:
        if self._fill_values.size:
            values, missing = z[:, self._fill_values], z[:, self._fill_missing] != 0
            low = np.where(missing, np.inf, values).min(axis=0)
            high = np.where(missing, -np.inf, values).max(axis=0)
            np.minimum(self._observed_minimum, low, out=self._observed_minimum)
            np.maximum(self._observed_maximum, high, out=self._observed_maximum)

    def finish(self) -> Moments:
        """Mirror what was summed as one triangle, and centre it."""
        width = self._width
        levels = self._level_rows if self._weighted else self._first[width - 1 : -1].astype(np.int64)
        onehot_shift = np.zeros(levels.shape[0])
        common = np.concatenate((self._common[:-1], onehot_shift, self._common[-1:]))
        if self._second is None:
            return empty(common)
        shift = np.concatenate((self._shift[:-1], onehot_shift, self._shift[-1:]))
        second, dense = self._second, slice(0, width - 1)
        onehot = slice(width - 1, -1)
        second[dense, onehot] = second[onehot, dense].T
        second[-1, onehot] = second[onehot, -1]
        second[:-1, -1] = second[-1, :-1]
        counts = second[onehot, onehot]
        counts += np.triu(counts, 1).T
        offset = self._first / self._weight
        root = np.sqrt(self._weight) * offset
        second -= np.multiply.outer(root, root)
        self._minimum[self._fill_values] = self._observed_minimum
        self._maximum[self._fill_values] = self._observed_maximum
        minimum = np.concatenate((self._minimum[:-1], (levels == self._rows).astype(float), self._minimum[-1:]))
        maximum = np.concatenate((self._maximum[:-1], (levels > 0).astype(float), self._maximum[-1:]))
        return Moments(self._weight, self._rows, shift, offset, second, minimum, maximum).rebased(common)


def slab_rows(width: int) -> int:
    """Rows of a slab of ``width`` columns."""
    return max(64, min(max(SLAB_ROWS, SLAB_BYTES // (8 * width)), SLAB_BYTES_MOST // (8 * width)))
