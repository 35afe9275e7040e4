"""Moments: all that squared error ever sees of some rows, as a frozen commutative monoid.

Over z = [x (p), y] of weighted rows:

    W = Σ v        mean = Σ v z / W        S = Σ v (z − mean)(z − mean)'

The scatter S is centred, never Σ z z' (a year column would lose ten digits), and the mean is kept as shift + offset
with the shift a typical value, so that means of nearly equal parts differ without cancellation. Two parts merge exactly
(Chan, Golub & LeVeque 1983; eq. 2.1b), and any number of them by the same identity:

    W = Σ W_k     mean = Σ W_k mean_k / W     S = Σ S_k + Σ W_k (mean_k − mean)(mean_k − mean)'

Minimum and maximum travel along, because whether a column is constant is decided by them and never by its variance.
A part is never obtained as the total minus another part: that cancels. Groups are left out by merging the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from shrinkage.problem import Floats


@dataclass(frozen=True, slots=True)
class Moments:
    """weight: W; rows: of positive weight; shift, offset: (q,), mean = shift + offset; scatter: (q, q), symmetric.

    minimum, maximum: (q,) over the cells that are observed (cells filled in for missing ones do not count);
    +∞ and −∞ where none is. q = p + 1: the features as gathered, then the target.
    """

    weight: float
    rows: int
    shift: Floats
    offset: Floats
    scatter: Floats
    minimum: Floats
    maximum: Floats

    @property
    def mean(self) -> Floats:
        """(q,), rounded to what a double can hold; differences are better taken of offsets."""
        return self.shift + self.offset

    @property
    def size(self) -> int:
        """q: features as gathered, and the target."""
        return self.offset.shape[0]

    def rebased(self, shift: Floats) -> Moments:
        """The same moments with their mean told from another shift."""
        if shift is self.shift or np.array_equal(shift, self.shift):
            return self
        offset = self.offset + (self.shift - shift)
        return Moments(self.weight, self.rows, shift, offset, self.scatter, self.minimum, self.maximum)

    def __add__(self, other: Moments) -> Moments:
        return merge((self, other))


def empty(shift: Floats) -> Moments:
    """The moments of no rows: the neutral element of ``merge``."""
    q = shift.shape[0]
    return Moments(0.0, 0, shift, np.zeros(q), np.zeros((q, q)), np.full(q, np.inf), np.full(q, -np.inf))


def block(z: Floats, weight: Floats | None, shift: Floats) -> Moments:
    """The moments of rows written out: z (n, q), weight (n,) or None for ones. Plain and slow; ``gather`` is fast."""
    v = np.ones(z.shape[0]) if weight is None else weight
    z, v = z[v > 0], v[v > 0]
    if not z.shape[0]:
        return empty(shift)
    total = float(v.sum())
    centred = z - shift
    offset = (v @ centred) / total
    centred = np.sqrt(v)[:, None] * (centred - offset)
    return Moments(total, z.shape[0], shift, offset, centred.T @ centred, z.min(axis=0), z.max(axis=0))


def merge(parts: Iterable[Moments]) -> Moments:
    """The moments of all the parts' rows together; at least one part."""
    parts = list(parts)
    shift = parts[0].shift
    parts = [part.rebased(shift) for part in parts if part.weight > 0] or [empty(shift)]
    if len(parts) == 1:
        return parts[0]
    weights = np.array([part.weight for part in parts])
    offsets = np.stack([part.offset for part in parts])
    total = float(weights.sum())
    offset = weights @ offsets / total
    between = np.sqrt(weights)[:, None] * (offsets - offset)
    scatter = between.T @ between
    for part in parts:
        scatter += part.scatter
    minimum = np.min([part.minimum for part in parts], axis=0)
    maximum = np.max([part.maximum for part in parts], axis=0)
    return Moments(total, sum(part.rows for part in parts), shift, offset, scatter, minimum, maximum)


def leave_one_out(groups: Sequence[Moments]) -> list[Moments]:
    """For each group the merge of all others, by prefix × suffix: 3k merges, and nothing is ever subtracted."""
    neutral = empty(groups[0].shift)
    suffix = [neutral]
    for group in reversed(groups[1:]):
        suffix.append(merge((suffix[-1], group)))
    prefix, complements = neutral, []
    for group in groups:
        complements.append(merge((prefix, suffix.pop())))
        prefix = merge((prefix, group))
    return complements


def prefixes(parts: Sequence[Moments]) -> list[Moments]:
    """The first of them, the first two merged, …, and all: one merge each."""
    merged = [parts[0]]
    for part in parts[1:]:
        merged.append(merge((merged[-1], part)))
    return merged
