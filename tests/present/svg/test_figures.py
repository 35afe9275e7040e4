"""What the figures of a record show: its numbers, its choice, what is left out, and how much they weigh."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shrinkage.present.numbers import figure_number
from shrinkage.present.svg.coefficients import coefficients_figure
from shrinkage.present.svg.cv_curve import cv_curve_figure
from shrinkage.present.svg.errors import errors_figure
from shrinkage.present.svg.lettering import fitted
from shrinkage.present.svg.markup import COLOURS
from shrinkage.present.svg.path import DRAWN, NAMED, path_figure
from shrinkage.present.svg.rows import LEFT
from shrinkage.present.svg.selection import selection_figure
from shrinkage.result.record import PathRecord, Record
from tests.present.svg.drawn import SVG, description, figures, read, texts
from tests.present.svg.made import selecting, wide, with_models

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "present" / "svg"
TOKENS = ROOT / "web" / "src" / "marks" / "frame" / "tokens.css"
LIGHT = {"svg-label": "quiet", "svg-axis": "axis", "svg-grid": "rule"}

Make = Callable[..., Record]


@pytest.mark.parametrize("name", ["errors", "coefficients", "selection", "path_l1", "cv_curve_l1"])
def test_the_figure_is_the_golden_one(name: str) -> None:
    """To accept a change, delete the file, run again and look at what is written."""
    drawn = figures(selecting())[name].replace("><", ">\n<") + "\n"
    file = GOLDEN / f"{name}.svg"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(drawn, "utf-8")
        pytest.fail(f"{file.name} was not there and has been written; look at it, then run again.")
    assert drawn == file.read_text("utf-8")


def test_descriptions_say_the_numbers_of_the_record() -> None:
    record = selecting()
    found = {name: description(drawn) for name, drawn in figures(record).items()}
    for key, model in record.models.by_name().items():
        for value in (model.train_rmse, model.cv_rmse, model.crossfit_rmse, model.test_rmse):
            assert figure_number(value or 0.0, 4) in found["errors"]
        if model.path is None:
            continue
        calm = model.one_standard_error
        assert calm is not None
        curve, least = found[f"cv_curve_{key}"], min(model.path.cv_mse)
        for number in (math.sqrt(least), model.path.lam[model.path.cv_mse.index(least)], calm.lam, calm.cv_rmse):
            assert figure_number(number, 4) in curve
        assert f"from {figure_number(math.sqrt(model.path.cv_mse[0]), 4)} at lambda 45" in curve
        assert f"The mean alone errs by {figure_number(record.baseline.cv_rmse, 4)}." in curve
        assert figure_number(model.lam) in found[f"path_{key}"]
        assert f"{model.nonzero} of 5 features" in found[f"path_{key}"]
    for name in ("s5", "bmi", "bp"):
        for model in record.models.by_name().values():
            assert figure_number(model.standardized[name]) in found["coefficients"]
    assert "leaves out age" in found["coefficients"]
    assert "2 features in every fold, 1 in none, 2 in some" in found["selection"]
    assert "age 0% and 60%" in found["selection"]
    assert "Chosen: L1 (lasso)." in found["errors"]


def test_a_figure_is_named_for_those_who_do_not_see_it() -> None:
    for drawn in figures(selecting()).values():
        root = read(drawn)
        ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"].split() == ids
        assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
        assert root[0].text
        assert root[1].text


def test_what_a_record_does_not_have_is_not_drawn(record: Record) -> None:
    assert path_figure(record, "none", id="x") == ""
    assert cv_curve_figure(record, "none", id="x") == ""
    assert selection_figure(record, id="x") == ""
    assert coefficients_figure(replace(record, features=[]), id="x") == ""


def test_a_path_of_many_features_names_the_largest_and_counts_the_rest() -> None:
    record = wide(200, 60)
    path = record.models.l1.path
    assert path is not None
    drawn = path_figure(record, "l1", id="x")
    root = read(drawn)
    chosen = path.coefficients[30]
    largest = sorted(range(200), key=lambda j: -abs(chosen[j]))[:NAMED]
    said = " ".join(said for *_, said in texts(root))
    for j in largest:
        assert f"={j}" in said or f"{j}"[-2:] in said
    assert f"the next {DRAWN - NAMED} features" in said
    assert f"{200 - DRAWN + 1_234:,} smaller features are not drawn" in said
    lines = [group for group in root.iter(f"{SVG}g") if re.fullmatch(r"line-\d", group.get("class", ""))]
    assert len([group for group in lines if group.find(f"{SVG}path") is not None]) == NAMED


def test_selection_shows_the_strongest_and_those_on_which_folds_disagree() -> None:
    record = wide(40, 20)
    l1 = record.models.l1
    names = sorted(l1.standardized, key=lambda name: -abs(l1.standardized[name]))
    shares = dict.fromkeys(names, 1.0) | dict.fromkeys(names[25:35], 0.5) | dict.fromkeys(names[35:], 0.0)
    model = replace(l1, selection_frequency=shares)
    drawn = selection_figure(with_models(record, l1=model, elastic_net=model), id="x")
    said = [said for *_, said in texts(read(drawn))]
    assert all(fitted(name, LEFT - 14.0) in said for name in [*names[:8], *names[25:33]])
    assert "25 features in every fold, 5 in none, 10 in some" in description(drawn)
    assert said[-1].endswith("24 other features are not.")


@pytest.mark.parametrize("choice", ["none", "l1", "l2", "elastic_net", "mean"])
def test_the_choice_is_marked_once(make_record: Make, choice: Any) -> None:
    base = make_record()
    record = replace(base, verdict=replace(base.verdict, choice=choice))
    root = read(errors_figure(record, id="x"))
    marked = [
        element for element in root.iter(f"{SVG}text") if element.get("font-weight") and "▸" in (element.text or "")
    ]
    assert len(marked) == 1
    assert ("mean" in (marked[0].text or "")) == (choice == "mean")


@pytest.mark.parametrize(
    ("errors", "course"),
    [
        ([4.0, 1.0, 9.0], "falls from 2.000 at lambda 45.00 to 1.000 at lambda 4.500, then rises to 3.000 at"),
        ([1.0, 4.0, 9.0], "is smallest, 1.000 at lambda 45.00, where the penalty is strongest, and rises to 3.000"),
        ([9.0, 4.0, 1.0], "falls from 3.000 at lambda 45.00 to 1.000 at lambda 0.4500, where the penalty is weakest"),
        ([4.0, 4.0, 4.0], "is 2.000 at every strength"),
        ([math.nan] * 3, "is not known"),
    ],
)
def test_the_course_of_a_curve_in_words(record: Record, errors: list[float], course: str) -> None:
    path = record.models.l1.path
    assert path is not None
    three = PathRecord(
        lam=[45.0, 4.5, 0.45],
        cv_mse=errors,
        cv_se=[None] * 3,
        fold_mse=[],
        train_mse=errors,
        nonzero=[0, 1, 2],
        features=[],
        coefficients=[[], [], []],
        features_left_out=0,
    )
    changed = with_models(record, l1=replace(record.models.l1, path=three))
    assert course in description(cv_curve_figure(changed, "l1", id="x"))


def test_colours_are_those_of_the_page() -> None:
    light = TOKENS.read_text("utf-8").partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    assert {kind: tokens[LIGHT.get(kind, kind)] for kind in COLOURS} == COLOURS
