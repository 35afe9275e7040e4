"""What the two figures over strengths share: the box they are drawn in, its axes, counts above it and marks across.

Both have the same box, so that one above the other they can be read together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shrinkage.present.numbers import figure_number
from shrinkage.present.spread import spread
from shrinkage.present.svg.lettering import LINE, fitted, heading, width
from shrinkage.present.svg.markup import LETTERS, SMALL, WIDTH, filled, line, stroked, text
from shrinkage.present.svg.scale import Linear, Strengths, known
from shrinkage.present.svg.signs import model_name
from shrinkage.result.record import ModelRecord, PathRecord

LEFT, RIGHT, TOP, BOTTOM = 62.0, 374.0, 68.0, 296.0
BELOW = BOTTOM + 66.0  # where small print may begin
_COUNTS = 6
_LEAD = 16.0  # from the box to a label beside it


@dataclass(frozen=True, slots=True)
class Frame:
    """A box with its two scales; left: where it begins, further right where numbers at its side are wide."""

    across: Strengths
    down: Linear
    left: float

    @classmethod
    def of(cls, path: PathRecord, low: float, high: float) -> Frame:
        """The box of a path, with values from ``low`` to ``high``."""
        down = Linear(low, high, BOTTOM, TOP)
        left = max(LEFT, 12.0 + max(width(said, SMALL) for _, said in [*down.ticks(5), (0.0, "")]))
        return cls(Strengths.of(path.lam, left, RIGHT), down, left)

    def axes(self, model: ModelRecord, name: str, values: str) -> str:
        """Lines and numbers of both axes, what they are, and the counts of features above."""
        ups, alongs = self.down.ticks(5), self.across.ticks(5)
        heights = [self.down.at(value) for value, _ in ups]
        places = [self.across.at(lam) for lam, _ in alongs]
        middle = (self.left + RIGHT) / 2
        numbers = [
            *(text(self.left - 7, y + 5, said, text_anchor="end") for y, (_, said) in zip(heights, ups, strict=True)),
            *(text(x, BOTTOM + 20, said, text_anchor="middle") for x, (_, said) in zip(places, alongs, strict=True)),
        ]
        title = "strength lambda (weaker to the right)"
        return "".join(
            (
                heading(2.0, 16.0, model_name(name, model), f": {values}"),
                stroked("svg-grid", *(line(self.left, y, RIGHT, y) for y in heights)),
                stroked(
                    "svg-axis",
                    line(self.left, BOTTOM, RIGHT, BOTTOM),
                    *(line(x, BOTTOM, x, BOTTOM + 5) for x in places),
                ),
                filled("svg-label", *numbers, font_size=SMALL),
                filled("ink", text(middle, BOTTOM + 41, title, text_anchor="middle")),
            )
        )

    def counts(self, model: ModelRecord, path: PathRecord) -> str:
        """How many features are used, at points about evenly apart; of L2, which uses all, what they amount to."""
        freedom = path.degrees_of_freedom if model.l1_ratio == 0 else None
        sizes = [f"{used:,}" for used in path.nonzero] if freedom is None else list(map(_freedom, freedom))
        points = [
            (self.across.at(lam), said) for lam, said in zip(path.lam, sizes, strict=False) if known(lam) is not None
        ]
        shown: list[tuple[float, str]] = []
        for k in range(_COUNTS if points else 0):
            goal = self.left + k / (_COUNTS - 1) * (RIGHT - self.left)
            x, said = min(points, key=lambda point, goal=goal: abs(point[0] - goal))
            half = width(said, SMALL) / 2
            x = min(x, RIGHT + _LEAD - half)  # beside it stands what is counted
            if not shown or x - shown[-1][0] > 8.0 + half + width(shown[-1][1], SMALL) / 2:
                shown.append((x, said))
        numbers = [text(x, 41.0, said, text_anchor="middle") for x, said in shown]
        what = ("features", "used") if freedom is None else ("degrees of", "freedom")
        names = [text(RIGHT + _LEAD + 4, 32.0 + 15.0 * row, word) for row, word in enumerate(what)]
        return filled("svg-label", *numbers, *names, font_size=SMALL)

    def marks(self, model: ModelRecord) -> str:
        """Upright lines at the smallest CV error and, dashed, at one standard error, their names above."""
        chosen, calm = chosen_and_calm(model)
        calm = None if calm == chosen else calm
        places = [self.across.at(lam) for lam in (chosen, calm) if lam is not None]
        # Names begin a little before their lines, outwards of both, unless those are so near that names would meet.
        over = min(4.0, abs(places[0] - places[-1]) / 2 - 3.0) if len(places) > 1 else 4.0
        lines: list[str] = []
        names: list[str] = []
        if chosen is not None:
            x = self.across.at(chosen)
            lines.append(line(x, TOP, x, BOTTOM))
            said = "min = 1 SE" if chosen_and_calm(model)[1] == chosen else "min"
            names.append(text(x - over, TOP - 4.0, said))
        if calm is not None:
            x = self.across.at(calm)
            lines.append(line(x, TOP, x, BOTTOM, stroke_dasharray="5 3"))
            names.append(text(x + over, TOP - 4.0, "1 SE", text_anchor="end"))
        return stroked("ink", *lines) + filled("ink", *names, font_size=SMALL)

    def label_ends(self, ends: Sequence[tuple[float, str, str]]) -> str:
        """Names beside the right edge, none over another, each led to from the end of its line.

        ends: (height, class of the line, name).
        """
        step = LINE * LETTERS
        places = spread([height for height, *_ in ends], step, TOP + 3.0, BOTTOM - 3.0)
        leads: list[str] = []
        names: list[str] = []
        for (height, kind, name), place in zip(ends, places, strict=True):
            lead = line(RIGHT + 1, height, RIGHT + _LEAD, place, stroke_dasharray="none")
            leads.append(stroked(kind, lead, width=1.2))
            names.append(text(RIGHT + _LEAD + 4, place + 5.0, fitted(name, WIDTH - RIGHT - _LEAD - 6)))
        return "".join(leads) + filled("ink", *names)


def _freedom(value: float) -> str:
    shown = known(value)
    return "" if shown is None else figure_number(shown, 2) if not 10 <= abs(shown) < 1e6 else f"{shown:,.0f}"


def chosen_and_calm(model: ModelRecord) -> tuple[float | None, float | None]:
    """Strengths at the smallest CV error and at one standard error, where the path shown has them."""
    calm = model.one_standard_error
    inside = calm is not None and calm.l1_ratio == model.l1_ratio
    return known(model.lam), known(calm.lam) if calm is not None and inside else None


def point_of(path: PathRecord, lam: float | None) -> int | None:
    """The point of the path that has this strength."""
    return None if lam is None or lam not in path.lam else path.lam.index(lam)
