"""How figures are laid out: nothing covers, flattens or weighs too much."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shrinkage.present.svg.coefficients import coefficients_figure
from shrinkage.present.svg.cv_curve import cv_curve_figure
from shrinkage.present.svg.errors import errors_figure
from shrinkage.present.svg.frame import BOTTOM, TOP
from shrinkage.present.svg.lettering import LINE
from shrinkage.present.svg.markup import LETTERS
from shrinkage.present.svg.path import NAMED, path_figure
from shrinkage.result.record import Record
from tests.present.figures.drawn import comparison
from tests.present.svg.drawn import SVG, description, figures, read, texts, trodden
from tests.present.svg.made import enlarged, selecting, wide, with_models
from tests.present.svg.odd import renamed

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "present" / "svg"
TOKENS = ROOT / "web" / "src" / "marks" / "frame" / "tokens.css"
LIGHT = {"svg-label": "quiet", "svg-axis": "axis", "svg-grid": "rule"}

Make = Callable[..., Record]


@pytest.mark.parametrize(("p", "m"), [(200, 100), (14, 100), (200, 400), (1, 1)])
def test_figures_are_light(p: int, m: int) -> None:
    """Even where no two points of a line lie on a third's way, and at any number of strengths and folds."""
    record = wide(p, m)
    path = record.models.l1.path
    assert path is not None
    repeated = replace(record.models.l1, path=replace(path, fold_mse=path.fold_mse * 10))
    for name, drawn in figures(with_models(record, l1=repeated)).items():
        assert len(drawn.encode()) < (40_000 if name.startswith("path") else 25_000), name


def test_long_names_do_not_weigh(record: Record) -> None:
    short, long = record, renamed(record, {"bmi": "x" * 5_000, "s5": "&" * 5_000})
    for name, drawn in figures(long).items():
        assert len(drawn) < len(figures(short)[name]) + 2_000


def test_labels_do_not_cover_each_other() -> None:
    root = read(path_figure(wide(200, 60), "l2", id="x"))
    heights = sorted(y for start, _, y, said in texts(root) if start > 380 and "=" in said)
    assert len(heights) == NAMED
    assert all(b - a >= LINE * LETTERS - 0.11 for a, b in pairwise(heights))


@pytest.mark.parametrize("table", ["by hand", "wide", "huge", "diabetes"])
def test_no_words_cover_others(table: str) -> None:
    made = {
        "by hand": selecting,
        "wide": lambda: wide(200, 60),
        "huge": lambda: enlarged(selecting(), 1e9),
        "diabetes": lambda: comparison().record,
    }
    for name, drawn in figures(made[table]()).items():
        boxes = [(start, end, y, said) for start, end, y, said in texts(read(drawn)) if said]
        for one, other in combinations(boxes, 2):
            apart = one[1] <= other[0] or other[1] <= one[0] or abs(one[2] - other[2]) >= 13.0
            assert apart, f"{name}: {one[3]!r} and {other[3]!r}"


def test_dashes_tell_named_lines_apart_where_hues_do_not() -> None:
    root = read(path_figure(wide(20, 30), "l1", id="x"))
    looks = {
        (group.get("color"), group.get("stroke-dasharray"))
        for group in root.iter(f"{SVG}g")
        if group.get("class", "").startswith("line-") and group.find(f"{SVG}path") is not None
    }
    assert len(looks) == NAMED


def test_an_error_far_off_is_a_number_and_flattens_nothing(record: Record) -> None:
    far = with_models(record, none=replace(record.models.none, cv_rmse=5_430.0, crossfit_rmse=5_430.0))
    before, after = read(errors_figure(record, id="x")), read(errors_figure(far, id="x"))
    assert "5,430 →" in [said for *_, said in texts(after)]
    assert "5,430" in description(errors_figure(far, id="x"))

    def places(root: Any) -> list[float]:
        group = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "hue-l1" and len(group) > 2)
        return sorted(float(circle.attrib["cx"]) for circle in group.iter(f"{SVG}circle"))

    assert places(after)[1] - places(after)[0] > 0.6 * (places(before)[1] - places(before)[0])


def test_coefficients_of_collinear_columns_do_not_flatten_the_others(record: Record) -> None:
    free = replace(record.models.none, standardized=record.models.none.standardized | {"bp": -81_234.0})
    said = [said for *_, said in texts(read(coefficients_figure(with_models(record, none=free), id="x")))]
    assert "← −81,234" in said
    assert "20" in said


def test_a_curve_that_explodes_is_cut_and_says_where_it_ends(record: Record) -> None:
    path = record.models.l1.path
    assert path is not None
    exploding = replace(path, cv_mse=[*path.cv_mse[:-5], 1e5, 1e6, 1e7, 1e8, 1e9])
    drawn = cv_curve_figure(with_models(record, l1=replace(record.models.l1, path=exploding)), "l1", id="x")
    assert "CV 31,623 ↑" in [said for *_, said in texts(read(drawn))]
    assert "then rises to 31,623" in description(drawn)


def test_lines_that_leave_the_path_are_said_to_go_on(record: Record) -> None:
    path = record.models.l1.path
    assert path is not None
    rows = [*path.coefficients[:-1], [900.0, -4_000.0, 0.0, 0.0, 0.0]]
    model = replace(record.models.l1, lam=path.lam[20], path=replace(path, coefficients=rows))
    said = " ".join(said for *_, said in texts(read(path_figure(with_models(record, l1=model), "l1", id="x"))))
    assert "the furthest to −4,000" in said


def test_wild_folds_do_not_flatten_the_curve(record: Record) -> None:
    path = record.models.l1.path
    assert path is not None
    wild = [[mse * factor for mse in path.cv_mse] for factor in (1e-6, 0.5, 2.0, 1e6)]
    model = replace(record.models.l1, lam=path.lam[20], path=replace(path, fold_mse=wild))
    drawn = cv_curve_figure(with_models(record, l1=model), "l1", id="x")
    root = read(drawn)
    curve = next(g for g in root.iter(f"{SVG}g") if g.get("class") == "hue-l1" and g.get("stroke-width") == "2.4")
    heights = [y for line in curve for _, y in trodden(line.attrib["d"])]
    assert max(heights) - min(heights) > 0.4 * (BOTTOM - TOP)
    assert "Thin lines: 4 folds, cut at the edges." in " ".join(said for *_, said in texts(root))
