"""What the door for tables refuses: one sentence in the words of Python, from every kind of table alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import shrinkage as sh
from shrinkage.errors import ShrinkageError


def frame(**more: Any) -> pd.DataFrame:
    draw = np.random.default_rng(0)
    return pd.DataFrame(draw.standard_normal((60, 3)), columns=["price", "size", "age"]).assign(**more)


def refused(call: Any, words: str) -> None:
    with pytest.raises(ShrinkageError) as caught:
        call()
    text = str(caught.value)
    assert re.search(words, text), text
    assert "\n" not in text
    assert text.endswith((".", "?"))
    assert not re.search(r"(?<!\w)--[a-z]", text), f"an option of the command line: {text}"


@pytest.fixture(params=["pandas", "polars", "pyarrow", "mapping", "CSV", "Parquet"])
def table(request: Any, tmp_path: Path) -> Any:
    data = frame()
    kinds = {
        "pandas": lambda: data,
        "polars": lambda: pl.from_pandas(data),
        "pyarrow": lambda: pa.Table.from_pandas(data),
        "mapping": lambda: {name: data[name].to_numpy() for name in data},
        "CSV": lambda: data.to_csv(tmp_path / "t.csv", index=False) or tmp_path / "t.csv",
        "Parquet": lambda: data.to_parquet(tmp_path / "t.parquet") or str(tmp_path / "t.parquet"),
    }
    return kinds[request.param]()


NAMES = [
    ({"target": "prise"}, "target names the column 'prise'.*did you mean 'price'"),
    ({"target": "Price"}, "target names the column 'Price'.*did you mean 'price'"),
    ({"target": "weight"}, "target names the column 'weight'.*the columns are 'price', 'size', 'age'"),
    ({"target": ""}, "target names the column ''.*the columns are"),
    ({"target": "price", "drop": "agee"}, "drop names the column 'agee'.*did you mean 'age'"),
    ({"target": "price", "keep": ["size", "agee"]}, "keep names the column 'agee'.*did you mean 'age'"),
    ({"target": "price", "weights": "agee"}, "weights names the column 'agee'.*did you mean 'age'"),
    ({"target": "price", "group": "agee"}, "group names the column 'agee'.*did you mean 'age'"),
    ({"target": "price", "time": "agee"}, "time names the column 'agee'.*did you mean 'age'"),
    ({"target": "price", "factors": {"agee": 1.0}}, "factors names 'agee'.*did you mean 'age'"),
    ({"target": "price", "weights": "age"}, "weights 'age' are negative in .* of the 60 rows"),
]


def test_names_that_are_none_suggest_near_ones(table: Any) -> None:
    for options, words in NAMES:
        refused(lambda options=options: sh.compare(table, **options), words)
        refused(lambda options=options: sh.train(table, lam=0.1, **options), words)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (["a", "b"] * 30, "'price' is text .'a', 'b'.*must be a number"),
        ([1.0] * 60, "'price' is 1 in all .* so there is nothing to predict"),
        ([np.nan] * 60, "'price' is missing in every row"),
        ([np.inf] + [1.0, 2.0] * 29 + [3.0], "'price' has 1 infinite cell"),
    ],
)
def test_a_target_of_no_use(price: list[Any], words: str) -> None:
    data = frame(price=price)
    for given in (data, pl.from_pandas(data)):
        refused(lambda given=given: sh.compare(given, target="price"), words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "no table"),
        (3, "the table is an int, which is not read; give a DataFrame"),
        ([[1, 2]], "the table is a list, which is not read; give a DataFrame"),
        (np.ones((3, 2)), r"shape \(3, 2\), whose columns have no names.*LassoCV"),
        (frame()["price"], "is a Series, which is one column"),
        ({"price": [1, 2], "age": [1]}, "'price' has 2 cells and 'age' has 1"),
        ("no/such.csv", "no file|No files|no such"),
        ("", "directory|no table|no file"),
    ],
)
def test_what_is_no_table(given: Any, words: str) -> None:
    refused(lambda: sh.compare(given, target="price"), words)
    if given is not None:
        refused(lambda: sh.compare(frame(), target="price", folds=3, test=0).predict(given), words)


def test_options_out_of_range_are_named_as_keywords() -> None:
    for options, words in (
        ({"folds": 1}, "folds is 1"),
        ({"test": 1.5}, "test is 1.5"),
        ({"test": "x"}, "test is 'x'"),
        ({"seed": "x"}, "seed is 'x'"),
        ({"positive": "yes"}, "positive is 'yes'"),
        ({"repeats": 0}, "repeats is 0"),
        ({"threads": 0}, "threads is 0"),
        ({"max_levels": 0}, "max_levels is 0"),
        ({"factors": {"age": -1.0}}, "factor of 'age' is -1"),
        ({"group": "age", "time": "size"}, "group .* and time"),
        ({"flods": 3}, "no option 'flods'; did you mean 'folds'"),
    ):
        refused(lambda options=options: sh.compare(frame(), target="price", **options), words)
