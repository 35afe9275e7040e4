"""Whether the folds agree on which features to use."""

from __future__ import annotations

from shrinkage.present.report import figures
from shrinkage.present.report.parts import View, lead, mark, model_name, section, small
from shrinkage.present.report.sections.coefficients import reach
from shrinkage.present.report.tables import Frame, Row, long_table
from shrinkage.present.report.words import marked_name, said
from shrinkage.result.scheme import folds_of

TITLE = "Whether the choice of features is stable"


def stability(view: View) -> str:
    if not _frequencies(view):
        return section("stability", TITLE, small("This record does not say which features each fold chose."))
    return section("stability", TITLE, lead(_lead(view)), mark("selection", figures.selection(view)), _table(view))


def _lead(view: View) -> str:
    folds = said(folds_of(view.record.split))
    return (
        f"Every fold trains on somewhat different rows ({folds}), at the strength chosen for its model. A feature that "
        "is chosen in each of them is chosen by the table; one that comes and goes is chosen by luck, often because "
        "another says nearly the same. L2 is not shown: it drops nothing."
    )


def _frequencies(view: View) -> dict[str, dict[str, float]]:
    """Of the models that choose features."""
    found = {name: model.selection_frequency for name, model in view.models.items()}
    return {name: shares for name, shares in found.items() if shares is not None}


def _table(view: View) -> str:
    found = _frequencies(view)
    folds = view.record.split.folds * view.record.split.repeats
    names = [feature.name for feature in view.features if any(shares.get(feature.name) for shares in found.values())]
    names.sort(key=reach(view), reverse=True)
    names.sort(key=lambda name: [-shares.get(name, 0.0) for shares in found.values()])
    rows = [
        Row([marked_name(name), *(_of(shares.get(name, 0.0), folds) for shares in found.values())]) for name in names
    ]
    never = len(view.features) - len(names)
    if not rows:
        return small("No fold chose any feature.")
    headings = ["feature", *(model_name(name, view.models[name]) for name in found)]
    caption = "How many folds chose the feature."
    if never:
        caption = f"{caption[:-1]}; the other {'one was' if never == 1 else f'{never:,} were'} never chosen."
    return long_table("Selection over folds", caption, Frame(headings), rows, "features")


def _of(share: float, folds: int) -> str:
    """``9 of 10``: a share of folds is a whole number of them."""
    return f"{round(share * folds):,} of {folds:,}" if share else "0"
