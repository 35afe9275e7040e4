"""DuckDB's tables in our kinds; one SELECT over any file, and nothing that writes."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import duckdb
import numpy as np
import pytest

from shrinkage.errors import SourceError
from shrinkage.source import open_source
from shrinkage.source.protocol import Kind


def cells(source, names=None, rows=65_536):
    names = names or [field.name for field in source.fields if field.kind is not Kind.OTHER]
    out = {name: [] for name in names}
    for batch in source.batches(names, rows):
        for name, column in batch.columns.items():
            valid = np.ones(batch.rows, bool) if column.valid is None else column.valid
            for i in range(batch.rows):
                cell = column.text(i) if column.kind is Kind.TEXT else float(column.values[i])
                out[name].append(cell if valid[i] else None)
    return out


def kinds(source):
    return {field.name: field.kind for field in source.fields}


@pytest.fixture
def parquet(tmp_path):
    path = tmp_path / "t.parquet"
    duckdb.sql(
        "COPY (SELECT i AS a, i % 3 AS b, chr(97 + (i % 26)::INTEGER) AS word, "
        "CASE WHEN i % 5 > 0 THEN i / 7 END AS x FROM range(1000) t(i)) "
        f"TO '{path}' (ROW_GROUP_SIZE 100)"
    )
    return path


CASTS = [
    ("true", Kind.BOOLEAN, 1.0),
    ("false", Kind.BOOLEAN, 0.0),
    ("1::TINYINT", Kind.NUMBER, 1.0),
    ("2::UBIGINT", Kind.NUMBER, 2.0),
    ("-3::BIGINT", Kind.NUMBER, -3.0),
    ("170141183460469231731687303715884105727::HUGEINT", Kind.NUMBER, 2.0**127),
    ("1.25::DECIMAL(10, 2)", Kind.NUMBER, 1.25),
    ("5::BIGNUM", Kind.NUMBER, 5.0),
    ("0.1::DOUBLE", Kind.NUMBER, 0.1),
    ("'nan'::DOUBLE", Kind.NUMBER, None),
    ("'inf'::DOUBLE", Kind.NUMBER, math.inf),
    ("'-inf'::FLOAT", Kind.NUMBER, -math.inf),
    ("NULL", Kind.NUMBER, None),
    ("DATE '2020-01-02'", Kind.TIME, 1577923200.0),
    ("DATE '1969-12-31'", Kind.TIME, -86400.0),
    ("DATE 'infinity'", Kind.TIME, None),
    ("TIMESTAMP '2020-01-01 00:00:01.5'", Kind.TIME, 1577836801.5),
    ("TIMESTAMP_S '2020-01-01'", Kind.TIME, 1577836800.0),
    ("TIMESTAMP_MS '2020-01-01 00:00:00.5'", Kind.TIME, 1577836800.5),
    ("TIMESTAMP_NS '2020-01-01 00:00:00.5'", Kind.TIME, 1577836800.5),
    ("TIMESTAMP '-infinity'", Kind.TIME, None),
    ("TIMESTAMPTZ '2020-01-01 00:00:00+02'", Kind.TIME, 1577829600.0),
    ("TIME '01:00:01.5'", Kind.NUMBER, 3601.5),
    ("INTERVAL 90 MINUTE", Kind.NUMBER, 5400.0),
    ("'x'", Kind.TEXT, "x"),
    ("''", Kind.TEXT, ""),
    ("'é😀'", Kind.TEXT, "é😀"),
    ("'b'::ENUM('a', 'b')", Kind.TEXT, "b"),
    ("'00000000-0000-0000-0000-00000000000a'::UUID", Kind.TEXT, "00000000-0000-0000-0000-00000000000a"),
    ("'12'::JSON", Kind.TEXT, "12"),
    ("'\"x\"'::JSON", Kind.TEXT, "x"),
]


@pytest.mark.parametrize(("expression", "kind", "expected"), CASTS, ids=[case[0] for case in CASTS])
def test_types(parquet, expression, kind, expected):
    source = open_source(parquet, sql=f"SELECT {expression} AS c, a FROM data WHERE a < 3")
    assert kinds(source)["c"] is kind
    assert cells(source)["c"] == [expected] * 3


@pytest.mark.parametrize("expression", ["[1]", "{'k': 1}", "MAP {'k': 1}", "'x'::BLOB", "'101'::BIT"])
def test_nested_and_binary_columns_are_named_but_not_read(parquet, expression):
    source = open_source(parquet, sql=f"SELECT {expression} AS c, a FROM data")
    assert kinds(source) == {"c": Kind.OTHER, "a": Kind.NUMBER}
    with pytest.raises(SourceError, match="'c' is of type"):
        next(iter(source.batches(["c"])))


@pytest.mark.parametrize("rows", [7, 128, 5000])
def test_rows_keep_their_order_whatever_the_threads(parquet, rows):
    for threads in (1, 4, None):
        source = open_source(parquet, threads=threads)
        read = cells(source, rows=rows)
        assert read["a"] == [float(i) for i in range(1000)]
        assert read["x"] == [i / 7 if i % 5 else None for i in range(1000)]
        assert [batch.rows for batch in source.batches(["a"], rows)] == [rows] * (1000 // rows) + [1000 % rows] * (
            1000 % rows > 0
        )


def test_a_subset_of_columns_in_any_order_and_none(parquet):
    source = open_source(parquet)
    assert list(next(iter(source.batches(["word", "a"]))).columns) == ["word", "a"]
    assert [batch.rows for batch in source.batches([], 600)] == [600, 400]


def test_several_readings_at_once(parquet):
    source = open_source(parquet)
    one, two = source.batches(["a"], 10), source.batches(["a"], 10)
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a.columns["a"].values, b.columns["a"].values)


def test_a_source_that_is_given_up_midway(parquet):
    source = open_source(parquet)
    for _ in range(3):
        next(source.batches(["a"], 10))
    assert len(cells(source)["a"]) == 1000


def test_json_lines(tmp_path):
    path = tmp_path / "t.jsonl"
    lines = [f'{{"a": {k}, "b": "w{k}"}}' for k in range(30_000)]
    path.write_text("\n".join([*lines, '{"a": "late", "b": null, "c": true}']) + "\n")
    source = open_source(path)
    read = cells(source)
    assert read["a"] == [*map(str, range(30_000)), "late"], "a late change of type makes text of the column"
    assert read["b"][-2:] == ["w29999", None]
    assert read["c"][-2:] == [None, 1.0]


def test_patterns_read_files_in_the_order_of_their_names(tmp_path):
    for k in (2, 10, 1):
        duckdb.sql(f"COPY (SELECT {k} AS k FROM range(3)) TO '{tmp_path}/part{k:02d}.parquet'")
    assert cells(open_source(tmp_path / "part*.parquet"))["k"] == [1.0] * 3 + [2.0] * 3 + [10.0] * 3


@pytest.mark.parametrize("name", ["with space", "o'brien", 'quo"te', "bra[1]cket", "sta*r", "é", "semi;colon --"])
def test_odd_file_names(tmp_path, name):
    path = tmp_path / f"{name}.parquet"
    duckdb.sql("SELECT 1 AS a").write_parquet(str(tmp_path / "plain.parquet"))
    (tmp_path / "plain.parquet").rename(path)
    assert cells(open_source(path))["a"] == [1.0]
    csv = tmp_path / f"{name}.csv"
    csv.write_text("a,b\n1,2\n")
    assert cells(open_source(csv, sql="SELECT a FROM data"))["a"] == [1.0]


NAMES = ['a"b', "x; DROP TABLE data", "<b>", "select", "it's", "a,b", "%s {0}", "Größe 😀", "x) --", "/*", "c0", "data"]


def test_names_that_look_like_sql(tmp_path):
    columns = ", ".join(f"{k} AS " + '"' + name.replace('"', '""') + '"' for k, name in enumerate(NAMES))
    path = tmp_path / "t.parquet"
    duckdb.sql(f"SELECT {columns}").write_parquet(str(path))
    expected = {name: [float(k)] for k, name in enumerate(NAMES)}
    assert cells(open_source(path)) == expected
    assert cells(open_source(path, sql="SELECT * FROM data")) == expected
    csv = tmp_path / "t.csv"
    quoted = ",".join('"' + name.replace('"', '""') + '"' for name in NAMES)
    csv.write_text(f"{quoted}\n{','.join(map(str, range(len(NAMES))))}\n", encoding="utf-8")
    assert cells(open_source(csv, sql="SELECT * FROM data")) == expected
    assert cells(open_source(csv)) == {name: [str(k)] for k, name in enumerate(NAMES)}


@pytest.mark.parametrize("names", [("a", "A"), ("Größe", "GRÖSSE")][:1])
def test_parquet_names_that_duckdb_would_change(tmp_path, names):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as pq

    path = tmp_path / "t.parquet"
    nested = pyarrow.array([{"a": 1, "x": [1]}])
    table = pyarrow.Table.from_arrays([nested, *[pyarrow.array([k]) for k in range(2)]], names=["s", *names])
    pq.write_table(table, path)
    with pytest.raises(SourceError, match="'a' and 'A', which SQL takes for one"):
        open_source(path)


# SQL over the table --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT count(*) AS n FROM data", [1000.0]),
        ("select b as n from data group by b order by b;", [0.0, 1.0, 2.0]),
        ("FROM data SELECT a AS n LIMIT 2 -- the first two", [0.0, 1.0]),
        ("/* why */ WITH x AS (SELECT a FROM data) SELECT a AS n FROM x WHERE a < 1 ; ; ", [0.0]),
        ("VALUES (1), (2)", [1.0, 2.0]),
        ("SELECT 1 AS n UNION ALL SELECT 2", [1.0, 2.0]),
        ("(SELECT 7 AS n)", [7.0]),
    ],
)
def test_selects(parquet, sql, expected):
    source = open_source(parquet, sql=sql)
    assert next(iter(cells(source).values())) == expected
    assert source.name == sql.strip()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT d.a, e.b FROM data d JOIN data e USING (b) ORDER BY random() LIMIT 100",
        "SELECT b, count(*) AS n, avg(x) AS m FROM data GROUP BY b",
        "SELECT DISTINCT word FROM data",
        "SELECT a, random() AS r FROM data",
        "SELECT * FROM data USING SAMPLE 50% (bernoulli)",
        "SELECT uuid()::VARCHAR AS u FROM data",
    ],
)
def test_two_readings_agree(parquet, sql):
    source = open_source(parquet, sql=sql, threads=4)
    assert cells(source) == cells(source)
    by_chance = "random" in sql or "SAMPLE" in sql or "uuid" in sql
    assert any("another run may find other rows" in note for note in source.notes) == by_chance


def test_groups_come_in_the_same_order_in_every_run(parquet):
    sql = "SELECT word, avg(x) AS m FROM data GROUP BY word"
    assert len({str(cells(open_source(parquet, sql=sql, threads=threads))) for threads in (1, 2, 4, None)}) == 1


REFUSED = [
    ("COPY data TO '{out}'", "COPY"),
    ("COPY (SELECT 1) TO '{table}'", "COPY"),
    ("INSERT INTO data VALUES (1)", "INSERT"),
    ("WITH x AS (INSERT INTO data VALUES (1) RETURNING *) SELECT * FROM x", ""),
    ("WITH x AS (SELECT 1) INSERT INTO data SELECT * FROM x", "INSERT"),
    ("SELECT * FROM (WITH y AS (DELETE FROM data RETURNING *) SELECT * FROM y)", ""),
    ("CREATE TABLE z AS SELECT 1", "CREATE"),
    ("DROP VIEW data", "DROP"),
    ("ATTACH '{out}'", "ATTACH"),
    ("PRAGMA version", "--sql"),
    ("SET threads = 1", "SET"),
    ("RESET ALL", ""),
    ("INSTALL httpfs", ""),
    ("LOAD httpfs", "LOAD"),
    ("EXPORT DATABASE '{out}'", "EXPORT"),
    ("IMPORT DATABASE '{out}'", ""),
    ("CALL pragma_version()", "CALL"),
    ("EXPLAIN ANALYZE SELECT 1", "EXPLAIN"),
    ("VACUUM", "VACUUM"),
    ("CHECKPOINT", ""),
    ("SELECT 1; DROP VIEW data", "2 statements"),
    ("SELECT 1; SELECT 2", "2 statements"),
    ("SELECT 1) ; DROP VIEW data; SELECT * FROM (SELECT 1", "parsed"),
    ("SELECT 1) AS x; COPY data TO '{out}' --", "parsed"),
    ("SELECT 1 /*", "parsed"),
    ("*/ SELECT 1", "parsed"),
    ("SELECT 'unfinished", "parsed"),
    ("", "no statement"),
    ("-- only a comment", "no statement"),
    (";;", "no statement"),
    ("SELEC a FROM data", "parsed"),
    ("SELECT nosuch FROM data", "nosuch"),
    ("SELECT a FROM elsewhere", "elsewhere"),
    ("SELECT a, a FROM data", "two columns named 'a'"),
    ("SELECT a, b AS A FROM data", "'a' and 'A'"),
    ("SELECT a FROM data WHERE a < 0", "no rows"),
    ("SELECT error('boom') FROM data", "boom"),
    ("SELECT * FROM read_csv('/etc/passwd')", "another file"),
    ("SELECT * FROM '{other}'", "another file"),
    ("SELECT * FROM read_text('{other}')", "another file"),
    ("SELECT * FROM read_blob('{other}')", "another file"),
    ("SELECT * FROM glob('/*')", ""),
    ("SELECT * FROM 'https://example.org/x.csv'", ""),
    ("SELECT * FROM query('COPY data TO ''{out}''')", ""),
    ("SELECT * FROM data WHERE a IN (SELECT content FROM read_text('/etc/passwd'))", "another file"),
]


def digest_of(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.mark.parametrize(("sql", "word"), REFUSED, ids=[case[0][:40] for case in REFUSED])
@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_refused(tmp_path, monkeypatch, sql, word, ending):
    monkeypatch.chdir(tmp_path)
    duckdb.sql("SELECT 1 AS a, 2 AS b").write_parquet("t.parquet")
    Path("t.csv").write_text("a,b\n1,2\n")
    Path("t.jsonl").write_text('{"a": 1, "b": 2}\n')
    Path("other.csv").write_text("secret\n1\n")
    before = digest_of(tmp_path)
    filled = sql.format(out=tmp_path / "out", table=tmp_path / f"t.{ending}", other=tmp_path / "other.csv")
    with pytest.raises(SourceError) as caught:
        cells(open_source(f"t.{ending}", sql=filled))
    said = str(caught.value)
    assert word in said
    assert said.endswith((".", "?"))
    assert "\n" not in said
    assert "Traceback" not in said
    assert digest_of(tmp_path) == before


def test_errors_while_rows_are_read_are_sentences(parquet):
    source = open_source(parquet, sql="SELECT CASE WHEN a < 900 THEN a ELSE word::INTEGER END AS c FROM data")
    with pytest.raises(SourceError, match="cannot be read to its end: Could not convert string"):
        cells(source)


def test_sql_over_csv_types_the_columns(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("d;x;naïve\n31/12/2020;1.5;é\nNA;-;ü\n01/02/2021;?;\n".encode("latin-1"))
    source = open_source(path, sql="SELECT * FROM data")
    assert kinds(source) == {"d": Kind.TIME, "x": Kind.NUMBER, "naïve": Kind.TEXT}
    assert cells(source) == {"d": [1609372800.0, None, 1612137600.0], "x": [1.5, None, None], "naïve": ["é", "ü", None]}


def test_sql_over_several_csv_files(tmp_path):
    (tmp_path / "1.csv").write_text("a,b\n1,x\n2,y\n")
    (tmp_path / "2.csv").write_text("a;b\nlate;z\n")
    assert cells(open_source(tmp_path / "*.csv", sql="SELECT * FROM data")) == {
        "a": ["1", "2", "late"],
        "b": ["x", "y", "z"],
    }


def test_sql_needs_names_that_differ(tmp_path):
    (tmp_path / "t.csv").write_text("a,A\n1,2\n")
    assert cells(open_source(tmp_path / "t.csv")) == {"a": ["1"], "A": ["2"]}
    with pytest.raises(SourceError, match="do without --sql"):
        open_source(tmp_path / "t.csv", sql="SELECT * FROM data")


@pytest.mark.parametrize("name", ["t[1].parquet", "t*.parquet", "t?.parquet"])
def test_a_name_that_the_engine_takes_for_a_pattern_is_refused(tmp_path: Path, parquet: Path, name: str) -> None:
    (tmp_path / "t1.parquet").write_bytes(parquet.read_bytes())
    (tmp_path / name).write_bytes(parquet.read_bytes())
    with pytest.raises(SourceError, match="rename one"):
        open_source(tmp_path / name)
