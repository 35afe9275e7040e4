"""SVG as text: elements, numbers and words, so written that none can become markup, and the whole of a figure.

A figure is seen in a page (whose style sheet gives colours by class, dark ones too), on paper, and alone, saved to a
file. So each class comes with the ``color`` of a light page as an attribute, which any rule of a style sheet beats, and
strokes and fills are ``currentColor``: one rule ``.hue-l1 { color: … }`` recolours lines, marks and bands alike. There
is no style in it, neither as attribute nor as element, so that a strict Content-Security-Policy lets it stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from shrinkage.present.safe import clean

WIDTH = 520.0  # of every figure: at 320 pixels letters of 15 are still 9 high, as small print is
LETTERS = 15.0
SMALL = 14.0
_FAMILY = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"

# The light colours of web/src/marks/frame/tokens.css.
COLOURS = {
    "paper": "#ffffff",
    "ink": "#1b1c1e",
    "svg-label": "#595c61",
    "svg-axis": "#83868c",
    "svg-grid": "#d9dad6",
    "muted": "#8b8e94",
    "hue-none": "#5f6368",
    "hue-l1": "#0069a6",
    "hue-l2": "#b84a00",
    "hue-elastic_net": "#007a59",
    "line-1": "#0069a6",
    "line-2": "#b84a00",
    "line-3": "#007a59",
    "line-4": "#a1427f",
    "line-5": "#8a5d00",
    "line-6": "#5b51c4",
    "line-7": "#3d4043",
    "line-8": "#5d7300",
}

Point = tuple[float, float]
Attribute = str | float | None


def short(value: float) -> str:
    """A coordinate: one decimal, none where it is 0."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def words(text: str) -> str:
    """Text as character data: shapeless characters as escapes, markup as entities."""
    return escape(clean(" ".join(text.splitlines())), quote=True)


def element(name: str, *children: str, **attributes: Attribute) -> str:
    """``<name …>children</name>``; ``text_anchor`` is written text-anchor, ``class_`` class; None is left out.

    children are markup already; attributes are not.
    """
    inside = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else short(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(children)
    return f"<{name}{inside}>{body}</{name}>" if body else f"<{name}{inside}/>"


def group(kind: str, *children: str, **attributes: Attribute) -> str:
    """Children in the colour of the class ``kind``; nothing without children."""
    if not any(children):
        return ""
    return element("g", *children, class_=kind, color=COLOURS[kind], **attributes)


def filled(kind: str, *children: str, **attributes: Attribute) -> str:
    """A group whose shapes are filled and have no outline."""
    return group(kind, *children, fill="currentColor", **attributes)


def stroked(kind: str, *children: str, width: float = 1.0, **attributes: Attribute) -> str:
    """A group of lines."""
    return group(kind, *children, fill="none", stroke="currentColor", stroke_width=f"{width:g}", **attributes)


def text(x: float, y: float, said: str, **attributes: Attribute) -> str:
    """Words at a place; empty ones take none."""
    return element("text", words(said), x=x, y=y, **attributes) if said else ""


def polyline(points: Sequence[Point], **attributes: Attribute) -> str:
    """A line through the points, those that look like the one before left out; a dot where there is only one."""
    trail = _trail(points)
    if len(trail) > 1:
        return element("path", d="".join(trail), **attributes)
    return dot(points[0], **attributes) if points else ""


def polygon(points: Sequence[Point], **attributes: Attribute) -> str:
    return element("path", d="".join([*_trail(points), "z"]), **attributes) if points else ""


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def dot(at: Point, **attributes: Attribute) -> str:
    """A small disc, in a group of lines."""
    return element("circle", cx=at[0], cy=at[1], r=2.5, fill="currentColor", stroke="none", **attributes)


def figure(id: str, height: float, title: str, description: str, parts: Iterable[str]) -> str:
    """The whole of a figure; ``id`` tells its title and description from those of other figures of the page."""
    names = (f"{id}-title", f"{id}-desc")
    return element(
        "svg",
        element("title", words(title), id=names[0]),
        element("desc", words(description), id=names[1]),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {short(WIDTH)} {short(height)}",
        class_="svg-figure",
        role="img",
        aria_labelledby=" ".join(names),
        font_family=_FAMILY,
        font_size=LETTERS,
    )


def _trail(points: Iterable[Point]) -> list[str]:
    """A path's data: the first place, then the way from each to the next in tenths, which takes half the letters."""
    found: list[str] = []
    last = (0, 0)
    for x, y in points:
        place = (round(10.0 * x), round(10.0 * y))
        if not found:
            found.append(f"M{_joined(*place)}")
        elif place != last:
            step = _joined(place[0] - last[0], place[1] - last[1])
            found.append(f"l{step}" if len(found) == 1 else step if step[0] == "-" else f" {step}")
        last = place
    return found


def _joined(x: int, y: int) -> str:
    """Two numbers in tenths as path data has them: ``4.5-.3``."""
    first, second = _tenths(x), _tenths(y)
    return f"{first}{second}" if second[0] == "-" else f"{first} {second}"


def _tenths(value: int) -> str:
    whole, tenth = divmod(abs(value), 10)
    digits = f"{whole or ''}.{tenth}" if tenth else str(whole)
    return f"-{digits}" if value < 0 else digits
