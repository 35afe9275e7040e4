"""Training parts by merging: the rows are read once, into the moments of a few blocks of folds.

The training part of a fold is everything outside its block, merged with the rows of its block that it does not hold out
(none, where a block is one fold). Nothing is ever obtained as the total minus a part: that cancels.

    folds at most MERGED         a block each; the others are merged whenever a training part is asked for
    more, if memory allows       a block each; what is outside each is made once, by prefix × suffix
    more than that               neighbouring folds share a block, and a fold's mates are read from the rows again
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shrinkage.estimators.held_out import held_out_error
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.problems import problem_of
from shrinkage.estimators.sparse_moments import pieces_of, sparse_moments
from shrinkage.estimators.splits import Split, row_numbers, rows_of
from shrinkage.moments.arrays import gather_arrays
from shrinkage.moments.moments import Moments, empty, leave_one_out, merge
from shrinkage.problem import Floats, Quadratic, Scaling

# Folds up to which their moments are kept, whatever they weigh, and merged when asked for: k² merges at worst.
MERGED = 16
# Bytes of moments of more folds than that; as much again for what is outside of each, and while that is made.
KEPT_BYTES = 12 << 20
# Rows held out, in features, up to which they are scored one by one.
FEW = 2


class Merged:
    """Training parts of splits that train on all rows they do not hold out; X dense or CSR.

    fold_of: (n,) which split holds out each row, −1 for none, or None for plain ranges of rows.
    """

    def __init__(
        self,
        inputs: Inputs,
        splits: list[Split],
        fold_of: NDArray[np.int64] | None,
        *,
        intercept: bool,
        standardize: bool,
        threads: int | None,
    ) -> None:
        self._inputs, self._splits = inputs, splits
        self._intercept, self._standardize = intercept, standardize
        k, q = len(splits), inputs.features + 1
        blocks = k if k <= MERGED else min(k, max(MERGED, KEPT_BYTES // (8 * q * q)))
        self._block_of = np.arange(k) * blocks // k
        self._alone = blocks == k
        self._blocks, self._never = self._gather(fold_of, blocks, threads)
        self._rest = leave_one_out(self._blocks) if blocks > MERGED else None
        self._abouts: dict[int, Floats] = {}

    def train(self, fold: int | None) -> tuple[Quadratic, Scaling]:
        """The problem of a training part, of all rows for None, and its scaling."""
        moments = merge((*self._blocks, self._never)) if fold is None else self._training(fold)
        if fold is not None:
            self._abouts[fold] = moments.offset
        return problem_of(moments, intercept=self._intercept, standardize=self._standardize)

    def error(self, fold: int, scaling: Scaling, coefficients: Floats) -> tuple[Floats, NDArray[np.bool_]] | None:
        """Held-out error (m,) by moments and where it is trustworthy; None where rows are few or not gathered so."""
        test = self._splits[fold][1]
        if not self._alone or row_numbers(test).shape[0] <= FEW * self._inputs.features:
            return None
        return held_out_error(self._blocks[fold], self._abouts[fold] if self._intercept else None, coefficients)

    def _gather(
        self, fold_of: NDArray[np.int64] | None, blocks: int, threads: int | None
    ) -> tuple[tuple[Moments, ...], Moments]:
        """The moments of each block, and of the rows that no fold holds out."""
        x, y, weights = self._inputs.x, self._inputs.y, self._inputs.weights
        dense = isinstance(x, np.ndarray)
        if fold_of is None and self._alone and dense:
            gathered = gather_arrays(x, y, weights, folds=blocks, threads=threads)
            return gathered.buckets, gathered.test
        if fold_of is None:
            fold_of = np.repeat(np.arange(len(self._splits)), [row_numbers(test).shape[0] for _, test in self._splits])
        # numpy's −1 is the last entry, here that of no block.
        block_of_row = np.append(self._block_of, -1)[fold_of]
        if not dense:
            parts = [moments_of(self._inputs, np.flatnonzero(block_of_row == b)) for b in range(-1, blocks)]
            never, *found = [part.rebased(parts[1].shift) for part in parts]
            return tuple(found), never
        gathered = gather_arrays(x, y, weights, assignment=block_of_row, folds=blocks, threads=threads)
        return gathered.buckets, gathered.test

    def _training(self, fold: int) -> Moments:
        block = int(self._block_of[fold])
        mates = [int(other) for other in np.flatnonzero(self._block_of == block) if other != fold]
        if self._rest is not None:
            parts = [self._rest[block], self._never]
        else:
            parts = [*self._blocks[:block], *self._blocks[block + 1 :], self._never]
        if mates:
            rows = np.sort(np.concatenate([row_numbers(self._splits[mate][1]) for mate in mates]))
            parts.append(moments_of(self._inputs, rows))
        return merge(parts)


def moments_of(inputs: Inputs, rows: NDArray[np.int64]) -> Moments:
    """Of some rows (m,); sparse ones are copied out a few at a time."""
    if isinstance(inputs.x, np.ndarray):
        own = rows_of(inputs, rows)
        return gather_arrays(own.x, own.y, own.weights, threads=1).buckets[0]
    found: Moments | None = None
    for piece in np.array_split(rows, pieces_of(inputs.x, rows.shape[0])):
        own = rows_of(inputs, piece)
        if own.weight > 0:
            part = sparse_moments(own.x, own.y[:, None], own.weights)
            found = part if found is None else merge((found, part))
    return empty(np.zeros(inputs.features + 1)) if found is None else found
