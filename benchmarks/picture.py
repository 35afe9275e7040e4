"""The figure of cost.py: seconds and memory on logarithmic scales, as rows grow and as columns grow. Plain SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.cost import Cost

WIDTH, HEIGHT = 900, 640
PANEL_WIDTH, PANEL_HEIGHT = 270, 210
LEFT, TOP = 62, 54
ACROSS, DOWN = 440, 300
LABEL_GAP = 13.5  # between names at the ends of lines
INK, FAINT, PAPER = "#24292f", "#d8dee4", "#ffffff"
# Ours is the one heavy line. The others: dark enough on white to be told apart, by name and by colour.
COLOURS = {
    "shrinkage": "#c2255c",
    "scm2cpp": "#1864ab",
    "sklearn_cv": "#e67700",
    "celer": "#2b8a3e",
    "glmnet": "#5f3dc4",
    "adelie": "#0b7285",
    "glum": "#868e96",
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """Logarithmic, from low to high, over pixels start … end."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Powers of ten."""
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]


def picture(costs: Sequence[Cost], rows_at: int, columns_at: int) -> str:
    """Four panels."""
    titles = {
        ("rows", "seconds"): f"seconds, {rows_at} columns",
        ("columns", "seconds"): f"seconds, {columns_at:,} rows",
        ("rows", "mb"): f"MB beyond the data, {rows_at} columns",
        ("columns", "mb"): f"MB beyond the data, {columns_at:,} rows",
    }
    body: list[str] = []
    for place, ((axis, value), title) in enumerate(titles.items()):
        x, y = LEFT + ACROSS * (place % 2), TOP + DOWN * (place // 2)
        body += _panel([cost for cost in costs if cost.axis == axis], axis, value, title, x, y)
    style = (
        "text{font:12px system-ui,sans-serif;fill:" + INK + "}.t{font-size:13px;font-weight:600}"
        ".n{font-size:11px}.k{font-size:10.5px;fill:#57606a}"
    )
    about = "Ten folds of 100 strengths: what each solver costs as the table grows"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{about}">',
            f"<style>{style}</style>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
            f'<text x="{LEFT - 40}" y="24" class="t">{about}</text>',
            *body,
            "</svg>",
            "",
        ]
    )


def _panel(costs: Sequence[Cost], axis: str, value: str, title: str, x: float, y: float) -> list[str]:
    worth: Callable[[Cost], float] = lambda cost: max(getattr(cost, value) or 0.0, 1.0 if value == "mb" else 1e-4)  # noqa: E731
    if not costs:
        return []
    sizes, worths = [cost.size for cost in costs], [worth(cost) for cost in costs]
    across = Axis(min(sizes), max(sizes), x, x + PANEL_WIDTH)
    low, high = 10 ** math.floor(math.log10(min(worths))), 10 ** math.ceil(math.log10(max(worths) * 1.001))
    up = Axis(low, high, y + PANEL_HEIGHT, y)
    lines = [f'<text x="{x:.0f}" y="{y - 10:.0f}">{escape(title)}</text>', *_grid(across, up, axis, x, y)]
    ends: list[tuple[float, Point, str, str]] = []
    for solver in sorted({cost.solver for cost in costs}, key=list(COLOURS).index, reverse=True):
        own = sorted((cost for cost in costs if cost.solver == solver), key=lambda cost: cost.size)
        points = [(across.at(cost.size), up.at(worth(cost))) for cost in own]
        lines += _line(points, COLOURS[solver], 3.0 if solver == "shrinkage" else 1.6)
        ends.append((points[-1][1], points[-1], own[0].name.removesuffix(", rows"), COLOURS[solver]))
    return lines + _names(ends, x + PANEL_WIDTH + 12)


def _grid(across: Axis, up: Axis, axis: str, x: float, y: float) -> list[str]:
    lines: list[str] = []
    for tick in up.ticks():
        at = up.at(tick)
        lines.append(f'<path d="M{x:.1f} {at:.1f}h{PANEL_WIDTH}" stroke="{FAINT}" fill="none"/>')
        lines.append(f'<text x="{x - 8:.1f}" y="{at + 4:.1f}" class="k" text-anchor="end">{_told(tick)}</text>')
    bottom = y + PANEL_HEIGHT
    for tick in across.ticks():
        at = across.at(tick)
        lines.append(f'<path d="M{at:.1f} {y:.1f}v{PANEL_HEIGHT}" stroke="{FAINT}" fill="none"/>')
        lines.append(f'<text x="{at:.1f}" y="{bottom + 16:.1f}" class="k" text-anchor="middle">{_told(tick)}</text>')
    middle = x + PANEL_WIDTH / 2
    return [*lines, f'<text x="{middle:.1f}" y="{bottom + 32:.1f}" class="k" text-anchor="middle">{axis}</text>']


def _line(points: Sequence[Point], colour: str, width: float) -> list[str]:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width:.1f}" fill="{colour}"/>' for x, y in points]
    return [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>', *dots]


def _names(ends: Sequence[tuple[float, Point, str, str]], x: float) -> list[str]:
    """Names beside the panel, in the order of the lines' ends, pushed apart, each with a thin line to its end."""
    ordered = sorted(ends)
    heights = [end for end, *_ in ordered]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + LABEL_GAP)
    # As far back up as they were pushed down on average: names stay near their lines.
    shift = sum(height - end for height, (end, *_) in zip(heights, ordered, strict=True)) / len(heights)
    lines: list[str] = []
    for height, (_, (px, py), name, colour) in zip(heights, ordered, strict=True):
        at = height - shift
        lines.append(f'<path d="M{px + 4:.1f} {py:.1f}L{x - 3:.1f} {at:.1f}" stroke="{colour}" stroke-width=".6"/>')
        lines.append(f'<text x="{x:.1f}" y="{at + 4:.1f}" class="n" style="fill:{colour}">{escape(name)}</text>')
    return lines


def _told(tick: float) -> str:
    if tick >= 1e6:
        return f"{tick / 1e6:g}M"
    return f"{tick / 1e3:g}k" if tick >= 1e3 else f"{tick:g}"
