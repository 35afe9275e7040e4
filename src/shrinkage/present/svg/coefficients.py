"""Standardised coefficients of the four models side by side: what L1 leaves out and L2 only shrinks."""

from __future__ import annotations

from shrinkage.present.numbers import count, figure_number
from shrinkage.present.svg import axis, rows
from shrinkage.present.svg.lettering import heading, listed, quoted, small_print, width
from shrinkage.present.svg.markup import SMALL, WIDTH, figure, filled, line, stroked, text
from shrinkage.present.svg.scale import all_known, around, known
from shrinkage.present.svg.signs import model_legend, model_name, model_sign
from shrinkage.result.record import Record

SHOWN = 12
_EDGE = 16.0
_FAR = 1.6  # times the largest coefficient under a penalty: without one, collinear columns may reach far beyond

Values = dict[str, float | None]


def coefficients_figure(record: Record, *, id: str) -> str:
    """A row a feature, the strongest first; "" where there is no feature."""
    features = _strongest(record)
    if not features:
        return ""
    table = {feature: _values(record, feature) for feature in features}
    limit = _limit(table)
    far = [_beyond(value) for values in table.values() for value in all_known(values.values()) if abs(value) > limit]
    right = WIDTH - max([_EDGE, *(width(said, SMALL) + 26.0 for said in far)])
    inside = [v for values in table.values() for v in all_known(values.values()) if abs(v) <= limit]
    scale = around([0.0, *inside], rows.LEFT + 6.0, right)
    models = record.models.by_name()
    keys, keyed = model_legend(models, 2.0, 40.0, WIDTH - 4.0)
    top, height = 40.0 + keyed, rows.row_height(len(models))
    bottom = top + height * len(features)
    below, small = small_print([_remarks(record, table)], 2.0, bottom + 46.0, WIDTH - 4.0)
    parts = (
        heading(2.0, 16.0, "Coefficients", " per standard deviation of each feature"),
        keys,
        axis.below(scale, axis.roomy(scale), top, bottom),
        stroked("svg-axis", line(scale.at(0.0), top, scale.at(0.0), bottom)),
        rows.rules(len(features), top, height, scale.end),
        rows.names(features, top, height),
        rows.stems(scale, [_within(values, limit) for values in table.values()], top, height),
        *(_far(values, top + height * (k + 0.5), limit) for k, values in enumerate(table.values())),
        below,
    )
    return figure(id, bottom + 34.0 + small, "Coefficients of the four models", _described(record, table), parts)


def _values(record: Record, feature: str) -> Values:
    """The standardised coefficient of a feature, by model."""
    return {name: known(model.standardized.get(feature, 0.0)) for name, model in record.models.by_name().items()}


def _strongest(record: Record) -> list[str]:
    """The features that any penalised model makes most of; then those that only least squares uses."""
    size: dict[str, tuple[float, float]] = {}
    for feature in record.features:
        values = _values(record, feature.name)
        free = abs(values.pop("none") or 0.0)
        size[feature.name] = (max(map(abs, all_known(values.values())), default=0.0), free)
    return sorted(size, key=lambda name: size[name], reverse=True)[:SHOWN]


def _limit(table: dict[str, Values]) -> float:
    """The largest size that is drawn in its place."""
    penalised = [v for values in table.values() for v in all_known(v for k, v in values.items() if k != "none")]
    largest = max(map(abs, penalised), default=0.0)
    every = max((abs(v) for values in table.values() for v in all_known(values.values())), default=0.0)
    return every if not largest or every <= _FAR * largest else _FAR * largest


def _within(values: Values, limit: float) -> Values:
    """Those that are drawn in their place; None for the others."""
    return {model: None if value is None or abs(value) > limit else value for model, value in values.items()}


def _far(values: Values, middle: float, limit: float) -> str:
    """At the right the numbers of those far off."""
    drawn: list[str] = []
    for model, value in values.items():
        if value is None or abs(value) <= limit:
            continue
        said = _beyond(value)
        drawn.append(model_sign(model, WIDTH - 10.0 - width(said, SMALL), middle, 3.4))
        drawn.append(filled("ink", text(WIDTH - 2.0, middle + 5.0, said, text_anchor="end"), font_size=SMALL))
    return "".join(drawn)


def _beyond(value: float) -> str:
    """A coefficient far off, at the edge, with an arrow to the side where it would stand."""
    return f"{figure_number(value)} →" if value > 0 else f"← {figure_number(value)}"


def _remarks(record: Record, table: dict[str, Values]) -> str:
    left = len(record.features) - len(table)
    said = []
    if any(value == 0 for values in table.values() for value in values.values()):
        said.append("Hollow: exactly 0.")
    if left:
        said.append(f"{count(left, 'weaker feature')} {'is' if left == 1 else 'are'} not drawn.")
    return " ".join(said)


def _described(record: Record, table: dict[str, Values]) -> str:
    """The three strongest in numbers, and what L1 leaves out of those drawn."""
    said = [
        f"Standardised coefficients of {count(len(table), 'feature')}, the strongest of {len(record.features):,}, "
        "in four models."
    ]
    for feature, values in list(table.items())[:3]:
        parts = [f"{model_name(name)} {figure_number(value)}" for name, value in values.items() if value is not None]
        said.append(f"{quoted(feature)}: {', '.join(parts)}.")
    zeros = [quoted(feature) for feature, values in table.items() if values["l1"] == 0]
    if zeros:
        said.append(f"Of these {model_name('l1')} leaves out {listed(zeros)}.")
    return " ".join(said)
