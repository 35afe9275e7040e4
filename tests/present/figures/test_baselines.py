"""Figures look as they did when they were last looked at, whatever the style of whoever draws them."""

from __future__ import annotations

import matplotlib as mpl
import pytest

from tests.present.figures.drawn import BASELINE, FIGURES, distance, grey, picture

TOLERANCE = 0.06  # docs/decisions/0011: another model's panel is at 0.09 or more


new_letters = pytest.mark.skipif(
    tuple(map(int, mpl.__version__.split(".")[:2])) < (3, 11),
    reason="baselines have the letters of matplotlib 3.11 and its FreeType; those before are wider",
)


@new_letters
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_its_baseline(name: str) -> None:
    png = (BASELINE / f"{name}.png").read_bytes()
    assert len(png) < 100_000
    assert distance(grey(picture(name)), grey(png)) < TOLERANCE


@new_letters
@pytest.mark.parametrize(
    ("name", "changed"), [("path", "l2"), ("cv_curve", "l2"), ("coefficients", ("l1", "none")), ("comparison", "l2")]
)
def test_a_changed_figure_is_not(name: str, changed: object) -> None:
    assert distance(grey(picture(name, changed)), grey((BASELINE / f"{name}.png").read_bytes())) > TOLERANCE


def _style() -> dict[str, object]:
    """All but the backend, which is chosen (and pyplot imported) by asking for it."""
    return {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}


def test_a_style_of_the_user_is_left_alone() -> None:
    with mpl.rc_context({"font.size": 14.0, "axes.linewidth": 3.0}):
        before = _style()
        figure = FIGURES["path"]()
        assert _style() == before
        assert figure.axes[0].spines["left"].get_linewidth() == 3.0
