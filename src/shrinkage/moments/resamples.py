"""Training and held-out parts from bucketed moments: no second pass over the rows for any fold or strength.

Held-out error is a quadratic form. With u = (−w / scale, 1) over z = [x, y], the held-out scatter S about its own mean,
and d the difference of held-out and training means (both told from one shift, so it costs no digits):

    (1/W) Σ v (y − ŷ)²  =  u'S u / W  +  (u'd)²            variance of the residual, and its squared mean
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np

from shrinkage.design.features import Layout
from shrinkage.errors import OptionError, TableError
from shrinkage.moments.buckets import fold_of_buckets
from shrinkage.moments.gather import Gathered
from shrinkage.moments.moments import Moments, leave_one_out, merge
from shrinkage.moments.quadratic import Filled, fill_values, filled, lifts, problem
from shrinkage.problem import Floats, Quadratic, Scaling


@dataclass(frozen=True, slots=True)
class _Training:
    quadratic: Quadratic
    scaling: Scaling
    lift: Floats
    offset: Floats


class MomentResamples:
    """``problem.Resamples`` over gathered moments: K folds, ``repeats`` times (part r·K + k is fold k of repeat r).

    Everything is computed when first asked for, and kept. Safe to call from several threads.
    """

    def __init__(
        self, gathered: Gathered, layout: Layout, folds: int = 10, repeats: int = 1, *, raw: bool = False
    ) -> None:
        if len(gathered.buckets) < folds:
            raise OptionError(
                f"--folds is {folds}, but the rows were gathered into {len(gathered.buckets)} buckets, and a fold is "
                f"one or more of them; ask for fewer folds or gather again."
            )
        self.layout = layout
        self._gathered, self._raw, self.folds_a_repeat = gathered, raw, folds
        rows = [bucket.rows for bucket in gathered.buckets]
        self.assignment = np.stack([fold_of_buckets(rows, folds, repeat) for repeat in range(repeats)])
        self._held: dict[int | None, Moments] = {None: gathered.test}
        self._complements: dict[int, Moments] = {}
        self._training: dict[int | None, _Training] = {}
        self._held_out: dict[int | None, Filled] = {}
        self._lock = Lock()
        self._locks = [Lock() for _ in range(repeats)]

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

    def rows(self, fold: int | None) -> tuple[int, int]:
        """Rows of the training part, and of the held-out part."""
        held = self.held_out(fold).rows
        return (self._gathered.rows if fold is None else self._gathered.rows - held), held

    def held_out(self, fold: int | None) -> Moments:
        """The moments of the held-out part, as gathered."""
        if fold is not None and fold not in self._held:
            self._merge_repeat(fold // self.folds_a_repeat)
        return self._held[fold]

    def whole(self) -> Moments:
        """The moments of everything outside the test part, as gathered."""
        return merge(self._gathered.buckets)

    def _merge_repeat(self, repeat: int) -> None:
        with self._locks[repeat]:
            first = repeat * self.folds_a_repeat
            if first in self._held:
                return
            fold_of = self.assignment[repeat]
            groups = [
                merge([bucket for bucket, place in zip(self._gathered.buckets, fold_of, strict=True) if place == k])
                for k in range(self.folds_a_repeat)
            ]
            if empty := [k for k, group in enumerate(groups) if group.rows == 0]:
                raise TableError(
                    f"fold {empty[0]} of {self.folds_a_repeat} holds no rows, because there are too few "
                    f"distinct rows or groups; ask for fewer --folds."
                )
            self._complements.update({first + k: rest for k, rest in enumerate(leave_one_out(groups))})
            self._held.update({first + k: group for k, group in reversed(list(enumerate(groups)))})

    def _trained(self, fold: int | None) -> _Training:
        if fold not in self._training:
            self.held_out(fold)
            with self._lock:
                moments = self.whole() if fold is None else self._complements.get(fold)
            if moments is not None:
                lift = lifts(moments, self.layout)
                part = filled(moments, self.layout, lift)
                quadratic, scaling = problem(part, raw=self._raw)
                self._training[fold] = _Training(quadratic, scaling, lift, part.offset)
                if fold is not None:
                    self._complements.pop(fold, None)
        return self._training[fold]

    def _held_filled(self, fold: int | None) -> Filled:
        if fold not in self._held_out:
            held = self.held_out(fold)
            if held.rows == 0:
                raise OptionError("an error was asked for, but no row was set apart for it; give --test above 0.")
            self._held_out[fold] = filled(held, self.layout, self._trained(fold).lift)
        return self._held_out[fold]
