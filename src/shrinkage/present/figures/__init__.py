"""Figures for paper and notebook, with matplotlib: a Display a file, in scikit-learn's manner.

A Display holds plain arrays; ``plot(ax=None)`` draws them, keeps what it drew (``ax_``, ``figure_``, …) and returns the
Display. Arrays come from a record (``from_comparison``), from a fitted estimator (``from_estimator``) or from anywhere.

    sheet.py   matplotlib on demand, a sheet to draw on, palette        labels.py   names as data, labels side by side
    strength.py   axes of strengths, counts above them, marks           inputs.py   what records and estimators hold
    panels.py   four of them on one sheet
"""

from __future__ import annotations

from shrinkage.present.figures.coefficients import CoefficientsDisplay
from shrinkage.present.figures.cv_curve import CVCurve, CVCurveDisplay
from shrinkage.present.figures.errors import ErrorsDisplay
from shrinkage.present.figures.panels import plot_comparison
from shrinkage.present.figures.path import PathDisplay
from shrinkage.present.figures.prediction import PredictionErrorDisplay

__all__ = [
    "CVCurve",
    "CVCurveDisplay",
    "CoefficientsDisplay",
    "ErrorsDisplay",
    "PathDisplay",
    "PredictionErrorDisplay",
    "plot_comparison",
]
