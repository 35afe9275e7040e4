"""``show MODEL --row N TABLE``: what each column adds, and that it adds up to what ``predict`` says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import fsum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.present.explained import adding_up
from shrinkage.workflow import compare

TABLE = Path(__file__).parents[2] / "examples" / "diabetes.csv"
Verb = Callable[..., Any]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("saved")
    compare(TABLE, "target").save(place)
    return place


def amounts(lines: list[str]) -> list[list[int]]:
    """Per model, in units of the last decimal that is shown: the average row, each column's, the prediction."""
    table = [re.findall(r"(?<=\s)[-+]?[\d,]+\.\d+(?=\s|$)|(?<=\s)–(?=\s|$)", line)[-2:] for line in lines]
    return [[0 if row[k] == "–" else round(float(row[k].replace(",", "")) * 1000) for row in table] for k in (0, 1)]


@pytest.mark.parametrize("row", [1, 3, 442])
def test_the_amounts_add_up_to_the_prediction(shrinkage: Verb, saved: Path, row: int) -> None:
    for name in ("l1", "l2"):
        printed = shrinkage("predict", str(saved / f"{name}.model.json"), str(TABLE), "--quiet").out.splitlines()
        document = json.loads(
            shrinkage("show", str(saved / f"{name}.model.json"), str(TABLE), "--row", str(row), "--json").out
        )
        own = next(model for model in document["models"] if model["model"] == name)
        assert own["prediction"] == float(printed[row])
        total = fsum([own["average"], *(part["contribution"] for part in own["contributions"])])
        assert total == pytest.approx(own["prediction"], rel=1e-12)
    done = shrinkage("show", str(saved / "l1.model.json"), "--row", str(row), str(TABLE))
    assert done.code == 0, done.err
    assert done.out.startswith(f"Row {row}: what each column adds to the prediction of target\n")
    lines = done.out.splitlines()
    first, last = (next(k for k, line in enumerate(lines) if line.startswith(w)) for w in ("an average", "prediction"))
    for shown in amounts(lines[first : last + 1]):
        assert sum(shown[:-1]) == shown[-1], "as printed, not only in full"
    assert max(map(len, lines)) <= 80


def test_a_record_and_a_directory_explain_by_their_choice(shrinkage: Verb, saved: Path) -> None:
    row = ("--row", "2", str(TABLE))
    shown = {shrinkage("show", str(path), *row).out for path in (saved, saved / "record.json")}
    assert len(shown) == 1
    assert "L1" in shown.pop()
    assert shrinkage("show", str(saved)).out == shrinkage("show", str(saved / "record.json")).out


def test_a_model_alone_is_explained_alone(shrinkage: Verb, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_bytes((saved / "l2.model.json").read_bytes())
    compare(TABLE, "bmi").save(tmp_path)  # of another target: not siblings
    document = json.loads(shrinkage("show", str(tmp_path / "mine.json"), "--row", "2", str(TABLE), "--json").out)
    assert [model["model"] for model in document["models"]] == ["l2"]


def test_cells_that_are_filled_are_marked(shrinkage: Verb, saved: Path, tmp_path: Path) -> None:
    header, first, *_ = TABLE.read_text().splitlines()
    names, cells = header.split(","), first.split(",")
    row = dict(zip(names, cells, strict=True)) | {"bmi": "", "bp": "high"}
    del row["s5"]
    table = tmp_path / "one.csv"
    table.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    told = " ".join(shrinkage("show", str(saved / "l2.model.json"), "--row", "1", str(table)).out.split())
    for words in ("bmi (missing)", "bp high (unreadable)", "s5 (not in the table)"):
        assert words in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--row", "0", str(TABLE)), "--row is 0, but rows are counted from 1"),
        (("--row", "443", str(TABLE)), "--row is 443, but the table has 442 rows; give one that is there."),
        (("--row", "3"), "--row names a row, but no table; give TABLE behind the model."),
        ((str(TABLE),), "TABLE is given, but not which row of it to explain; add --row N"),
        (("--sql", "select 1"), "--sql asks for a row of a table"),
    ],
)
def test_what_cannot_be_explained(shrinkage: Verb, saved: Path, arguments: tuple[str, ...], sentence: str) -> None:
    done = shrinkage("show", str(saved / "l1.model.json"), *arguments)
    assert done.code == 2
    assert sentence in done.err


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(0, 3))
def test_rounded_amounts_add_up(values: list[float], decimals: int) -> None:
    total = fsum(values)
    rounded = adding_up(values, total, decimals)
    unit = 10.0**-decimals
    assert round(fsum(rounded) / unit) == round(total / unit)
    assert all(abs(one - value) <= 1.01 * unit for one, value in zip(rounded, values, strict=True))
    assert all(one == 0 for one, value in zip(rounded, values, strict=True) if value == 0)
