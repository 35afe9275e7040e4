"""A table gives the same record wherever it lies: in a file, in PostgreSQL, in SQLite; and nothing of it is changed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.postgres import ENCODED, PASSWORD, Postgres

ROOT = Path(__file__).parents[2]

# Every kind of column, missing cells in all but the target, and levels to pool.
MIXED = """
SELECT 2 * (n % 7) + hash(n) % 11 AS target, n % 7 AS seven,
  CASE WHEN n % 9 > 0 THEN hash(n) % 1000 / 7.0 END AS "a real, number",
  CASE WHEN n % 10 > 0 THEN (n % 13 - 4.25)::DECIMAL(8, 2) END AS "Price",
  CASE WHEN n % 11 > 0 THEN (n % 5 = 0) END AS flag,
  CASE WHEN n % 12 > 0 THEN ['red', 'green', 'blue', 'o''hara "x"', 'naïve ☃'][1 + n % 5] END AS "colour""s",
  CASE WHEN n % 13 > 0 THEN DATE '2019-12-25' + (n % 400)::INTEGER END AS day,
  CASE WHEN n % 14 > 0 THEN TIMESTAMP '2020-02-27 23:59:58.25' + INTERVAL (n % 300) HOUR END AS moment,
  'row ' || n AS identifier, NULL::INTEGER AS nothing
FROM range(700) t(n)
"""


def compare(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shrinkage", "compare", *arguments, "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=120,
    )


def record(*arguments: str, **environment: str) -> Any:
    done = compare(*arguments, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def content(found: Any) -> Any:
    """Everything but where it came from, when, and how the columns were asked for."""
    data = {key: value for key, value in found["data"].items() if key not in ("source", "notes")}
    options = {key: value for key, value in found["options"].items() if key != "sql"}
    return {**found, "seconds": None, "data": data, "options": options}


def fill_sqlite(path: Path, table: str, relation: duckdb.DuckDBPyRelation) -> None:
    """Dates and times as ISO texts, which is what SQLite has for them; decimals as reals."""
    names = ['"' + name.replace('"', '""') + '"' for name in relation.columns]
    cast = {"DATE": "::VARCHAR", "TIMESTAMP": "::VARCHAR"}
    cells = [
        f"{name}::DOUBLE" if str(kind).startswith("DECIMAL") else name + cast.get(str(kind), "")
        for name, kind in zip(names, relation.types, strict=True)
    ]
    with closing(sqlite3.connect(path)) as connection:
        typed = ", ".join(f"{name} {kind}" for name, kind in zip(names, relation.types, strict=True))
        connection.execute(f"CREATE TABLE {table} ({typed})")
        places = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", relation.project(", ".join(cells)).fetchall())
        connection.commit()


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mixed") / "mixed.parquet"
    duckdb.connect().sql(MIXED).write_parquet(str(path))
    return path


@pytest.fixture(scope="module")
def in_parquet(parquet: Path) -> Any:
    return record(str(parquet), "--target", "target", "--quiet")


def test_postgresql_gives_the_record_of_parquet(postgres: Postgres, parquet: Path, in_parquet: Any) -> None:
    with postgres.fresh("same_record") as database:
        database.copy("mixed", duckdb.connect().from_parquet(str(parquet)))
        found = record("mixed", "--database", database.uri, "--target", "target", "--quiet")
        assert content(found) == content(in_parquet)
        assert found["data"]["source"] == f"mixed in postgresql://owner@127.0.0.1:{database.port}/same_record"
        query = "select * from public.mixed where seven >= 0 order by identifier"
        asked = record("--database", database.uri, "--sql", query, "--target", "target", "--quiet")
        assert asked["verdict"]["choice"] == in_parquet["verdict"]["choice"]
        assert asked["split"] == in_parquet["split"]


def test_sqlite_gives_the_record_of_parquet(parquet: Path, in_parquet: Any, tmp_path: Path) -> None:
    path = tmp_path / "mixed.sqlite"
    fill_sqlite(path, "mixed", duckdb.connect().from_parquet(str(parquet)))
    before = path.read_bytes()
    found = record("mixed", "--database", str(path), "--target", "target", "--quiet")
    assert content(found) == content(in_parquet)
    assert content(
        record("--database", f"sqlite:///{path}", "--sql", "select * from mixed", "--target", "target", "--quiet")
    ) == content(in_parquet)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["mixed.sqlite"]


def test_the_password_is_nowhere(postgres: Postgres, parquet: Path, tmp_path: Path) -> None:
    with postgres.fresh("no_password") as database:
        database.copy("mixed", duckdb.connect().from_parquet(str(parquet)))
        arguments = ("--database", database.uri, "--target", "target", "--out", str(tmp_path / "out"))
        for table in ("mixed", "mixde"):
            done = compare(table, *arguments, SHRINKAGE_DEBUG="1", TMPDIR=str(tmp_path))
            for text in (done.stdout, done.stderr):
                assert PASSWORD not in text
                assert ENCODED not in text
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert PASSWORD.encode() not in path.read_bytes()
                assert ENCODED.encode() not in path.read_bytes()
