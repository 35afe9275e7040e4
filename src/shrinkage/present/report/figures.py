"""The static figures of the page, each with its caption."""

from __future__ import annotations

from shrinkage.present.report.parts import View


def errors(view: View) -> str:
    return ""


def path(view: View, name: str) -> str:
    return ""


def cv_curve(view: View, name: str) -> str:
    return ""


def coefficients(view: View) -> str:
    return ""


def selection(view: View) -> str:
    return ""
