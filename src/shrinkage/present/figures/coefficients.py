"""Coefficients of several models side by side, feature by feature: what L1 leaves out and L2 only shrinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.errors import OptionError
from shrinkage.present.figures.inputs import estimator_of, fitted, model_of, name_of, record_of
from shrinkage.present.figures.labels import named, plain_ticks
from shrinkage.present.figures.sheet import (
    GREY,
    INK,
    MODEL_HUES,
    MODEL_NAMES,
    MODEL_SIGNS,
    PALE,
    SIZE,
    SPARE_HUES,
    SPARE_SIGNS,
    Shown,
    axes_of,
    points,
    root_of,
    styled,
    trimmed,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
UNITS = ("standardized", "original")
SHOWN = 20
# Coefficients in their own units differ by more than this often: then small ones get an axis on which they are seen.
WIDE = 200.0


class CoefficientsDisplay(Shown):
    """A row a feature, a mark a model; hollow where the coefficient is exactly 0.

    coefficients: model → (p,) in the columns' own units; standardized: model → (p,) per standard deviation, or None;
    feature_names: p names.

    After ``plot``: ax_, figure_, marks_ (model → matplotlib collections), ranges_ (the lines between marks),
    features_ (the names drawn, from above), legend_.
    """

    def __init__(
        self,
        coefficients: Mapping[str, ArrayLike],
        *,
        feature_names: Sequence[str] | None = None,
        standardized: Mapping[str, ArrayLike] | None = None,
    ) -> None:
        if not coefficients:
            raise OptionError("there are no coefficients to draw; name at least one model.")
        self.coefficients: dict[str, Floats] = {name: _row(values) for name, values in coefficients.items()}
        lengths = {values.size for values in self.coefficients.values()}
        if len(lengths) > 1:
            raise OptionError("the models have different numbers of coefficients; draw models of the same features.")
        features = lengths.pop()
        self.feature_names = (
            [f"x{j}" for j in range(features)] if feature_names is None else list(map(str, feature_names))
        )
        if len(self.feature_names) != features:
            raise OptionError(
                f"{len(self.feature_names)} feature names were given for {features} coefficients; give one for each."
            )
        self.standardized = None if standardized is None else {name: _row(v) for name, v in standardized.items()}

    @classmethod
    def from_comparison(
        cls, comparison: Any, model: Sequence[str] = ("l1", "l2"), *, ax: Axes | None = None, **how: Any
    ) -> CoefficientsDisplay:
        """Of models of a comparison (or its record); drawn."""
        record = record_of(comparison)
        found = [model_of(record, name) for name in ([model] if isinstance(model, str) else model)]
        features = [feature.name for feature in record.features]
        display = cls(
            {name_of(record, one): [one.coefficients.get(name, 0.0) for name in features] for one in found},
            feature_names=features,
            standardized={
                name_of(record, one): [one.standardized.get(name, 0.0) for name in features] for one in found
            },
        )
        return display.plot(ax, **how)

    @classmethod
    def from_estimator(
        cls,
        *estimators: Any,
        names: Sequence[str] | None = None,
        feature_names: Sequence[str] | None = None,
        scale: ArrayLike | None = None,
        ax: Axes | None = None,
        **how: Any,
    ) -> CoefficientsDisplay:
        """Of one or more fitted linear models; drawn. scale: (p,) standard deviations of the columns, if known."""
        if not estimators:
            raise OptionError("there is no estimator to draw; give at least one that is fitted.")
        rows = [_row(_dense(fitted(estimator, "coef_", ("linear model",)))) for estimator in estimators]
        called = list(names) if names is not None else _distinct([type(estimator_of(e)).__name__ for e in estimators])
        if feature_names is None:
            known = getattr(estimator_of(estimators[0]), "feature_names_in_", None)
            feature_names = None if known is None else list(known)
        coefficients = dict(zip(called, rows, strict=True))
        deviations = None if scale is None else _row(scale)
        standardized = None if deviations is None else {name: row * deviations for name, row in coefficients.items()}
        return cls(coefficients, feature_names=feature_names, standardized=standardized).plot(ax, **how)

    def plot(self, ax: Axes | None = None, *, units: str | None = None, features: int = SHOWN) -> CoefficientsDisplay:
        """Draw the rows.

        units: ``standardized`` (default where known; sizes can be compared) or ``original``; features: how many, the
        largest first.
        """
        drawn, units = self._in_units(units)
        table = np.stack(list(drawn.values()))
        reach = np.max(np.abs(table), axis=0, initial=0.0)
        order = np.argsort(-reach, kind="stable")[: max(features, 1)]
        with styled(ax):
            self.ax_ = axes_of(ax, (SIZE[0], 1.15 + 0.19 * max(order.size, 4)))
            self.figure_ = root_of(self.ax_)
            self.features_ = [self.feature_names[j] for j in order]
            self._rows(drawn, table, order)
            self._axes(table[:, order], units, int(np.count_nonzero(reach)) - int(np.count_nonzero(reach[order])))
            self._legend(drawn, bool((table[:, order] == 0).any()))
        return self

    def _in_units(self, units: str | None) -> tuple[dict[str, Floats], str]:
        units = units or ("original" if self.standardized is None else "standardized")
        if units not in UNITS:
            raise OptionError(
                f"units is {units!r}, but coefficients are 'standardized' or 'original'; take one of them."
            )
        if units == "original":
            return self.coefficients, units
        if self.standardized is None:
            raise OptionError(
                "coefficients cannot be standardised, because the standard deviations of the columns are not known; "
                "give scale=X.std(axis=0)."
            )
        return self.standardized, units

    def _rows(self, drawn: Mapping[str, Floats], table: Floats, order: NDArray[np.intp]) -> None:
        ax, rows = self.ax_, np.arange(order.size)
        ax.axvline(0.0, color=GREY, linewidth=0.7, zorder=1.0)
        low, high = table[:, order].min(axis=0), table[:, order].max(axis=0)
        self.ranges_ = ax.hlines(rows, low, high, color=PALE, linewidth=1.6, zorder=1.5)
        self.marks_ = {}
        for position, (name, values) in enumerate(drawn.items()):
            hue, sign = look(name, position)
            shown = values[order]
            zero = shown == 0
            size = points() ** 2 * 0.38
            solid = ax.scatter(shown[~zero], rows[~zero], s=size, color=hue, marker=sign, linewidths=0.0, zorder=3.0)
            # Several models may all be exactly 0: rings of growing size stay visible around each other.
            hollow = ax.scatter(
                shown[zero],
                rows[zero],
                s=size * (1.0 + 0.9 * position),
                facecolors="none",
                edgecolors=hue,
                marker=sign,
                linewidths=1.0,
                zorder=2.8,
            )
            self.marks_[name] = (solid, hollow)

    def _axes(self, table: Floats, units: str, left: int) -> None:
        ax = self.ax_
        trimmed(ax)
        ax.spines["left"].set_visible(False)
        ax.set_ylim(len(self.features_) - 0.5, -0.5)
        texts = [named(name) for name in self.features_]
        ax.set_yticks(range(len(texts)), [text for text, _ in texts])
        for label, (_, properties) in zip(ax.get_yticklabels(), texts, strict=True):
            label.set(**properties)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", color=PALE, linewidth=0.4, alpha=0.5)
        ax.set_axisbelow(True)
        sizes = np.abs(table[table != 0])
        name = "Standardised coefficient" if units == "standardized" else "Coefficient, in the units of the columns"
        if units == "original" and sizes.size and sizes.max() > WIDE * np.median(sizes):
            _symlog(ax, sizes)
            name += "\n(logarithmic away from 0)"
        elif not sizes.size:
            ax.set_xlim(-1.0, 1.0)
        plain_ticks(ax.xaxis) if ax.get_xscale() == "linear" else None
        ax.set_xlabel(name if left <= 0 else f"{name}\n{left:,} smaller not shown")

    def _legend(self, drawn: Mapping[str, Floats], zeros: bool) -> None:
        from matplotlib.lines import Line2D

        handles = [
            Line2D([], [], linestyle="", marker=sign, color=hue, markersize=4.5, label=MODEL_NAMES.get(name, name))
            for position, name in enumerate(drawn)
            for hue, sign in (look(name, position),)
        ]
        if zeros:
            ring: dict[str, Any] = {"markerfacecolor": "none", "color": INK, "label": "hollow: exactly 0"}
            handles.append(Line2D([], [], linestyle="", marker="o", markersize=4.5, **ring))
        self.legend_ = self.ax_.legend(
            handles=handles,
            loc="lower center",
            bbox_to_anchor=(0.5, 1.0),
            ncols=len(handles) if len(handles) < 4 else 3,
            frameon=False,
            handletextpad=0.2,
            columnspacing=1.4,
        )


def look(name: str, position: int) -> tuple[str, str]:
    """Colour and sign of a model: its own, or the next spare ones."""
    spare = position % len(SPARE_HUES)
    return MODEL_HUES.get(name, SPARE_HUES[spare]), MODEL_SIGNS.get(name, SPARE_SIGNS[spare])


def _symlog(ax: Axes, sizes: Floats) -> None:
    """Linear up to the smallest of what matters, powers of ten beyond."""
    from matplotlib.ticker import NullLocator, SymmetricalLogLocator

    start = 10.0 ** np.floor(np.log10(max(float(np.quantile(sizes, 0.1)), float(sizes.max()) * 1e-8)))
    ax.set_xscale("symlog", linthresh=start, linscale=0.5)
    locator = SymmetricalLogLocator(base=10.0, linthresh=start)
    locator.set_params(numticks=7)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_minor_locator(NullLocator())


def _row(values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=float)).ravel()


def _dense(values: Any) -> Any:
    return values.toarray() if hasattr(values, "toarray") else values


def _distinct(names: Sequence[str]) -> list[str]:
    """The same class twice: numbered."""
    return [f"{name} {names[: i + 1].count(name)}" if names.count(name) > 1 else name for i, name in enumerate(names)]
