"""Warnings about the computing itself: optima at the end of a grid, fits that did not end at their optimum."""

from __future__ import annotations

from shrinkage.result.facts import Facts
from shrinkage.result.record import WarningRecord
from shrinkage.result.wording import NAMES, nothing_left
from shrinkage.selection.select import Selection


def warnings_of(selection: Selection, facts: Facts) -> list[WarningRecord]:
    """Everything about a selection that a person should know before trusting it."""
    return [*_edges(selection, facts), *_unsolved(selection)]


def _edges(selection: Selection, facts: Facts) -> list[WarningRecord]:
    """A warning for each model whose optimum is at the end of its grid."""
    found: list[WarningRecord] = []
    for name, fit in selection.fits.items():
        where = {
            "null": f"at the strong end of its grid, where {nothing_left(fit, facts)}",
            "unpenalised": "at the weak end of its grid, where almost nothing is penalised",
        }
        if fit.edge:
            found.append(
                WarningRecord(kind="edge", sentence=f"The smallest error of {NAMES[name]} is {where[fit.edge]}.")
            )
    return found


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
