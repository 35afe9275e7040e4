"""The path of a model: everything over its grid, and its coefficients at every strength where they are known."""

from __future__ import annotations

import numpy as np

from shrinkage.path.exact import Knots
from shrinkage.path.largest import largest_on_path
from shrinkage.problem import Floats
from shrinkage.result.facts import Facts
from shrinkage.result.packing import exact_record
from shrinkage.result.record import CurveRecord, PathRecord
from shrinkage.selection.select import Fit, Selection
from shrinkage.selection.validate import Curve


def per_deviation(selection: Selection) -> Floats:
    """(p,) by which a coefficient becomes one per population sd of its column, also where columns were used raw."""
    scale = selection.scaling.scale
    return np.divide(selection.deviations, scale, out=np.zeros_like(scale), where=scale > 0)


def path_record(selection: Selection, fit: Fit, facts: Facts) -> PathRecord:
    """The path of one of the four models."""
    table, unit = fit.curve.table, per_deviation(selection)
    paths = fit.curve.coefficients * unit
    used = np.any(paths != 0, axis=0)
    anywhere = paths
    if isinstance(fit.exact, Knots):  # a feature may come and go between two points of the grid
        used |= fit.exact.used & (unit > 0)
        bends = np.zeros((fit.exact.lams.size, unit.size))
        bends[:, fit.exact.features] = fit.exact.coefficients
        anywhere = np.vstack((paths, bends * unit))
    shown = largest_on_path(anywhere)
    return PathRecord(
        lam=table.lams.tolist(),
        cv_mse=table.cv_mse.tolist(),
        cv_se=table.cv_se.tolist(),
        fold_mse=table.fold_mse.tolist(),
        train_mse=fit.curve.train_mse.tolist(),
        nonzero=_nonzero(fit.curve),
        features=[facts.names[feature] for feature in shown],
        coefficients=paths[:, shown].tolist(),
        features_left_out=int(np.count_nonzero(used)) - len(shown),
        degrees_of_freedom=fit.freedom.tolist(),
        exact=exact_record(fit.exact, shown, unit),
        other_l1_ratios=[_other(curve) for curve in fit.others],
    )


def _nonzero(curve: Curve) -> list[int]:
    return np.count_nonzero(curve.coefficients, axis=1).tolist()


def _other(curve: Curve) -> CurveRecord:
    table = curve.table
    return CurveRecord(
        l1_ratio=table.l1_ratio,
        lam=table.lams.tolist(),
        cv_mse=table.cv_mse.tolist(),
        cv_se=table.cv_se.tolist(),
        nonzero=_nonzero(curve),
    )
