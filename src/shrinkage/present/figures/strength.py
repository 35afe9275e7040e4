"""Axes along a path: strengths on a logarithmic scale, strongest at the left as paths are walked, or what grows while
they fall: the L1 norm of the coefficients, or the degrees of freedom. Counts of features above, the two marks across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError, near_choices
from shrinkage.present.figures.sheet import GREY, INK, inches_wide, points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
AXES = ("lambda", "l1_norm", "df")
_COUNTS = 7  # at most so many counts above an axis


@dataclass(frozen=True, slots=True)
class Across:
    """Where the m points of a path stand: places (m,), what the axis is called, and whether it is logarithmic (and
    then runs from strong to weak); zero: the place of a strength of 0, which a logarithm has none for."""

    places: Floats
    label: str
    logarithmic: bool
    zero: float | None = None

    @property
    def last(self) -> float:
        """Where lines end at the right."""
        return float(self.places[-1] if self.logarithmic else self.places.max())


def known_axis(x: str) -> None:
    """Refuse an axis there is not."""
    if x not in AXES:
        raise OptionError(f"x is {x!r}, but a path can be drawn against these only; {near_choices(str(x), AXES)}")


def across(x: str, lams: Floats, l1_norm: Floats, freedom: Floats | None, words: tuple[str, str]) -> Across:
    """The axis called ``x``; words: what the strength and the norm are called."""
    known_axis(x)
    strength, norm = words
    if x == "l1_norm":
        return Across(l1_norm, norm, logarithmic=False)
    if x == "df":
        if freedom is None:
            raise OptionError(
                "this path does not say its degrees of freedom, because they were not given or its record is of an "
                "older version; compare again, or take x='lambda'."
            )
        return Across(freedom, "Effective degrees of freedom", logarithmic=False)
    positive = lams[lams > 0]
    label = f"{strength} (weaker to the right)"
    if not positive.size:
        return Across(np.arange(lams.size, dtype=float), label, logarithmic=False)
    if positive.size == lams.size:
        return Across(lams, label, logarithmic=True)
    decades = float(np.log10(positive.max() / positive.min()))
    zero = float(positive.min() / 10.0 ** (0.08 * decades + 0.4))
    return Across(np.where(lams > 0, lams, zero), label, logarithmic=True, zero=zero)


def lay(ax: Axes, axis: Across, *others: Across) -> None:
    """Scale, limits, ticks and name of the horizontal axis, which ends where the (longest) path ends."""
    every = np.concatenate([one.places for one in (axis, *others)])
    low, high = float(every.min()), float(every.max())
    ax.set_xlabel(axis.label)
    if not axis.logarithmic:
        ax.set_xlim(low, high if high > low else low + 1.0)
        return
    ax.set_xscale("log")
    ax.set_xlim(*((high, low) if high > low else (2.0 * high, 0.5 * low)))
    _decades(ax, float(np.log10(high / low)))
    if axis.zero is not None:
        size, height = points(), -3.5 - 0.3 * points()
        ax.annotate("0", (axis.zero, 0.0), (0, height), xycoords=ax.get_xaxis_transform(), textcoords="offset points",
                    ha="center", va="center", fontsize=size, annotation_clip=False)  # fmt: skip


def _decades(ax: Axes, span: float) -> None:
    """Few powers of ten, and no small ticks where they would run together."""
    from matplotlib.ticker import LogLocator, NullFormatter, NullLocator

    if span < 1.0:  # matplotlib itself then names numbers between powers
        return
    ax.xaxis.set_major_locator(LogLocator(numticks=7))
    if span > 7.0:
        ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())


def counts_above(ax: Axes, axis: Across, counts: Sequence[int], name: str) -> Any:
    """A second axis above: how many coefficients are not 0, at points of the path."""
    chosen = _evenly(ax, axis)
    top = ax.secondary_xaxis("top")
    top.set_xticks([float(axis.places[i]) for i in chosen], [f"{int(counts[i]):,}" for i in chosen])
    top.xaxis.set_minor_locator(_no_ticks())
    top.tick_params(length=2.0, color=GREY, labelcolor=GREY)
    top.spines["top"].set_visible(False)
    top.set_xlabel(name, color=GREY, fontsize=points())
    return top


def _no_ticks() -> Any:
    from matplotlib.ticker import NullLocator

    return NullLocator()


def _evenly(ax: Axes, axis: Across) -> list[int]:
    """Points of the path nearest to even places across the axes, as many as leave room for their numbers."""
    where = np.log(axis.places) if axis.logarithmic else axis.places
    low, high = float(where.min()), float(where.max())
    if high <= low:
        return [0]
    wanted = max(min(_COUNTS, int(inches_wide(ax) / 0.5)), 2)
    found: list[int] = []
    for place in np.linspace(where[0], where[-1], wanted):
        index = int(np.argmin(np.abs(where - place)))
        far = not found or abs(where[index] - where[found[-1]]) > 0.6 * (high - low) / (wanted - 1)
        if far:
            found.append(index)
    return found


def marks(ax: Axes, axis: Across, chosen: int | None, calm: int | None) -> dict[str, Any]:
    """Upright lines at the smallest error and at one standard error, named at the top."""
    drawn: dict[str, Any] = {}
    if chosen is not None:
        same = calm == chosen
        drawn["min"] = ax.axvline(float(axis.places[chosen]), color=INK, linewidth=0.8, zorder=1.5)
        _name(ax, float(axis.places[chosen]), "min = 1 SE" if same else "min", "right", 0)
    if calm is not None and calm != chosen:
        place = float(axis.places[calm])
        drawn["1 SE"] = ax.axvline(place, color=INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1.5)
        _name(ax, place, "1 SE", "left", int(chosen is not None and _crowded(ax, place, float(axis.places[chosen]))))
    return drawn


def _share(ax: Axes, place: float) -> float:
    return float(ax.transAxes.inverted().transform(ax.transData.transform((place, 0.0)))[0])


def _crowded(ax: Axes, one: float, other: float) -> bool:
    """Whether two names would cover each other: both turned to the same side, by an edge."""
    return max(_share(ax, one), _share(ax, other)) < 0.1 or min(_share(ax, one), _share(ax, other)) > 0.9


def _name(ax: Axes, place: float, text: str, side: str, line: int) -> None:
    """A few letters beside an upright line, inside the axes."""
    share = _share(ax, place)
    right = side == "right" if 0.1 <= share <= 0.88 else share < 0.1
    ax.annotate(
        text,
        (place, 1.0),
        (2.5 if right else -2.5, -1.0 - 1.2 * points() * line),
        xycoords=ax.get_xaxis_transform(),
        textcoords="offset points",
        ha="left" if right else "right",
        va="top",
        fontsize=points(),
        color=INK,
    )
