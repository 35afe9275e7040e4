"""A table is the same from pandas, polars, pyarrow, DuckDB and the Parquet file of it; what is none gets a sentence."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from shrinkage.errors import SourceError
from shrinkage.source import open_source
from shrinkage.source.libraries import plan_is_settled, relation_is_settled
from shrinkage.source.protocol import Column, Kind, Source

MOMENTS = [
    dt.datetime(1969, 7, 20, 20, 17, 40),
    None,
    dt.datetime(2024, 2, 29, 1, 2, 3, 456789),
    dt.datetime(2000, 1, 1),
]


def table() -> pa.Table:
    utc = [None if moment is None else moment.replace(tzinfo=dt.UTC) for moment in MOMENTS]
    return pa.table(
        {
            "whole": pa.array([1, -2, 3, 4], pa.int64()),
            "holes": pa.array([1, None, 3, 4], pa.int32()),
            "half": pa.array([0.5, None, float("nan"), -0.0]),
            "single": pa.array([0.1, 1.5, None, 2.0], pa.float32()),
            "truth": pa.array([True, None, False, True]),
            "word": pa.array(["a", None, "", "żółć 🙂"]),
            "class": pa.array(["x", "y", None, "x"]).dictionary_encode(),
            "moment": pa.array(MOMENTS, pa.timestamp("us")),
            "second": pa.array(MOMENTS, pa.timestamp("us")).cast(pa.timestamp("s"), safe=False),
            "nano": pa.array([-1, None, 1_999_999_999_999, 0], pa.timestamp("ns")),
            "zoned": pa.array(utc, pa.timestamp("us", "Europe/Warsaw")),
            "day": pa.array([dt.date(2020, 2, 29), None, dt.date(1900, 1, 1), dt.date(2100, 1, 1)]),
            "price": pa.array([decimal.Decimal("1.25"), None, decimal.Decimal("-3.00"), decimal.Decimal("0.07")]),
            "Whole": pa.array([9.0, 8.0, 7.0, 6.0]),
        }
    )


def cells(column: Column, rows: int) -> list[Any]:
    if column.values is not None:
        return [None if np.isnan(value) else value for value in column.values.tolist()]
    known = [True] * rows if column.valid is None else column.valid.tolist()
    return [column.text(i) if known[i] else None for i in range(rows)]


def read(source: Source, rows: int = 3) -> dict[str, tuple[Kind, list[Any]]]:
    names = [field.name for field in source.fields if field.kind is not Kind.OTHER]
    found: dict[str, list[Any]] = {name: [] for name in names}
    for batch in source.batches(names, rows):
        for name in names:
            found[name] += cells(batch.columns[name], batch.rows)
    kinds = {field.name: field.kind for field in source.fields}
    return {name: (kinds[name], found[name]) for name in names}


def forms(arrow: pa.Table, path: Path) -> dict[str, Any]:
    pq.write_table(arrow, path)
    return {
        "pandas": arrow.to_pandas(),
        "pandas with masks": arrow.to_pandas(
            types_mapper={pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}.get
        ),
        "pandas in arrow": arrow.to_pandas(types_mapper=pd.ArrowDtype),
        "pandas objects": arrow.to_pandas().astype({"word": object, "half": object, "whole": object}),
        "pandas python text": arrow.to_pandas().astype({"word": pd.StringDtype("python")}),
        "polars": pl.from_arrow(arrow),
        "polars lazy": pl.from_arrow(arrow).lazy(),
        "polars sorted lazily": pl.from_arrow(arrow).with_row_index("n").lazy().sort("n").drop("n"),
        "pyarrow": arrow,
        "pyarrow in chunks": pa.concat_tables([arrow.slice(0, 1), arrow.slice(1)]),
        "pyarrow reader": arrow.to_reader(),
        "pyarrow dataset": pads.dataset(path),
        "arrow stream": OnlyAStream(arrow),
    }


class OnlyAStream:
    def __init__(self, given: Any) -> None:
        self.given = given

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.given.__arrow_c_stream__(requested_schema)


def test_a_stream_that_is_given_once_is_enough() -> None:
    once = OnlyAStream(table().drop_columns("Whole").to_reader())
    source = open_source(once)
    assert read(source) == read(source) == read(open_source(table().drop_columns("Whole")))
    with pytest.raises(SourceError, match=r"OnlyAStream cannot be read|columns but no rows"):
        open_source(once)


def test_every_form_reads_as_the_parquet_file(tmp_path: Path) -> None:
    arrow = table().drop_columns("Whole")
    path = tmp_path / "table.parquet"
    made = forms(arrow, path)
    expected = read(open_source(str(path)))
    for name, form in made.items():
        assert read(open_source(form)) == expected, name
    assert read(open_source(duckdb.read_parquet(str(path)))) == expected
    ordered = duckdb.sql(f"SELECT * FROM '{path}' ORDER BY whole DESC")
    assert read(open_source(ordered))["whole"][1] == [4.0, 3.0, 1.0, -2.0]


def test_names_that_differ_in_case_are_two_columns() -> None:
    for form in (table(), table().to_pandas(), pl.from_arrow(table())):
        found = read(open_source(form))
        assert found["whole"][1] == [1, -2, 3, 4]
        assert found["Whole"][1] == [9, 8, 7, 6]


def test_what_only_pandas_has() -> None:
    frame = pd.DataFrame(
        {
            "sparse": pd.arrays.SparseArray([0.0, 2.0, 0.0, np.nan], fill_value=0.0),
            "span": pd.to_timedelta([1.5, None, 60, -1], unit="s"),
            "month": pd.period_range("2020-01", periods=4, freq="M"),
            "size": pd.Categorical([3, None, 1, 3], ordered=True),
            "cut": pd.cut([1, 5, 9, 2], [0, 4, 10]),
            "id": [uuid.UUID(int=1), None, uuid.UUID(int=2), uuid.UUID(int=3)],
            "clock": [dt.time(1, 0, 0, 500_000), None, dt.time(0), dt.time(23, 59, 59)],
            "yes": [True, None, False, True],
            "nothing": [None, np.nan, pd.NA, pd.NaT],
            "date": [dt.date(1970, 1, 2), None, dt.date(1969, 12, 31), dt.date(1970, 1, 1)],
        },
        index=list("abcd"),
    )
    source = open_source(frame)
    found = read(source)
    assert found["sparse"] == (Kind.NUMBER, [0, 2, 0, None])
    assert found["span"] == (Kind.NUMBER, [1.5, None, 60, -1])
    assert found["month"] == (Kind.TIME, [1577836800, 1580515200, 1583020800, 1585699200])
    assert found["size"] == (Kind.TEXT, ["3", None, "1", "3"])
    assert found["cut"] == (Kind.TEXT, ["(0, 4]", "(4, 10]", "(4, 10]", "(0, 4]"])
    assert found["id"][1][2] == str(uuid.UUID(int=2))
    assert found["clock"] == (Kind.NUMBER, [3600.5, None, 0, 86399])
    assert found["yes"] == (Kind.BOOLEAN, [1, None, 0, 1])
    assert found["nothing"][1] == [None] * 4
    assert found["date"] == (Kind.TIME, [86400, None, -86400, 0])
    assert "index" in source.notes[0]


def test_doubles_are_read_as_views_and_a_frame_is_left_alone() -> None:
    frame = pd.DataFrame({"a": np.arange(5.0), "b": [1, None, 3, 4, 5], "s": list("abcde")})
    before = frame.copy(deep=True)
    batch = next(iter(open_source(frame).batches(["a", "b", "s"], 4)))
    assert batch.columns["a"].values is not None
    assert np.shares_memory(batch.columns["a"].values, frame["a"].to_numpy())
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("make", [pa.Table.to_pandas, pl.from_arrow, lambda t: pl.from_arrow(t).lazy(), lambda t: t])
def test_sql_over_a_frame(make: Any) -> None:
    frame = make(table().drop_columns("Whole"))
    kept = read(open_source(frame, sql="SELECT word, whole + 1 AS more FROM data WHERE whole > 0"))
    assert kept["more"][1] == [2, 4, 5]
    grouped = read(open_source(frame, sql="SELECT class, count(*) AS n FROM data GROUP BY class ORDER BY class"))
    assert grouped["n"][1] == [2, 1, 1]
    with pytest.raises(SourceError, match="may only read"):
        open_source(frame, sql="DROP VIEW data")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([[1, 2]], "is a list, which is not read"),
        (pd.Series([1.0]), "one column"),
        (pl.Series([1.0]), "one column"),
        (np.ones((2, 2)), r"shape \(2, 2\), whose columns have no names"),
        (pd.DataFrame({"a": []}), "columns but no rows"),
        (pl.DataFrame({"a": []}), "columns but no rows"),
        (pd.DataFrame(index=[1, 2]), "has no columns"),
        (pl.DataFrame(), "has no columns"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns named 'a'"),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), "two columns named '1'"),
        (pd.DataFrame([[1]], columns=pd.Index(["\ud800"], dtype=object)), "no whole text"),
        ({}, "the mapping has no columns"),
        ({"a": []}, "the mapping has columns but no rows"),
        ({1: [1], "1": [1]}, "two columns named '1'"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "names of 2 parts"),
        (None, "no table|is a NoneType|not read"),
    ],
)
def test_what_is_no_table_gets_a_sentence(given: Any, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        open_source(given)
    assert str(caught.value).endswith(".")


def test_cells_that_are_no_column_are_named_and_only_read_if_asked_for() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0], "mixed": ["x", 1], "list": [[1], [2]], "z": [1j, 2j]})
    source = open_source(frame)
    assert [field.kind for field in source.fields] == [Kind.NUMBER, Kind.TEXT, Kind.OTHER, Kind.OTHER]
    assert next(iter(source.batches(["a"]))).rows == 2
    with pytest.raises(SourceError, match="'mixed' mixes int and str"):
        list(source.batches(["mixed"]))
    with pytest.raises(SourceError, match="complex128"):
        list(source.batches(["z"]))


def test_types_that_the_engine_does_not_read_from_a_stream_are_cast_before() -> None:
    frame = pl.DataFrame(
        {
            "a": [1.0, 2.0],
            "wide": pl.Series([1, None], dtype=pl.Int128),
            "none": pl.Series([None, None], dtype=pl.Null),
        }
    )
    expected = {"a": (Kind.NUMBER, [1, 2]), "wide": (Kind.NUMBER, [1, None]), "none": (Kind.NUMBER, [None, None])}
    for form in (frame, frame.lazy(), frame.lazy().sort("a")):
        assert read(open_source(form)) == expected
    arrow = pa.table(
        {
            "a": [1.0, 2.0],
            "wide": pa.array([decimal.Decimal("1.5"), None], pa.decimal256(50, 2)),
            "half": pa.array(np.array([0.5, 2], dtype=np.float16)),
        }
    )
    wanted = {"a": (Kind.NUMBER, [1, 2]), "wide": (Kind.NUMBER, [1.5, None]), "half": (Kind.NUMBER, [0.5, 2])}
    for form in (arrow, arrow.to_reader(), pads.dataset(arrow), arrow.to_batches()[0]):
        assert read(open_source(form)) == wanted


def test_a_type_that_the_engine_does_not_know_costs_only_its_column() -> None:
    union = pa.UnionArray.from_dense(
        pa.array([0, 1], pa.int8()), pa.array([0, 0], pa.int32()), [pa.array([1]), pa.array(["x"])]
    )
    kinds = {field.name: field.kind for field in open_source(pa.table({"a": [1.0, 2.0], "union": union})).fields}
    assert kinds == {"a": Kind.NUMBER, "union": Kind.OTHER}


def test_a_table_that_cannot_be_computed_says_why_and_loses_no_column(tmp_path: Path) -> None:
    rows = "SELECT range AS x, CASE WHEN range > 8 THEN error('boom') ELSE range END AS c FROM range(10)"
    failing = open_source(duckdb.sql(rows))
    assert [field.kind for field in failing.fields] == [Kind.NUMBER, Kind.NUMBER]
    with pytest.raises(SourceError, match="DuckDB relation cannot be read: boom; mend the step"):
        list(failing.batches(["c"]))
    late = pl.LazyFrame({"a": ["1", "x"]}).with_columns(c=pl.col("a").cast(pl.Int64))
    with pytest.raises(SourceError, match="conversion from `str` to `i64` failed"):
        list(open_source(late).batches(["c"]))
    closed = duckdb.connect()
    gone = closed.sql("SELECT 1 AS a")
    closed.close()
    for form, words in (
        (pl.LazyFrame({"a": [1]}).select("b"), "polars LazyFrame cannot be read: .*b"),
        (pl.scan_csv(tmp_path / "none.csv"), "No such file"),
        (gone, "DuckDB relation cannot be read: .*closed"),
    ):
        with pytest.raises(SourceError, match=words):
            open_source(form)


def test_sql_over_a_relation_and_over_what_only_streams() -> None:
    rows = duckdb.sql("SELECT range AS n, range % 3 AS g FROM range(90)")
    arrow = pa.table({"n": range(90), "g": [n % 3 for n in range(90)]})
    for form in (rows, rows.order("n"), OnlyAStream(arrow), arrow.to_batches()[0]):
        kept = open_source(form, sql="SELECT * FROM data WHERE g = 1")
        expected = (Kind.NUMBER, [float(n) for n in range(90) if n % 3 == 1])
        assert read(kept)["n"] == expected
        assert read(kept)["n"] == expected


def test_sql_reads_columns_of_pandas_as_they_are_read_without() -> None:
    frame = pd.DataFrame(
        {
            "fraction": [fractions.Fraction(1, 2), None, fractions.Fraction(3)],
            "price": [decimal.Decimal("1.25"), None, decimal.Decimal(3)],
            "date": pd.Series([dt.date(1600, 1, 2), None, dt.date(1969, 12, 31)], dtype=object),
            "yes": pd.Series([True, None, False], dtype=object),
            "big": np.array([1, 2, 3], dtype=">f8"),
            "bigger": np.array([1, 2, 3], dtype=">i4"),
            "long": np.array([1, 2, 3], dtype=np.longdouble),
            "span": pd.arrays.IntervalArray.from_breaks([0, 1, 2, 3]),
            "sparse": pd.arrays.SparseArray([0.0, 1.0, 0.0]),
        }
    )
    assert read(open_source(frame, sql="SELECT * FROM data")) == read(open_source(frame))
    with pytest.raises(SourceError, match="'z' is of type complex128, which SQL does not take"):
        open_source(frame.assign(z=[1j, 2j, 3j]), sql="SELECT 1 AS a FROM data")
    with pytest.raises(SourceError, match="column without a name, which SQL cannot ask for"):
        open_source(pd.DataFrame({"": [1.0]}), sql="SELECT * FROM data")


def test_numbers_that_no_double_holds_are_refused() -> None:
    for form in (pd.DataFrame({"a": [10**400, 1]}, dtype=object), {"a": [10**400, 1]}):
        with pytest.raises(SourceError, match=r"'a' holds numbers beyond 1.8e308"):
            list(open_source(form).batches(["a"]))


def test_only_an_index_that_says_something_is_mentioned() -> None:
    frame = pd.DataFrame({"a": range(4)})
    for index in (None, [3, 1, 2, 0], [0, 0, 0, 0]):
        assert open_source(frame if index is None else frame.set_index(pd.Index(index))).notes == ()
    for saying in (pd.Index(range(4), name="id"), pd.date_range("2020", periods=4), pd.Index(list("abcd"))):
        assert "index" in open_source(frame.set_index(saying)).notes[0]


def test_plans_that_may_change_the_order_are_not_settled() -> None:
    lazy = pl.LazyFrame({"a": [1, 2, 3], "g": ["x", "y", "x"]})
    assert plan_is_settled(lazy.filter(pl.col("a") > 1).with_columns(b=pl.col("a") * 2).explain())
    for frame in (lazy.group_by("g").len(), lazy.join(lazy, on="g"), lazy.select(pl.col("a").shuffle()), lazy.unique()):
        assert not plan_is_settled(frame.explain())
    relation = duckdb.sql("SELECT range AS a FROM range(10)")
    assert relation_is_settled(relation.filter("a > 1").explain())
    for query in ("SELECT a, count(*) FROM relation GROUP BY a", "SELECT a, random() FROM relation"):
        assert not relation_is_settled(duckdb.sql(query).explain())
