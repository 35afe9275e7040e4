"""Charts with a row a feature and, in each, a stem with its sign for every model: their rows, names and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shrinkage.present.svg.lettering import fitted
from shrinkage.present.svg.markup import filled, line, polyline, stroked, text
from shrinkage.present.svg.scale import Linear
from shrinkage.present.svg.signs import SHAPES, sign

LEFT = 176.0  # where the rows begin; names are at the left of it
_STEM = 8.5  # between the stems of a row


def row_height(models: int) -> float:
    """Of a row with a stem for each of so many models."""
    return _STEM * models + 8.0


def names(features: Sequence[str], top: float, height: float) -> str:
    """Names of the features, at the left of their rows."""
    shown = [fitted(feature, LEFT - 14.0) for feature in features]
    said = [
        text(LEFT - 10.0, top + height * (row + 0.5) + 5.0, name, text_anchor="end") for row, name in enumerate(shown)
    ]
    return filled("ink", *said)


def rules(count: int, top: float, height: float, right: float) -> str:
    """Faint lines between rows."""
    return stroked("svg-grid", *(line(2.0, y, right, y) for y in (top + height * row for row in range(1, count))))


def stems(scale: Linear, table: Sequence[Mapping[str, float | None]], top: float, height: float) -> str:
    """In each row a stem from 0 and a sign at its end for each model with a value; a hollow sign at 0 where it is
    exactly that. A model's are one group, so that its hue is said once."""
    models = list(table[0]) if table else []
    return "".join(_of_model(scale, table, model, top, height) for model in models)


def _of_model(scale: Linear, table: Sequence[Mapping[str, float | None]], model: str, top: float, height: float) -> str:
    lines: list[str] = []
    signs: list[str] = []
    for row, values in enumerate(table):
        value = values[model]
        if value is None:
            continue
        y = top + height * (row + 0.5) + _STEM * (list(values).index(model) - (len(values) - 1) / 2)
        x = scale.at(value)
        if value != 0:
            lines.append(polyline([(scale.at(0.0), y), (x, y)]))
        signs.append(sign(SHAPES[model], x, y, 3.4, hollow=value == 0))
    return stroked(f"hue-{model}", *lines, width=2.0) + filled(f"hue-{model}", *signs)
