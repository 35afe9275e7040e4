"""What the person typed, and what is there."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from shrinkage.errors import ShrinkageError, SourceError
from shrinkage.source import open_source
from shrinkage.source.spool import Spool


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "houses.csv").write_text("a,b\n1,2\n")
    (tmp_path / "horses.csv").write_text("a,b\n1,2\n")
    (tmp_path / "t.tsv").write_text("a\tb, c\n1\t2, 3\n")
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    (tmp_path / "noending").write_text("a,b\n1,2\n")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1" + b"rubbish" * 10 + b"PAR1")
    (tmp_path / "empty.parquet").touch()
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "broken.jsonl").write_text('{"a": 1\n{"a": 2}\n')
    return tmp_path


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("house.csv", "there is no file 'house.csv'; did you mean 'houses.csv' or 'horses.csv'?"),
        ("HOUSES.CVS", "did you mean 'houses.csv'"),
        ("nothing-like-it", "there is no file 'nothing-like-it'; check the path."),
        ("nowhere/t.csv", "the directory 'nowhere' does not exist either"),
        (".", "is a directory"),
        ("table.xlsx", "the ending '.xlsx'"),
        ("noending", "no ending"),
        ("*.nothing", "no file matches '*.nothing'"),
        ("h*", ""),
        ("*s*", "accepted are CSV"),
        ("*[lt]*.[jt]s*", "different formats"),
        ("s3://bucket/t.parquet", "address on a network"),
        ("https://example.org/t.csv", "address on a network"),
        ("broken.parquet", "'broken.parquet' cannot be read"),
        ("empty.parquet", "'empty.parquet' is empty"),
        ("empty.jsonl", "'empty.jsonl' is empty"),
        ("broken.jsonl", "'broken.jsonl' cannot be read"),
        ("", "is a directory"),
        ("\0.csv", "no file"),
    ],
)
def test_sentences(folder, table, words):
    if table == "h*":
        assert open_source(table).rows == 2
        return
    with pytest.raises(SourceError) as caught:
        open_source(table)
    said = str(caught.value)
    assert words in said
    assert said.endswith((".", "?"))
    assert "\n" not in said
    assert isinstance(caught.value, ShrinkageError)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_unreadable(folder):
    (folder / "houses.csv").chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        open_source("houses.csv")


def test_tsv_prefers_tabs(folder):
    assert [field.name for field in open_source("t.tsv").fields] == ["a", "b, c"]
    (folder / "t.tsv.gz").write_bytes(gzip.compress((folder / "t.tsv").read_bytes()))
    assert [field.name for field in open_source("t.tsv.gz").fields] == ["a", "b, c"]


def test_a_path_is_taken_as_well_as_a_string(folder):
    assert open_source(folder / "houses.csv").name == str(folder / "houses.csv")


def test_a_file_named_like_a_pattern_is_that_file(folder):
    (folder / "h*.csv").write_text("only\n1\n")
    assert [field.name for field in open_source("h*.csv").fields] == ["only"]


# Standard input ------------------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from shrinkage.source import open_source
from shrinkage.errors import SourceError
try:
    source = open_source("-", sql=sys.argv[1] if len(sys.argv) > 1 else None)
except SourceError as error:
    print("sentence:", error)
    sys.exit(2)
batch = next(iter(source.batches([field.name for field in source.fields])))
print(source.name, batch.rows, [field.name for field in source.fields])
"""


def run(data: bytes, temporary: Path, *arguments: str):
    environment = os.environ | {"TMPDIR": str(temporary), "TEMP": str(temporary)}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], input=data, capture_output=True, env=environment, check=False
    )


def test_standard_input(tmp_path):
    done = run(b"x;y\n1;2\n3;4\n", tmp_path)
    assert done.stdout.decode().strip() == "- 2 ['x', 'y']", done.stderr.decode()
    done = run(b"x;y\n1;2\n3;4\n", tmp_path, "SELECT sum(x) AS s FROM data")
    assert done.stdout.decode().strip() == "SELECT sum(x) AS s FROM data 1 ['s']", done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("data", "words"), [(b"", "standard input is empty"), (b"a,b\n1,2,3\n", "ragged")])
def test_standard_input_that_is_no_table(tmp_path, data, words):
    done = run(data, tmp_path)
    assert done.returncode == 2
    assert words in done.stdout.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_interrupted_standard_input_leaves_nothing_behind(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdin is not None
    process.stdin.write(b"x,y\n" + b"1,2\n" * 1_000_000)
    process.stdin.flush()
    for _ in range(500):
        if any(tmp_path.iterdir()):
            break
        time.sleep(0.01)
    assert any(tmp_path.iterdir())
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_a_spool_goes_with_its_object(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spool = Spool(lambda file: file.write(b"x") and None)
    assert spool.path.read_bytes() == b"x"
    del spool
    assert list(tmp_path.iterdir()) == []

    def fails(file):
        file.write(b"x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Spool(fails)
    assert list(tmp_path.iterdir()) == []
