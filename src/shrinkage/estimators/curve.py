"""What the cross-validated estimators show of their choice: ``cv_table_`` and ``path_``, plain arrays over the grid."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import Floats
from shrinkage.selection.table import Table


@dataclass(frozen=True, slots=True)
class CvTable:
    """Errors over the grid of m strengths, strongest first, of one l1_ratio.

    alphas: (m,) on the class's own scale; lams: (m,) the same on the mean scale of the objective, for all rows (Ridge's
    alpha is lam times the weight of the rows); fold_mse: (k, m) weighted mean squared error on each held-out part;
    train_mse, nonzero, degrees_of_freedom: (m,) of the fits on all rows (degrees of freedom do not count the
    intercept); null_mse: training error of the intercept alone, or of 0 where there is none; rows: n, of
    weight above 0; weight: W; features: p; chosen: the point that the rule took, None in tables of
    an l1_ratio that was not taken; one_standard_error: the point of that rule, None with a single fold.
    """

    alphas: Floats
    lams: Floats
    l1_ratio: float
    fold_mse: Floats
    train_mse: Floats
    nonzero: NDArray[np.int64]
    degrees_of_freedom: Floats
    null_mse: float
    rows: int
    weight: float
    features: int
    chosen: int | None = None
    one_standard_error: int | None = None

    @property
    def folds(self) -> int:
        """k."""
        return self.fold_mse.shape[0]

    @property
    def cv_mse(self) -> Floats:
        """(m,) unweighted mean over folds: each fold counts once, whatever it weighs."""
        return self.fold_mse.mean(axis=0)

    @property
    def cv_se(self) -> Floats:
        """(m,) standard error of that mean, sd over folds (divisor k − 1) / √k; nan with a single fold."""
        if self.folds < 2:
            return np.full(self.lams.shape, np.nan)
        return Table(self.lams, self.l1_ratio, self.fold_mse).cv_se

    @property
    def cv_rmse(self) -> Floats:
        """(m,) √cv_mse, in the units of the target."""
        return np.sqrt(self.cv_mse)

    @property
    def cv_rmse_se(self) -> Floats:
        """(m,) its standard error by the delta method, cv_se / (2·cv_rmse)."""
        return np.divide(self.cv_se, 2.0 * self.cv_rmse, out=np.zeros_like(self.lams), where=self.cv_rmse > 0)

    def to_dict(self) -> dict[str, Any]:
        """Every field and the means over folds, as numbers and lists: a DataFrame or JSON can be made of it."""
        return {**_plain(self), "cv_mse": self.cv_mse.tolist(), "cv_se": self.cv_se.tolist()}

    def __repr__(self) -> str:
        best = int(np.argmin(self.cv_mse))
        return (
            f"<CvTable: {self.lams.size} strengths, {self.folds} folds, l1_ratio {self.l1_ratio:g}; smallest error "
            f"{sqrt(self.cv_mse[best]):.6g} (root mean square) at alpha {self.alphas[best]:.6g}>"
        )


@dataclass(frozen=True, slots=True)
class LeaveOneOutTable:
    """As ``CvTable``, where every row is predicted by all others: errors of single rows are summed and not kept.

    cv_mse: (m,) weighted mean squared error over rows; cv_se: (m,) its standard error over rows.
    """

    alphas: Floats
    lams: Floats
    l1_ratio: float
    cv_mse: Floats
    cv_se: Floats
    train_mse: Floats
    nonzero: NDArray[np.int64]
    degrees_of_freedom: Floats
    null_mse: float
    rows: int
    weight: float
    features: int
    chosen: int | None = None
    one_standard_error: int | None = None

    @property
    def folds(self) -> int:
        """One a row that has a weight."""
        return self.rows

    @property
    def fold_mse(self) -> None:
        """None: not kept. ``store_cv_results=True`` keeps errors of single rows, in ``cv_results_``."""
        return None

    @property
    def cv_rmse(self) -> Floats:
        """(m,) √cv_mse, in the units of the target."""
        return np.sqrt(self.cv_mse)

    @property
    def cv_rmse_se(self) -> Floats:
        """(m,) its standard error by the delta method, cv_se / (2·cv_rmse)."""
        return np.divide(self.cv_se, 2.0 * self.cv_rmse, out=np.zeros_like(self.lams), where=self.cv_rmse > 0)

    def to_dict(self) -> dict[str, Any]:
        """Every field, as numbers and lists: a DataFrame or JSON can be made of it."""
        return _plain(self)

    def __repr__(self) -> str:
        best = int(np.argmin(self.cv_mse))
        return (
            f"<LeaveOneOutTable: {self.lams.size} strengths, {self.rows} rows; smallest error "
            f"{sqrt(self.cv_mse[best]):.6g} (root mean square) at alpha {self.alphas[best]:.6g}>"
        )


@dataclass(frozen=True, slots=True)
class CoefficientPath:
    """The fits on all rows over the grid of m strengths, strongest first, at one l1_ratio.

    alphas: (m,) on the class's own scale; coef: (m, p) and intercept: (m,) in the original units of X; nonzero,
    degrees_of_freedom: (m,); feature_names: p of them, x0, x1, … where X had none; chosen, one_standard_error: points
    of the rules, where there was a choice.
    """

    alphas: Floats
    coef: Floats
    intercept: Floats
    l1_ratio: float
    nonzero: NDArray[np.int64]
    degrees_of_freedom: Floats
    feature_names: tuple[str, ...]
    chosen: int | None = None
    one_standard_error: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Every field, as numbers and lists."""
        return _plain(self)

    def __repr__(self) -> str:
        m, p = self.coef.shape
        return f"<CoefficientPath: {m} strengths × {p} features, l1_ratio {self.l1_ratio:g}>"


def _plain(value: Any) -> dict[str, Any]:
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: entry.tolist() if isinstance(entry, np.ndarray) else entry for name, entry in found.items()}
