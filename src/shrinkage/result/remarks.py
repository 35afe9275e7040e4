"""Warnings about the computing itself: optima at the end of a grid, fits that did not end at their optimum."""

from __future__ import annotations

from shrinkage.result.record import WarningRecord
from shrinkage.result.wording import NAMES
from shrinkage.selection.select import Selection


def warnings_of(selection: Selection) -> list[WarningRecord]:
    """Everything about a selection that a person should know before trusting it."""
    return [*_edges(selection), *_unsolved(selection)]


def _edges(selection: Selection) -> list[WarningRecord]:
    """A warning for each model whose optimum is at the end of its grid."""
    where = {
        "null": "at the strong end of its grid, where nothing is left of the features",
        "unpenalised": "at the weak end of its grid, where almost nothing is penalised",
    }
    return [
        WarningRecord(kind="edge", sentence=f"The smallest error of {NAMES[name]} is {where[fit.edge]}.")
        for name, fit in selection.fits.items()
        if fit.edge
    ]


def _unsolved(selection: Selection) -> list[WarningRecord]:
    """A warning for each model some of whose fits, in whichever fold, did not end at the optimum."""
    found: list[WarningRecord] = []
    for name, fit in selection.fits.items():
        curves = (fit.curve, *fit.others)
        fits = sum(curve.table.fold_mse.size + curve.table.lams.size for curve in curves)
        if unsolved := sum(curve.unsolved for curve in curves):
            said = f"{unsolved:,} of the {fits:,} fits of {NAMES[name]} were not solved to rounding"
            found.append(WarningRecord(kind="unsolved", sentence=f"{said}; its errors may be off by a little."))
    return found
