"""Keys: what places a row, by what it says, by its group, in the order of time, or by its number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.design.formats import PLAIN, Numbers, Times
from shrinkage.design.keys import ContentKeys, GroupKeys, RowKeys, RowNumbers, TimeKeys, in_order
from shrinkage.source.arrays import ArraySource


def keys_of(keys: RowKeys, columns: dict[str, object], rows: int = 3) -> np.ndarray:
    found, first = [], 0
    for batch in ArraySource(columns).batches(keys.columns, rows):
        found.append(keys(batch, first))
        first += batch.rows
    return np.concatenate(found)


TABLE: dict[str, object] = {"g": ["a", "b", "a", "", "NA"], "x": ["1", "2", "1", "4", "4"], "z": list("pqpqq")}


def test_content_keeps_identical_rows_together() -> None:
    first, second, third, *_ = keys_of(ContentKeys(("x", "g", "z")), TABLE).tolist()
    assert first == third != second


def test_groups_and_the_group_of_missing_cells() -> None:
    keys = keys_of(GroupKeys("g"), TABLE).tolist()
    assert keys[0] == keys[2] != keys[1]
    assert keys[3] == keys[4]
    assert keys == keys_of(GroupKeys("g"), {"g": TABLE["g"]}).tolist()


@pytest.mark.parametrize("rows", [1, 2, 9])
def test_numbers_count_over_batches(rows: int) -> None:
    source = ArraySource({"x": np.arange(5.0)})
    found, first = [], 0
    for batch in source.batches(["x"], rows):
        found += RowNumbers()(batch, first).tolist()
        first += batch.rows
    assert found == [0, 1, 2, 3, 4]


@given(st.lists(st.floats(allow_nan=False), min_size=2))
def test_the_order_of_numbers_is_kept(values: list[float]) -> None:
    floats = np.array(values)
    keys = in_order(floats)
    order = np.argsort(floats, kind="stable")
    assert np.array_equal(np.argsort(keys, kind="stable"), order)
    assert np.array_equal(keys[order][1:] == keys[order][:-1], floats[order][1:] == floats[order][:-1])


def test_nothing_comes_first() -> None:
    keys = in_order(np.array([np.nan, -np.inf, -0.0, 0.0]))
    assert keys[0] == 0 < keys[1] < keys[2] == keys[3]


@pytest.mark.parametrize(
    ("reading", "cells"),
    [
        (Numbers(PLAIN, other=None), ["-2", "9", "10", "1e3"]),
        (Times("iso"), ["1969-12-31", "1970-01-01", "1970-01-01 00:00:01", "2020-02-29"]),
        (Times("day first"), ["31/12/1969", "01/01/1970", "02/01/1970", "01/02/1970"]),
    ],
)
def test_text_is_read_before_it_is_ordered(reading: Numbers | Times, cells: list[str]) -> None:
    keys = keys_of(TimeKeys("t", reading), {"t": cells}).tolist()
    assert keys == sorted(set(keys))
