"""Cross-validated error along a path: where it is smallest, how sure that is, and how few features come close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shrinkage.errors import OptionError
from shrinkage.present.figures import strength
from shrinkage.present.figures.inputs import ALPHA, STRENGTH, fitted, marked, name_of, path_of, record_of, walked_of
from shrinkage.present.figures.labels import named, plain_ticks
from shrinkage.present.figures.sheet import (
    GREY,
    MODEL_HUES,
    MODEL_NAMES,
    PALE,
    SPARE_HUES,
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
METRICS = ("rmse", "mse")


@dataclass(frozen=True, slots=True)
class CVCurve:
    """Errors over the m strengths of one path.

    lams: (m,) strongest first; mse: (m,) mean over folds; se: (m,) its standard error, nan where there is none;
    nonzero, degrees_of_freedom: (m,) or None; fold_mse: (k, m) or None; chosen, one_standard_error: points to mark.
    """

    lams: Floats
    mse: Floats
    se: Floats
    nonzero: NDArray[np.int64] | None = None
    degrees_of_freedom: Floats | None = None
    fold_mse: Floats | None = None
    chosen: int | None = None
    one_standard_error: int | None = None
    name: str | None = None
    hue: str = MODEL_HUES["l1"]


class CVCurveDisplay(Shown):
    """CV error with one standard error about it, of one model or several on one sheet.

    lams, cv_mse, cv_se: (m,); further arrays as of ``CVCurve``; baseline_mse: error of the mean alone; curves: instead
    of arrays, several of them. strength_name: what ``lams`` are.

    After ``plot``: ax_, figure_, lines_ (one a curve), bands_, fold_lines_, marks_, legend_, baseline_ and
    count_axis_ (or None).
    """

    def __init__(
        self,
        *,
        lams: ArrayLike | None = None,
        cv_mse: ArrayLike | None = None,
        cv_se: ArrayLike | None = None,
        nonzero: ArrayLike | None = None,
        degrees_of_freedom: ArrayLike | None = None,
        fold_mse: ArrayLike | None = None,
        chosen: int | None = None,
        one_standard_error: int | None = None,
        name: str | None = None,
        baseline_mse: float | None = None,
        strength_name: str = STRENGTH,
        curves: Sequence[CVCurve] | None = None,
    ) -> None:
        if curves is None:
            if lams is None or cv_mse is None:
                raise OptionError("a curve needs its strengths and errors; give lams and cv_mse, or curves.")
            strengths, mse = _row(lams), _row(cv_mse)
            curves = [
                CVCurve(
                    strengths,
                    mse,
                    np.full(mse.shape, np.nan) if cv_se is None else _row(cv_se),
                    None if nonzero is None else np.asarray(nonzero, dtype=np.int64),
                    None if degrees_of_freedom is None else _row(degrees_of_freedom),
                    None if fold_mse is None else np.atleast_2d(np.asarray(fold_mse, dtype=float)),
                    chosen,
                    one_standard_error,
                    name,
                )
            ]
        if not curves:
            raise OptionError("there is no curve to draw; name at least one model.")
        self.curves = list(curves)
        self.baseline_mse, self.strength_name = baseline_mse, strength_name

    @classmethod
    def from_comparison(
        cls, comparison: Any, model: str | Sequence[str] = "chosen", *, ax: Axes | None = None, **how: Any
    ) -> CVCurveDisplay:
        """Of one model of a comparison (or its record), or of several; drawn."""
        record = record_of(comparison)
        names = [model] if isinstance(model, str) else list(model)
        curves = [_from_record(record, name) for name in names]
        return cls(curves=curves, baseline_mse=record.baseline.cv_rmse**2).plot(ax, **how)

    @classmethod
    def from_estimator(cls, estimator: Any, *, ax: Axes | None = None, **how: Any) -> CVCurveDisplay:
        """Of a fitted LassoCV, RidgeCV or ElasticNetCV (or a pipeline that ends in one); drawn."""
        table = fitted(estimator, "cv_table_", ("LassoCV", "RidgeCV", "ElasticNetCV"))
        display = cls(
            lams=table.alphas,
            cv_mse=table.cv_mse,
            cv_se=table.cv_se,
            nonzero=table.nonzero,
            degrees_of_freedom=table.degrees_of_freedom,
            fold_mse=table.fold_mse,
            chosen=table.chosen,
            one_standard_error=table.one_standard_error,
            strength_name=ALPHA,
        )
        return display.plot(ax, **how)

    def plot(
        self,
        ax: Axes | None = None,
        *,
        metric: str = "rmse",
        x: str = "lambda",
        folds: bool = False,
        counts: bool = True,
    ) -> CVCurveDisplay:
        """Draw the curves.

        metric: ``rmse`` (in the units of the target) or ``mse``; x: ``lambda`` or ``df``, which is one axis for every
        model; folds: a thin line for each fold; counts: numbers of features above, where there is one curve.
        """
        if metric not in METRICS:
            raise OptionError(f"metric is {metric!r}, but errors are 'rmse' or 'mse'; take one of them.")
        if x not in ("lambda", "df"):
            raise OptionError(f"x is {x!r}, but errors can be drawn against 'lambda' or 'df' only; take one of them.")
        with styled(ax):
            self.ax_ = axes_of(ax)
            self.figure_ = root_of(self.ax_)
            axes = [self._across(x, curve) for curve in self.curves]
            self._curves(axes, metric, folds)
            strength.lay(self.ax_, *axes)
            self._limits(metric)
            only = self.curves[0] if len(self.curves) == 1 else None
            self.marks_ = (
                {} if only is None else strength.marks(self.ax_, axes[0], only.chosen, only.one_standard_error)
            )
            self.count_axis_ = None
            if counts and only is not None and only.nonzero is not None:
                named = only.nonzero.tolist()
                self.count_axis_ = strength.counts_above(self.ax_, axes[0], named, "Non-zero coefficients")
            if only is not None and only.name:
                self.ax_.set_title(only.name, loc="left")
            self.legend_ = self._legend()
            settled(self.figure_, ax is None)
        return self

    def _across(self, x: str, curve: CVCurve) -> strength.Across:
        words = (self.strength_name, "")
        return strength.across(x, curve.lams, np.zeros(curve.lams.size), curve.degrees_of_freedom, words)

    def _curves(self, axes: Sequence[strength.Across], metric: str, folds: bool) -> None:
        ax = self.ax_
        self.lines_, self.bands_, self.fold_lines_ = [], [], []
        for axis, curve in zip(axes, self.curves, strict=True):
            middle, low, high = _band(curve, metric)
            if folds and curve.fold_mse is not None:
                each = np.sqrt(curve.fold_mse) if metric == "rmse" else curve.fold_mse
                self.fold_lines_ += ax.plot(axis.places, each.T, color=PALE, linewidth=0.5, zorder=1.6)
            if np.isfinite(low).any():
                band = ax.fill_between(axis.places, low, high, color=curve.hue, alpha=0.18, linewidth=0, zorder=1.7)
                self.bands_.append(band)
            sign = "o" if curve.lams.size == 1 else ""
            self.lines_ += ax.plot(axis.places, middle, color=curve.hue, linewidth=1.5, marker=sign, zorder=2.5)
            self._points(axis, curve, middle)
        name = "RMSE" if metric == "rmse" else "mean squared error"
        about = " (± 1 SE)" if self.bands_ else ""
        ax.set_ylabel(f"Cross-validated {name}{about}")
        trimmed(ax)

    def _points(self, axis: strength.Across, curve: CVCurve, middle: Floats) -> None:
        """Filled at the smallest error, hollow at one standard error."""
        for point, fill in ((curve.chosen, curve.hue), (curve.one_standard_error, "white")):
            if point is not None and (fill == curve.hue or point != curve.chosen):
                self.ax_.plot(
                    axis.places[point],
                    middle[point],
                    marker="o",
                    markersize=4.5,
                    color=curve.hue,
                    markerfacecolor=fill,
                    markeredgewidth=1.2,
                    zorder=3.0,
                )

    def _limits(self, metric: str) -> None:
        """A curve that explodes at one end would flatten all else: the axis ends a little above what matters."""
        bands = [_band(curve, metric) for curve in self.curves]
        lowest = min(float(np.nanmin(np.where(np.isfinite(low), low, middle))) for middle, low, _ in bands)
        highest = max(float(np.nanmax(np.where(np.isfinite(high), high, middle))) for middle, _, high in bands)
        start = max(float(high[0]) if np.isfinite(high[0]) else float(middle[0]) for middle, _, high in bands)
        mean = None if self.baseline_mse is None else float(np.sqrt(self.baseline_mse)) if metric == "rmse" else None
        if metric == "mse":
            mean = self.baseline_mse
        matters = max(start, mean or 0.0, *(float(np.nanmin(middle)) for middle, _, _ in bands))
        top = min(highest, lowest + 1.3 * (matters - lowest)) if matters > lowest else highest
        span = top - lowest or max(abs(top), 1.0)
        self.baseline_ = None
        if mean is not None and mean <= top + 0.5 * span:
            top = max(top, mean)
            self.baseline_ = self.ax_.axhline(mean, color=GREY, linewidth=0.9, linestyle=(0, (1, 2)), zorder=1.4)
            below = mean < max(float(middle[-1]) for middle, _, _ in bands)
            self._mean_alone(mean, below)
        self.ax_.set_ylim(lowest - 0.06 * span, top + 0.13 * span)
        plain_ticks(self.ax_.yaxis)

    def _mean_alone(self, mean: float, below: bool) -> None:
        """Its name at the right, on the side of the line that the curves leave free."""
        self.ax_.annotate("mean alone", (0.995, mean), (0, -2 if below else 2), xycoords=self.ax_.get_yaxis_transform(),
                          textcoords="offset points", ha="right", va="top" if below else "bottom", color=GREY,
                          fontsize=points())  # fmt: skip

    def _legend(self) -> Any:
        """Several curves end together, where nothing is penalised: a legend names them. The title names one."""
        if len(self.curves) == 1:
            return None
        texts = [named(curve.name or f"curve {number}") for number, curve in enumerate(self.curves, 1)]
        legend = self.ax_.legend(self.lines_, [text for text, _ in texts], loc="best", frameon=False)
        for label, (_, properties) in zip(legend.get_texts(), texts, strict=True):
            label.set(**properties)
        return legend


def _row(values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=float))


def _band(curve: CVCurve, metric: str) -> tuple[Floats, Floats, Floats]:
    """Error, and one standard error below and above it (nan without one); of √MSE by the delta method."""
    if metric == "mse":
        return curve.mse, np.maximum(curve.mse - curve.se, 0.0), curve.mse + curve.se
    root = np.sqrt(np.maximum(curve.mse, 0.0))
    half = np.divide(curve.se, 2.0 * root, out=np.zeros_like(root), where=root > 0)
    return root, np.maximum(root - half, 0.0), root + half


def _from_record(record: Any, model: str) -> CVCurve:
    found = walked_of(record, model)
    path, name = path_of(record, found), name_of(record, found)
    chosen, calm = marked(path, found)
    freedom = path.degrees_of_freedom
    return CVCurve(
        lams=_row(path.lam),
        mse=_row(path.cv_mse),
        se=np.array([np.nan if se is None else se for se in path.cv_se], dtype=float),
        nonzero=np.asarray(path.nonzero, dtype=np.int64),
        degrees_of_freedom=None if freedom is None else _row(freedom),
        fold_mse=np.atleast_2d(np.asarray(path.fold_mse, dtype=float)),
        chosen=chosen,
        one_standard_error=calm,
        name=MODEL_NAMES[name],
        hue=MODEL_HUES.get(name, SPARE_HUES[0]),
    )
