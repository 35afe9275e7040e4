"""Numbers in columns of text, as importing a CSV makes them, equal `predict` of that CSV in every database."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.design.cells import read_numbers
from shrinkage.design.formats import PLAIN
from shrinkage.result.export.formula import MISSING_WORDS, Formula, NumberColumn, Origin, formula_of
from shrinkage.result.export.sql import statement
from shrinkage.source.arrays import text_column
from tests.postgres import Postgres
from tests.result.export.made import ROW, Floats, assert_same, identifier, in_duckdb, in_postgres, in_sqlite, made
from tests.result.export.made import predicted as predicted_by

NUMBERS = [
    "1",
    "-2.5",
    "+3",
    ".5",
    "5.",
    "-1e-3",
    "1E5",
    "1.e2",
    " 7 ",
    "\t8\t",
    "007",
    "0",
    "-0.0",
    "1e+2",
    "123456789.125",
]
WORDS = [
    ".",
    "..",
    "1..5",
    "3e",
    "3e+",
    "e5",
    "1ee5",
    "1e+-5",
    "12-34",
    "2020-12-31",
    "1.2.3",
    "+",
    "--5",
    "abc",
    "inf",
]
WORDS += ["0x10", "1_000", "1 000", "12 kg", "it's", 'a "b"', "-inf", "Infinity", "1,5", "true", "½", "٣", "5-", "1e5."]
CELLS = [*NUMBERS, *MISSING_WORDS, *(word.upper() for word in MISSING_WORDS), *WORDS]
LEVELS = ["it's", 'a "b"', " spaced ", "größe", "n/a", "a,b"]
QUOTED = 'it\'s a "number"'


def columns_of(cells: Sequence[str]) -> dict[str, list[str]]:
    n = len(cells)
    return {
        ROW: [str(k) for k in range(n)],
        QUOTED: list(cells),
        "other way": list(reversed(cells)),
        "level": [LEVELS[k % len(LEVELS)] for k in range(n)],
        "day": [f"2020-{1 + k % 12:02}-{1 + k % 28:02}" if k % 9 else "NA" for k in range(n)],
        "y": [str(k % 5) for k in range(n)],
    }


def write_csv(path: Path, columns: dict[str, list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


class Case:
    """A model learned on clean cells, and a CSV of all sorts of them."""

    def __init__(self, folder: Path, cells: Sequence[str] = CELLS, learned: Sequence[str] = NUMBERS) -> None:
        self.columns = columns_of(cells)
        self.table = write_csv(folder / "texts.csv", self.columns)
        self.model = made(write_csv(folder / "learned.csv", columns_of([*learned, "NA"] * 9)), zeros=0.0)
        assert [column["role"] for column in self.model.spec["columns"]][1:3] == ["numeric"] * 2
        self.formula = formula_of(self.model)
        self.expected: Floats = predicted_by(self.model, self.table)
        self.rows = list(zip(*self.columns.values(), strict=True))

    def in_duckdb(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        described = ", ".join(f"{identifier(name)} {'INTEGER' if name == ROW else 'VARCHAR'}" for name in self.columns)
        connection.execute(f"CREATE TABLE texts ({described})")
        connection.executemany(f"INSERT INTO texts VALUES ({', '.join('?' * len(self.columns))})", self.rows)
        return connection


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("texts"))


@pytest.mark.parametrize("kind", ["TEXT", "", "REAL", "NUMERIC"])
def test_sqlite(case: Case, kind: str) -> None:
    types = ["INTEGER" if name == ROW else kind if k < 3 else "TEXT" for k, name in enumerate(case.columns)]
    assert_same(in_sqlite(case.formula, list(case.columns), case.rows, types), case.expected)


def test_sqlite_imports_the_csv(case: Case, tmp_path: Path) -> None:
    """With its own command, which makes every column TEXT."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the program sqlite3 is not installed")
    script = tmp_path / "view.sql"
    script.write_text(statement(case.formula, "texts", "scored"), "utf-8")
    commands = f".import --csv {case.table} texts\n.read {script}\nSELECT prediction FROM scored ORDER BY rowid;\n"
    done = subprocess.run([program], input=commands, capture_output=True, text=True, timeout=60, check=True)
    assert_same(np.array(done.stdout.split(), dtype=np.float64), case.expected)


def test_duckdb(case: Case) -> None:
    with case.in_duckdb() as connection:
        assert_same(in_duckdb(case.formula, "texts", connection), case.expected)


def test_postgres(case: Case, postgres: Postgres) -> None:
    with postgres.fresh("texts") as database, case.in_duckdb() as connection:
        database.copy("texts", connection.table("texts"))
        assert_same(in_postgres(case.formula, "texts", database), case.expected)


def test_decimal_commas(tmp_path: Path, postgres: Postgres) -> None:
    """As text and as numbers."""
    texts = ["1,5", "-,25", "+3,", "1e3", " 1,5\t", "n/a", "", "12,5E-2", "x", "1,,5", ",", "1,5,5", "12"]
    case = Case(tmp_path, texts, ["1,5", "2,25", "3,5", "1e3", "7"])
    assert "read with commas and points here" in statement(case.formula)
    types = ["INTEGER", *["TEXT"] * 5]
    assert_same(in_sqlite(case.formula, list(case.columns), case.rows, types), case.expected)
    with postgres.fresh("commas") as database, case.in_duckdb() as connection:
        database.copy("texts", connection.table("texts"))
        assert_same(in_duckdb(case.formula, "texts", connection), case.expected)
        assert_same(in_postgres(case.formula, "texts", database), case.expected)
        same = "TRY_CAST(REPLACE(TRIM({0}, chr(9) || ' '), ',', '.') AS DOUBLE) AS {0}"
        typed = ", ".join(same.format(identifier(name)) for name in (QUOTED, "other way"))
        connection.execute(f"CREATE TABLE numbers AS SELECT * REPLACE ({typed}) FROM texts")
        database.copy("numbers", connection.table("numbers"))
        assert_same(in_duckdb(case.formula, "numbers", connection), case.expected)
        assert_same(in_postgres(case.formula, "numbers", database), case.expected)
        rows = connection.table("numbers").fetchall()
    assert_same(
        in_sqlite(case.formula, list(case.columns), rows, ["INTEGER", "REAL", "REAL", *types[3:]]), case.expected
    )


@pytest.mark.parametrize("kind", ["TINYINT", "BIGINT", "DECIMAL(12, 3)", "FLOAT", "DOUBLE"])
def test_numbers_of_every_type(case: Case, postgres: Postgres, tmp_path: Path, kind: str) -> None:
    odd = [None, "nan", "inf", "-inf"] if kind in ("FLOAT", "DOUBLE") else [None]
    cells = ["0", "1", "-3", "100", *odd] + (["0.1", "1e30", "-1e-30"] if len(odd) > 1 else [])
    rows = [(k, cell, cell, "it's", "2020-01-05", "1") for k, cell in enumerate(cells)]
    with postgres.fresh("typed") as database, duckdb.connect() as connection:
        types = ["INTEGER", kind, kind, "VARCHAR", "DATE", "INTEGER"]
        described = ", ".join(f"{identifier(name)} {t}" for name, t in zip(case.columns, types, strict=True))
        connection.execute(f"CREATE TABLE typed ({described})")
        connection.executemany("INSERT INTO typed VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.table("typed").write_parquet(str(tmp_path / "typed.parquet"))
        expected = predicted_by(case.model, tmp_path / "typed.parquet")
        assert_same(in_duckdb(case.formula, "typed", connection), expected)
        database.copy("typed", connection.table("typed"))
        assert_same(in_postgres(case.formula, "typed", database), expected)


@settings(deadline=None)
@given(cells=st.lists(st.one_of(st.text("0123456789+-.eE ", max_size=7), st.text(max_size=4)), min_size=1, max_size=30))
def test_any_text_is_the_number_that_the_kernel_reads(cells: list[str]) -> None:
    """No longer than numbers whose exponents doubles have: others are an error in PostgreSQL."""
    cells = [cell for cell in cells if not any(ord(c) < 32 or ord(c) == 127 for c in cell)] or ["1"]
    values = read_numbers(text_column(cells), PLAIN).values
    expected = np.where(np.isfinite(values), 2 * values, 7.0)
    column = NumberColumn(name="x", number=PLAIN, coefficient=2.0, mean=3.0, missing=1.0)
    origin = Origin("0" * 64, "0", "mean", 0.0, 10)
    sql = statement(Formula(version="0", model=origin, target="y", intercept=0.0, columns=(column,)), "t", "scored")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (i INTEGER, x VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(cells)))
        connection.execute(sql)
        found = connection.execute("SELECT prediction FROM scored ORDER BY i").fetchall()
    np.testing.assert_allclose([row[0] for row in found], expected, rtol=1e-9)
    lite = sqlite3.connect(":memory:")
    lite.execute("CREATE TABLE t (i INTEGER, x TEXT)")
    lite.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(cells)))
    lite.execute(sql)
    found = lite.execute("SELECT prediction FROM scored ORDER BY i").fetchall()
    lite.close()
    np.testing.assert_allclose([row[0] for row in found], expected, rtol=1e-9)
