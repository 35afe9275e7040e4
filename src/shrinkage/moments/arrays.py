"""Dense arrays straight to moments: one pass, no copy of X, one ``Moments`` a fold.

Each fold is cut into pieces that do not depend on the number of threads; a piece runs through its rows a cache-sized
slab at a time: shifted into scratch (widened to doubles from float32), multiplied by itself with one BLAS thread, and
added up. The shift is the mean of a few rows of that fold, so that sorted rows keep their digits too. C order is read
by rows and Fortran order by columns, so that neither is strided.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shrinkage._kernel import add_scatter, fill_slab
from shrinkage.design.features import Layout
from shrinkage.errors import OptionError, TableError
from shrinkage.moments.gather import Gathered, slab_rows
from shrinkage.moments.moments import Moments, empty, merge
from shrinkage.problem import Floats
from shrinkage.threads import run

PIECES = 8  # at least, when the rows suffice: threads finish together
PIECE_ROWS = 2048
SAMPLE = 128  # rows whose mean is the shift: within sd/11 of the fold's mean


def plain_layout(features: int) -> Layout:
    """The layout of columns that are features as they stand."""
    return Layout(features, (), (), np.zeros(features), 0.0)


def gather_few(X: NDArray[np.floating], y: Floats, weights: Floats | None = None) -> Moments:
    """Moments of X (n, p) and y (n, t) of few cells: one slab, whole. No pieces and no threads, which cost 100 µs."""
    if weights is not None and not weights.all():
        kept = weights > 0
        X, y, weights = X[kept], y[kept], weights[kept]
    n, p = X.shape
    shift = np.empty(p + y.shape[1])
    np.divide(X.sum(axis=0, dtype=np.float64), n, out=shift[:p])
    np.divide(y.sum(axis=0), n, out=shift[p:])
    slabs = _RowSlabs(shift, n)
    slabs.add(X, y, weights)
    return _moments(slabs, float(n) if weights is None else float(weights.sum()), n, shift)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows of one fold: a range of X, or an index into it."""

    fold: int
    rows: slice | NDArray[np.int64]


def gather_arrays(
    X: NDArray[np.floating],
    y: NDArray[np.floating],
    weights: Floats | None = None,
    *,
    folds: int | None = None,
    assignment: NDArray[np.integer] | None = None,
    threads: int | None = None,
) -> Gathered:
    """Moments of X (n, p) and y (n,), or several targets (n, t) as the last columns, one bucket a fold.

    X: float64 or float32, C or Fortran order; weights: (n,) ≥ 0 or None for ones. folds: contiguous, the first n mod k
    of them one row longer (scikit-learn's KFold); or assignment: (n,) the fold of each row, −1 for the test part;
    neither: one bucket. Scratch is under 1 MB a thread, and q² doubles a piece.
    """
    n, p = X.shape
    if y.ndim not in (1, 2) or y.shape[0] != n or (weights is not None and weights.shape != (n,)):
        raise OptionError(f"X has {n} rows, but y or the weights have another number; give one value a row.")
    parts, count = _parts(n, folds, assignment)
    pieces = _cut(parts, p)
    target = np.ascontiguousarray(y, dtype=np.float64).reshape(n, -1)
    matrix = X if X.dtype in (np.float64, np.float32) else X.astype(np.float64)
    shifts = {fold: _typical(matrix, target, rows) for fold, rows in parts}

    def sums(piece: _Piece) -> Moments:
        with np.errstate(over="ignore", invalid="ignore"):  # cells that are no numbers are told by the scatter
            return _piece_moments(matrix, target, weights, piece.rows, shifts[piece.fold])

    done = run(sums, pieces, threads)
    shift = np.mean([shifts[fold] for fold in shifts], axis=0) if shifts else np.zeros(p + target.shape[1])
    by_fold: list[list[Moments]] = [[] for _ in range(count + 1)]
    for piece, moments in zip(pieces, done, strict=True):
        by_fold[piece.fold].append(moments)
    merged = [merge(moments).rebased(shift) if moments else empty(shift) for moments in by_fold]
    return Gathered(tuple(merged[:-1]), merged[-1])


def _parts(
    n: int, folds: int | None, assignment: NDArray[np.integer] | None
) -> tuple[list[tuple[int, slice | NDArray[np.int64]]], int]:
    """The non-empty folds with their rows, and the number of folds; −1 is the test part."""
    if assignment is None:
        k = folds or 1
        if k > n:
            raise TableError(f"there are {n} rows, fewer than the {k} folds asked for; ask for fewer folds.")
        bounds = np.cumsum([0, *(n // k + (fold < n % k) for fold in range(k))])
        return [(fold, slice(int(bounds[fold]), int(bounds[fold + 1]))) for fold in range(k)], k
    in_order = bool((assignment[1:] >= assignment[:-1]).all())
    order = None if in_order else np.argsort(assignment, kind="stable")
    present, first = np.unique(assignment if order is None else assignment[order], return_index=True)
    parts: list[tuple[int, slice | NDArray[np.int64]]] = []
    for fold, a, b in zip(present, first, [*first[1:], n], strict=True):
        parts.append((int(fold), slice(int(a), int(b)) if order is None else order[a:b]))
    return parts, max(folds or 0, int(present[-1]) + 1)


def _cut(parts: list[tuple[int, slice | NDArray[np.int64]]], features: int) -> list[_Piece]:
    pieces = []
    each = -(-PIECES // max(len(parts), 1))
    for fold, rows in parts:
        length = rows.stop - rows.start if isinstance(rows, slice) else rows.shape[0]
        # A piece costs q² additions when merged: it must have more rows than that is worth.
        number = max(1, min(each, length // max(PIECE_ROWS, 4 * features)))
        bounds = np.linspace(0, length, number + 1).astype(int)
        for a, b in pairwise(bounds):
            inner = slice(rows.start + int(a), rows.start + int(b)) if isinstance(rows, slice) else rows[a:b]
            pieces.append(_Piece(fold, inner))
    return pieces


def _typical(X: NDArray[np.floating], y: Floats, rows: slice | NDArray[np.int64]) -> Floats:
    """The mean (p + t,) of a few rows spread evenly over a part."""
    start, stop = (rows.start, rows.stop) if isinstance(rows, slice) else (0, rows.shape[0])
    some = np.unique(np.linspace(start, stop - 1, SAMPLE).astype(np.int64))
    some = some if isinstance(rows, slice) else rows[some]
    return np.append(X[some].mean(axis=0, dtype=np.float64), y[some].mean(axis=0))


def _piece_moments(
    X: NDArray[np.floating], y: Floats, weights: Floats | None, rows: slice | NDArray[np.int64], shift: Floats
) -> Moments:
    if weights is not None:
        v = weights[rows]
        if not (v > 0).all():
            index = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
            rows = index[v > 0]
    start, stop = (rows.start, rows.stop) if isinstance(rows, slice) else (0, rows.shape[0])
    if start == stop:
        return empty(shift)
    q = X.shape[1] + y.shape[1]
    step = min(slab_rows(q), stop - start)
    by_column = X.flags.f_contiguous and not X.flags.c_contiguous
    slabs = _ColumnSlabs(shift, step) if by_column else _RowSlabs(shift, step)
    for begin in range(start, stop, step):
        end = min(begin + step, stop)
        place = slice(begin, end) if isinstance(rows, slice) else rows[begin:end]
        slabs.add(X[place], y[place], None if weights is None else weights[place])
    weight = float(stop - start) if weights is None else float(weights[rows].sum())
    return _moments(slabs, weight, stop - start, shift)


def _moments(slabs: _RowSlabs | _ColumnSlabs, weight: float, rows: int, shift: Floats) -> Moments:
    second = slabs.second()
    offset = slabs.sums / weight
    root = np.sqrt(weight) * offset
    second -= np.multiply.outer(root, root)
    return Moments(weight, rows, shift, offset, second, *slabs.extremes())


def aligned(rows: int, columns: int) -> Floats:
    """(rows, columns or up to 7 more) zeros, every row at the start of a cache line."""
    width = -(-columns // 8) * 8
    memory = np.zeros(rows * width + 8)
    start = -(memory.ctypes.data // 8) % 8
    return memory[start : start + rows * width].reshape(rows, width)


@lru_cache(maxsize=4)
def _upper(size: int) -> NDArray[np.bool_]:
    return np.triu(np.ones((size, size), dtype=np.bool_))


class _RowSlabs:
    """Scratch for rows that lie one after another.

    kernel/crosstab.hpp shifts, sums and looks for extremes at once; kernel/scatter.hpp adds the products.
    """

    def __init__(self, shift: Floats, rows: int) -> None:
        q = shift.shape[0]
        # Whole cache lines in every row of the slab and of the sums: half the time of filling it.
        scratch = aligned(rows + 4, q)
        self._slab, self._width = scratch[4:], q
        self._second = aligned(scratch.shape[1], scratch.shape[1])
        self._shift, self.sums, self.minimum, self.maximum = (line[:q] for line in scratch[:4])
        self._shift[:], self.minimum[:], self.maximum[:] = shift, np.inf, -np.inf

    def add(self, x: NDArray[np.floating], y: Floats, weight: Floats | None) -> None:
        """Take some rows in; no more than the slab holds."""
        x = x if x.strides[1] == x.itemsize else np.ascontiguousarray(x)
        root = None if weight is None else np.sqrt(weight)
        slab = self._slab[: x.shape[0]]
        p = x.shape[1]
        fill_slab(x, self._shift[:p], weight, root, slab, self.sums[:p], self.minimum[:p], self.maximum[:p])
        centred = y - self._shift[p:]
        slab[:, p : self._width] = centred if root is None else root[:, None] * centred
        self.sums[p:] += centred.sum(axis=0) if weight is None else weight @ centred
        np.minimum(self.minimum[p:], y.min(axis=0), out=self.minimum[p:])
        np.maximum(self.maximum[p:], y.max(axis=0), out=self.maximum[p:])
        add_scatter(slab, self._second)

    def second(self) -> Floats:
        """Σ v z z' (q, q) so far, about the shift."""
        second = self._second[: self._width, : self._width]
        return np.where(_upper(self._width), second, second.T)

    def extremes(self) -> tuple[Floats, Floats]:
        """Minimum and maximum (q,) so far, copied: a view would keep the whole scratch alive."""
        return self.minimum.copy(), self.maximum.copy()


class _ColumnSlabs:
    """Scratch for columns that lie one after another: the slab is kept transposed, so that nothing is strided."""

    def __init__(self, shift: Floats, rows: int) -> None:
        q = shift.shape[0]
        self._shift = shift
        self._slab = np.empty((q, rows))
        self._product, self._second = np.empty((q, q)), np.zeros((q, q))
        self.sums, self.minimum, self.maximum = np.zeros(q), np.full(q, np.inf), np.full(q, -np.inf)

    def add(self, x: NDArray[np.floating], y: Floats, weight: Floats | None) -> None:
        """Take some rows in; no more than the slab holds."""
        m = x.shape[0]
        slab = self._slab[:, :m]
        slab[: x.shape[1]] = x.T
        slab[x.shape[1] :] = y.T
        np.minimum(self.minimum, slab.min(axis=1), out=self.minimum)
        np.maximum(self.maximum, slab.max(axis=1), out=self.maximum)
        slab -= self._shift[:, None]
        self.sums += slab.sum(axis=1) if weight is None else slab @ weight
        if weight is not None:
            slab *= np.sqrt(weight)
        np.matmul(slab, slab.T, out=self._product)
        self._second += self._product

    def second(self) -> Floats:
        """Σ v z z' (q, q) so far, about the shift."""
        return self._second

    def extremes(self) -> tuple[Floats, Floats]:
        """Minimum and maximum (q,) so far."""
        return self.minimum, self.maximum
