"""Names as data, numbers as people write them, and labels that do not cover each other.

A feature may be called ``$a_b$`` or hold characters that the font lacks: the first must not become mathematics, the
second neither a warning nor a row of boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.present.figures.sheet import darker, inches_high, root_of
from shrinkage.present.numbers import SUPERSCRIPTS
from shrinkage.present.safe import shorten
from shrinkage.present.spread import spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.text import Annotation

Floats = NDArray[np.float64]

CELLS = 22  # of a name; a longer one loses its middle
# Families that carry what the Latin default lacks, first come first served among those installed.
_WIDER = (
    *("Noto Sans CJK JP", "Noto Sans CJK SC", "Source Han Sans", "Hiragino Sans", "Yu Gothic", "Microsoft YaHei"),
    *("PingFang SC", "Malgun Gothic", "WenQuanYi Zen Hei", "Noto Sans", "Arial Unicode MS", "Segoe UI Symbol"),
)


def named(name: str, cells: int = CELLS) -> tuple[str, dict[str, Any]]:
    """Text of a name that matplotlib takes literally, and the properties that it needs beside it."""
    shown = shorten(name, cells)
    properties: dict[str, Any] = {"usetex": False}
    if not shown.isascii():
        shown, families = _covered(shown)
        properties |= {"fontfamily": families} if families else {}
    return shown.replace("$", r"\$"), properties


def _covered(text: str) -> tuple[str, list[str]]:
    """``text`` with what no font at hand can draw written as escapes, and the fonts to draw it with."""
    from matplotlib import rcParams
    from matplotlib.font_manager import fontManager

    own = list(rcParams["font.family"])
    if all(ord(mark) in _marks(tuple(own)) for mark in text):
        return text, []
    installed = set(fontManager.get_font_names())
    families = [*own, *(family for family in _WIDER if family in installed)]
    known = _marks(tuple(families))
    escaped = "".join(
        mark if ord(mark) in known else mark.encode("ascii", "backslashreplace").decode() for mark in text
    )
    return escaped, families


@lru_cache(maxsize=8)
def _marks(families: tuple[str, ...]) -> frozenset[int]:
    """Code points that the fonts of these families hold."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    known: set[int] = set()
    for family in families:
        known |= set(get_font(findfont(FontProperties(family=[family]))).get_charmap())
    return frozenset(known)


def plain_ticks(axis: Axis) -> None:
    """Numbers at a linear axis as people write them: ``25,000`` and ``2×10⁻⁶``, without a power put aside."""
    from matplotlib.ticker import FuncFormatter

    low, high = axis.get_view_interval()
    largest = max(abs(low), abs(high))
    if 1e4 <= largest < 1e9:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−")))
    elif largest >= 1e9 or 0 < largest < 1e-3:
        axis.set_major_formatter(FuncFormatter(lambda value, _: _power(value)))


def _power(value: float) -> str:
    """``2×10⁻⁶``, with no more digits than the tick has."""
    mantissa, _, exponent = f"{value:.4e}".partition("e")
    short = mantissa.rstrip("0").rstrip(".").replace("-", "−")
    return "0" if value == 0 else f"{short}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def room_for_labels(ax: Axes, size: float) -> int:
    """How many lines of letters of ``size`` points fit beside the axes."""
    return max(int(inches_high(ax) * 72.0 / (1.25 * size)), 1)


def label_ends(
    ax: Axes, x: float, ends: Sequence[float], names: Sequence[str], colours: Sequence[str], size: float
) -> list[Annotation]:
    """Each name to the right of the axes, beside the end (x, ends[i]) of its line, without one covering another."""
    from matplotlib.transforms import ScaledTranslation

    inverse = ax.transAxes.inverted()
    wanted = [float(inverse.transform(ax.transData.transform((x, end)))[1]) for end in ends]
    gap = 1.25 * size / (inches_high(ax) * 72.0)
    places = spread([min(max(place, 0.0), 1.0) for place in wanted], gap, 0.5 * gap, 1.0 - 0.5 * gap)
    beside = ax.transAxes + ScaledTranslation(13.0 / 72.0, 0.0, root_of(ax).dpi_scale_trans)
    labels = []
    for end, place, name, colour in zip(ends, places, names, colours, strict=True):
        text, properties = named(name)
        label = ax.annotate(
            text,
            xy=(x, end),
            xytext=(1.0, place),
            textcoords=beside,
            ha="left",
            va="center",
            color=darker(colour),
            fontsize=size,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 0.6,
                "shrinkA": 1.0,
                "shrinkB": 1.0,
                "relpos": (0.0, 0.5),
            },
            **properties,
        )
        labels.append(label)
    return labels
