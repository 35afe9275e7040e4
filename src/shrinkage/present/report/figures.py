"""The static figures of the page, each with its caption; nothing where a record has nothing to draw."""

from __future__ import annotations

from typing import cast

from shrinkage.present.report.parts import View, figure
from shrinkage.present.summary import LABELS
from shrinkage.present.svg.coefficients import coefficients_figure
from shrinkage.present.svg.cv_curve import cv_curve_figure
from shrinkage.present.svg.errors import errors_figure
from shrinkage.present.svg.path import path_figure
from shrinkage.present.svg.selection import selection_figure
from shrinkage.result.record import ModelName


def errors(view: View) -> str:
    caption = "What each model errs by. The further left, the better; the mean alone is what a model must beat."
    return figure("errors", errors_figure(view.record, id="figure-errors"), caption)


def path(view: View, name: str) -> str:
    drawing = path_figure(view.record, cast("ModelName", name), id=f"figure-path-{name}")
    return figure("path", drawing, f"The path of {LABELS[name]}: a line is one feature.")


def cv_curve(view: View, name: str) -> str:
    drawing = cv_curve_figure(view.record, cast("ModelName", name), id=f"figure-cv-{name}")
    return figure("cv", drawing, f"The error of {LABELS[name]} on held-out rows, which chooses its strength.")


def coefficients(view: View) -> str:
    caption = "The strongest features under the four models; the table below has all of them."
    return figure("coefficients", coefficients_figure(view.record, id="figure-coefficients"), caption)


def selection(view: View) -> str:
    caption = "How often the folds chose the strongest features; the table below has all of them."
    return figure("selection", selection_figure(view.record, id="figure-selection"), caption)
