"""The call that the page prints makes the record again."""

from __future__ import annotations

import json
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shrinkage as sh
from shrinkage.cli.main import main
from shrinkage.present.report.page import report_html
from shrinkage.result.record import Record
from shrinkage.result.store import record_bytes
from shrinkage.workflow import compare
from tests.present.report.pages import parsed

TABLE = str(Path(__file__).parents[3] / "examples" / "diabetes.csv")
ODD = "a,\"b\" 'c' $HOME"


def plain(record: bytes) -> Any:
    return json.loads(record) | {"seconds": None}


def printed(record: Record, section: str = "reproduce") -> str:
    return parsed(report_html(record, "textbook")).one("section", id=section).one("pre").text


def odd_table(folder: Path) -> str:
    """Columns whose names a shell, a CSV and an option would each read as something else."""
    draw = np.random.default_rng(3).standard_normal((60, 4))
    quoted = ODD.replace('"', '""')
    lines = [f'"{quoted}",w,{" pad"},y', *(",".join(f"{value:.4f}" for value in row) for row in abs(draw))]
    path = folder / "it's a table.csv"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"folds": 5, "repeats": 2, "test": 0.0, "seed": 7, "drop": ("s1", "s2"), "lambda_convention": "glmnet"},
        {"keep": ("bmi", "bp", "s5", "sex"), "positive": True, "raw": True, "max_levels": 3, "test": 0.25},
        {"weights": "age", "factors": {"bmi": 0.0, "s1": float("inf"), "s2": 2.5}},
        {"group": "sex", "folds": 2},
        {"time": "age", "sql": "select * from data where bmi > 20 and 'it''s' <> ''"},
    ],
)
def test_the_command_makes_the_record_again(choices: dict[str, Any], capfdbinary: Any) -> None:
    record = compare(TABLE, "target", **choices).record
    words = shlex.split(printed(record))
    assert words[:2] == ["shrinkage", "compare"]
    assert words[2] == ("TABLE" if "sql" in choices else TABLE)
    assert main(["compare", TABLE, *words[3:], "--quiet", "--json"]) == 0
    assert plain(capfdbinary.readouterr().out) == plain(record_bytes(record))


def test_names_that_a_shell_would_read(tmp_path: Path, capfdbinary: Any) -> None:
    record = compare(odd_table(tmp_path), "y", drop=(ODD,), folds=3).record
    assert main([*shlex.split(printed(record))[1:], "--quiet", "--json"]) == 0
    assert plain(capfdbinary.readouterr().out) == plain(record_bytes(record))


def test_a_table_in_a_database(tmp_path: Path, capfdbinary: Any) -> None:
    draw = np.random.default_rng(1).standard_normal((50, 3)).tolist()
    with sqlite3.connect(tmp_path / "d.db") as connection:
        connection.execute("create table t (a real, b real, y real)")
        connection.executemany("insert into t values (?, ?, ?)", draw)
    connection.close()
    address = f"sqlite:///{tmp_path / 'd.db'}"
    for table, sql in (("t", None), (None, "select a, y from t")):
        record = compare(table, "y", database=address, sql=sql, folds=3).record
        assert main([*shlex.split(printed(record))[1:], "--quiet", "--json"]) == 0
        assert plain(capfdbinary.readouterr().out) == plain(record_bytes(record))


def test_a_table_in_memory_is_called_from_python() -> None:
    draw = np.random.default_rng(4).standard_normal((80, 4))
    table = {ODD: draw[:, 0], "b": draw[:, 1], "c": draw[:, 2], "y": draw.sum(axis=1)}
    found = sh.compare(table, "y", factors={"b": float("inf"), ODD: 0}, test=0, folds=4, lambda_convention="lam")
    call = printed(found.record)
    assert call.startswith("import shrinkage as sh\n\nsh.compare(table, target='y', ")
    names: dict[str, Any] = {"table": table}
    exec(call.replace("sh.compare(", "again = sh.compare("), names)
    assert plain(record_bytes(names["again"].record)) == plain(record_bytes(found.record))
    assert not list(parsed(report_html(found.record, "lam")).one("section", id="training").all("pre"))


def test_the_command_that_trains_runs(capfd: Any) -> None:
    record = compare(TABLE, "target", drop=("age",)).record
    words = shlex.split(printed(record, "training"))
    assert main([*words[1:], "--quiet", "--json"]) == 0
    trained = json.loads(capfd.readouterr().out)
    assert trained["penalties"]["l1"]["passport"]["lam"]["lam"] == record.models.l1.lam
