"""Weights before anything else is learned: how they are written, whether they count, and what they may not be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shrinkage.design.learn import learn
from shrinkage.design.weights import Weighing, weigh
from shrinkage.errors import OptionError, ShrinkageError, TableError
from shrinkage.source.arrays import ArraySource

ROWS = 40
TARGET = [f"{k % 7}.5" for k in range(ROWS - 4)] + ["", "NA", "", ""]


def weighed(cells: Any, **more: Any) -> Weighing:
    return weigh(ArraySource({"y": TARGET, "w": cells, "x": range(ROWS), **more}), "y", "w")


def test_whole_numbers_are_counts() -> None:
    for cells in (["3"] * ROWS, np.full(ROWS, 3.0), ["3.00"] * ROWS, ["3e0"] * ROWS):
        found = weighed(cells)
        assert (found.whole, found.total, found.rows, found.absent) == (True, 108.0, 36, 0)


def test_one_broken_number_and_none_is_a_count() -> None:
    found = weighed([*["3"] * 20, "0.5", "0", *["3"] * (ROWS - 22)])
    assert (found.whole, found.rows, found.absent) == (False, 35, 1)
    assert found.total == 34 * 3 + 0.5


def test_rows_without_a_target_need_no_weight() -> None:
    found = weighed(["2"] * (ROWS - 4) + ["-1", "inf", "", "word"])
    assert (found.whole, found.total) == (True, 72.0)


def test_decimal_commas_and_thousands() -> None:
    assert weighed(["1.234,5"] * ROWS).total == 36 * 1234.5
    assert weighed(["1,234.5"] * ROWS).total == 36 * 1234.5


def test_a_format_that_shows_late() -> None:
    rows = 70_000
    source = ArraySource({"y": ["1", "2"] * (rows // 2), "w": ["7"] * (rows - 1) + ["1,5"], "x": range(rows)})
    found = weigh(source, "y", "w")
    assert (found.whole, found.total) == (False, 7 * (rows - 1) + 1.5)


def test_more_counts_than_a_double_can_tell_are_no_counts() -> None:
    assert not weighed([2.0**52] * ROWS).whole


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["1"] * 30 + [""] * 4 + ["-2"] * 2 + ["1"] * 4, "missing in 4 and negative in 2 of the 36 rows with a target"),
        (["1"] * 34 + ["inf", "word", *["1"] * 4], "no number in 1 and infinite in 1 of the 36 rows"),
        ([""] * ROWS, "missing in 36 of the 36 rows"),
        (np.full(ROWS, np.nan), "missing in 36 of the 36 rows"),
        (["0"] * 36 + ["1"] * 4, "0 in all 36 rows with a target"),
        (["a", "b"] * 20, "text \\('a', 'b'\\), but a weight is a number"),
        (["2020-01-01", "2021-05-05"] * 20, "dates or times"),
        (["yes", "no"] * 20, "false and true"),
        (np.array([True, False] * 20), "of type"),
        ([1e300] * ROWS, "beyond what sums of squares can hold"),
        ([1e-300] * ROWS, "beyond what sums of squares can hold"),
    ],
)
def test_refused(cells: Any, says: str) -> None:
    with pytest.raises(TableError, match=says):
        weighed(cells)


def test_refused_names() -> None:
    source = ArraySource({"y": TARGET, "w": ["1"] * ROWS, "x": range(ROWS)})
    with pytest.raises(TableError, match="--weights names the column 'v'"):
        weigh(source, "y", "v")
    with pytest.raises(OptionError, match="the weight as well"):
        weigh(source, "w", "w")
    weighing = weigh(source, "y", "w")
    with pytest.raises(ShrinkageError, match="by --weights and by --group"):
        learn(source, "y", weighing=weighing, group="w")


def test_no_target_is_left_to_others() -> None:
    assert weigh(ArraySource({"y": [""] * 5, "w": ["1"] * 5, "x": range(5)}), "y", "w").rows == 0
