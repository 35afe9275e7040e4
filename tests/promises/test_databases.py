"""A table gives the same record wherever it lies: in a file, in PostgreSQL, in SQLite; and nothing of it is changed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.data import real_table
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


def test_training_and_predicting_read_databases_too(postgres: Postgres, parquet: Path, tmp_path: Path) -> None:
    with postgres.fresh("verbs") as database:
        database.copy("mixed", duckdb.connect().from_parquet(str(parquet)))
        from_database, from_file = ("mixed", "--database", database.uri), (str(parquet),)
        how = ("--target", "target", "--lambda", "1", "--quiet")
        assert shrinkage("train", *from_database, *how, "--json") == shrinkage("train", *from_file, *how, "--json")
        shrinkage("train", *from_file, *how, "--out", str(tmp_path))
        model = str(tmp_path / "l1.model.json")
        expected = shrinkage("predict", model, *from_file, "--quiet")
        assert expected.count("\n") == 701
        assert shrinkage("predict", model, *from_database, "--quiet") == expected
        query = ("--database", database.uri, "--sql", "select * from mixed limit 10")
        assert shrinkage("predict", model, *query, "--quiet").count("\n") == 11


def shrinkage(*arguments: str) -> str:
    done = start(*arguments)
    out, error = done.communicate(timeout=120)
    assert done.returncode == 0, error
    return out


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "shrinkage", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.mark.data
@pytest.mark.parametrize("engine", ["postgresql", "sqlite"])
def test_a_real_table_of_eighty_columns(postgres: Postgres, tmp_path: Path, engine: str) -> None:
    ames = real_table("ames.parquet")
    relation = duckdb.connect().from_parquet(str(ames))
    how = ("--target", "price", "--folds", "5", "--quiet")
    expected = content(record(str(ames), *how))
    if engine == "sqlite":
        fill_sqlite(tmp_path / "ames.sqlite", "ames", relation)
        assert content(record("ames", "--database", str(tmp_path / "ames.sqlite"), *how)) == expected
        return
    with postgres.fresh("ames") as database:
        database.copy("ames", relation)
        assert content(record("ames", "--database", database.uri, *how)) == expected


def test_an_interrupt_while_the_database_works(postgres: Postgres, tmp_path: Path) -> None:
    query = "select n as y, n % 7 as x, pg_sleep(0.02)::text as s from generate_series(1, 3000) n"
    out = tmp_path / "out"
    running = start("compare", "--database", postgres.uri, "--sql", query, "--target", "y", "--out", str(out))
    # Not the questions before it, nor what the server still knows of earlier tests.
    running_query = """state = 'active' and query like 'COPY (SELECT "c0"%generate_series(1, 3000)%'"""
    ours = f"select 1 from pg_stat_activity where application_name = 'shrinkage' and {running_query}"
    for _ in range(200):
        if postgres.rows(ours):
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said, error = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, ""), error
    assert "reading the database's answer" in error
    assert "interrupted; what was there before is still whole" in error
    assert "Traceback" not in error
    assert not out.exists()
    for _ in range(100):
        if not postgres.rows(ours):
            return
        time.sleep(0.05)
    pytest.fail("the server still works for somebody who has gone")


CALLS = {
    "neither table nor query": (("--database", "a.db", "--target", "y"), "TABLE is missing"),
    "both": (("t", "--database", "URI", "--sql", "select 1 as y", "--target", "y"), "leave TABLE out"),
    "a query without a database": (("--sql", "select 1 as y", "--target", "y"), "TABLE is missing"),
    "nothing": (("--target", "y"), "TABLE is missing"),
    "an empty address": (("t", "--database", "", "--target", "y"), "--database is no address"),
    "another product": (("t", "--database", "mysql://anna:hush@db/city", "--target", "y"), "scheme 'mysql'"),
    "a file that is not there": (("t", "--database", "none.db", "--target", "y"), "no such file"),
    "an address in the place of a table": (("postgresql://anna:hush@db/city", "--target", "y"), "with --database"),
    "no such target": (("t", "--database", "URI", "--target", "yy"), "'yy'"),
    "no such table": (("tt", "--database", "URI", "--target", "y"), "'tt'"),
    "a wrong password": (("t", "--database", "WRONG", "--target", "y"), "password authentication failed"),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_wrong_call_ends_in_one_sentence(case: str, postgres: Postgres, tmp_path: Path) -> None:
    arguments, words = CALLS[case]
    wrong = postgres.uri.replace(ENCODED, "hush-hush")
    with postgres.fresh("calls") as database:
        database.run("create table t as select n as y, n % 3 as x from generate_series(1, 100) n")
        known = {"URI": database.uri, "WRONG": wrong}
        for debug in ("", "1"):
            done = compare(*(known.get(one, one) for one in arguments), "--quiet", SHRINKAGE_DEBUG=debug)
            assert (done.returncode, done.stdout) == (2, "")
            last = done.stderr.splitlines()[-1]
            assert last.startswith("shrinkage: ")
            assert words in last
            assert done.stderr.count("\n") == 1 or debug
            assert "hush" not in done.stderr
            assert ENCODED not in done.stderr
            assert PASSWORD not in done.stderr
    assert not list(tmp_path.iterdir())
    assert not Path("none.db").exists()


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
