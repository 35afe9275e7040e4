"""The figures of a report, drawn as SVG by hand: what is seen without scripts, on paper, and before scripts run.

Every function takes a record and the id that tells a figure from the others of its page, and returns the text of an
``<svg>`` element, or "" where the record has nothing of the kind.

    path.py   cv_curve.py   coefficients.py   errors.py   selection.py    a drawing each
    frame.py   what path and CV curve share        rows.py   charts with a row a feature
    markup.py   elements, colours, escaping        scale.py   axes and ticks, for any numbers
    curves.py   lines through many points          lettering.py   widths, names that fit        signs.py   signs, legend
"""

from __future__ import annotations

from shrinkage.present.svg.coefficients import coefficients_figure
from shrinkage.present.svg.cv_curve import cv_curve_figure
from shrinkage.present.svg.errors import errors_figure
from shrinkage.present.svg.path import path_figure
from shrinkage.present.svg.selection import selection_figure

__all__ = ["coefficients_figure", "cv_curve_figure", "errors_figure", "path_figure", "selection_figure"]
