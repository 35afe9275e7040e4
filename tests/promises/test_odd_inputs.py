"""Tables that look wrong and are not: compared, and the record says what was made of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.fuzz.calls import answered, inside
from tests.promises.bad import Odd, column_of, compare, put, recorded, table

SPELLINGS = ("yes", "YES", "no", "No")
DATES = ("2021-03-{:02d}", "{:02d}.03.2021", "{}/3/21")


def roles(**expected: str) -> Any:
    return lambda record: all(column_of(record, name)["role"] == role for name, role in expected.items())


def noted(word: str) -> Any:
    return lambda record: any(word in note for note in record["data"]["notes"])


CASES = {
    "times with ties and gaps": Odd(
        table(lambda k: (k // 4) ** 3), lambda record: record["split"]["scheme"] == "time", ("--time", "c")
    ),
    "truth in four spellings": Odd(table(lambda k: SPELLINGS[k * 7 % 4]), roles(c="boolean")),
    "dates in three formats": Odd(table(lambda k: DATES[k % 3].format(1 + k % 28)), roles(c="dropped")),
    "whole numbers beyond 64 bits": Odd(table(lambda k: 2**70 + k * 2**50), roles(c="numeric")),
    "numbers and words": Odd(table(lambda k: k if k % 3 else f"w{k % 2}"), roles(x="numeric")),
    "UTF-16": Odd(table().encode("utf-16"), noted("UTF-16")),
    "Latin letters in one byte each": Odd(table(lambda k: "aé"[k % 2]).encode("latin-1"), noted("Windows-1252")),
    "more threads than any machine has": Odd(
        table(), roles(x="numeric"), ("--threads", "9" * 400, "--sql", "from data")
    ),
    "a byte order mark": Odd(b"\xef\xbb\xbf" + table().encode(), noted("byte order mark")),
    "weights that are shares": Odd(
        table(lambda k: (k % 4) / 7), lambda record: record["data"]["rows_used"] == 45, ("--weights", "c")
    ),
    "line ends of an old machine": Odd(table().replace("\n", "\r"), lambda record: record["data"]["rows_read"] == 60),
    "a cell of ten megabytes": Odd(
        table(lambda k: "x" * 10_000_000 if k == 5 else "ab"[k % 2]), lambda record: record["data"]["rows_read"] == 60
    ),
    "JSON lines with objects in them": Odd(
        "".join(f'{{"x": {k}, "n": {{"a": [1]}}, "y": {k * k % 7}}}\n' for k in range(60)), roles(n="dropped"),
        name="t.jsonl",
    ),
}  # fmt: skip


@pytest.mark.parametrize("odd", CASES.values(), ids=CASES)
def test_what_looks_wrong_is_read(odd: Odd, tmp_path: Path) -> None:
    recorded(odd, tmp_path)


def test_parquet_with_lists_and_structs(tmp_path: Path) -> None:
    query = "select k::double x, [k, 1] l, {'a': k} s, (k * k % 7)::double y from range(60) t(k)"
    duckdb.sql(f"copy ({query}) to '{tmp_path / 't.parquet'}'")
    record = recorded(
        Odd((tmp_path / "t.parquet").read_bytes(), roles(l="dropped", s="dropped"), name="t.parquet"), tmp_path
    )
    assert "not read" in column_of(record, "l")["reason"]


def test_a_million_levels(tmp_path: Path) -> None:
    """Names of rows rather than groups of them: left out, in reasonable time."""
    lines = ["x,c,y", *(f"{k % 97},{k:x}q{k % 7},{k % 97 + k % 11}" for k in range(1_000_000))]
    since = time.perf_counter()
    record = recorded(Odd("\n".join(lines) + "\n", roles(c="dropped")), tmp_path)
    assert column_of(record, "c")["reason"]
    assert time.perf_counter() - since < 90


def test_ten_thousand_columns(tmp_path: Path) -> None:
    """A sentence, or a record, before anybody gives up: its Gram alone would be 800 MB a bucket."""
    names = ",".join(f"x{j}" for j in range(10_000))
    rows = [",".join(str((j * k * 7919 + j) % 10_007) for j in range(10_000)) for k in range(1, 41)]
    put(tmp_path, {"t.csv": "\n".join([f"{names},y", *(f"{row},{k * k % 13}" for k, row in enumerate(rows))]) + "\n"})
    since = time.perf_counter()
    with inside(tmp_path):
        answered(compare(table="t.csv"))
    assert time.perf_counter() - since < 90
