"""Training and held-out parts from bucketed moments: no second pass over the rows for any fold or strength.

Held-out error is a quadratic form. With u = (−w / scale, 1) over z = [x, y], the held-out scatter S about its own mean,
and d the difference of held-out and training means (both told from one shift, so it costs no digits):

    (1/W) Σ v (y − ŷ)²  =  u'S u / W  +  (u'd)²            variance of the residual, and its squared mean
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from shrinkage.design.features import Layout
from shrinkage.errors import OptionError
from shrinkage.moments.folds import Assignment, check_no_fold_empty, neighbours
from shrinkage.moments.gather import Gathered
from shrinkage.moments.moments import Moments, leave_one_out, merge, prefixes
from shrinkage.moments.quadratic import Filled, fill_values, filled, lifts, problem
from shrinkage.problem import Floats, Quadratic, Scaling


@dataclass(frozen=True, slots=True)
class _Training:
    quadratic: Quadratic
    scaling: Scaling
    lift: Floats
    offset: Floats


class MomentResamples:
    """``problem.Resamples`` over gathered moments: K folds, R times (part r·K + k is fold k of repeat r).

    assignment: (R, B) the fold of each bucket in each repeat, or a number of folds, runs of neighbouring buckets;
    forward: folds are in order, a fold is trained on what is before it, and −1 is only trained on; counts: weights
    count repetitions, so that a training part has as many rows as it weighs. Everything is computed when first asked
    for, and kept. Safe to call from several threads. Raises TableError if a fold is empty.
    """

    def __init__(
        self,
        gathered: Gathered,
        layout: Layout,
        assignment: Assignment | int,
        *,
        forward: bool = False,
        raw: bool = False,
        counts: bool = False,
    ) -> None:
        if isinstance(assignment, int):
            assignment = neighbours(len(gathered.buckets), assignment)
        self.layout, self.assignment, self.forward = layout, assignment, forward
        self._gathered, self._raw, self._counts = gathered, raw, counts
        self.folds_a_repeat = int(assignment.max()) + 1
        rows = np.array([bucket.rows for bucket in gathered.buckets], dtype=np.int64)
        check_no_fold_empty(assignment, rows, self.folds_a_repeat)
        self._held: dict[int | None, Moments] = {None: gathered.test}
        self._held_size: dict[int | None, tuple[float, int]] = {None: (gathered.test.weight, gathered.test.rows)}
        self._complements: dict[int, Moments] = {}
        self._training: dict[int | None, _Training] = {}
        self._held_out: dict[int | None, Filled] = {}
        self._lock = Lock()
        self._locks = [Lock() for _ in assignment]

    @property
    def folds(self) -> int:
        """Parts in all: folds × repeats."""
        return self.assignment.shape[0] * self.folds_a_repeat

    @property
    def has_test(self) -> bool:
        return self._gathered.test.rows > 0

    @property
    def gathered(self) -> Gathered:
        return self._gathered

    def train(self, fold: int | None) -> Quadratic:
        return self._trained(fold).quadratic

    def scaling(self, fold: int | None) -> Scaling:
        return self._trained(fold).scaling

    def fills(self, fold: int | None) -> Floats:
        """What missing cells are filled with in this part (f,), in the order of ``layout.fills``."""
        return fill_values(self.layout, self._trained(fold).lift)

    def lift(self, fold: int | None) -> Floats:
        """By how much each fill (f,) lies above the constant that was gathered in its place."""
        return self._trained(fold).lift

    def offset(self, fold: int | None) -> Floats:
        """Training means of the features (p,), imputed, above the shift they were gathered with."""
        return self._trained(fold).offset[:-1]

    def target_offset(self, fold: int | None) -> float:
        """Training mean of the target above its shift."""
        return float(self._trained(fold).offset[-1])

    def part(self, fold: int) -> tuple[int, int]:
        """The repeat a part belongs to, and its fold within it."""
        return divmod(fold, self.folds_a_repeat)

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        """Weighted mean squared error (m,) on the held-out part of coefficients (m, p) of ``train(fold)``."""
        trained, held = self._trained(fold), self._held_filled(fold)
        scale = trained.scaling.scale
        inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
        u = np.empty((coefficients.shape[0], scale.shape[0] + 1))
        np.multiply(coefficients, -inverse, out=u[:, :-1])
        u[:, -1] = 1.0
        spread = np.einsum("ij,ij->i", u @ held.scatter, u) / held.weight
        return np.maximum(spread, 0.0) + (u @ (held.offset - trained.offset)) ** 2

    def training_buckets(self, fold: int | None) -> NDArray[np.bool_]:
        """Which buckets (B,) make the training part."""
        if fold is None:
            return np.ones(self.assignment.shape[1], dtype=np.bool_)
        repeat, part = self.part(fold)
        return self.assignment[repeat] < part if self.forward else self.assignment[repeat] != part

    def rows(self, fold: int | None) -> tuple[int, int]:
        """Rows of the table in the training part, and in the held-out part."""
        training = self.training_buckets(fold)
        rows = sum(bucket.rows for bucket, used in zip(self._gathered.buckets, training, strict=True) if used)
        return rows, self._held_out_size(fold)[1]

    def held_out_weight(self, fold: int | None) -> float:
        """W of the held-out part."""
        return self._held_out_size(fold)[0]

    @property
    def held_out_share(self) -> float:
        """Weight of the held-out part over that of the training part, the mean over all parts."""
        weights = self._gathered.weights
        training = [float(weights[self.training_buckets(fold)].sum()) for fold in range(self.folds)]
        return float(np.mean([self.held_out_weight(fold) / weight for fold, weight in enumerate(training)]))

    def whole(self) -> Moments:
        """The moments of everything outside the test part, as gathered."""
        return merge(self._gathered.buckets)

    def _held_out_size(self, fold: int | None) -> tuple[float, int]:
        self._merged(fold)
        return self._held_size[fold]

    def _merged(self, fold: int | None) -> None:
        """Make sure that the parts of a fold's repeat are merged."""
        if fold is not None and fold not in self._held_size:
            self._merge_repeat(fold // self.folds_a_repeat)

    def _merge_repeat(self, repeat: int) -> None:
        with self._locks[repeat]:
            first = repeat * self.folds_a_repeat
            if first in self._held_size:
                return
            groups = [self._group(repeat, k) for k in range(self.folds_a_repeat)]
            rest = self._before(repeat, groups) if self.forward else leave_one_out(groups)
            self._complements.update({first + k: moments for k, moments in enumerate(rest)})
            self._held.update({first + k: group for k, group in enumerate(groups)})
            # The first of them last: its presence says that all are there.
            sizes = [(first + k, (group.weight, group.rows)) for k, group in enumerate(groups)]
            self._held_size.update(reversed(sizes))

    def _group(self, repeat: int, part: int) -> Moments:
        places = zip(self._gathered.buckets, self.assignment[repeat], strict=True)
        return merge([bucket for bucket, place in places if place == part])

    def _before(self, repeat: int, groups: Sequence[Moments]) -> list[Moments]:
        """What is before each group."""
        return prefixes([self._group(repeat, -1), *groups[:-1]])

    def _trained(self, fold: int | None) -> _Training:
        if fold not in self._training:
            self._merged(fold)
            with self._lock:
                moments = self.whole() if fold is None else self._complements.get(fold)
            if moments is not None:
                lift = lifts(moments, self.layout)
                part = filled(moments, self.layout, lift)
                if self._counts:
                    part = replace(part, rows=round(part.weight))
                quadratic, scaling = problem(part, raw=self._raw)
                self._training[fold] = _Training(quadratic, scaling, lift, part.offset)
                if fold is not None:
                    self._complements.pop(fold, None)
        return self._training[fold]

    def _held_filled(self, fold: int | None) -> Filled:
        if fold not in self._held_out:
            if self._held_out_size(fold)[1] == 0:
                raise OptionError("an error was asked for, but no row was set apart for it; give --test above 0.")
            with self._lock:
                held = self._held.get(fold)
            if held is not None:
                self._held_out[fold] = filled(held, self.layout, self._trained(fold).lift)
                self._held.pop(fold, None)
        return self._held_out[fold]
