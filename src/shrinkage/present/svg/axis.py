"""A level axis below a chart of rows: faint lines up from round numbers, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shrinkage.present.svg.lettering import width
from shrinkage.present.svg.markup import SMALL, WIDTH, filled, line, stroked, text
from shrinkage.present.svg.scale import Linear

_APART = 14.0  # between two numbers
Ticks = Sequence[tuple[float, str]]


def roomy(scale: Linear) -> Ticks:
    """Ticks whose numbers do not run together; fewer where they are long."""
    for wanted in (5, 3, 2):
        ticks = scale.ticks(wanted)
        places = [(scale.at(value), width(said, SMALL) / 2) for value, said in ticks]
        if all(b - a > half + other + _APART for (a, half), (b, other) in pairwise(places)):
            return ticks
    return scale.ticks(1)[:1]


def below(scale: Linear, ticks: Ticks, top: float, bottom: float) -> str:
    """The axis at ``bottom``, its lines up to ``top``."""
    places = [scale.at(value) for value, _ in ticks]
    halves = [width(said, SMALL) / 2 for _, said in ticks]
    inside = [min(max(x, half), WIDTH - half) for x, half in zip(places, halves, strict=True)]
    numbers = [text(x, bottom + 20.0, said, text_anchor="middle") for x, (_, said) in zip(inside, ticks, strict=True)]
    return "".join(
        (
            stroked("svg-grid", *(line(x, top, x, bottom) for x in places)),
            stroked("svg-axis", line(scale.start, bottom, scale.end, bottom)),
            filled("svg-label", *numbers, font_size=SMALL),
        )
    )
