"""What each feature does under each model: drawn, and in full."""

from __future__ import annotations

from collections.abc import Callable

from shrinkage.present.numbers import column, number
from shrinkage.present.report import figures
from shrinkage.present.report.parts import View, keyed, lead, mark, section, small
from shrinkage.present.report.tables import Frame, Row, long_table
from shrinkage.present.report.words import marked_name
from shrinkage.present.summary import SHORT
from shrinkage.result.record import ModelRecord

TITLE = "What each feature does"
_LEAD = (
    "Per standard deviation, a coefficient says by how much the prediction changes when a feature grows by one of its "
    "own standard deviations and the others stay as they are: these can be compared with each other. Per unit, it says "
    "the same of one unit of the feature, an hour or a euro: these predict. Compare the models along a row: of several "
    "features that say nearly the same, L1 keeps one or two and sets the others to exactly 0, L2 shares the effect "
    "among them, and without a penalty they may grow large with opposite signs. A coefficient is what a model makes of "
    "this table; it proves no cause."
)


def coefficients(view: View) -> str:
    drawn = mark("coefficients", figures.coefficients(view))
    return section("coefficients", TITLE, lead(_LEAD), drawn, _table(view), small(_left_out(view)))


def reach(view: View) -> Callable[[str], tuple[float, float]]:
    """The size of a feature per standard deviation: under any penalty, and without one; as the figure orders them."""
    free = view.record.models.none.standardized
    found = [model.standardized for model in view.penalised.values()]
    return lambda name: (max(abs(values.get(name, 0.0)) for values in found), abs(free.get(name, 0.0)))


def _table(view: View) -> str:
    size = reach(view)
    names = sorted((feature.name for feature in view.features), key=size, reverse=True)
    models = view.models
    per_sd = [column([model.standardized.get(name) for name in names]) for model in models.values()]
    per_unit = [[number(model.coefficients.get(name), 6) for name in names] for model in models.values()]
    rows = [
        Row([marked_name(name), *(cells[k] for cells in per_sd), *(cells[k] for cells in per_unit)])
        for k, name in enumerate(names)
    ]
    rows.insert(0, _intercept(list(models.values())))
    labels = [keyed(name, SHORT[name]) for name in models]
    groups = [("", 1), ("per standard deviation", len(labels)), ("per unit", len(labels))]
    caption = "Coefficients, the largest per standard deviation under any penalty first."
    frame = Frame(["feature", *labels, *labels], groups=groups)
    return long_table("Coefficients", caption, frame, rows, "features")


def _intercept(models: list[ModelRecord]) -> Row:
    return Row(["(intercept)", *("" for _ in models), *(number(model.intercept, 6) for model in models)])


def _left_out(view: View) -> str:
    left = len(view.record.features) - len(view.features)
    return f"{left:,} more features, smaller than these under every model, are in the record." if left else ""
