"""Signs that stand for a model or for a kind of error, told apart by shape as well as by hue; and their legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from shrinkage.present.summary import LABELS, label
from shrinkage.present.svg.lettering import LINE, width
from shrinkage.present.svg.markup import COLOURS, LETTERS, element, filled, polygon, text
from shrinkage.result.record import ModelRecord

SHAPES = {"none": "square", "l1": "disc", "l2": "diamond", "elastic_net": "triangle"}

Sign = Callable[[float, float], str]
"""Draws a sign at a place."""


def model_name(name: str, model: ModelRecord | None = None) -> str:
    """What a model is called on figures; of an elastic net with its l1_ratio, where the model is given."""
    return "no penalty" if name == "none" else label(name, model) if model is not None else LABELS[name]


def sign(shape: str, x: float, y: float, radius: float, *, hollow: bool = False) -> str:
    """A sign in the colour of its group; a hollow one covers what it stands on."""
    look = {"fill": COLOURS["paper"], "stroke": "currentColor", "stroke_width": "1.6", "class_": "hollow"}
    chosen = look if hollow else {}
    if shape == "disc":
        return element("circle", cx=x, cy=y, r=radius, **chosen)
    if shape == "square":
        side = 0.88 * radius
        return element("rect", x=x - side, y=y - side, width=2 * side, height=2 * side, **chosen)
    if shape == "diamond":
        reach = 1.25 * radius
        return polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], **chosen)
    reach = 1.2 * radius
    return polygon([(x, y - reach), (x + reach, y + 0.85 * reach), (x - reach, y + 0.85 * reach)], **chosen)


def model_sign(name: str, x: float, y: float, radius: float = 4.0, *, hollow: bool = False) -> str:
    """The sign of one of the four models, in its hue."""
    return filled(f"hue-{name}", sign(SHAPES[name], x, y, radius, hollow=hollow))


def legend(entries: Sequence[tuple[Sign, str]], x: float, y: float, room: float) -> tuple[str, float]:
    """Signs with their words beside them, in as many lines as they need, the first about y; and the height of all."""
    key, gap, step = 14.0, 16.0, LINE * LETTERS
    drawn: list[str] = []
    said: list[str] = []
    left, row = 0.0, 0
    for draw, meaning in entries:
        wide = key + width(meaning)
        if left and left + wide > room:
            left, row = 0.0, row + 1
        drawn.append(draw(x + left + 5.0, y + step * row - 0.33 * LETTERS))
        said.append(text(x + left + key, y + step * row, meaning))
        left += wide + gap
    return "".join(drawn) + filled("ink", *said), step * (row + 1)


def model_legend(models: Mapping[str, ModelRecord], x: float, y: float, room: float) -> tuple[str, float]:
    """The legend of these models."""

    def drawn(name: str) -> Sign:
        return lambda at, height: model_sign(name, at, height)

    return legend([(drawn(name), model_name(name, model)) for name, model in models.items()], x, y, room)
