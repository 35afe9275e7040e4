"""Whatever is wrong ends in one sentence and exit code 2, or in a record that says what was done."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Rows = Sequence[Sequence[object]]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shrinkage", "compare", *arguments, "--json", "--quiet"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=120,
    )


def numbers(count: int = 60) -> list[list[object]]:
    draw = random.Random(1)
    return [[draw.gauss(0, 1), draw.gauss(0, 1), draw.gauss(0, 1)] for _ in range(count)]


def text_of(header: Sequence[str], rows: Rows) -> str:
    lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    return "\n".join(lines) + "\n"


def with_target(cell: Callable[[int], object]) -> str:
    return text_of(["x", "z", "y"], [[x, z, cell(index)] for index, (x, z, _) in enumerate(numbers())])


@dataclass(frozen=True)
class Bad:
    """A table's content (None: no file), the arguments after its name, and words that the sentence must have."""

    content: str | bytes | None
    words: tuple[str, ...]
    arguments: tuple[str, ...] = ("--target", "y")


PLAIN = text_of(["x", "z", "y"], numbers())
RAGGED = PLAIN.splitlines()
RAGGED[30] = "1,2"

TABLE = {
    "no such file": Bad(None, ("no file", "table.csv")),
    "empty file": Bad("", ("empty",)),
    "header only": Bad("x,z,y\n", ("header", "no rows")),
    "no such column": Bad(PLAIN.replace("x,z,y", "x,z,price", 1), ("'prize'", "'price'"), ("--target", "prize")),
    "no such column to drop": Bad(PLAIN, ("--drop", "'q'"), ("--target", "y", "--drop", "q")),
    "constant target": Bad(with_target(lambda _: 5), ("'y'", "5", "nothing to predict")),
    "text target": Bad(with_target(lambda i: ("red", "green")[i % 2]), ("'y'", "text", "number")),
    "target of dates": Bad(with_target(lambda i: f"2020-01-{1 + i % 28:02d}"), ("'y'", "number")),
    "missing target": Bad(with_target(lambda _: "NA"), ("'y'", "missing in every row")),
    "infinite cell": Bad(PLAIN.replace(PLAIN.splitlines()[1].split(",")[0], "inf", 1), ("'x'", "infinite")),
    "infinite target": Bad(with_target(lambda i: "inf" if i == 7 else i % 5), ("'y'", "infinite")),
    "cell too large to square": Bad(PLAIN.replace(PLAIN.splitlines()[1].split(",")[0], "1e200", 1), ("'x'", "square")),
    "target too large to square": Bad(with_target(lambda i: 1e200 * (i % 5)), ("'y'", "square", "divide")),
    "target too small to square": Bad(with_target(lambda i: 1e-180 * (i % 5)), ("'y'", "square", "multiply")),
    "duplicate names": Bad(PLAIN.replace("x,z,y", "x,x,y", 1), ("two columns", "'x'")),
    "one row": Bad("x,z,y\n1,2,3\n", ("rows", "fewer", "folds")),
    "fewer rows than folds": Bad(text_of(["x", "z", "y"], numbers(6)), ("fewer", "10 folds", "--folds")),
    "ragged rows": Bad("\n".join(RAGGED), ("ragged", "line 31", "2 fields")),
    "binary file": Bad(b"\x7fELF\x00\x00\x01" * 200, ("binary",)),
    "an unknown extension's content": Bad(b"PK\x03\x04\x00\x00" + bytes(range(256)), ("binary",)),
    "copy": Bad(PLAIN, ("--sql", "COPY"), ("--target", "y", "--sql", "copy data to 'table.csv'")),
    "insert": Bad(PLAIN, ("--sql", "INSERT"), ("--target", "y", "--sql", "insert into data values (1, 2, 3)")),
    "insert in a common table": Bad(
        PLAIN,
        ("--sql", "INSERT"),
        ("--target", "y", "--sql", "with w as (insert into data values (1, 2, 3) returning x) select * from data"),
    ),
    "two statements": Bad(PLAIN, ("2 statements",), ("--target", "y", "--sql", "select * from data; select 1")),
    "another file": Bad(PLAIN, ("--sql",), ("--target", "y", "--sql", "select * from read_csv('other.csv')")),
    "half a query": Bad(PLAIN, ("--sql",), ("--target", "y", "--sql", "select x from")),
    "a test part of everything": Bad(PLAIN, ("--test",), ("--target", "y", "--test", "1")),
    "one fold": Bad(PLAIN, ("--folds",), ("--target", "y", "--folds", "1")),
    "an unknown convention": Bad(PLAIN, ("'sklaern'", "sklearn"), ("--target", "y", "--lambda-convention", "sklaern")),
}


@pytest.mark.parametrize("bad", TABLE.values(), ids=TABLE.keys())
def test_bad_input_ends_in_a_sentence(bad: Bad, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    if bad.content is not None:
        table.write_bytes(bad.content if isinstance(bad.content, bytes) else bad.content.encode())
    before = sorted(path.name for path in tmp_path.iterdir())
    done = run("table.csv", *bad.arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, "one sentence, on one line"
    for word in bad.words:
        assert word in done.stderr
    if bad.content is not None:
        assert table.read_bytes() == (bad.content if isinstance(bad.content, bytes) else bad.content.encode())
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ['a"b', "x; drop table data", "' or 1=1 --", "data", "<b>", "[red]x[/]", "count(*)"])
def test_a_name_that_could_be_code_is_a_name(name: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name, "z", "y"])
        writer.writerows([x, z, 2 * x - z + noise] for x, z, noise in numbers())  # type: ignore[operator]
    done = run("table.csv", "--target", "y", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [feature["name"] for feature in record["features"]] == [name, "z"]
    assert record["models"]["none"]["coefficients"][name] != 0


def test_rows_without_a_target_are_counted_and_left_out(tmp_path: Path) -> None:
    rows = [[x, z, "?" if index % 10 == 0 else y] for index, (x, z, y) in enumerate(numbers(100))]
    (tmp_path / "table.csv").write_text(text_of(["x", "z", "y"], rows))
    record = json.loads(run("table.csv", "--target", "y", cwd=tmp_path).stdout)
    assert (record["data"]["rows_read"], record["data"]["rows_used"]) == (100, 90)
    assert any(warning["kind"] == "rows_without_target" for warning in record["warnings"])


def test_a_near_copy_of_the_target_is_flagged_and_kept(tmp_path: Path) -> None:
    rows = [[x, z, y, 3 * y + 0.001 * x] for x, z, y in numbers(200)]  # type: ignore[operator]
    (tmp_path / "table.csv").write_text(text_of(["x", "z", "y", "copy"], rows))
    record = json.loads(run("table.csv", "--target", "y", cwd=tmp_path).stdout)
    (leak,) = [warning for warning in record["warnings"] if warning["kind"] == "probable_leak"]
    assert leak["column"] == "copy"
    assert "copy" in [feature["name"] for feature in record["features"]]
