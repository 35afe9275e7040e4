"""A second look at the rows, for least squares that a Gram cannot settle.

A Gram in double precision resolves singular-value ratios down to about 1e-7 only. The triangular factor R of [1, z]
(QR of the rows) is the same monoid without squaring the condition number: factors of two parts, stacked and factored
again, are the factor of both (TSQR; Demmel, Grigori, Hoemmen & Langou 2012). So a pass over the rows gives one factor
a fold, and complements of folds are merged by prefix × suffix as moments are.

    R = | √W  √W mean' |      the lower right corner is a factor of the centred rows: impute, drop hidden columns and
        |  0     R₂    |      scale it by columns, exactly as the Gram would be

Costs: 2 n q² flops and one more (c + q) / c for blocks of c rows; (folds + 1)·(c + q)·q doubles of memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Layout, Rows
from shrinkage.errors import OptionError
from shrinkage.moments.directions import add_factors, span, zero_mean_directions
from shrinkage.moments.gather import Block, Placement, encoded
from shrinkage.moments.qr import triangle
from shrinkage.moments.resamples import MomentResamples
from shrinkage.problem import Floats, LeastSquares, Scaling
from shrinkage.threads import available, one_blas_thread, run

# Rows stacked under a factor before it is factored again: the more, the smaller the share q/c of extra work, and the
# more memory. In units of q, 1, 2, 4 and 8 took 110, 84, 76, 72 ms at q = 102 and 364, 283, 289, 299 ms at q = 502.
STACK = 2
STACK_LEAST = 512
# Flops up to which factoring everything takes about a tenth of a second. Factoring the rows twice over costs 4 n q²;
# for each part, merging by prefix × suffix and then a singular value decomposition about 40 q³. Fewer rows than columns
# make factors of as many rows, so that one q becomes their number.
CHEAP = 1e9


class Reread:
    """``problem.Rereading``: reads the rows of ``resamples`` once more, whenever asked.

    read: starts another pass and yields the same blocks (rows, or calls that encode them); placement: the split by
    which they were gathered.
    """

    def __init__(
        self,
        read: Callable[[], Iterable[Block]],
        placement: Placement,
        resamples: MomentResamples,
        *,
        threads: int | None = None,
    ) -> None:
        self._read, self._placement, self._resamples = read, placement, resamples
        self._threads = available(threads)
        # Buckets that are in the same fold in every repeat may share a factor.
        _, self._atom_of = np.unique(resamples.assignment, axis=1, return_inverse=True)
        self._atom_of = self._atom_of.reshape(-1)

    @property
    def cheap(self) -> bool:
        rows, q = self._resamples.gathered.rows, self._resamples.layout.gathered + 2
        rank = min(rows, q)  # a factor has no more rows than there are
        return (4.0 * rows + 40.0 * (self._resamples.folds + 1) * rank) * rank * q <= CHEAP

    def norms(self, directions: Mapping[int | None, Floats]) -> Mapping[int | None, Floats]:
        """One pass: ‖Z v‖/√W (k,) over the rows of each ``train(fold)``, for its directions v (p, k).

        An upper estimate, above the true norm by at most what the remainders weigh (`directions.py`): about 1e-12.
        """
        if not directions:
            return {}
        layout = self._resamples.layout
        with one_blas_thread(), ThreadPoolExecutor(self._threads) as pool:
            shared = span(self._resamples, directions)
            factors = [np.zeros((0, shared.basis.shape[1]))] * (int(self._atom_of.max()) + 1)
            for rows in encoded(self._read(), pool, self._threads):
                add_factors(rows, self._atoms(rows), layout, shared.basis, factors, pool)
        everything = self._resamples.train(None).weight
        norms: dict[int | None, Floats] = {}
        for fold, (place, coefficients, unseen) in shared.parts.items():
            weight = self._resamples.train(fold).weight
            told = np.vstack([factors[atom] for atom in self._training_atoms(fold)])[:, place] @ coefficients
            norms[fold] = np.linalg.norm(told, axis=0) / np.sqrt(weight) + np.sqrt(unseen * everything / weight)
        return norms

    def factors(self) -> TriangularResamples:
        """One pass: triangular factors of every fold and of the test part."""
        layout = self._resamples.layout
        stacks = [_Stack(layout) for _ in range(int(self._atom_of.max()) + 2)]
        with one_blas_thread(), ThreadPoolExecutor(self._threads) as pool:
            for rows in encoded(self._read(), pool, self._threads):
                atom = self._atoms(rows)
                list(
                    pool.map(
                        lambda index, rows=rows, atom=atom: stacks[index + 1].add(rows, atom == index),
                        range(-1, len(stacks) - 1),
                    )
                )
            factors = list(pool.map(_Stack.finish, stacks))
        return TriangularResamples(self._resamples, factors[1:], factors[0], self._atom_of, self._threads)

    def _atoms(self, rows: Rows) -> NDArray[np.int64]:
        """Which atom each row belongs to (n,): −1 for the test part, −2 for rows of weight 0."""
        bucket = self._placement.place(rows)
        atom = np.where(bucket >= 0, self._atom_of[bucket], -1)
        return atom if rows.weight is None else np.where(rows.weight > 0, atom, -2)

    def _training_atoms(self, fold: int | None) -> NDArray[np.int64]:
        """The atoms of the training part."""
        return np.unique(self._atom_of[self._resamples.training_buckets(fold)])


class _Stack:
    """The running factor of one atom: rows are piled under it and factored when the pile is high enough."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._width = layout.gathered + 2
        self._capacity = max(STACK_LEAST, STACK * self._width)
        self._factor = np.zeros((0, self._width))
        self._pile: Floats | None = None
        self._piled = 0

    def add(self, rows: Rows, chosen: NDArray[np.bool_]) -> None:
        index = np.flatnonzero(chosen)
        if index.size and self._pile is None:
            self._pile = np.zeros((self._capacity, self._width))
        start = 0
        while self._pile is not None and start < index.size:
            taken = index[start : start + self._capacity - self._piled]
            place = slice(self._piled, self._piled + taken.size)
            self._pile[place] = with_intercept(rows, taken, self._layout)
            self._piled += taken.size
            start += taken.size
            if self._piled == self._capacity:
                self._press()

    def _press(self) -> None:
        if self._pile is not None:
            self._factor = triangle([self._factor, self._pile[: self._piled]])
            self._piled = 0

    def finish(self) -> Floats:
        if self._piled:
            self._press()
        self._pile = None
        return self._factor


def with_intercept(rows: Rows, index: NDArray[np.int64], layout: Layout) -> Floats:
    """Rows of [1, z], shifted and times √v, written out (m, q + 1)."""
    dense = layout.dense + layout.hidden
    out = np.zeros((index.size, layout.gathered + 2))
    out[:, 0] = 1.0
    np.subtract(rows.dense[index], layout.shift, out=out[:, 1 : dense + 1])
    for block, start in enumerate(layout.starts):
        code = rows.codes[index, block]
        known = np.flatnonzero(code >= 0)
        out[known, 1 + layout.hidden + start + code[known]] = 1.0
    out[:, -1] = rows.target[index] - layout.target_shift
    if rows.weight is not None:
        out *= np.sqrt(rows.weight[index])[:, None]
    return out


class TriangularResamples:
    """``problem.Factored``: every part as a triangular factor, in the units of ``MomentResamples``."""

    def __init__(
        self,
        resamples: MomentResamples,
        factors: list[Floats],
        test: Floats,
        atom_of: NDArray[np.int64],
        threads: int,
    ) -> None:
        self._resamples, self._atoms, self._test, self._atom_of = resamples, factors, test, atom_of
        self._held: dict[int | None, Floats] = {None: test}
        self._training: dict[int | None, Floats] = {None: triangle(factors)}
        with one_blas_thread():
            for repeat in range(resamples.folds // resamples.folds_a_repeat):
                self._merge_repeat(repeat, threads)

    def _merge_repeat(self, repeat: int, threads: int) -> None:
        k = self._resamples.folds_a_repeat
        first = repeat * k
        groups = run(lambda part: self._group(repeat, part), range(k), threads)
        rest = self._before(repeat, groups) if self._resamples.forward else _leave_one_out(groups)
        self._held.update({first + part: group for part, group in enumerate(groups)})
        self._training.update({first + part: factor for part, factor in enumerate(rest)})

    def _group(self, repeat: int, part: int) -> Floats:
        atoms = np.unique(self._atom_of[self._resamples.assignment[repeat] == part])
        return triangle([self._atoms[atom] for atom in atoms])

    def _before(self, repeat: int, groups: Sequence[Floats]) -> list[Floats]:
        """What is before each group: one more part is merged for each."""
        before = [self._group(repeat, -1)]
        for group in groups[:-1]:
            before.append(triangle([before[-1], group]))
        return before

    def train(self, fold: int | None) -> LeastSquares:
        """(q, p) columns with columns'columns the Gram of ``MomentResamples.train(fold)``, to full precision."""
        resamples = self._resamples
        layout, scaling, problem = resamples.layout, resamples.scaling(fold), resamples.train(fold)
        centred = self._training[fold][1:, 1:].copy()
        value = [fill.value for fill in layout.fills]
        missing = [fill.missing for fill in layout.fills]
        centred[:, value] += resamples.lift(fold) * centred[:, missing]
        columns = np.delete(centred[:, :-1], np.arange(layout.dense, layout.dense + layout.hidden), axis=1)
        unit = np.divide(1.0, scaling.scale, out=np.zeros_like(scaling.scale), where=scaling.scale > 0)
        root = np.sqrt(problem.weight)
        return LeastSquares(columns * (unit / root), centred[:, -1] / root, problem.weight, problem.rows)

    def scaling(self, fold: int | None) -> Scaling:
        return self._resamples.scaling(fold)

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        """Weighted mean squared error (m,) on the held-out part of coefficients (m, p) of ``train(fold)``."""
        held = self._held[fold]
        if not held.shape[0]:
            raise OptionError("an error was asked for, but no row was set apart for it; give --test above 0.")
        u = -zero_mean_directions(self._resamples, fold, coefficients.T)
        u[0] -= self._resamples.target_offset(fold)
        u[-1] = 1.0
        residual = held @ u
        return np.einsum("ij,ij->j", residual, residual) / self._resamples.held_out_weight(fold)


def _leave_one_out(groups: Sequence[Floats]) -> list[Floats]:
    """For each group the factor of all others, by prefix × suffix."""
    nothing = groups[0][:0]
    suffix = [nothing]
    for group in reversed(groups[1:]):
        suffix.append(triangle([suffix[-1], group]))
    prefix, rest = nothing, list[Floats]()
    for group in groups:
        rest.append(triangle([prefix, suffix.pop()]))
        prefix = triangle([prefix, group])
    return rest
