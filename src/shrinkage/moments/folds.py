"""Which fold each bucket is in, for every repeat: (R, B) whole numbers, made of the weights of the buckets alone.

Buckets that share a number are held out together. In forward folds (`forward.py`) the number is also an order, and −1
is the block that is only ever trained on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError, TableError
from shrinkage.moments.mixing import mix
from shrinkage.problem import Floats

REPEAT = 3  # the stream of `mix` that deals buckets anew
# Where classes of weight part, in units of the mean times powers of two: not where buckets that are nearly equal lie.
_CLASS = 0.75
# Sums of weights in another order differ in their last bits: of their share of the total, 24 bits count.
_SHARE_BITS = 24

Assignment = NDArray[np.int64]
Weights = NDArray[np.int64]


def neighbours(buckets: int, folds: int) -> Assignment:
    """(1, B): runs of neighbouring buckets, b·K // B, for buckets that are equal in weight."""
    if buckets < folds:
        raise OptionError(
            f"--folds is {folds}, but the rows were gathered into {buckets} buckets, and a fold is one or more of "
            "them; ask for fewer folds or gather again."
        )
    return (np.arange(buckets) * folds // buckets)[None, :]


def dealt(weight: Weights, folds: int, repeat: int) -> Assignment:
    """The fold (B,) of each bucket in one repeat: every bucket to whichever fold weighs least so far.

    Heavy buckets first, by powers of two of the mean, so that the folds end even; those of about one weight in an order
    that the repeat draws. As long as there are buckets enough, no fold is empty. weight: (B,), 0 for an empty bucket.
    """
    count = weight.shape[0]
    drawn = mix(np.arange(count, dtype=np.uint64), repeat, REPEAT)
    size = np.frexp(weight / (_CLASS * max(float(weight.mean()), 1.0)))[1]
    held = np.zeros(folds, dtype=np.int64)
    assigned = np.zeros(count, dtype=np.int64)
    for bucket in np.lexsort((drawn, -size)):
        if weight[bucket]:
            fold = int(np.argmin(held))
            assigned[bucket] = fold
            held[fold] += weight[bucket]
    return assigned


def shares(weight: Floats) -> Weights:
    """Weights of buckets (B,) as whole numbers: as they are if they count rows, else as shares of their sum.

    At least 1 unless 0, so that what holds rows stays told apart from what holds none.
    """
    total = float(weight.sum())
    if np.array_equal(weight, np.rint(weight)) and total < 1 << 53:
        return weight.astype(np.int64)
    return np.maximum(np.rint(weight / total * (1 << _SHARE_BITS)), weight > 0).astype(np.int64)


def check_no_fold_empty(assignment: Assignment, rows: NDArray[np.int64], folds: int) -> None:
    """Raises TableError if some fold of some repeat holds no rows. rows: (B,) of each bucket."""
    for repeat in assignment:
        held = np.bincount(repeat[repeat >= 0], weights=rows[repeat >= 0], minlength=folds)
        if not held[:folds].all():
            raise TableError(
                f"fold {int(np.argmin(held)) + 1} of {folds} holds no rows, because there are too few distinct rows or "
                "groups; ask for fewer --folds."
            )
