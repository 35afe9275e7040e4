"""What every figure shares: matplotlib on demand, a sheet to draw on, one palette.

**Whose figure.** A new figure is pyplot's where the caller uses pyplot, as a Display of scikit-learn's is:
``plt.show()``, ``plt.savefig()`` and notebooks find it there. Where pyplot was never imported (a
server, a test, a notebook that only asks for this figure) nothing of it is touched: the figure is freed with the
Display, which notebooks show by itself.

**Whose style.** Sizes below are only for figures made here, and only where the user's rcParams are matplotlib's own
defaults. Nothing is left changed. The palette is Okabe & Ito's (2008), told apart by colour-blind readers.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from shrinkage.errors import LibraryError, OptionError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY = "#E69F00", "#56B4E9"
INK, GREY, PALE = "#262626", "#737373", "#BDBDBD"
HUES = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, INK)
MODEL_HUES = {"none": GREY, "l1": BLUE, "l2": VERMILLION, "elastic_net": GREEN}
SPARE_HUES = (PURPLE, ORANGE, SKY, INK)
MODEL_NAMES = {"none": "no penalty", "l1": "L1 (lasso)", "l2": "L2 (ridge)", "elastic_net": "elastic net"}
MODEL_SIGNS = {"none": "s", "l1": "o", "l2": "D", "elastic_net": "^"}
SPARE_SIGNS = ("v", "P", "X", "p")

SIZE = (5.0, 3.5)  # inches: legible when a column of 3.4 in reduces it
_STYLE: Mapping[str, Any] = {
    "font.size": 9.0,
    "axes.titlesize": "medium",
    "xtick.labelsize": "small",
    "ytick.labelsize": "small",
    "legend.fontsize": "small",
    "axes.linewidth": 0.7,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.minor.width": 0.5,
    "ytick.minor.width": 0.5,
    "figure.dpi": 144.0,
    "savefig.dpi": 300.0,
}


def matplotlib() -> Any:
    """The library, or a sentence on how to get it."""
    try:
        import matplotlib
    except ImportError:
        raise LibraryError(
            'no figure can be drawn, because matplotlib is not installed; run: pip install "shrinkage[plots]"'
        ) from None
    return matplotlib


@contextmanager
def styled(ax: Axes | None) -> Iterator[None]:
    """Our style while drawing, unless on an ``ax`` that has its own, and left as it was afterwards."""
    library = matplotlib()
    current, default = library.rcParams, library.rcParamsDefault
    ours = {name: value for name, value in _STYLE.items() if ax is None and current[name] == default[name]}
    with library.rc_context(ours):
        yield


def new_figure(size: tuple[float, float] = SIZE, *, returned: bool = False) -> Figure:
    """An empty figure of ``size`` inches, or of the user's own; ``returned``: a notebook shows it as a value."""
    library = matplotlib()
    default = list(library.rcParamsDefault["figure.figsize"])
    own = list(library.rcParams["figure.figsize"])
    options: dict[str, Any] = {"figsize": size if own == default else tuple(own), "layout": "constrained"}
    if returned and "inline" in os.environ.get("MPLBACKEND", ""):
        importlib.import_module("matplotlib.pyplot")  # only then a notebook knows how to show a figure
    pyplot = sys.modules.get("matplotlib.pyplot")
    # A notebook's backend shows every figure of pyplot's, and would show one that is also returned twice.
    if pyplot is None or (returned and "inline" in str(library.get_backend())):
        from matplotlib.figure import Figure

        return Figure(**options)
    return pyplot.figure(**options)


def axes_of(ax: Axes | None, size: tuple[float, float] = SIZE) -> Axes:
    """The axes given, or the only ones of a new figure."""
    if ax is None:
        return new_figure(size).add_subplot()
    if not hasattr(ax, "get_xaxis_transform"):
        raise OptionError(
            f"ax is {type(ax).__name__}, but axes of matplotlib are needed; give one, or leave it out for a new figure."
        )
    return ax


def trimmed(ax: Axes) -> None:
    """Only the two axes that carry numbers."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    library = matplotlib()  # ticks that appear later, when a figure grows, would ask the rcParams of that moment
    for name in ("x", "y"):
        ax.tick_params(axis=name, labelsize=points(library.rcParams[f"{name}tick.labelsize"]))
        ax.tick_params(axis=name, which="major", width=library.rcParams[f"{name}tick.major.width"])
        ax.tick_params(axis=name, which="minor", width=library.rcParams[f"{name}tick.minor.width"])


def settled(figure: Any, ours: bool) -> None:
    """Lay a figure out, so that places on it can be measured; somebody else's only if it lays itself out."""
    if ours or figure.get_layout_engine() is not None:
        figure.draw_without_rendering()


def root_of(ax: Axes) -> Figure:
    """The figure that holds the axes, also through subfigures."""
    figure: Any = ax.figure
    return figure.figure


def inches_high(ax: Axes) -> float:
    """Height of the axes as they are laid out now."""
    return float(ax.get_window_extent().height) / float(root_of(ax).dpi)


def inches_wide(ax: Axes) -> float:
    """Width of the axes as they are laid out now."""
    return float(ax.get_window_extent().width) / float(root_of(ax).dpi)


def points(name: str | float = "small") -> float:
    """Size in points of letters called ``name``, by the rcParams in force."""
    from matplotlib.font_manager import FontProperties

    return float(FontProperties(size=name).get_size_in_points())


def darker(colour: str) -> tuple[float, float, float]:
    """The hue of a line for letters, which need more contrast."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return 0.62 * red, 0.62 * green, 0.62 * blue


class Shown:
    """What notebooks show of a Display: its figure, where pyplot does not show that already."""

    figure_: Figure

    def _repr_png_(self) -> bytes | None:
        figure = getattr(self, "figure_", None)
        if figure is None or figure.canvas.manager is not None or not hasattr(figure, "savefig"):
            return None
        picture = BytesIO()
        figure.savefig(picture, format="png", dpi=figure.dpi)
        return picture.getvalue()
