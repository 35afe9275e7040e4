"""What cannot end well is refused before the long run, and what is told to end leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TABLE = str(Path(__file__).parents[2] / "examples" / "diabetes.csv")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "shrinkage", *arguments], capture_output=True, text=True)


@pytest.mark.parametrize(
    "verb",
    [("compare",), ("train", "--lambda", "1")],
    ids=lambda verb: verb[0],
)
def test_a_place_that_cannot_be_written_into_is_refused_first(tmp_path: Path, verb: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("mine")
    done = run(verb[0], TABLE, "--target", "target", *verb[1:], "--out", str(tmp_path / "file" / "out"))
    assert done.returncode == 2
    assert "cannot be written into, because" in done.stderr
    assert "opening the table" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("step", ["-1", "0", "nan", "inf"])
def test_a_step_that_is_none_is_refused_before_training(step: str) -> None:
    options = ("--lambda", "1", "--optimizer", "gradient", "--step", step)
    done = run("train", TABLE, "--target", "target", *options)
    assert done.returncode == 2
    assert "but a step is a finite number above 0" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(os.name == "nt", reason="POSIX's signals")
def test_told_to_end_it_removes_what_it_spooled(tmp_path: Path) -> None:
    spools = tmp_path / "tmp"
    spools.mkdir()
    command = [sys.executable, "-m", "shrinkage", "compare", "-", "--target", "y", "--quiet"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(spools)},
    ) as running:
        assert running.stdin is not None
        running.stdin.write(b"x,y\n" + b"1,2\n" * 10_000)
        running.stdin.flush()
        until = time.monotonic() + 30
        while not any(spools.iterdir()) and time.monotonic() < until:
            time.sleep(0.02)
        assert any(spools.iterdir())
        running.terminate()
        running.wait(30)
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    assert running.returncode == 128 + signal.SIGTERM
    assert list(spools.iterdir()) == []
