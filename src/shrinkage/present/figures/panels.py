"""A comparison on one sheet: path and CV curve of a model under each other, coefficients and errors beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shrinkage.present.figures.coefficients import CoefficientsDisplay
from shrinkage.present.figures.cv_curve import CVCurveDisplay
from shrinkage.present.figures.errors import ErrorsDisplay
from shrinkage.present.figures.inputs import record_of
from shrinkage.present.figures.path import PathDisplay
from shrinkage.present.figures.sheet import MODEL_NAMES, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from shrinkage.result.record import Record

SIZE = (10.0, 7.0)
FEATURES = 14  # rows of coefficients that a quarter of the sheet holds
LABELLED = 8
ABOVE = (6.0, 21.0, 6.0, 17.0)  # points between axes and title: a legend, or the error of the mean, lies between


def plot_comparison(comparison: Any, model: str | None = None, *, features: int = FEATURES) -> Figure:
    """Four panels of a comparison or its record.

    model: whose path and CV curve are drawn: ``l1``, ``l2`` or ``elastic_net``; the one that the verdict chose, or
    L1 where it chose no penalty; features: rows of coefficients at most.
    """
    record = record_of(comparison)
    model = model or _penalised(record)
    with styled(None):
        figure = new_figure(SIZE, returned=True)
        axes = figure.subplots(2, 2, width_ratios=(1.15, 1.0), height_ratios=(1.12, 1.0))
        CoefficientsDisplay.from_comparison(record, ax=axes[0, 1], features=features)
        ErrorsDisplay.from_comparison(record, ax=axes[1, 1])
        CVCurveDisplay.from_comparison(record, model, ax=axes[1, 0], counts=False)
        titles = ("a  Path", "b  L1 and L2 coefficients", "c  Cross-validation", "d  Errors of all models")
        name = MODEL_NAMES.get(model, model)
        # Last: its labels are placed by the room that the other panels leave.
        PathDisplay.from_comparison(record, model, ax=axes[0, 0], labels=LABELLED)
        for ax, title, above in zip(axes.flat, titles, ABOVE, strict=True):
            whose = f"{title}, {name}" if ax in axes[:, 0] else title
            ax.set_title(whose, loc="left", fontweight="bold", pad=above)
    return figure


def _penalised(record: Record) -> str:
    """The model with a path that the verdict comes nearest to."""
    verdict = record.verdict
    return next((name for name in (verdict.choice, verdict.best) if name in ("l1", "l2", "elastic_net")), "l1")
