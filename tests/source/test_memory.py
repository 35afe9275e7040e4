"""Sources in memory: arrays, and what the cache keeps."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from shrinkage.errors import SourceError
from shrinkage.source.arrays import ArraySource, text_column
from shrinkage.source.cache import CachedSource
from shrinkage.source.protocol import Kind


def first(source):
    names = [field.name for field in source.fields if field.kind is not Kind.OTHER]
    return next(iter(source.batches(names))).columns


def test_kinds():
    source = ArraySource(
        {
            "number": [1, 2.5, None],
            "whole": np.array([1, 2, 3], dtype=np.int32),
            "single": np.array([1, np.nan, np.inf], dtype=np.float32),
            "flag": np.array([True, False, True]),
            "flags": [True, False, True],
            "day": np.array(["1970-01-02", "NaT", "1969-12-31"], dtype="datetime64[D]"),
            "stamp": np.array(["1970-01-01T00:00:00.25", "NaT", "1970-01-01"], dtype="datetime64[ms]"),
            "span": np.array([1, 2, 3], dtype="timedelta64[m]"),
            "text": ["a", None, "é"],
            "words": np.array(["a", "bb", ""]),
            "nothing": [None, None, None],
            "complex": np.array([1j, 2, 3]),
        }
    )
    kinds = {field.name: field.kind for field in source.fields}
    assert kinds["flag"] is kinds["flags"] is Kind.BOOLEAN
    assert kinds["day"] is kinds["stamp"] is Kind.TIME
    assert kinds["text"] is kinds["words"] is Kind.TEXT
    assert kinds["complex"] is Kind.OTHER
    columns = first(source)
    np.testing.assert_array_equal(columns["number"].values, [1, 2.5, np.nan])
    np.testing.assert_array_equal(columns["number"].valid, [True, True, False])
    np.testing.assert_array_equal(columns["single"].values, [1, np.nan, np.inf])
    assert columns["whole"].valid is None
    np.testing.assert_array_equal(columns["day"].values, [86400, np.nan, -86400])
    np.testing.assert_array_equal(columns["stamp"].values, [0.25, np.nan, 0])
    np.testing.assert_array_equal(columns["span"].values, [60, 120, 180])
    np.testing.assert_array_equal(columns["nothing"].valid, [False] * 3)
    assert [columns["text"].text(i) for i in range(3)] == ["a", "", "é"]
    np.testing.assert_array_equal(columns["text"].valid, [True, False, True])


def test_python_objects_are_read_by_what_they_all_are():
    warsaw = dt.timezone(dt.timedelta(hours=1))
    source = ArraySource(
        {
            "price": [decimal.Decimal("1.25"), None, decimal.Decimal("NaN")],
            "share": [fractions.Fraction(1, 2), 2, 0.5],
            "yes": [True, None, False],
            "day": [dt.date(1970, 1, 2), pd.NaT, dt.date(1969, 12, 31)],
            "moment": [dt.datetime(1970, 1, 1, 0, 0, 1, 500_000), None, dt.datetime(1970, 1, 1, 1, tzinfo=warsaw)],
            "span": [dt.timedelta(minutes=1), None, np.timedelta64(1500, "ms")],
            "clock": [dt.time(1, 0, 0, 500_000), None, dt.time(0)],
            "id": [uuid.UUID(int=1), None, uuid.UUID(int=2)],
            "word": ["a", pd.NA, "b"],
            "lists": [[1], [2], [3, 4]],
        }
    )
    kinds = {field.name: field.kind for field in source.fields}
    assert kinds["yes"] is Kind.BOOLEAN
    assert kinds["day"] is kinds["moment"] is Kind.TIME
    assert kinds["id"] is kinds["word"] is Kind.TEXT
    assert kinds["lists"] is Kind.OTHER
    columns = first(source)
    for name, expected in {
        "price": [1.25, np.nan, np.nan],
        "share": [0.5, 2, 0.5],
        "yes": [1, np.nan, 0],
        "day": [86400, np.nan, -86400],
        "moment": [1.5, np.nan, 0],
        "span": [60, np.nan, 1.5],
        "clock": [3600.5, np.nan, 0],
    }.items():
        np.testing.assert_array_equal(columns[name].values, expected, err_msg=name)
    np.testing.assert_array_equal(columns["word"].valid, [True, False, True])
    assert columns["id"].text(2) == str(uuid.UUID(int=2))


def test_what_a_masked_array_hides_is_missing():
    hidden = np.ma.masked_greater([1, 2, 99], 10)
    words = np.ma.array(["a", "b", "c"], mask=[False, True, False])
    columns = first(ArraySource({"n": hidden, "f": np.ma.masked_invalid([1.0, np.nan, 3]), "w": words}))
    np.testing.assert_array_equal(columns["n"].values, [1, 2, np.nan])
    np.testing.assert_array_equal(columns["n"].valid, [True, True, False])
    np.testing.assert_array_equal(columns["f"].valid, [True, False, True])
    np.testing.assert_array_equal(columns["w"].valid, [True, False, True])


def test_columns_of_libraries_are_read_in_a_mapping():
    stamps = pd.Series(pd.to_datetime(["1970-01-02", None, "1970-01-01"]).tz_localize("Europe/Warsaw"))
    columns = first(
        ArraySource(
            {
                "class": pd.Series(pd.Categorical(["x", None, "y"])),
                "masked": pd.Series([1, None, 3], dtype="Int64"),
                "stamp": stamps,
                "word": pd.Series(["a", None, "b"]),
                "arrow": pd.Series([1, None, 3], dtype="int64[pyarrow]"),
                "polars": pl.Series([1, None, 3]),
                "pyarrow": pa.array([1, None, 3]),
            }
        )
    )
    for name in ("masked", "arrow", "polars", "pyarrow"):
        np.testing.assert_array_equal(columns[name].values, [1, np.nan, 3], err_msg=name)
    np.testing.assert_array_equal(columns["stamp"].values, [82800, np.nan, -3600])
    for name in ("class", "word"):
        np.testing.assert_array_equal(columns[name].valid, [True, False, True])


def test_series_of_several_indexes_are_no_table():
    ordered, turned = pd.Series([1.0, 2, 3]), pd.Series([1.0, 2, 3], index=[2, 1, 0])
    with pytest.raises(SourceError, match="'a' and 'b' have different indexes; make a DataFrame"):
        ArraySource({"a": ordered, "b": turned})
    ArraySource({"a": turned, "b": turned, "c": [1, 2, 3]})


def test_batches_are_cut():
    source = ArraySource({"x": np.arange(10.0), "t": [str(k) * k for k in range(10)]})
    for rows in (1, 3, 10, 100):
        batches = list(source.batches(["t", "x"], rows))
        assert [x for b in batches for x in b.columns["x"].values] == list(range(10))
        assert [b.columns["t"].text(i) for b in batches for i in range(b.rows)] == [str(k) * k for k in range(10)]
        assert all(b.columns["t"].offsets[0] == 0 for b in batches)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1, 2], "b": [1]}, "'a' has 2 cells and 'b' has 1"),
        ({"a": np.ones((2, 2))}, "shape"),
        ({"a": 1.0}, "'a' is a single value"),
        ({"a": (k for k in range(3))}, "'a' is a single value"),
        ({"a": [object()]}, "cells of column 'a' are of the type object"),
        ({"a": [1, "x"]}, "mixes"),
        ({"a": np.array([1, "x"], dtype=object)}, "mixes"),
    ],
)
def test_what_is_no_table(columns, words):
    with pytest.raises(SourceError, match=words):
        ArraySource(columns)


class Counting:
    """Counts what is read from a source."""

    def __init__(self, source):
        self.source, self.fields, self.name, self.notes = source, source.fields, source.name, ("a note.",)
        self.read = []

    def batches(self, columns, rows=65_536):
        self.read.append(list(columns))
        yield from self.source.batches(columns, rows)


@pytest.fixture
def counted():
    rng = np.random.default_rng(0)
    return Counting(
        ArraySource({"a": rng.normal(size=1000), "b": rng.normal(size=1000), "t": [str(k) for k in range(1000)]})
    )


def same(one, other):
    one, other = list(one), list(other)
    assert [b.rows for b in one] == [b.rows for b in other]
    for b, c in zip(one, other, strict=True):
        assert list(b.columns) == list(c.columns)
        for name in b.columns:
            np.testing.assert_array_equal(b.columns[name].values, c.columns[name].values)
            np.testing.assert_array_equal(b.columns[name].offsets, c.columns[name].offsets)


def test_columns_are_read_once(counted):
    cached = CachedSource(counted)
    assert (cached.name, cached.fields, list(cached.notes)) == (counted.name, counted.fields, ["a note."])
    for columns in (["a"], ["a", "b"], ["t", "a"], ["b", "t", "a"], []):
        same(cached.batches(columns, 300), counted.source.batches(columns, 300))
    assert counted.read == [["a"], ["b"], ["t"]]
    assert cached.held > 16_000
    same(cached.batches(["a"], 100), counted.source.batches(["a"], 100))
    assert counted.read[3:] == [["a"]], "other batch sizes are other batches"


def test_a_small_budget_reads_again(counted):
    cached = CachedSource(counted, budget=9000)
    for _ in range(2):
        same(cached.batches(["a", "b"], 300), counted.source.batches(["a", "b"], 300))
    assert counted.read == [["a", "b"]] * 2
    assert cached.held == 0
    for _ in range(2):
        same(cached.batches(["a"], 300), counted.source.batches(["a"], 300))
    assert counted.read[2:] == [["a"]]
    same(cached.batches(["a", "b"], 300), counted.source.batches(["a", "b"], 300))
    assert counted.read[3:] == [["b"]]


def test_giving_up_midway_keeps_nothing(counted):
    cached = CachedSource(counted)
    next(cached.batches(["a"], 300))
    assert cached.held == 0
    same(cached.batches(["a"], 300), counted.source.batches(["a"], 300))
    assert len(counted.read) == 2


def test_text_column():
    column = text_column(["x", None, "", "\ud800"])
    assert [column.text(i) for i in range(4)] == ["x", "", "", "?"]
    np.testing.assert_array_equal(column.valid, [True, False, True, True])
