"""Selection rules. A rule is a value: a pure function of one CV table, or of a family of them, to a point.

Grids run from strong to weak and the first of equal errors wins, so that a tie goes to the stronger penalty.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from shrinkage.problem import Floats
from shrinkage.selection.table import Choice, Family, Table

Rule = Callable[[Table], int]


def minimum(table: Table) -> int:
    """The point with the smallest mean error over folds."""
    return int(np.argmin(table.cv_mse))


def one_standard_error(table: Table) -> int:
    """The strongest penalty whose mean error is within one standard error of the smallest (Breiman et al. 1984)."""
    best = minimum(table)
    limit = table.cv_mse[best] + table.cv_se[best]
    return int(np.argmax(table.cv_mse <= limit))


def best_of(family: Family) -> Choice:
    """The minimum over all tables of a family; the first table wins a tie."""
    points = [minimum(table) for table in family]
    errors = [table.cv_mse[point] for table, point in zip(family, points, strict=True)]
    table = int(np.argmin(errors))
    return Choice(table, points[table])


def crossfit(family: Family, repeats: int = 1) -> Floats:
    """(k,) error of each fold at the point that the other folds of its repeat chose.

    The error at the chosen point of a whole curve is too small: the same folds chose it. Here the folds that choose
    (l1_ratio and strength both) and the fold that judges are never the same. Folds are numbered repeat by repeat.
    """
    curves = np.hstack([table.fold_mse for table in family])  # (k, Σm): all candidates side by side
    folds = curves.shape[0]
    errors = np.empty(folds)
    each = folds // repeats
    for fold in range(folds):
        first = fold // each * each
        others = [row for row in range(first, first + each) if row != fold]
        errors[fold] = curves[fold, np.argmin(curves[others].mean(axis=0))]
    return errors
