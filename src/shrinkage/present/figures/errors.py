"""Training, cross-validated and test error of every model, beside what the mean alone achieves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.errors import OptionError
from shrinkage.present.figures.inputs import record_of
from shrinkage.present.figures.labels import named, plain_ticks
from shrinkage.present.figures.sheet import (
    BLUE,
    GREY,
    INK,
    MODEL_NAMES,
    SIZE,
    VERMILLION,
    Shown,
    axes_of,
    points,
    root_of,
    styled,
    trimmed,
)
from shrinkage.present.numbers import figure_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
FAR = 2.2  # errors beyond this many times the better of the mean and the median model stand at the edge, with a number


class ErrorsDisplay(Shown):
    """Root mean squared errors of q models, a row each.

    models: q names; train_rmse, cv_rmse, cv_rmse_se, test_rmse: (q,), nan where there is none; baseline_cv_rmse: of the
    mean alone; chosen: name of the one to emphasise.

    After ``plot``: ax_, figure_, train_, cv_, test_ (matplotlib artists, or None), baseline_, chosen_, legend_.
    """

    def __init__(
        self,
        models: Sequence[str],
        *,
        cv_rmse: ArrayLike,
        train_rmse: ArrayLike | None = None,
        cv_rmse_se: ArrayLike | None = None,
        test_rmse: ArrayLike | None = None,
        baseline_cv_rmse: float | None = None,
        chosen: str | None = None,
    ) -> None:
        self.models = list(models)
        if not self.models:
            raise OptionError("there is no model to draw; name at least one.")
        self.cv_rmse = self._row(cv_rmse)
        self.train_rmse, self.test_rmse = self._row(train_rmse), self._row(test_rmse)
        self.cv_rmse_se = self._row(cv_rmse_se)
        self.baseline_cv_rmse, self.chosen = baseline_cv_rmse, chosen

    def _row(self, values: ArrayLike | None) -> Floats:
        row = np.full(len(self.models), np.nan) if values is None else np.asarray(values, dtype=float)
        if row.shape != (len(self.models),):
            raise OptionError(f"{row.size} errors were given for {len(self.models)} models; give one for each.")
        return row

    @classmethod
    def from_comparison(
        cls, comparison: Any, model: Sequence[str] | None = None, *, ax: Axes | None = None, **how: Any
    ) -> ErrorsDisplay:
        """Of all models of a comparison (or its record), or of those named; drawn."""
        record = record_of(comparison)
        by_name = record.models.by_name()
        names = [name for name in by_name if model is None or name in model]
        found = [by_name[name] for name in names]
        display = cls(
            names,
            train_rmse=_known([one.train_rmse for one in found]),
            cv_rmse=_known([one.cv_rmse for one in found]),
            cv_rmse_se=_known([one.cv_rmse_se for one in found]),
            test_rmse=_known([one.test_rmse for one in found]),
            baseline_cv_rmse=record.baseline.cv_rmse,
            chosen=record.verdict.choice,
        )
        return display.plot(ax, **how)

    def plot(self, ax: Axes | None = None) -> ErrorsDisplay:
        """Draw a row a model: training error (ring), CV error with one standard error (disc), test error (diamond)."""
        with styled(ax):
            self.ax_ = axes_of(ax, (SIZE[0], 1.2 + 0.34 * max(len(self.models), 2)))
            self.figure_ = root_of(self.ax_)
            self._limit = self._furthest()
            self._rows()
            self._baseline()
            self._axes()
        return self

    def _furthest(self) -> float:
        """The largest error that is drawn in its place."""
        every = np.concatenate((self.cv_rmse, self.train_rmse, self.test_rmse))
        every = every[np.isfinite(every)]
        usual = (
            [float(np.median(self.cv_rmse[np.isfinite(self.cv_rmse)]))] if np.isfinite(self.cv_rmse).any() else [1.0]
        )
        usual += [] if self.baseline_cv_rmse is None else [self.baseline_cv_rmse]
        cap = FAR * min(usual)
        return float(every.max()) if every.size and every.max() <= cap else cap

    def _rows(self) -> None:
        ax, limit = self.ax_, self._limit
        rows = np.arange(len(self.models), dtype=float)
        self.chosen_ = None
        if self.chosen in self.models:
            row = self.models.index(self.chosen)
            self.chosen_ = ax.axhspan(row - 0.42, row + 0.42, color=BLUE, alpha=0.09, linewidth=0, zorder=0.5)
        side, offset = points() * 0.55, 0.17
        inside = self.cv_rmse <= limit
        self.train_ = self._dots(self.train_rmse, rows - offset, "o", "white", GREY, "training", side)
        se = np.nan_to_num(np.where(inside, self.cv_rmse_se, 0.0))
        self.cv_ = None
        if inside.any():
            self.cv_ = ax.errorbar(
                self.cv_rmse[inside],
                rows[inside],
                xerr=se[inside] if se.any() else None,
                fmt="o",
                color=BLUE,
                markersize=side,
                elinewidth=1.2,
                capsize=0,
                label="cross-validated" + (" (± 1 SE)" if se.any() else ""),
                zorder=3.0,
            )
        self.test_ = self._dots(self.test_rmse, rows + offset, "D", VERMILLION, VERMILLION, "test", side * 0.9)
        for values, shift in ((self.train_rmse, -offset), (self.cv_rmse, 0.0), (self.test_rmse, offset)):
            for row in np.flatnonzero(values > limit):
                self._beyond(float(values[row]), float(rows[row]) + 1.6 * shift)

    def _dots(self, values: Floats, rows: Floats, sign: str, face: str, edge: str, label: str, side: float) -> Any:
        shown = np.isfinite(values) & (values <= self._limit)
        if not np.isfinite(values).any():
            return None
        return self.ax_.plot(
            values[shown],
            rows[shown],
            linestyle="",
            marker=sign,
            markerfacecolor=face,
            markeredgecolor=edge,
            markersize=side,
            label=label,
            zorder=3.2,
        )[0]

    def _beyond(self, value: float, row: float) -> None:
        """An error far off, as a number at the edge."""
        self.ax_.annotate(f"{figure_number(value)} →", (1.0, row), xycoords=self.ax_.get_yaxis_transform(),
                          ha="right", va="center", fontsize=points("x-small"), color=INK)  # fmt: skip

    def _baseline(self) -> None:
        self.baseline_ = None
        mean = self.baseline_cv_rmse
        if mean is None:
            return
        text = f"mean alone: {figure_number(mean)}"
        if mean <= self._limit * 1.6:
            self.baseline_ = self.ax_.axvline(mean, color=GREY, linewidth=1.0, linestyle=(0, (1, 1.5)), zorder=1.0)
            low, high = self.ax_.get_xlim()
            side, shift = ("right", -2) if mean > 0.5 * (low + high) else ("left", 2)
            self.ax_.annotate(text, (mean, 1.0), (shift, 2), xycoords=self.ax_.get_xaxis_transform(), ha=side,
                              va="bottom", textcoords="offset points", fontsize=points(), color=GREY)  # fmt: skip
            return
        self.ax_.annotate(f"{text} →", (1.0, 1.0), (0, 2), xycoords="axes fraction", textcoords="offset points",
                          ha="right", va="bottom", fontsize=points(), color=GREY)  # fmt: skip

    def _axes(self) -> None:
        ax = self.ax_
        trimmed(ax)
        ax.spines["left"].set_visible(False)
        ax.set_ylim(len(self.models) - 0.5, -0.5)
        texts = [named(MODEL_NAMES.get(name, name)) for name in self.models]
        ax.set_yticks(range(len(texts)), [text for text, _ in texts])
        for name, label, (_, properties) in zip(self.models, ax.get_yticklabels(), texts, strict=True):
            label.set(**properties)
            if name == self.chosen:
                label.set_fontweight("bold")
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel("Root mean squared error")
        ax.margins(x=0.06)
        plain_ticks(ax.xaxis)
        self.legend_ = ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            borderaxespad=4.2,  # lines of letters: below ticks and name, however high the axes
            ncols=3,
            frameon=False,
            handletextpad=0.3,
            columnspacing=1.4,
        )


def _known(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else value for value in values]
