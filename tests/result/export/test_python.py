"""The exported Python file equals `predict` on the cells of a CSV, with nothing but the standard library."""

from __future__ import annotations

import ast
import csv
import datetime
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.design.cells import read_numbers, read_times
from shrinkage.design.formats import DATE_ORDERS, FORMATS, DateOrder, NumberFormat
from shrinkage.result.export import scorer
from shrinkage.result.export.formula import MISSING_WORDS, formula_of
from shrinkage.result.export.python_file import python_file
from shrinkage.source import dialect
from shrinkage.source.arrays import text_column
from tests.result.export.made import ROW, Floats, assert_same, made, predicted
from tests.result.export.nasty import fill_nasty

SMALL = {"a": [1.0, 2.0, 3.0, 5.0] * 3, "y": [1.0, 0.0, 1.0, 0.5] * 3}

Predict = Callable[[Mapping[str, Any]], float]


def loaded(source: str) -> Predict:
    """The file's `predict`."""
    space: dict[str, Any] = {"__name__": "scored"}
    exec(compile(source, "scored.py", "exec"), space)
    return space["predict"]


def bare(source: str, stdin: bytes, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The file as a program of an interpreter without site packages."""
    path = folder / "score.py"
    path.write_text(source, "utf-8")
    command = [sys.executable, "-I", "-S", str(path), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60)


def test_a_reader_that_has_enough_ends_the_program_quietly(tmp_path: Path) -> None:
    program = tmp_path / "model.py"
    program.write_text(python_file(formula_of(made(SMALL, zeros=0.0))), encoding="utf-8")
    table = b"a\n" + b"1\n" * 300_000
    (tmp_path / "table.csv").write_bytes(table)
    with (tmp_path / "table.csv").open("rb") as cells:
        done = subprocess.Popen(
            [sys.executable, "-I", str(program)], stdin=cells, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert done.stdout is not None
        assert done.stderr is not None
        assert done.stdout.readline() == b"prediction\n"
        done.stdout.close()
        said = done.stderr.read()
        done.stderr.close()
        assert (said, done.wait(60)) == (b"", 0)


def scores(done: subprocess.CompletedProcess[bytes]) -> Floats:
    assert done.returncode == 0, done.stderr
    header, *rows = done.stdout.decode().split()
    assert header == "prediction"
    return np.array(rows, dtype=np.float64)


LEARNED = {
    "decimal comma": ["1,5", "2,25", "3,5", "1e3", "7", "1,5"],
    "points": ["1.234,5", "12.345,25", "999", "1.234.567,25", "-1.000", "12"],
    "commas": ["1,234.5", "12,345.25", "999", "1,234,567.25", "-1,000", "12"],
    "spaces": ["1 234,5", "12 345", "999", "1 234 567", "-1 000", "12"],
    "apostrophes": ["1'234.5", "12'345", "999", "1'234'567", "-1'000", "12"],
    "day first": ["31/12/2020", "1/2/2019", "3/4/2018", "30/12/2020", "29/2/2020", "1/1/2000"],
    "month first": ["12/31/2020", "1/2/2019", "3/4/2018", "12/30/2020", "2/29/2020", "1/1/2000"],
    "stamp": ["2020-12-31 23:30", "2021-01-01 00:30", "2020-02-29 7:05", "2020-03-01", "1999-12-31", "2020-02-29 5:00"],
    "yes or no": ["yes", "no", "no", "YES", "no", "no"],
    "said": ["a", "b", "it's", "größe", "\\", "a,b;c"],
    "y": ["1", "2", "3", "4", "5", "6"],
}
"""Clean cells by which columns are learned; each is repeated, and every seventh is missing."""

TEXTS = {
    "decimal comma": ["1,5", "-,25", "+3,", "1e3", " 1,5\t", "n/a", "1.5", "", "12,5E-2", "1e999", "-inf", "x"],
    "points": ["1.234,5", "12.345", "999", "1.234.567,25", "-1.000", "0,125", "1.23", "NULL", "1e2", "1.234,", "1.0", "0.125"],
    "commas": ["1,234.5", "12,345", "1e5", "1,234,567.25", "-1,000", "0.125", "1,23", "nan", "?", "1,234.5e3", "0,125", ","],
    "spaces": ["1 234", "12\u00a0345,5", "1\u202f000\u202f000,5", "7", "8,5", "-", "12 34", "1 000\u00a0000", "+1 000", "1  0", "", "."],
    "apostrophes": ["1'234.5", "12\u2019345", "999", "7", "8", "<NA>", "0'125", "1'000\u2019000", "+.5", "'5", "5'", "1e-5"],
    "day first": ["31/12/2020", "1-2-2019", "03.04.2018", "31/12/2020 23:59", "n/a", "2020-12-31", "29/2/2019", "1/2-2019", "1/2/20", "0/1/2000", "31.12.2020T01:00+02", "1/1/2000"],
    "month first": ["12/31/2020", "1-2-2019", "12.30.2020", "12/31/2020 23:59:59.5", "?", "31/12/2020", "1/1/0001", "12/31/9999 23:30 -01:00", "1/1/2000 ", "1/1/2000 1", "", "13/1/2000"],
    "stamp": ["2020-12-31T23:30:00-01:00", "2021-01-01 00:30+02", "2020-2-29 7:05", "2020/03/01", "1999-12-31 23:59:60", "2020-01-05 10:00Z", "1960-07-04 12:00:00,25 +0530", "NA", "2020-13-01", "2020-06-07 24:00", "2020.06.07t1:00", "0001-01-01 00:30+01"],
    "yes or no": ["Yes", "NO", "no", "yEs", " yes ", "true", "", "1", "y", "n/a", "no", "0"],
    "said": ["a", " a", "A", "a ", "it's", '"q"', "größe", "n/a", "None", "<na>", "\\", "a,b;c"],
}  # fmt: skip
"""Cells to score, in every format that is read, and in some that are not."""

ROLES = ["numeric"] * 5 + ["datetime"] * 3 + ["boolean", "categorical"]


def write_csv(path: Path, columns: Mapping[str, list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = range(70)
    cells = {
        name: ["" if (row + k) % 7 == 0 and name != "y" else few[row % len(few)] for row in rows]
        for k, (name, few) in enumerate(LEARNED.items())
    }
    return write_csv(tmp_path_factory.mktemp("learned") / "learned.csv", cells)


@pytest.mark.parametrize("seed", range(4))
def test_every_format_of_text(learned: Path, tmp_path: Path, seed: int) -> None:
    table = write_csv(tmp_path / "texts.csv", TEXTS)
    model = made(learned, seed=seed, zeros=0.1 * seed, max_levels=4)
    assert [column["role"] for column in model.spec["columns"]] == ROLES
    source = python_file(formula_of(model))
    expected = predicted(model, table)
    assert_same(scores(bare(source, table.read_bytes(), tmp_path)), expected)
    predict = loaded(source)
    with table.open(encoding="utf-8", newline="") as file:
        assert_same(np.array([predict(row) for row in csv.DictReader(file)]), expected)


def test_typed_cells(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        relation = fill_nasty(connection)
        whole, train = tmp_path / "whole.parquet", tmp_path / "train.parquet"
        relation.write_parquet(str(whole))
        connection.sql(f'SELECT * FROM nasty WHERE "{ROW}" % 4 <> 3').write_parquet(str(train))
        rows = connection.sql("SELECT * REPLACE (CAST(zoned AS TIMESTAMP) AS zoned) FROM nasty").fetchall()
        names = relation.columns
    for seed in range(3):
        model = made(train, seed=seed, zeros=0.3 * seed, max_levels=10)
        predict = loaded(python_file(formula_of(model)))
        assert_same(np.array([predict(dict(zip(names, row, strict=True))) for row in rows]), predicted(model, whole))


def test_times_with_a_zone_are_read_in_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    moment = datetime.datetime(2020, 1, 1, 1, 0, tzinfo=zone)
    assert scorer.seconds_of(moment) == scorer.read_time("2019-12-31 23:00", "iso")
    assert scorer.text_of(moment) == "2019-12-31 23:00:00"


ONE = {"coefficient": 1.0, "mean": 0.5, "missing": 7.0}
SEPARATED = st.text("0123456789.,' \u00a0\u202f\u2019+-eE", max_size=12)
GROUPED = st.from_regex(r"\A[+-]?[0-9]{1,3}([,.' \u00a0][0-9]{3}){0,3}([.,][0-9]{0,3})?([eE][+-]?[0-9]{1,3})?\Z")


@given(st.one_of(SEPARATED, GROUPED, st.text(max_size=8)), st.sampled_from(FORMATS))
def test_numbers_are_read_as_the_kernel_reads_them(text: str, form: NumberFormat) -> None:
    expected = float(read_numbers(text_column([text]), form).values[0])
    found = scorer.read_number(text, form.decimal, form.thousands)
    assert (found if found is not None and np.isfinite(found) else None) == (
        expected if np.isfinite(expected) else None
    )


DATED = st.from_regex(
    r"\A[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([ Tt][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{0,11})?)?"
    r" ?([Zz]|[+-][0-9]{2}:?([0-9]{2})?)?)?\Z"
)


@given(st.one_of(DATED, st.text("0123456789-/.: TZ+", max_size=20)), st.sampled_from(DATE_ORDERS))
def test_times_are_read_as_the_kernel_reads_them(text: str, order: DateOrder) -> None:
    expected = float(read_times(text_column([text]), order).values[0])
    found = scorer.read_time(text, order)
    assert found == (None if np.isnan(expected) else expected)


def test_missing_words_are_those_of_the_kernel() -> None:
    assert frozenset(MISSING_WORDS) == scorer.MISSING == dialect.MISSING
    column = text_column([*MISSING_WORDS, *(word.upper() for word in MISSING_WORDS), "none", "---", "nil"])
    read = read_numbers(column, FORMATS[0])
    assert read.unreadable is not None
    assert np.flatnonzero(read.unreadable).tolist() == list(range(2 * len(MISSING_WORDS), 2 * len(MISSING_WORDS) + 3))


def test_it_is_python_3_8_and_imports_only_the_standard_library(learned: Path) -> None:
    tree = ast.parse(python_file(formula_of(made(learned))), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_only_what_a_model_needs_is_in_it() -> None:
    source = python_file(formula_of(made(SMALL, zeros=0.0)))
    assert "def numeric(" in source
    assert "def time(" not in source
    assert loaded(source)({"a": 2}) == loaded(source)({"a": " 2.0 ", "more": None})


def test_a_table_without_any_of_the_columns_is_a_sentence(tmp_path: Path) -> None:
    source = python_file(formula_of(made(SMALL, zeros=0.0)))
    done = bare(source, b"b,c\n1,2\n", tmp_path)
    assert done.returncode == 1
    assert b"the table has none of the 1 columns that the model uses, such as 'a'" in done.stderr
    with pytest.raises(KeyError, match="none of the columns that the model uses, such as 'a'"):
        loaded(source)({"b": 1})
    assert scores(bare(source, b"b;a\n1;2\n", tmp_path))[0] == loaded(source)({"a": 2})
    ragged = bare(source, b"b,a\n1,2\n1\n", tmp_path)
    assert ragged.returncode == 1
    assert b"line 3 has 1 cells, but the header has 2" in ragged.stderr


def test_a_column_that_is_not_there_is_missing_in_every_row(tmp_path: Path) -> None:
    whole = {
        "a": [1.0, 2.0, np.nan, 5.0] * 9,
        "b": ["u", "v", "", "w"] * 9,
        "c": [3.0, 1.0, 2.0] * 12,
        "y": [1.0, 0.0] * 18,
    }
    model = made(whole, zeros=0.0)
    source = python_file(formula_of(model))
    for name in "abc":
        table = {other: ["1.5", "n/a", "u", "7"] for other in "abc" if other != name}
        path = write_csv(tmp_path / "less.csv", table)
        expected = predicted(model, path)
        done = bare(source, path.read_bytes(), tmp_path)
        assert_same(scores(done), expected)
        said = done.stderr.decode()
        assert f"'{name}' is not in the table" in said
        for other in table:
            assert f"{1 if other == 'b' else 2} of 4 cells of '{other}' are missing or unreadable" in said
        rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
        assert_same(np.array([loaded(source)(row) for row in rows]), expected)
        assert scores(bare(source, path.read_bytes().splitlines()[0], tmp_path)).size == 0


@settings(deadline=None)
@given(name=st.text(min_size=1).filter(lambda name: name != "y"), level=st.text())
def test_names_and_levels_are_only_ever_data(name: str, level: str) -> None:
    table = {name: [level, "b", "c", "b"] * 3, "y": [1.0, 0.0, 1.0, 0.5] * 3}
    model = made(table, zeros=0.0)
    predict = loaded(python_file(formula_of(model)))
    found = np.array([predict({name: cell}) for cell in table[name]])
    assert_same(found, predicted(model, table))
