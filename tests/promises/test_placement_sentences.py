"""Misuse of --group, --time and --repeats: a sentence each, and what is no misuse goes through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shrinkage.errors import ShrinkageError
from shrinkage.workflow import compare

ROWS = 80


def table(**columns: Any) -> dict[str, Any]:
    draw = np.random.default_rng(0)
    base = {"x": draw.normal(size=ROWS), "z": draw.normal(size=ROWS)}
    base["y"] = base["x"] + draw.normal(size=ROWS)
    return {**base, **{name: np.array(cells, dtype=object) for name, cells in columns.items()}}


SEVEN = [f"g{k % 7}" for k in range(ROWS)]
DAYS = [f"2020-{1 + k % 12:02d}-{1 + k % 28:02d}" for k in range(ROWS)]
BAD: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    "groups fewer than folds": ({"g": SEVEN}, {"group": "g"}, ("6 groups of 'g'", "10 folds", "--folds", "--test 0")),
    "groups too few to repeat": (
        {"g": SEVEN},
        {"group": "g", "folds": 3, "repeats": 2},
        ("6 groups of 'g'", "--repeats 2", "at least 9"),
    ),
    "rows too few to repeat": ({}, {"folds": 30, "repeats": 2}, ("64 distinct rows", "at least 90")),
    "no such group": ({}, {"group": "patient"}, ("--group names the column 'patient'",)),
    "no name of a group": ({}, {"group": ""}, ("--group names the column ''",)),
    "the target as group": ({}, {"group": "y"}, ("'y' is the target and the group",)),
    "the target as time": ({}, {"time": "y"}, ("'y' is the target and the time",)),
    "no such time": ({}, {"time": "date"}, ("--time names the column 'date'",)),
    "text as time": ({"t": SEVEN}, {"time": "t"}, ("'t'", "text ('g0', 'g1', 'g2', …)", "numbers, dates or times")),
    "truth as time": ({"t": ["yes", "no"] * 40}, {"time": "t"}, ("'t'", "false and true")),
    "no times": ({"t": [""] * ROWS}, {"time": "t"}, ("'t'", "no value")),
    "times missing": (
        {"t": ["", "NA", *DAYS[2:]]},
        {"time": "t"},
        ("'t' are missing or cannot be read in 2 of the 80 rows", "--sql"),
    ),
    "two times": ({"t": ["2020-01-01", "2020-01-02"] * 40}, {"time": "t"}, ("distinct times in 't'", "at least 11")),
    "group and time": ({"g": SEVEN, "t": DAYS}, {"group": "g", "time": "t"}, ("--group", "--time", "one of them")),
    "time, repeated": ({"t": DAYS}, {"time": "t", "repeats": 2}, ("--repeats 2", "--time")),
    "no repeats": ({}, {"repeats": 0}, ("--repeats is 0",)),
    "more repeats than memory": ({}, {"repeats": 10_000_000}, ("--repeats 10,000,000", "memory", "fewer")),
}


@pytest.mark.parametrize("name", BAD)
def test_misuse_is_a_sentence(name: str) -> None:
    columns, choices, words = BAD[name]
    with pytest.raises(ShrinkageError) as caught:
        compare(table(**columns), "y", **choices)
    said = str(caught.value)
    assert said.endswith((".", "?"))
    for word in words:
        assert word in said


GOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ties and gaps": ({"t": [f"{1900 + (k % 9) ** 3}-05-01" for k in range(ROWS)]}, {"time": "t", "folds": 4}),
    "times of day first": ({"t": [f"{1 + k % 28:02d}/{1 + k % 12:02d}/2020" for k in range(ROWS)]}, {"time": "t"}),
    "numbers in text": ({"t": [f"{k % 40},5" for k in range(ROWS)]}, {"time": "t"}),
    "times dropped as features": ({"t": DAYS}, {"time": "t", "drop": ("t",)}),
    "groups of missing cells": ({"g": ["" if k % 5 else f"g{k}" for k in range(ROWS)]}, {"group": "g", "folds": 3}),
    "groups dropped as features": ({"g": SEVEN}, {"group": "g", "drop": ("g",), "folds": 3}),
    "one row a group": ({"g": [f"g{k}" for k in range(ROWS)]}, {"group": "g"}),
    "a target that begins constant": ({"t": list(range(ROWS)), "y": [1.0] * 20 + [2.0, 3.0] * 30}, {"time": "t"}),
    "rows without a target need no time": (
        {"t": ["", *DAYS[1:]], "y": [None, *np.random.default_rng(1).normal(size=ROWS - 1)]},
        {"time": "t", "folds": 4},
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_no_misuse_goes_through(name: str) -> None:
    columns, choices = GOOD[name]
    record = compare(table(**columns), "y", **choices).record
    assert record.split.folds == choices.get("folds", 10)
    assert record.split.test_rows > 0


def test_a_group_too_heavy_to_be_set_apart_is_said() -> None:
    record = compare(table(g=["a"] * 40 + ["b"] * 40), "y", group="g", folds=2).record
    assert record.split.test_rows == 0
    assert [warning.kind for warning in record.warnings if "test" in warning.kind] == ["no_test_part"]
    assert all(model.test_rmse is None for model in record.models.by_name().values())
