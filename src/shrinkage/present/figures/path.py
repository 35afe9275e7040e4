"""Coefficients along a path: which features enter, in what order, how fast, and which ones vanish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.errors import OptionError
from shrinkage.present.figures import strength
from shrinkage.present.figures.inputs import ALPHA, STRENGTH, fitted, marked, name_of, path_of, record_of, walked_of
from shrinkage.present.figures.labels import label_ends, plain_ticks, room_for_labels
from shrinkage.present.figures.sheet import (
    HUES,
    INK,
    MODEL_NAMES,
    PALE,
    Shown,
    axes_of,
    points,
    root_of,
    settled,
    styled,
    trimmed,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
UNITS = ("standardized", "original")
LABELLED = 12  # lines that get a name at most


class PathDisplay(Shown):
    """Coefficients over the m strengths of a path.

    lams: (m,) strengths, strongest first; coef: (m, p) in the columns' own units; feature_names: p names; scale: (p,)
    standard deviations, by which coef becomes standardised (without them there are only original units);
    nonzero: (m,) counts, of ``coef`` if not given; degrees_of_freedom: (m,) or None; chosen, one_standard_error: points
    to mark, or None; name: what was fitted; strength_name: what ``lams`` are; left_out: features of the path that
    are not among the p.

    After ``plot``: ax_, figure_, lines_ (p matplotlib lines), labels_, marks_ (by name), count_axis_ (or None).
    """

    def __init__(
        self,
        *,
        lams: ArrayLike,
        coef: ArrayLike,
        feature_names: Sequence[str] | None = None,
        scale: ArrayLike | None = None,
        nonzero: ArrayLike | None = None,
        degrees_of_freedom: ArrayLike | None = None,
        chosen: int | None = None,
        one_standard_error: int | None = None,
        name: str | None = None,
        strength_name: str = STRENGTH,
        left_out: int = 0,
    ) -> None:
        self.lams: Floats = np.atleast_1d(np.asarray(lams, dtype=float))
        self.coef: Floats = np.asarray(coef, dtype=float).reshape(self.lams.size, -1)
        features = self.coef.shape[1]
        names = [f"x{j}" for j in range(features)] if feature_names is None else list(map(str, feature_names))
        if len(names) != features:
            raise OptionError(f"{len(names)} feature names were given for {features} coefficients; give one for each.")
        self.feature_names = names
        self.scale = None if scale is None else np.asarray(scale, dtype=float)
        counted = np.count_nonzero(self.coef, axis=1) if nonzero is None else np.asarray(nonzero)
        self.nonzero: NDArray[np.int64] = counted.astype(np.int64)
        self.degrees_of_freedom = None if degrees_of_freedom is None else np.asarray(degrees_of_freedom, dtype=float)
        self.chosen, self.one_standard_error = chosen, one_standard_error
        self.name, self.strength_name, self.left_out = name, strength_name, left_out

    @classmethod
    def from_comparison(
        cls, comparison: Any, model: str = "chosen", *, ax: Axes | None = None, **how: Any
    ) -> PathDisplay:
        """Of a model of a comparison (or its record): ``l1``, ``l2``, ``elastic_net`` or the chosen one; drawn."""
        record = record_of(comparison)
        found = walked_of(record, model)
        path = path_of(record, found)
        deviations = {feature.name: feature.scale for feature in record.features}
        scale = np.array([deviations[name] for name in path.features])
        chosen, calm = marked(path, found)
        standardized = np.array(path.coefficients, dtype=float).reshape(len(path.lam), len(path.features))
        display = cls(
            lams=path.lam,
            coef=np.divide(standardized, scale, out=np.zeros_like(standardized), where=scale > 0),
            feature_names=path.features,
            scale=scale,
            nonzero=path.nonzero,
            degrees_of_freedom=path.degrees_of_freedom,
            chosen=chosen,
            one_standard_error=calm,
            name=MODEL_NAMES[name_of(record, found)],
            left_out=path.features_left_out,
        )
        return display.plot(ax, **how)

    @classmethod
    def from_estimator(
        cls, estimator: Any, *, scale: ArrayLike | None = None, ax: Axes | None = None, **how: Any
    ) -> PathDisplay:
        """Of a fitted LassoCV, RidgeCV or ElasticNetCV (or a pipeline that ends in one); drawn."""
        path = fitted(estimator, "path_", ("LassoCV", "RidgeCV", "ElasticNetCV"))
        display = cls(
            lams=path.alphas,
            coef=path.coef,
            feature_names=path.feature_names,
            scale=scale,
            nonzero=path.nonzero,
            degrees_of_freedom=path.degrees_of_freedom,
            chosen=path.chosen,
            one_standard_error=path.one_standard_error,
            strength_name=ALPHA,
        )
        return display.plot(ax, **how)

    def plot(
        self,
        ax: Axes | None = None,
        *,
        x: str = "lambda",
        units: str | None = None,
        labels: int = LABELLED,
        counts: bool = True,
    ) -> PathDisplay:
        """Draw the path.

        x: ``lambda`` (logarithmic, strongest at the left), ``l1_norm`` or ``df``; units: ``standardized`` (default
        where scales are known) or ``original``; labels: how many of the largest lines get a name, fewer where
        there is no room; counts: non-zero coefficients above.
        """
        strength.known_axis(x)
        drawn, units = self._in_units(units)
        with styled(ax):
            self.ax_ = axes_of(ax)
            self.figure_ = root_of(self.ax_)
            axis = self._across(x, drawn)
            order = self._strongest(drawn)[: max(labels, 0)]
            hues = {feature: HUES[rank % len(HUES)] for rank, feature in enumerate(order)}
            self._lines(axis, drawn, hues)
            self.ax_.set_ylabel(f"{'Standardised coefficient' if units == 'standardized' else 'Coefficient'}")
            self.marks_ = strength.marks(self.ax_, axis, self.chosen, self.one_standard_error)
            self.count_axis_ = (
                strength.counts_above(self.ax_, axis, self.nonzero.tolist(), "Non-zero coefficients")
                if counts
                else None
            )
            if self.name:
                self.ax_.set_title(self.name, loc="left")
            settled(self.figure_, ax is None)
            order = order[: room_for_labels(self.ax_, points())]
            self.labels_ = self._labels(axis, drawn, order, hues)
        return self

    def _in_units(self, units: str | None) -> tuple[Floats, str]:
        units = units or ("original" if self.scale is None else "standardized")
        if units not in UNITS:
            raise OptionError(
                f"units is {units!r}, but coefficients are 'standardized' or 'original'; take one of them."
            )
        if units == "original":
            return self.coef, units
        if self.scale is None:
            raise OptionError(
                "coefficients cannot be standardised, because the standard deviations of the columns are not known; "
                "give scale=X.std(axis=0)."
            )
        return self.coef * self.scale, units

    def _across(self, x: str, drawn: Floats) -> strength.Across:
        shown = f" of the {drawn.shape[1]} largest" if self.left_out else ""
        words = (self.strength_name, f"L1 norm{shown} of the coefficients" if not shown else f"L1 norm{shown}")
        return strength.across(x, self.lams, np.abs(drawn).sum(axis=1), self.degrees_of_freedom, words)

    def _strongest(self, drawn: Floats) -> list[int]:
        """Features that are not 0 somewhere, by their size where the line ends, then anywhere."""
        reach = np.max(np.abs(drawn), axis=0, initial=0.0)
        order = np.argsort(-reach, kind="stable")
        return [int(feature) for feature in order if reach[feature] > 0]

    def _lines(self, axis: strength.Across, drawn: Floats, hues: dict[int, str]) -> None:
        ax, dashes = self.ax_, ("-", (0, (5, 1.5)))
        alone = self.lams.size == 1
        rank = {feature: position for position, feature in enumerate(hues)}
        ax.axhline(0.0, color=PALE, linewidth=0.7, zorder=1.0)
        self.lines_ = [
            ax.plot(
                axis.places,
                drawn[:, j],
                color=hues.get(j, PALE),
                linewidth=1.3 if j in hues else 0.6,
                linestyle=dashes[rank.get(j, 0) // len(HUES) % 2],
                marker="o" if alone else "",
                markersize=4.0,
                zorder=2.5 if j in hues else 1.8,
                solid_joinstyle="round",
            )[0]
            for j in range(drawn.shape[1])
        ]
        trimmed(ax)
        strength.lay(ax, axis)
        low, high = float(np.min(drawn, initial=0.0)), float(np.max(drawn, initial=0.0))
        span = high - low or 2.0
        ax.set_ylim(low - 0.04 * span - (high == low), high + 0.11 * span + (high == low))
        plain_ticks(ax.yaxis)

    def _labels(self, axis: strength.Across, drawn: Floats, order: list[int], hues: dict[int, str]) -> list[Any]:
        ends = [float(drawn[int(np.argmax(axis.places)) if not axis.logarithmic else -1, j]) for j in order]
        names = [self.feature_names[j] for j in order]
        return label_ends(self.ax_, axis.last, ends, names, [hues.get(j, INK) for j in order], points())
