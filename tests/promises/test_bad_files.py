"""Files that are no tables, tables that are broken, and places that cannot be written to."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.calls import answered, inside
from tests.promises.bad import Bad, compare, put, refused, snapshot, table

PLAIN = {"table.csv": table()}
PACKED = gzip.compress(table(rows=3000).encode())
LINES = "".join(f'{{"x": {k}, "y": {k * k % 7}}}\n' for k in range(50))
NESTED = "".join(f'{{"x": {k}, "y": {{"a": {k}}}}}\n' for k in range(50))
DOWN = "postgresql://someone:secret@127.0.0.1:9/nothing"


def sql(query: str, *words: str) -> Bad:
    return Bad(PLAIN, compare("--sql", query), words)


def database(uri: str, *words: str) -> Bad:
    return Bad({}, ("compare", "--database", uri, "--sql", "select 1 as y", "--target", "y", "--quiet"), words)


CASES = {
    "a header with a byte order mark and nothing else": Bad(
        {"table.csv": b"\xef\xbb\xbfx,z,y\r\n"}, compare(), ("header", "no rows")
    ),
    "UTF-16 without its mark": Bad({"table.csv": table().encode("utf-16-le")}, compare(), ("zero bytes", "UTF-16")),
    "UTF-32": Bad({"table.csv": table().encode("utf-32")}, compare(), ("zero bytes", "binary")),
    "half of UTF-16": Bad({"table.csv": table().encode("utf-16")[:-1]}, compare(), ("UTF-16",)),
    "zero bytes in cells": Bad({"table.csv": table(lambda k: "a\0b")}, compare(), ("zero bytes",)),
    "names that are the same once trimmed": Bad({"table.csv": table(lambda k: k, " x ")}, compare(), ("two", "'x'")),
    "gzip that breaks off": Bad({"t.csv.gz": PACKED[:-99]}, compare(table="t.csv.gz"), ("t.csv.gz", "breaks off")),
    "gzip damaged within": Bad(
        {"t.csv.gz": PACKED[:5000] + b"\0\xff" * 40 + PACKED[5080:]}, compare(table="t.csv.gz"), ("t.csv.gz", "damaged")
    ),
    "gzip by its name only": Bad({"t.csv.gz": b"\x1f\x8bnothing"}, compare(table="t.csv.gz"), ("t.csv.gz",)),
    "zstd that breaks off": Bad({"t.csv.zst": b"\x28\xb5\x2f\xfd\x24"}, compare(table="t.csv.zst"), ("t.csv.zst",)),
    "a directory named as a table": Bad({"x.csv/a.csv": table()}, compare(table="x.csv"), ("directory", "x.csv/*.csv")),
    "a pattern that matches nothing": Bad(PLAIN, compare(table="no*.csv"), ("no file matches", "no*.csv")),
    "files with different headers": Bad(
        {"a1.csv": table(), "a2.csv": table(lambda k: k)}, compare(table="a*.csv"), ("different headers", "'c'")
    ),
    "files of different formats": Bad(
        {"a.csv": table(), "a.jsonl": LINES}, compare(table="a.*"), ("different formats", "a.jsonl")
    ),
    "an ending that says nothing": Bad({"a.xlsx": b"PK"}, compare(table="a.xlsx"), (".xlsx", "Parquet")),
    "an address on a network": Bad({}, compare(table="https://example.org/a.csv"), ("network",)),
    "a user that does not exist": Bad({}, compare(table="~nobody-at-all/a.csv"), ("a.csv",)),
    "a name with a zero byte": Bad(PLAIN, compare(table="ta\0ble.csv"), ("ble.csv",)),
    "a name as long as none can be": Bad(PLAIN, compare(table="a" * 5000 + ".csv"), ("aaa",)),
    "nothing on standard input": Bad({}, compare(table="-"), ("standard input", "empty")),
    "no text on standard input": Bad({}, compare(table="-"), ("standard input", "binary"), b"\x00\x01\xff" * 99),
    "no column on standard input": Bad({}, compare(table="-"), ("'y'",), b"a,b\n1,2\n3,4\n"),
    "Parquet that breaks off": Bad({"t.parquet": b"PAR1\x15\x04"}, compare(table="t.parquet"), ("t.parquet", "whole")),
    "Parquet that is a CSV": Bad({"t.parquet": table()}, compare(table="t.parquet"), ("t.parquet",)),
    "JSON lines that break off": Bad({"t.jsonl": LINES + '{"x": 1, '}, compare(table="t.jsonl"), ("t.jsonl",)),
    "JSON lines whose target is an object": Bad({"t.jsonl": NESTED}, compare(table="t.jsonl"), ("'y'", "STRUCT")),
    "JSON that is one number": Bad({"t.json": "7"}, compare(table="t.json"), ("'y'",)),
    "a model as a table": Bad({"t.json": '{"schema": "shrinkage.model/1"}'}, compare(table="t.json"), ("'y'",)),
    "SQL of a column that is not there": sql("select q, y from data", "--sql", "q"),
    "SQL of no rows": sql("select * from data where x > 1e9", "no rows"),
    "SQL that fails at its last row": sql(
        "select y, case when y > (select max(y) - 1e-9 from data) then error('broken') else '1' end as e from data",
        "broken",
    ),
    "SQL of a cell that is no number": sql(
        "select y, cast('a' || x as double) as e from data", "Could not convert", "a1.28818"
    ),
    "SQL with a column twice": sql("select x, x, y from data", "'x'", "AS"),
    "no SQL": sql("", "--sql", "no statement"),
    "SQL that reads the machine": sql("select * from read_text('/etc/hostname')", "--sql"),
    "SQL that sets": sql("set threads = 1", "--sql", "SET"),
    "a database that is down": database(DOWN, "127.0.0.1"),
    "a database that is not there": database("sqlite:///gone.db", "gone.db"),
    "a database of an unknown kind": database("oracle://a/b", "oracle"),
    "a database that is no address": database("hello", "--database", "postgresql://"),
    "a place to write to that is a file": Bad(PLAIN, compare("--out", "table.csv"), ("table.csv",)),
    "a place to write to within a file": Bad(PLAIN, compare("--out", "table.csv/out"), ("table.csv",)),
    "a place where nothing can be made": Bad(PLAIN, compare("--out", "/proc/nothing"), ("/proc/nothing",)),
    "folds written to a directory": Bad({**PLAIN, "d/a": ""}, compare("--folds-out", "d"), ("'d'",)),
}


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES)
def test_what_cannot_be_read_or_written_is_said(bad: Bad, tmp_path: Path) -> None:
    assert "secret" not in refused(bad, tmp_path)


def folds(text: str, *words: str) -> Bad:
    return Bad(
        {**PLAIN, "f.csv": text}, ("compare", "table.csv", "--target", "y", "--folds", "f.csv", "--quiet"), words
    )


ROWS = [f"{k + 1},{k % 3 + 1}" for k in range(60)]
FOLDS = {
    "no such file": Bad(PLAIN, ("compare", "table.csv", "--target", "y", "--folds", "f.csv", "--quiet"), ("f.csv",)),
    "empty": folds("", "f.csv", "first line"),
    "another header": folds("a,b\n1,2\n", "f.csv", "row"),
    "too few rows": folds("\n".join(["row,fold", *ROWS[:50]]), "f.csv", "50", "60"),
    "too many rows": folds("\n".join(["row,fold", *ROWS, "61,1"]), "f.csv", "61", "60"),
    "one fold": folds("row,fold\n" + "".join(f"{k + 1},1\n" for k in range(60)), "f.csv", "fold"),
    "a hole": folds("\n".join(["row,fold", *(row.replace(",2", ",4") for row in ROWS)]), "f.csv", "2"),
    "words": folds("\n".join(["row,fold", *(row.replace(",2", ",two") for row in ROWS)]), "f.csv", "'two'"),
    "a row without a fold": folds("\n".join(["row,fold", "1,", *ROWS[1:]]), "f.csv", "1"),
    "rows in another order": folds("\n".join(["row,fold", *reversed(ROWS)]), "f.csv", "row"),
    "the table itself": Bad(
        PLAIN, ("compare", "table.csv", "--target", "y", "--folds", "table.csv", "--quiet"), ("row",)
    ),
}


@pytest.mark.parametrize("bad", FOLDS.values(), ids=FOLDS)
def test_folds_that_do_not_fit(bad: Bad, tmp_path: Path) -> None:
    refused(bad, tmp_path)


def limited() -> None:
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.skipif(os.name == "nt", reason="limits of a file's size are POSIX")
@pytest.mark.parametrize("verb", ["compare", "predict", "parquet"])
def test_a_full_disk_leaves_nothing_half_written(verb: str, tmp_path: Path) -> None:
    put(tmp_path, {"table.csv": table(rows=2000)})
    with inside(tmp_path):
        assert answered(compare("--out", "done")).code == 0
    before = snapshot(tmp_path)
    call = {
        "compare": compare("--out", "done", "--seed", "1"),
        "predict": ("predict", "done/l1.model.json", "table.csv", "-o", "done/p.csv", "--quiet"),
        "parquet": ("predict", "done/l1.model.json", "table.csv", "-o", "done/p.parquet", "--quiet"),
    }[verb]
    command = [sys.executable, "-m", "shrinkage", *call]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, preexec_fn=limited, timeout=120)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "done" in done.stderr
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("where", ["standard output", "/dev/full"])
def test_a_full_device_is_said(where: str, tmp_path: Path) -> None:
    put(tmp_path, {"table.csv": table(rows=2000)})
    with inside(tmp_path):
        assert answered(compare("--out", "done")).code == 0
    arguments = ["predict", "done/l1.model.json", "table.csv", "--quiet", *(["-o", where] if where[0] == "/" else [])]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "shrinkage", *arguments],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120,
        )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "no space left" in done.stderr.lower()
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_reader_that_hangs_up_ends_us_quietly(tmp_path: Path) -> None:
    put(tmp_path, {"table.csv": table(rows=30_000)})
    with inside(tmp_path):
        assert answered(compare("--out", "done")).code == 0
    command = [sys.executable, "-m", "shrinkage", "predict", "done/l1.model.json", "table.csv", "--quiet"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline() == b"prediction\n"
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert (running.wait(60), said) == (0, b"")
