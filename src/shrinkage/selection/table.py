"""Cross-validated errors over a grid of strengths: the only thing that rules and the verdict look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from shrinkage.problem import Floats


@dataclass(frozen=True, slots=True)
class Table:
    """lams: (m,) strongest first; l1_ratio; fold_mse: (k, m) weighted mean squared error on each held-out part."""

    lams: Floats
    l1_ratio: float
    fold_mse: Floats

    @property
    def cv_mse(self) -> Floats:
        """(m,) unweighted mean over folds: each fold counts once, whatever it weighs."""
        return self.fold_mse.mean(axis=0)

    @property
    def cv_se(self) -> Floats:
        """(m,) standard error of that mean: sd over folds (divisor k − 1) / √k."""
        # In units of a power of two, which changes no digit: where a fold explodes, squares of its error may overflow.
        unit = np.ldexp(1.0, np.frexp(self.fold_mse.max(axis=0, initial=1.0))[1] // 2 * 2)
        return unit * ((self.fold_mse / unit).std(axis=0, ddof=1) / sqrt(self.fold_mse.shape[0]))

    def join(self, other: Table) -> Table:
        """This grid and the weaker strengths of ``other`` after it."""
        return Table(np.concatenate((self.lams, other.lams)), self.l1_ratio, np.hstack((self.fold_mse, other.fold_mse)))


@dataclass(frozen=True, slots=True)
class Choice:
    """A point of a family of tables: table (index into the family) and point (index into its grid)."""

    table: int
    point: int


Family = Sequence[Table]
"""Tables of one kind of model, one an l1_ratio, over the same folds."""
