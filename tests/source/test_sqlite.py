"""SQLite as a source: cells are what they are, names are data, and neither the file nor its folder is touched."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from shrinkage.errors import SourceError
from shrinkage.source import open_source
from shrinkage.source.database import open_database
from shrinkage.source.protocol import Kind
from tests.source.cells import cells


def make(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(";".join(statements))
    return path


def one_column(path: Path, declared: str, values: list[Any]) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"create table t (x {declared})")
        connection.executemany("insert into t values (?)", [(value,) for value in values])
        connection.commit()
    return path


COLUMNS: dict[str, tuple[str, list[Any], Kind, list[Any]]] = {
    "integers": ("int", [1, None, 2], Kind.NUMBER, [1.0, None, 2.0]),
    "reals": ("real", [0.1, 1 / 3, 1e300, None], Kind.NUMBER, [0.1, 1 / 3, 1e300, None]),
    "infinite": ("real", [9e999, -9e999], Kind.NUMBER, [float("inf"), float("-inf")]),
    "integers and reals": ("", [1, 0.5], Kind.NUMBER, [1.0, 0.5]),
    "large": ("int", [2**62 + 1, -(2**63)], Kind.NUMBER, [float(2**62), -float(2**63)]),
    "texts": ("text", ["a", "", None, "naïve ☃", "a\0b"], Kind.TEXT, ["a", "", None, "naïve ☃", "a\0b"]),
    "mixed": ("", [1, 0.5, 0.1, "word", None], Kind.TEXT, ["1", "0.5", "0.1", "word", None]),
    "a word among numbers, late": ("int", [*range(3000), "word"], Kind.TEXT, [*map(str, range(3000)), "word"]),
    "missing for long, then reals": ("", [None] * 3000 + [0.5], Kind.NUMBER, [None] * 3000 + [0.5]),
    "missing for long, then texts": ("", [None] * 3000 + ["b"], Kind.TEXT, [None] * 3000 + ["b"]),
    "integers for long, then reals": ("", [1] * 3000 + [0.5], Kind.NUMBER, [1.0] * 3000 + [0.5]),
    "nothing": ("text", [None, None], Kind.NUMBER, [None, None]),
    "booleans": ("boolean", [1, 0, None], Kind.BOOLEAN, [1.0, 0.0, None]),
    "booleans that are none": ("bool", [1, 2], Kind.NUMBER, [1.0, 2.0]),
    "booleans in words": ("boolean", ["true", "false"], Kind.TEXT, ["true", "false"]),
    "dates": ("date", ["2020-01-02", None], Kind.TEXT, ["2020-01-02", None]),
    "decimals": ("decimal(5,2)", [1.25, 3], Kind.NUMBER, [1.25, 3.0]),
    "blobs": ("text", ["a", b"\0\1"], Kind.OTHER, []),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_cells_are_what_they_are(case: str, tmp_path: Path) -> None:
    declared, values, kind, expected = COLUMNS[case]
    source = open_source("t", database=str(one_column(tmp_path / "a.db", declared, values)))
    (field,) = source.fields
    assert field.kind is kind
    if kind is Kind.OTHER:
        assert field.type == "BLOB"
        assert sum(batch.rows for batch in source.batches([])) == 2
    else:
        assert cells(source, "x") == expected


def test_numbers_among_words_keep_their_digits(tmp_path: Path) -> None:
    values = [1 / 3, 2 / 3, 1e-7 / 3, 12345678.9012345678, 1e22, "word"]
    source = open_source("t", database=str(one_column(tmp_path / "a.db", "", values)))
    assert [float(cell) for cell in cells(source, "x")[:-1]] == values[:-1]


def test_names_are_data(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.db",
        'create table "dotted.name" ("a b" int, "c""d" int, "select" text, c0 int)',
        "insert into \"dotted.name\" values (1, 2, 'x', 4)",
        'create view "v;w" as select c0 + 1 as "x:1" from "dotted.name"',
        "create table keyed (k text primary key, v int generated always as (length(k))) without rowid",
        "insert into keyed(k) values ('abc')",
    )
    for name in ("dotted.name", '"dotted.name"', 'main."dotted.name"', "DOTTED.NAME"):
        source = open_source(name, database=str(path))
        assert [field.name for field in source.fields] == ["a b", 'c"d', "select", "c0"]
        assert cells(source, 'c"d') == [2.0]
        assert source.name == f"{name} in {path}"
    assert cells(open_source("v;w", database=str(path)), "x:1") == [5.0]
    assert cells(open_source("keyed", database=str(path)), "v") == [3.0]


def test_as_many_columns_as_there_can_be(tmp_path: Path) -> None:
    names = [f"c{k}" for k in range(2000)]
    path = make(
        tmp_path / "a.db",
        f"create table t ({', '.join(names)})",
        f"insert into t values ({', '.join(str(k) if k % 2 else f'{chr(39)}w{k}{chr(39)}' for k in range(2000))})",
    )
    source = open_source("t", database=str(path))
    assert [field.kind for field in source.fields] == [Kind.TEXT, Kind.NUMBER] * 1000
    assert cells(source, "c1999") == [1999.0]
    assert cells(source, "c1998") == ["w1998"]


REFUSED = [
    ("tee", ["no table or view 'tee'", "did you mean", "'tea'"]),
    ("empty", ["'empty' has columns but no rows"]),
    ("other.tea", ["no table or view 'other.tea'", "'main.tea'"]),
    ("select leaf from tea where 0", ["no rows"]),
    ("select nosuch from tea", ["no such column: nosuch"]),
    ("select 1 as a, 2 as A", ["two columns named 'A'"]),
    ("select 1 as a; delete from tea", ["syntax error"]),
    ("delete from tea", ["begins with DELETE"]),
    ("delete from tea returning leaf", ["begins with DELETE"]),
    ("pragma journal_mode = wal", ["begins with PRAGMA"]),
    ("attach 'other.db' as other", ["begins with ATTACH"]),
    ("vacuum into 'copy.db'", ["begins with VACUUM"]),
    ("with w as (select 1) insert into tea select 2", ["syntax error"]),
    ("select load_extension('x') as a", ["not authorized"]),
    ("select 1 as a /* never ends", ["incomplete input"]),
    ("  ;", ["holds no statement"]),
]


@pytest.mark.parametrize(("asked", "words"), REFUSED, ids=[asked[:40] for asked, _ in REFUSED])
def test_refused(asked: str, words: list[str], tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "create table tea (leaf)", "insert into tea values (1)", "create table empty (a, b)")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    query = " " in asked
    with pytest.raises(SourceError) as caught:
        open_source(None if query else asked, sql=asked if query else None, database=str(path))
    for word in words:
        assert word in str(caught.value)
    assert str(caught.value).endswith((".", "?"))
    assert "\n" not in str(caught.value)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.db"]


def test_what_a_query_may_be(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "create table t (a int, b text)", "insert into t values (1, 'x'), (2, 'y')")
    for sql, expected in {
        "select a from t order by a desc;": [2.0, 1.0],
        "with w as (select a from t) select a + 1 as a from w -- the end;": [2.0, 3.0],
        "(select a from t)": [1.0, 2.0],
        "/* first */ select count(*) as a from t": [2.0],
        "select avg(a) as a from t": [1.5],
    }.items():
        assert cells(open_source(None, database=str(path), sql=sql), "a") == expected, sql
    assert cells(open_source(None, database=str(path), sql="values (1, 'p'), (2, 'q')"), "column2") == ["p", "q"]


def test_files_that_are_no_database(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.db", "create table t as select 1 as a union all select 2").read_bytes()
    for name, content, words in (
        ("text.db", b"a,b\n1,2\n" * 100, "not a database; name an SQLite file"),
        ("empty.db", b"", "has no table that you may see"),
        ("cut.db", whole[: len(whole) // 2], "malformed"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(SourceError, match=words):
            open_source("t", database=str(path))
        assert path.read_bytes() == content


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "create table t as select 1 as a")
    path.chmod(0)
    with pytest.raises(SourceError, match="cannot be read"):
        open_source("t", database=str(path))


def test_a_write_ahead_log_is_left_as_it_is(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "pragma journal_mode = wal", "create table t as select 1 as a")
    before = path.read_bytes()
    assert cells(open_source("t", database=str(path)), "a") == [1.0]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.db"]
    assert path.read_bytes() == before
    # One who writes at this moment is seen with what has been committed.
    with closing(sqlite3.connect(path)) as other:
        other.execute("insert into t values (2)")
        other.commit()
        other.execute("insert into t values (3)")
        assert cells(open_source("t", database=str(path)), "a") == [1.0, 2.0]


class Meddling:
    """Progress that changes the file while it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def stage(self, name: str) -> None:
        if "answer" in name:
            make(self._path, "insert into t values (2)")

    def advance(self, done: float | None) -> None:
        pass


def test_a_write_that_begins_while_we_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "pragma journal_mode = wal", "create table t as select 1 as a")
    with pytest.raises(SourceError, match="was written to while it was read; try again"):
        open_database(str(path), "t", None, None, Meddling(path))
    assert cells(open_source("t", database=str(path)), "a") == [1.0, 2.0]


def test_somebody_else_holds_the_lock(tmp_path: Path) -> None:
    """Locks are between processes, so the one who holds it is one."""
    path = make(tmp_path / "a.db", "create table t as select 1 as a")
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('begin exclusive'); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(SourceError, match="is locked; try again when nobody writes to it"):
            open_source("t", database=str(path))
        holder.stdin.close()
    assert cells(open_source("t", database=str(path)), "a") == [1.0]


def test_a_driver_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_sqlite", None)
    with pytest.raises(SourceError, match=r"adbc-driver-sqlite, .*; pip install 'shrinkage\[sqlite\]'"):
        open_source("t", database=str(make(tmp_path / "a.db", "create table t as select 1 as a")))
