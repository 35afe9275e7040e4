"""The path and the CV curve of one model, small, side by side: for the terminal.

Across goes the strength on a logarithmic axis, strongest at the left, as the path is walked. At the left panel each
line is a standardised coefficient; at the right the cross-validated RMSE with one standard error about it. ▲ marks the
smallest CV error and △ the one-standard-error point. Everything drawn is in the record; only the screen is computed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.text import Text

from shrinkage.present.canvas import Canvas
from shrinkage.present.face import Face
from shrinkage.present.numbers import label, number
from shrinkage.result.record import BaselineRecord, ModelRecord, PathRecord

# Six hues of the terminal's own palette, told apart on light and dark ground; further lines are dim.
HUES = ("cyan", "magenta", "green", "yellow", "blue", "red")
_ROWS = 9
_GUTTER = 8
_GAP = 2
_HEADROOM = 1.02  # the curve is cut where it leaves this times the mean's error: a path that explodes hides the rest


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers to dots, linear between ``low`` and ``high``; beyond them at the edge."""

    low: float
    high: float
    dots: int

    def at(self, value: float) -> int:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(min(max(share, 0.0), 1.0) * (self.dots - 1))


def picture(model: ModelRecord, baseline: BaselineRecord, face: Face) -> list[Text]:
    """The two panels beside each other, or one above the other on narrow paper; nothing without a path."""
    path = model.path
    if path is None or len(path.lam) < 2:
        return []
    if face.width >= 76:
        width = min((face.width - _GAP) // 2, 70)
        left, right = _path_panel(path, model, face, width), _curve_panel(path, model, baseline, face, width)
        return [_beside(one, other, width) for one, other in zip(left, right, strict=True)]
    width = max(face.width, 30)
    return [*_path_panel(path, model, face, width), Text(), *_curve_panel(path, model, baseline, face, width)]


def drawn_features(path: PathRecord) -> list[tuple[str, str]]:
    """The features whose lines have a hue of their own, with it: those largest anywhere on the path."""
    reach = [max((abs(point[j]) for point in path.coefficients), default=0.0) for j in range(len(path.features))]
    order = sorted(range(len(path.features)), key=lambda j: -reach[j])
    return [(path.features[j], hue) for j, hue in zip(order, HUES, strict=False) if reach[j] > 0]


def _beside(one: Text, other: Text, width: int) -> Text:
    joined = one.copy()
    joined.append(" " * max(width - one.cell_len + _GAP, 1))
    joined.append_text(other)
    return joined


def _path_panel(path: PathRecord, model: ModelRecord, face: Face, width: int) -> list[Text]:
    canvas = Canvas(width - _GUTTER, _ROWS, unicode=face.unicode)
    across = _strength_axis(path, canvas)
    lines = list(zip(*path.coefficients, strict=True)) if path.coefficients else []
    reach = [value for line in lines for value in line]
    low, high = min([*reach, 0.0]), max([*reach, 0.0])
    down = Axis(low, high, canvas.height)
    zero = canvas.height - 1 - down.at(0.0)
    canvas.line(0, zero, canvas.width - 1, zero, "dim", every=4)
    hues = dict(drawn_features(path))
    order = sorted(range(len(lines)), key=lambda j: path.features[j] in hues)
    for j in order:
        _curve(canvas, across, down, path.lam, lines[j], hues.get(path.features[j], "dim"))
    return _framed(canvas, "coefficients (standardised)", (high, low), path, model, face, across)


def _curve_panel(path: PathRecord, model: ModelRecord, baseline: BaselineRecord, face: Face, width: int) -> list[Text]:
    canvas = Canvas(width - _GUTTER, _ROWS, unicode=face.unicode)
    across = _strength_axis(path, canvas)
    error = [_root(mse) for mse in path.cv_mse]
    above = [_root(mse + (se or 0.0)) for mse, se in zip(path.cv_mse, path.cv_se, strict=True)]
    below = [_root(mse - (se or 0.0)) for mse, se in zip(path.cv_mse, path.cv_se, strict=True)]
    top = min(max(above), max(baseline.cv_rmse, min(above)) * _HEADROOM)
    low = min(below)
    down = Axis(low, top, canvas.height)
    level = canvas.height - 1 - down.at(baseline.cv_rmse)
    if low <= baseline.cv_rmse <= top:
        canvas.line(0, level, canvas.width - 1, level, "dim", every=4)
    for edge in (above, below):
        _curve(canvas, across, down, path.lam, edge, "dim", every=4, top=top)
    _curve(canvas, across, down, path.lam, error, "bold", top=top)
    return _framed(canvas, "CV error (RMSE ± 1 SE)", (top, low), path, model, face, across)


def _strength_axis(path: PathRecord, canvas: Canvas) -> Axis:
    """Strongest at the left: minus the logarithm grows to the right."""
    return Axis(-_log(path.lam[0]), -_log(path.lam[-1]), canvas.width)


def _curve(
    canvas: Canvas,
    across: Axis,
    down: Axis,
    lam: Sequence[float],
    values: Sequence[float],
    style: str,
    *,
    every: int = 1,
    top: float = math.inf,
) -> None:
    """Straight lines between the points of the grid; a stretch that lies above ``top`` at both ends is left out."""
    points = [
        (across.at(-_log(strength)), canvas.height - 1 - down.at(value), value)
        for strength, value in zip(lam, values, strict=True)
    ]
    for (x0, y0, v0), (x1, y1, v1) in pairwise(points):
        if min(v0, v1) <= top:
            canvas.line(x0, y0, x1, y1, style, every=every)


def _framed(
    canvas: Canvas,
    title: str,
    ends: tuple[float, float],
    path: PathRecord,
    model: ModelRecord,
    face: Face,
    across: Axis,
) -> list[Text]:
    """Title, gutter with the two ends of the axis, the drawing, the marks, and the ends of the strength axis."""
    best = across.at(-_log(model.lam)) // 2
    calm = model.one_standard_error
    marks = [(best, face.own("▲"), "bold green")]
    if calm is not None and calm.l1_ratio == model.l1_ratio:
        marks.insert(0, (across.at(-_log(calm.lam)) // 2, face.own("△"), "bold yellow"))
    bar = face.own("│")
    lines = [Text(" " * _GUTTER + face.own(title), style="bold")]
    for row, drawn in enumerate(canvas.lines()):
        end = label(ends[0]) if row == 0 else label(ends[1]) if row == canvas.rows - 1 else ""
        line = Text()
        line.append(f"{end:>{_GUTTER - 2}} {bar}", "dim")
        lines.append(line.append_text(drawn))
    lines.append(_floor(canvas.columns, marks, face))
    left, right = f"lam {number(path.lam[0], 2)}", number(path.lam[-1], 2)
    lines.append(Text(" " * _GUTTER + left + right.rjust(max(canvas.columns - len(left), 1)), style="dim"))
    return lines


def _floor(columns: int, marks: list[tuple[int, str, str]], face: Face) -> Text:
    line = Text()
    line.append(" " * (_GUTTER - 1) + face.own("└"), "dim")
    signs = {column: (sign, style) for column, sign, style in marks}
    for column in range(columns):
        sign, style = signs.get(column, (face.own("─"), "dim"))
        line.append(sign, style)
    return line


def _log(strength: float) -> float:
    return math.log(strength) if strength > 0 else -745.0  # the logarithm of the smallest number there is


def _root(mse: float) -> float:
    return math.sqrt(max(mse, 0.0))
