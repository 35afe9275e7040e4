"""Displays: what they take, what they keep of what they drew, and names that must stay text."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from msgspec import structs

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure

import shrinkage
from shrinkage import plots
from shrinkage.errors import LibraryError, OptionError
from shrinkage.present.figures.inputs import record_of
from shrinkage.present.figures.labels import named
from shrinkage.present.numbers import figure_number
from shrinkage.present.spread import spread
from tests.present.figures.drawn import comparison, rows

NAMES = ["$a_b$", "very long " * 9, "naïve ²", "温度", "a\\b", "x^2", "line\nbreak", "%d {x}"]


def drawn_without_trouble(figure: Figure) -> None:
    figure.draw_without_rendering()


@pytest.mark.parametrize("x", ["lambda", "l1_norm", "df"])
@pytest.mark.parametrize("model", ["l1", "l2", "elastic_net"])
def test_paths_end_where_their_labels_begin(x: str, model: str) -> None:
    display = plots.PathDisplay.from_comparison(comparison(), model, x=x)
    assert len(display.lines_) == 10
    assert {label.get_text() for label in display.labels_} <= set(display.feature_names)
    places = sorted(label.get_position()[1] for label in display.labels_)
    assert min(np.diff(places)) > 0.02
    drawn_without_trouble(display.figure_)


def test_a_path_of_an_estimator_is_its_path() -> None:
    x, y, names = rows()
    fitted = shrinkage.LassoCV(cv=5, standardize=True).fit(x, y)
    display = plots.PathDisplay.from_estimator(fitted, scale=x.std(axis=0), units="original")
    np.testing.assert_array_equal(display.lines_[2].get_ydata(), fitted.path_.coef[:, 2])
    assert set(display.marks_) == {"min", "1 SE"}
    curve = plots.CVCurveDisplay.from_estimator(fitted, metric="mse", folds=True)
    np.testing.assert_array_equal(curve.lines_[0].get_ydata(), fitted.cv_table_.cv_mse)
    assert len(curve.fold_lines_) == 5
    assert len(names) == 10


def test_ridge_is_drawn_too() -> None:
    x, y, _ = rows()
    fitted = shrinkage.RidgeCV(alphas=20, cv=5).fit(x, y)
    drawn_without_trouble(plots.CVCurveDisplay.from_estimator(fitted).figure_)
    drawn_without_trouble(plots.PathDisplay.from_estimator(fitted).figure_)


def test_where_no_penalty_is_chosen_the_path_of_l1_is_drawn() -> None:
    made = record_of(comparison())
    plain = structs.replace(made, verdict=structs.replace(made.verdict, choice="none", best="none"))
    assert plots.PathDisplay.from_comparison(plain).name == "L1 (lasso)"
    assert plots.CVCurveDisplay.from_comparison(plain).curves[0].name == "L1 (lasso)"


def test_several_curves_share_an_axis_and_a_legend() -> None:
    display = plots.CVCurveDisplay.from_comparison(comparison(), ["l1", "l2", "elastic_net"], x="df")
    assert [text.get_text() for text in display.legend_.get_texts()] == ["L1 (lasso)", "L2 (ridge)", "elastic net"]


def test_names_stay_text() -> None:
    coef = np.outer(np.linspace(0, 1, 9), np.arange(-3.0, 5.0))
    display = plots.PathDisplay(lams=np.geomspace(1, 0.01, 9), coef=coef, feature_names=NAMES).plot()
    drawn_without_trouble(display.figure_)
    rings = plots.CoefficientsDisplay({"$l_1$": coef[-1]}, feature_names=NAMES).plot()
    drawn_without_trouble(rings.figure_)
    assert named("$a_b$")[0] == r"\$a_b\$"
    assert len(named("very long " * 9)[0]) <= 22


@pytest.mark.parametrize("features", [1, 3, 150])
@pytest.mark.parametrize("size", [0.0, 1e-9, -1e7])
def test_any_number_of_features_of_any_size(features: int, size: float) -> None:
    lams = np.geomspace(3.0, 1e-3, 12)
    coef = size * np.linspace(0, 1, 12)[:, None] * np.linspace(0.5, 1, features)
    path = plots.PathDisplay(lams=lams, coef=coef, degrees_of_freedom=np.arange(12.0), chosen=5, one_standard_error=2)
    for x in ("lambda", "l1_norm", "df"):
        drawn_without_trouble(path.plot(x=x).figure_)
    models = {"l1": coef[-1], "l2": coef[5], "$mine$": -coef[3]}
    drawn_without_trouble(plots.CoefficientsDisplay(models).plot().figure_)


@pytest.mark.parametrize("model", [None, "l2", "elastic_net"])
def test_a_comparison_is_four_panels(model: str | None) -> None:
    figure = plots.plot_comparison(comparison().record, model)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert [title[0] for title in titles] == list("abcd")
    assert isinstance(comparison().plot(), Figure)


def test_errors_far_off_stand_at_the_edge() -> None:
    display = plots.ErrorsDisplay(["l1", "none"], cv_rmse=[1.0, 900.0], test_rmse=[1.1, np.nan], baseline_cv_rmse=2.0)
    display.plot()
    assert any("900" in text.get_text() for text in display.ax_.texts)


@pytest.mark.parametrize("kind", ["actual_vs_predicted", "residual_vs_predicted"])
@pytest.mark.parametrize("n", [1, 40, 21_000])
def test_predictions(kind: str, n: int) -> None:
    predicted = np.arange(n, dtype=float)
    observed = predicted + np.where(np.arange(n) % 2, 2.0, -2.0)
    display = plots.PredictionErrorDisplay.from_predictions(observed, predicted, kind=kind, target_name="$y$")
    assert display.rmse_ == pytest.approx(2.0)
    drawn_without_trouble(display.figure_)


def test_weights_and_missing_values_of_predictions() -> None:
    display = plots.PredictionErrorDisplay(y_true=[1, 2, np.nan, 4], y_pred=[1, 3, 3, 9], sample_weight=[1, 1, 1, 0])
    display.plot()
    assert display.missing_ == 2
    assert display.rmse_ == pytest.approx(np.sqrt(0.5))


def test_axes_of_ones_own_are_drawn_on() -> None:
    ax = Figure().add_subplot()
    display = plots.ErrorsDisplay.from_comparison(comparison(), ax=ax)
    assert display.ax_ is ax
    assert display.figure_ is ax.figure
    with pytest.raises(OptionError, match="axes of matplotlib"):
        plots.ErrorsDisplay(["l1"], cv_rmse=[1.0]).plot("here")  # type: ignore[arg-type]


def test_what_cannot_be_drawn_is_said() -> None:
    x, y, _ = rows()
    with pytest.raises(OptionError, match="not fitted"):
        plots.PathDisplay.from_estimator(shrinkage.LassoCV())
    with pytest.raises(OptionError, match="has no path_"):
        plots.PathDisplay.from_estimator(shrinkage.Lasso().fit(x, y))
    with pytest.raises(OptionError, match="no path"):
        plots.PathDisplay.from_comparison(comparison(), "none")
    with pytest.raises(OptionError, match="there is none of that name"):
        plots.CVCurveDisplay.from_comparison(comparison(), "l3")
    with pytest.raises(OptionError, match="one of each"):
        plots.PredictionErrorDisplay(y_true=[1, 2], y_pred=[1])
    with pytest.raises(OptionError, match="one for each"):
        plots.PathDisplay(lams=[1, 0.1], coef=np.zeros((2, 3)), feature_names=["a"])


def test_without_matplotlib_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(LibraryError, match=r'pip install "shrinkage\[plots\]"'):
        plots.ErrorsDisplay(["l1"], cv_rmse=[1.0]).plot()
    with pytest.raises(ImportError):
        comparison().plot()


def test_labels_keep_their_distance() -> None:
    places = spread([0.5, 0.5, 0.5, 0.9], 0.1, 0.0, 1.0)
    assert places == pytest.approx([0.4, 0.5, 0.6, 0.9])
    assert spread([2.0, 2.0], 0.1, 0.0, 1.0) == pytest.approx([0.9, 1.0])
    assert figure_number(-0.0123) == "−0.0123"
