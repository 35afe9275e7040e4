"""The small picture: lines where the numbers are, marks where the choices are."""

from __future__ import annotations

import msgspec
import pytest

from shrinkage.present.canvas import Canvas
from shrinkage.present.face import Face
from shrinkage.present.picture import drawn_features, picture
from shrinkage.result.record import PathRecord, Record


def test_dots_are_braille_bits() -> None:
    canvas = Canvas(2, 1)
    canvas.dot(0, 0)
    canvas.dot(1, 3)
    canvas.dot(2, 1)
    canvas.dot(-1, 0)
    canvas.dot(99, 0)
    assert canvas.lines()[0].plain == "⢁⠂"


def test_a_line_crosses_the_canvas_and_ascii_follows_it() -> None:
    canvas = Canvas(4, 2, unicode=False)
    canvas.line(0, 0, 7, 7)
    assert [line.plain for line in canvas.lines()] == ["-_  ", "  -_"]


def test_a_dotted_line_keeps_its_spacing_however_short_its_pieces() -> None:
    whole, pieces = Canvas(10, 1), Canvas(10, 1)
    whole.line(0, 0, 19, 0, every=4)
    for x in range(19):
        pieces.line(x, 0, x + 1, 0, every=4)
    assert whole.lines()[0].plain == pieces.lines()[0].plain


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_marks_stand_under_the_minimum_and_the_one_standard_error_point(record: Record, width: int) -> None:
    lines = [line.plain for line in picture(record.models.l1, record.baseline, Face(width))]
    floors = [line for line in lines if "▲" in line]
    assert floors
    for floor in floors:
        assert floor.index("△") < floor.index("▲")  # the stronger penalty is further left
    assert max(map(len, lines)) <= width


def test_the_largest_features_get_the_hues(record: Record) -> None:
    path = record.models.l1.path
    assert path is not None
    assert [name for name, _ in drawn_features(path)] == ["bmi", "s5", "bp", "sex"]


def test_an_exploding_end_does_not_flatten_the_rest(record: Record) -> None:
    model = record.models.l1
    assert model.path is not None
    wild = msgspec.structs.replace(model.path, cv_mse=[*model.path.cv_mse[:-1], 1e12])
    lines = picture(msgspec.structs.replace(model, path=wild), record.baseline, Face(60))
    top = next(line.plain for line in lines if "CV error" in line.plain)
    label = lines[[line.plain for line in lines].index(top) + 1].plain.split()[0]
    assert float(label) <= 1.02 * record.baseline.cv_rmse


def path_of(lam: list[float]) -> PathRecord:
    """A path on which nothing happens."""
    points = len(lam)
    return PathRecord(
        lam=lam,
        cv_mse=[1.0] * points,
        cv_se=[None] * points,
        fold_mse=[],
        train_mse=[1.0] * points,
        nonzero=[0] * points,
        features=["x"],
        coefficients=[[0.0]] * points,
        features_left_out=0,
    )


@pytest.mark.parametrize("points", [2, 3])
def test_flat_and_short_paths_draw(record: Record, points: int) -> None:
    flat = path_of([1.0, 0.5, 0.0][:points])
    model = msgspec.structs.replace(record.models.l1, path=flat, lam=1.0)
    assert picture(model, record.baseline, Face(80))
    alone = path_of([1.0])
    assert picture(msgspec.structs.replace(model, path=alone), record.baseline, Face(80)) == []
