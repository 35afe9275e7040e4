"""What the figures of a record show: its numbers, its choice, what is left out, and how much they weigh."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shrinkage.present.numbers import figure_number
from shrinkage.present.svg.coefficients import coefficients_figure
from shrinkage.present.svg.cv_curve import cv_curve_figure
from shrinkage.present.svg.errors import errors_figure
from shrinkage.present.svg.lettering import LINE
from shrinkage.present.svg.markup import COLOURS, LETTERS
from shrinkage.present.svg.path import DRAWN, NAMED, path_figure
from shrinkage.present.svg.selection import selection_figure
from shrinkage.result.record import FeatureRecord, ModelRecord, ModelsRecord, PathRecord, Record
from tests.present.svg.drawn import SVG, description, figures, read, texts
from tests.present.svg.odd import renamed

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "present" / "svg"
TOKENS = ROOT / "web" / "src" / "marks" / "frame" / "tokens.css"
LIGHT = {"svg-label": "quiet", "svg-axis": "axis", "svg-grid": "rule"}

Make = Callable[..., Record]


def with_models(record: Record, **changes: ModelRecord) -> Record:
    return replace(record, models=ModelsRecord(**{**record.models.by_name(), **changes}))


@pytest.fixture
def selecting(record: Record) -> Record:
    shares = {"bmi": 1.0, "bp": 0.9, "s5": 1.0, "sex": 0.3, "age": 0.0}
    l1, net = record.models.l1, record.models.elastic_net
    return with_models(
        record,
        l1=replace(l1, selection_frequency=shares),
        elastic_net=replace(net, selection_frequency=shares | {"age": 0.6}),
    )


@pytest.fixture
def wide() -> Callable[[int, int], Record]:
    """Makes a record of p features whose paths wander, and m strengths."""
    from tests.present.conftest import build

    def made(p: int, m: int) -> Record:
        rng = random.Random(5)
        names = [f"{'Neighborhood' if j % 3 else 'été'}={j}" for j in range(p)]
        lam = [10.0 ** (3 - 5 * k / m) for k in range(m)]
        walks = [[rng.gauss(0, 1) * (200 - j) for j in range(p)] for _ in lam]
        rows = [[sum(step[j] for step in walks[: k + 1]) for j in range(p)] for k in range(m)]
        noise = [[2e3 + 500 * rng.random() for _ in lam] for _ in range(12)]
        path = PathRecord(
            lam=lam,
            cv_mse=noise[0],
            cv_se=[100 * rng.random() for _ in lam],
            fold_mse=noise[1:11],
            train_mse=noise[11],
            nonzero=[min(k, p) for k in range(m)],
            features=names,
            coefficients=rows,
            features_left_out=1_234,
        )
        base = build()

        def of(model: ModelRecord) -> ModelRecord:
            weights = dict(zip(names, rows[-1], strict=True))
            shares = {name: rng.random() for name in names}
            return replace(model, lam=lam[m // 2], standardized=weights, selection_frequency=shares, path=path)

        models = {name: of(model) for name, model in base.models.by_name().items()}
        features = [FeatureRecord(name=name, column=name, kind="level", mean=0.0, scale=1.0) for name in names]
        return replace(base, features=features, models=ModelsRecord(**models))

    return made


@pytest.mark.parametrize("name", ["errors", "coefficients", "selection", "path_l1", "cv_curve_l1"])
def test_the_figure_is_the_golden_one(selecting: Record, name: str) -> None:
    """To accept a change, delete the file, run again and look at what is written."""
    drawn = figures(selecting)[name].replace("><", ">\n<") + "\n"
    file = GOLDEN / f"{name}.svg"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(drawn, "utf-8")
        pytest.fail(f"{file.name} was not there and has been written; look at it, then run again.")
    assert drawn == file.read_text("utf-8")


def test_descriptions_say_the_numbers_of_the_record(selecting: Record) -> None:
    found = {name: description(drawn) for name, drawn in figures(selecting).items()}
    for key, model in selecting.models.by_name().items():
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
        assert f"The mean alone errs by {figure_number(selecting.baseline.cv_rmse, 4)}." in curve
        assert figure_number(model.lam) in found[f"path_{key}"]
        assert f"{model.nonzero} of 5 features" in found[f"path_{key}"]
    for name in ("s5", "bmi", "bp"):
        for model in selecting.models.by_name().values():
            assert figure_number(model.standardized[name]) in found["coefficients"]
    assert "leaves out age" in found["coefficients"]
    assert "2 features in every fold, 1 in none, 2 in some" in found["selection"]
    assert "age 0% and 60%" in found["selection"]
    assert "Chosen: L1 (lasso)." in found["errors"]


def test_a_figure_is_named_for_those_who_do_not_see_it(selecting: Record) -> None:
    for drawn in figures(selecting).values():
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


@pytest.mark.parametrize(("p", "m"), [(200, 100), (14, 100), (200, 400), (1, 1)])
def test_figures_are_light(wide: Callable[[int, int], Record], p: int, m: int) -> None:
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


def test_a_path_of_many_features_names_the_largest_and_counts_the_rest(wide: Callable[[int, int], Record]) -> None:
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
    assert len([group for group in lines if group.find(f"{SVG}polyline") is not None]) == NAMED


def test_labels_do_not_cover_each_other(wide: Callable[[int, int], Record]) -> None:
    root = read(path_figure(wide(200, 60), "l2", id="x"))
    heights = sorted(y for start, _, y, said in texts(root) if start > 380 and "=" in said)
    assert len(heights) == NAMED
    assert all(b - a >= LINE * LETTERS - 0.11 for a, b in pairwise(heights))


def test_dashes_tell_named_lines_apart_where_hues_do_not(wide: Callable[[int, int], Record]) -> None:
    root = read(path_figure(wide(20, 30), "l1", id="x"))
    looks = {
        (group.get("color"), group.get("stroke-dasharray"))
        for group in root.iter(f"{SVG}g")
        if group.get("class", "").startswith("line-") and group.find(f"{SVG}polyline") is not None
    }
    assert len(looks) == NAMED


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
