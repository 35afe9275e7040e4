"""Predicted against observed: how far, in which direction, and where predictions are off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.errors import OptionError, near_choices
from shrinkage.present.figures.inputs import fitted
from shrinkage.present.figures.labels import named, plain_ticks
from shrinkage.present.figures.sheet import BLUE, INK, Shown, axes_of, points, root_of, styled, trimmed
from shrinkage.present.numbers import figure_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
KINDS = ("actual_vs_predicted", "residual_vs_predicted")
SIZE = (4.2, 3.9)
DOTS = 20_000  # more rows than these are counted in hexagons: dots would be one blot, and a large file


class PredictionErrorDisplay(Shown):
    """Rows as dots: what was observed over what was predicted.

    y_true, y_pred: (n,) in the units of the target, rows without either are left out (``missing_`` counts them);
    sample_weight: (n,) or None, for the two figures of merit; target_name: what the target is called;
    name: what predicted it.

    After ``plot``: ax_, figure_, dots_ (a matplotlib collection), line_ (where both agree), rmse_, r2_, missing_.
    """

    def __init__(
        self,
        *,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        sample_weight: ArrayLike | None = None,
        target_name: str | None = None,
        name: str | None = None,
    ) -> None:
        true, predicted = _row(y_true), _row(y_pred)
        weights = np.ones(true.size) if sample_weight is None else _row(sample_weight)
        if not true.size == predicted.size == weights.size:
            raise OptionError(
                f"{true.size} observed values, {predicted.size} predictions and {weights.size} weights were given; "
                "give one of each for every row."
            )
        known = np.isfinite(true) & np.isfinite(predicted) & (weights > 0)
        if not known.any():
            raise OptionError("there is no row to draw, because none has both an observed and a predicted value.")
        self.y_true, self.y_pred, self.sample_weight = true[known], predicted[known], weights[known]
        self.missing_ = int(true.size - np.count_nonzero(known))
        self.target_name, self.name = target_name, name

    @classmethod
    def from_predictions(
        cls,
        y_true: ArrayLike,
        y_pred: ArrayLike,
        *,
        sample_weight: ArrayLike | None = None,
        target_name: str | None = None,
        name: str | None = None,
        ax: Axes | None = None,
        **how: Any,
    ) -> PredictionErrorDisplay:
        """Of values observed and predicted; drawn. A Series lends its name to the axes."""
        target_name = target_name or getattr(y_true, "name", None)
        display = cls(
            y_true=y_true,
            y_pred=y_pred,
            sample_weight=sample_weight,
            target_name=None if target_name is None else str(target_name),
            name=name,
        )
        return display.plot(ax, **how)

    @classmethod
    def from_estimator(cls, estimator: Any, X: Any, y: ArrayLike, **how: Any) -> PredictionErrorDisplay:
        """Of a fitted estimator on rows X (n, p) and y (n,); drawn. Rows it was not fitted on tell more."""
        fitted(estimator, "coef_", ("linear model",))
        return cls.from_predictions(y, estimator.predict(X), **how)

    def plot(
        self, ax: Axes | None = None, *, kind: str = "actual_vs_predicted", scores: bool = True
    ) -> PredictionErrorDisplay:
        """Draw the rows.

        kind: ``actual_vs_predicted`` (observed over predicted) or ``residual_vs_predicted`` (their difference);
        scores: root mean squared error and share of variance explained, in a corner.
        """
        if kind not in KINDS:
            raise OptionError(f"kind is {kind!r}, but there is none of that name; {near_choices(str(kind), KINDS)}")
        residuals = kind == "residual_vs_predicted"
        over = self.y_true - self.y_pred if residuals else self.y_true
        with styled(ax):
            self.ax_ = axes_of(ax, SIZE)
            self.figure_ = root_of(self.ax_)
            self.dots_ = self._dots(over)
            self._axes(over, residuals)
            self._scores(scores)
            if self.name:
                text, properties = named(self.name, 40)
                self.ax_.set_title(text, loc="left", **properties)
        return self

    def _dots(self, over: Floats) -> Any:
        ax, n = self.ax_, over.size
        if n > DOTS:
            from matplotlib.colors import LinearSegmentedColormap

            hues = LinearSegmentedColormap.from_list("rows", ["#D6E6F2", BLUE, "#00263D"])
            return ax.hexbin(self.y_pred, over, gridsize=60, bins="log", mincnt=1, cmap=hues, linewidths=0.1, zorder=2)
        # The more dots, the smaller and paler, so that dense places stay darker than thin ones.
        side, alpha = float(np.clip(5.2 - np.log10(n), 1.2, 4.2)), float(np.clip(9.0 / np.sqrt(n), 0.15, 0.75))
        return ax.scatter(
            self.y_pred, over, s=side**2, color=BLUE, alpha=alpha, linewidths=0.0, rasterized=n > 2000, zorder=2.0
        )

    def _axes(self, over: Floats, residuals: bool) -> None:
        ax = self.ax_
        trimmed(ax)
        target, properties = named(self.target_name, 30) if self.target_name else ("", {})
        beside = f" {target}" if target else " value"
        ax.set_xlabel(f"Predicted{beside}", **properties)
        ax.set_ylabel(("Observed − predicted" if residuals else "Observed") + beside, **properties)
        if residuals:
            self.line_ = ax.axhline(0.0, color=INK, linewidth=0.9, zorder=2.5)
            ax.margins(0.04)
        else:
            low, high = _limits(np.concatenate((over, self.y_pred)))
            ax.set_xlim(low, high)
            ax.set_ylim(low, high)
            ax.set_aspect("equal", adjustable="box")
            self.line_ = ax.plot(
                [low, high], [low, high], color=INK, linewidth=0.9, zorder=2.5, scalex=False, scaley=False
            )[0]
            ax.yaxis.set_major_locator(_few())
        ax.xaxis.set_major_locator(_few())
        for axis in (ax.xaxis, ax.yaxis):
            plain_ticks(axis)

    def _scores(self, shown: bool) -> None:
        error = self.y_true - self.y_pred
        weights = self.sample_weight / self.sample_weight.sum()
        mse = float(weights @ error**2)
        variance = float(weights @ (self.y_true - weights @ self.y_true) ** 2)
        self.rmse_, self.r2_ = mse**0.5, 1.0 - mse / variance if variance > 0 else float("nan")
        if not shown:
            return
        lines = [f"RMSE {figure_number(self.rmse_)}"]
        lines += [f"R² {self.r2_:.2f}".replace("-", "−")] if np.isfinite(self.r2_) else []
        lines += [f"{self.y_true.size:,} rows"]
        self.ax_.annotate("\n".join(lines), (0.0, 1.0), (4, -2), xycoords="axes fraction", textcoords="offset points",
                          ha="left", va="top", fontsize=points(), color=INK, zorder=4.0,
                          bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 1.0})  # fmt: skip


def _few() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10])


def _limits(values: Floats) -> tuple[float, float]:
    """One range for both axes, with a margin."""
    low, high = float(values.min()), float(values.max())
    span = high - low or max(abs(high), 1.0)
    return low - 0.04 * span, high + 0.04 * span


def _row(values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=float)).ravel()
