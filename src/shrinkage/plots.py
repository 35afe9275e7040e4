"""Figures of paths, cross-validation, coefficients, errors and predictions, as Displays in scikit-learn's manner.

Each holds plain arrays: ``from_estimator``, ``from_comparison`` or ``from_predictions`` take them from what was fitted
and draw at once; ``plot(ax=None)`` draws again, on axes of yours if you like. Needs matplotlib
(``pip install "shrinkage[plots]"``), which is imported when something is drawn.
"""

from __future__ import annotations

from shrinkage.present.figures import (
    CoefficientsDisplay,
    CVCurve,
    CVCurveDisplay,
    ErrorsDisplay,
    PathDisplay,
    PredictionErrorDisplay,
    plot_comparison,
)

__all__ = [
    "CVCurve",
    "CVCurveDisplay",
    "CoefficientsDisplay",
    "ErrorsDisplay",
    "PathDisplay",
    "PredictionErrorDisplay",
    "plot_comparison",
]
