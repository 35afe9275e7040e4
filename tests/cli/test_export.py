"""``shrinkage export`` from end to end."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

TABLE = Path(__file__).parents[2] / "examples" / "diabetes.csv"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from shrinkage import workflow

    directory = tmp_path_factory.mktemp("decided")
    workflow.compare(TABLE, target="target").save(directory)
    return directory


def predictions(shrinkage: Callable[..., Any], model: Path) -> list[float]:
    done = shrinkage("predict", str(model), str(TABLE), "--quiet")
    return [float(row["prediction"]) for row in csv.DictReader(io.StringIO(done.out))]


@pytest.mark.parametrize("name", ["none", "l1", "l2", "elastic_net"])
def test_the_view_runs_in_sqlite(shrinkage: Callable[..., Any], decided: Path, tmp_path: Path, name: str) -> None:
    model, view = decided / f"{name}.model.json", tmp_path / "view.sql"
    done = shrinkage("export", str(model), "--to", "sql", "--table", "patients", "--view", "scored", "-o", str(view))
    assert (done.code, done.out, done.err) == (0, "", "")
    header, *rows = list(csv.reader(TABLE.read_text("utf-8").splitlines()))
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE patients ({', '.join(f'{column} REAL' for column in header)})")
    connection.executemany(f"INSERT INTO patients VALUES ({', '.join('?' * len(header))})", rows)
    connection.executescript(view.read_text("utf-8"))
    found = [row[0] for row in connection.execute("SELECT prediction FROM scored ORDER BY rowid")]
    connection.close()
    np.testing.assert_allclose(found, predictions(shrinkage, model), rtol=1e-12)


def test_the_python_file_says_what_it_is_and_runs(shrinkage: Callable[..., Any], decided: Path, tmp_path: Path) -> None:
    model, file = decided / "chosen.model.json", tmp_path / "score.py"
    assert shrinkage("export", str(model), "--to", "python", "-o", str(file)).code == 0
    source = file.read_text("utf-8")
    assert json.loads(model.read_bytes())["digest"] in source
    assert "Predicts 'target' by" in source
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(file)], input=TABLE.read_bytes(), capture_output=True, check=True
    )
    found = [float(row["prediction"]) for row in csv.DictReader(io.StringIO(done.stdout.decode()))]
    np.testing.assert_allclose(found, predictions(shrinkage, model), rtol=1e-12)


def test_standard_output(shrinkage: Callable[..., Any], decided: Path) -> None:
    model = str(decided / "l1.model.json")
    expression = shrinkage("export", model, "--to", "sql")
    assert expression.code == 0
    assert 'CAST("bmi" AS DOUBLE PRECISION)' in expression.out
    assert "CREATE" not in expression.out
    document = json.loads(shrinkage("export", model, "--to", "json").out)
    assert document["schema"] == "shrinkage.formula/1"
    assert {column["name"] for column in document["columns"]} < set(TABLE.read_text().splitlines()[0].split(","))
    assert shrinkage("export", model, "--to", "python", "-o", "-").out.startswith("#!/usr/bin/env python3\n")


@pytest.mark.parametrize("form", ["sql", "python", "json"])
def test_the_mean_alone(shrinkage: Callable[..., Any], tmp_path: Path, form: str) -> None:
    table, out = tmp_path / "noise.csv", tmp_path / "out"
    draw = np.random.default_rng(0).normal(size=(100, 3))
    np.savetxt(table, draw, delimiter=",", header="a,b,y", comments="")
    assert shrinkage("compare", str(table), "--target", "y", "--quiet", "--out", str(out)).code == 0
    model = out / "chosen.model.json"
    intercept = json.loads(model.read_bytes())["intercept"]
    done = shrinkage("export", str(model), "--to", form)
    assert done.code == 0, done.err
    assert "the mean alone" in done.out or form == "json"
    if form == "sql":
        connection = sqlite3.connect(":memory:")
        assert connection.execute(f"SELECT {done.out}").fetchall() == [(intercept,)]
        connection.close()
    if form == "python":
        space: dict[str, Any] = {"__name__": "scored"}
        exec(done.out, space)
        assert space["predict"]({}) == intercept


def sentence(ended: Any) -> str:
    assert ended.code == 2
    assert ended.out == ""
    return " ".join(ended.err.split())


def test_sentences(shrinkage: Callable[..., Any], decided: Path, tmp_path: Path) -> None:
    model = str(decided / "l1.model.json")
    record = shrinkage("export", str(decided / "record.json"), "--to", "sql")
    assert "record.json is a record of a comparison, but a model is needed" in sentence(record)
    assert "--table belongs to --to sql" in sentence(shrinkage("export", model, "--to", "json", "--table", "t"))
    assert "needs the table that it shows" in sentence(shrinkage("export", model, "--to", "sql", "--view", "v"))
    for name in ("a b", "a;b", "x--", "", '"open', "a..b", "1st", "t; drop table t"):
        assert "is no name in SQL" in sentence(shrinkage("export", model, "--to", "sql", "--table", name))
    for name in ("houses", "public.houses", '"my table"', 'main."a.b"', "größe"):
        assert f"FROM {name} AS" in shrinkage("export", model, "--to", "sql", "--table", name).out
    assert "cannot be written" in sentence(
        shrinkage("export", model, "--to", "sql", "-o", str(Path(model) / "no" / "x.sql"))
    )
    assert "excel" in sentence(shrinkage("export", model, "--to", "excel"))


def test_what_was_there_stays_if_the_model_is_none(shrinkage: Callable[..., Any], tmp_path: Path) -> None:
    old = tmp_path / "score.py"
    old.write_text("old")
    assert shrinkage("export", str(old), "--to", "python", "-o", str(old)).code == 2
    assert old.read_text() == "old"
