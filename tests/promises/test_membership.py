"""Folds to a file and back: the same record, and a sentence where file and table do not match."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shrinkage.errors import OptionError, ShrinkageError
from shrinkage.result.record import Record
from shrinkage.result.store import record_bytes
from shrinkage.workflow import compare
from tests.promises.test_same_bytes import close


def table(rows: int = 120) -> dict[str, Any]:
    draw = np.random.default_rng(5)
    x = draw.normal(size=(rows, 3))
    y = x @ [1.0, 0.0, -1.0] + draw.normal(size=rows)
    y[::17] = np.nan
    x[3, 0] = np.nan
    return {
        **{f"x{k}": x[:, k] for k in range(3)},
        "g": draw.integers(0, 25, rows).astype(str).astype(object),
        "t": np.arange(rows) // 2,
        "w": 1.0 + np.arange(rows) % 3,
        "y": y,
    }


def told(record: Record) -> dict[str, Any]:
    """The record without what says how it was asked for."""
    plain = json.loads(record_bytes(record))
    for key in ("options", "seconds"):
        del plain[key]
    del plain["split"]["column"]
    for column in plain["data"]["columns"]:
        del column["reason"]
    plain["verdict"].pop("because")
    # Packed to the last bit, where folds from a file are the same to rounding: their points are those of the paths.
    del plain["products"]
    for model in plain["models"].values():
        del model["path"]["exact"]
    return plain


SCHEMES: dict[str, tuple[dict[str, Any], str]] = {
    "random": ({"folds": 5}, "row,fold"),
    "repeats": ({"folds": 4, "repeats": 2}, "row,fold_1,fold_2"),
    "group": ({"folds": 3, "group": "g", "drop": ("g",)}, "row,group_fold"),
    "time": ({"folds": 6, "time": "t"}, "row,forward_fold"),
    "no test part": ({"folds": 5, "test": 0.0}, "row,fold"),
    "weights": ({"folds": 4, "weights": "w"}, "row,fold"),
    "weights, time": ({"folds": 4, "weights": "w", "time": "t"}, "row,forward_fold"),
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_folds_go_to_a_file_and_come_back(scheme: str, tmp_path: Path) -> None:
    choices, header = SCHEMES[scheme]
    path = tmp_path / "folds.csv"
    first = compare(table(), "y", folds_out=path, **choices).record
    first_line, *rows = path.read_text().splitlines()
    assert first_line == header
    assert [int(row.split(",")[0]) for row in rows] == list(range(1, 121))
    assert all(row.endswith(",") == (k % 17 == 0) for k, row in enumerate(rows))
    again_out = tmp_path / "again.csv"
    kept = {name: choices[name] for name in ("drop", "weights") if name in choices}
    again = compare(table(), "y", folds=path, folds_out=again_out, **kept).record
    assert close(told(first), told(again))
    assert again.split.scheme == first.split.scheme
    assert again_out.read_text() == path.read_text()
    assert again.options["folds"] == str(path)


def written(path: Path, header: str, cells: list[Any]) -> str:
    path.write_text("\n".join([header, *(f"{row},{cell}" for row, cell in enumerate(cells, 1))]) + "\n")
    return str(path)


GOOD = [k % 4 + 1 for k in range(120)]
RAGGED: dict[str, tuple[str, str]] = {
    "no header": ("1,2\n2,1\n", "first line is '1,2'"),
    "empty": ("", "first line is ''"),
    "numbers out of order": ("row,fold\n2,1\n", "line 2 is '2,1', but row 1"),
    "a cell too many": ("row,fold\n1,1,1\n", "but row 1"),
    "another word": ("row,fold\n1,1\n2,train\n", "row 2 is in 'train'"),
    "fold nought": ("row,fold\n1,1\n2,0\n", "row 2 is in '0'"),
    "half a fold": ("row,fold\n1,1.5\n", "'1.5'"),
    "one fold": ("row,fold\n1,1\n2,1\n3,test\n", "fewer than two folds"),
    "a gap": ("row,fold\n1,1\n2,3\n", "no row is in fold 2"),
    "nothing to begin with": ("row,forward_fold\n1,1\n2,2\n", "no row is in fold 0"),
    "repeats that test other rows": (
        "row,fold_1,fold_2\n1,1,2\n2,2,1\n3,test,1\n4,1,2\n",
        "row 3 is test in one repeat and not in another",
    ),
    "a repeat without a fold": ("row,fold_1,fold_2\n1,1,1\n2,2,1\n", "no row is in fold 2 of fold_2"),
    "binary": ("row,fold\n1,\x00\n", "folds.csv"),
}


@pytest.mark.parametrize("name", RAGGED)
def test_a_file_that_is_none_is_a_sentence(name: str, tmp_path: Path) -> None:
    content, words = RAGGED[name]
    path = tmp_path / "folds.csv"
    path.write_text(content)
    with pytest.raises(ShrinkageError) as caught:
        compare(table(), "y", folds=path)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


def test_no_file_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ShrinkageError, match="--folds names"):
            compare(table(), "y", folds=path)


def test_a_file_of_another_table_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "folds.csv"
    with pytest.raises(ShrinkageError, match="folds of 119 rows, but the table has 120"):
        compare(table(), "y", folds=written(path, "row,fold", GOOD[:-1]))
    with pytest.raises(ShrinkageError, match="row 2 and 1 more of the table"):
        compare(table(), "y", folds=written(path, "row,fold", [1, "", "", *GOOD[3:]]))
    only_unused = [5 if k == 0 else k % 4 + 1 for k in range(120)]  # row 1 has no target
    with pytest.raises(ShrinkageError, match="no row with a target is in fold 5"):
        compare(table(), "y", folds=written(path, "row,fold", only_unused))


def test_other_ways_of_placing_rows_clash_with_a_file(tmp_path: Path) -> None:
    path = written(tmp_path / "folds.csv", "row,fold", GOOD)
    for choice in ({"group": "g"}, {"time": "t"}, {"repeats": 2}):
        with pytest.raises(OptionError, match=f"--{next(iter(choice))}; leave one of them out"):
            compare(table(), "y", folds=path, **choice)


def test_people_may_write_such_a_file(tmp_path: Path) -> None:
    """Leave a region out at a time; spaces, quotes and a byte order mark included."""
    path = tmp_path / "folds.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["row", " fold"])
        writer.writerows([row, f" {fold}" if row % 10 else "test"] for row, fold in enumerate(GOOD, 1))
    record = compare(table(), "y", folds=path).record
    assert (record.split.folds, record.split.repeats, record.split.scheme) == (4, 1, "random")
    y = table()["y"]
    assert record.split.test_rows == int(np.sum(~np.isnan(y[9::10])))
