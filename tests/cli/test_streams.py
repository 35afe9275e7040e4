"""What goes to which stream, in which clothes: pipes, pseudo-terminals, and early hang-ups."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMPARE = ("compare", "examples/diabetes.csv", "--target", "target")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of results."""
    directory = tmp_path_factory.mktemp("decided")
    command = [sys.executable, "-m", "shrinkage", *COMPARE, "--quiet", "--out", str(directory)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return directory


def in_terminal(*arguments: str, columns: int = 80, **environment: str) -> tuple[int, str]:
    """Run a verb with all streams on a pseudo-terminal: exit code and everything it showed."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    plain = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "shrinkage", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**plain, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        ready, _, _ = select.select([ours], [], [], 60)
        try:
            block = os.read(ours, 65536) if ready else b""
        except OSError:  # the other end is closed
            break
        if not block:
            break
        shown += block
    os.close(ours)
    return process.wait(60), shown.decode("utf-8", "replace")


def test_a_pipe_gets_no_escapes_and_progress_goes_to_the_other_stream(process: Any) -> None:
    done = process(*COMPARE, FORCE_COLOR="1")
    assert done.code == 0, done.err
    assert "\x1b" not in done.out + done.err
    lines = done.err.splitlines()
    assert len(lines) >= 2
    assert all(re.fullmatch(r"\[ *[\d.]+ s\] \S.*", line) for line in lines)
    assert "▸ " in done.out


def test_quiet_is_quiet(process: Any) -> None:
    assert process(*COMPARE, "--quiet").err == ""


def test_json_is_the_record_and_nothing_else(process: Any, tmp_path: Path) -> None:
    done = process(*COMPARE, "--json", "--out", str(tmp_path))
    record = json.loads(done.out)
    assert record["schema"] == "shrinkage.comparison/1"
    assert (tmp_path / "record.json").read_text("utf-8") == done.out
    assert sorted(path.name for path in tmp_path.iterdir())[:2] == ["chosen.model.json", "elastic_net.model.json"]


def test_a_terminal_gets_colours_and_no_color_takes_them_away() -> None:
    code, shown = in_terminal(*COMPARE)
    assert code == 0
    assert COLOUR.search(shown)
    code, shown = in_terminal(*COMPARE, NO_COLOR="1")
    assert code == 0
    assert not COLOUR.search(shown)
    assert "▸ " in shown


def test_an_ascii_terminal_gets_ascii(process: Any) -> None:
    done = process(*COMPARE, PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert done.out.isascii()
    assert "lambda_1" in done.out


@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_the_terminal(columns: int) -> None:
    _, shown = in_terminal(*COMPARE, "--quiet", columns=columns)
    assert max(len(COLOUR.sub("", line).rstrip()) for line in shown.splitlines()) <= columns


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "{decided}/record.json", "--json"),
        ("show", "{decided}/record.json"),
        ("predict", "{decided}/l1.model.json", "examples/diabetes.csv", "--quiet"),
        ("train", "examples/diabetes.csv", "--target", "target", "--lambda", "9", "--quiet"),
        ("convert", "--lambda", "1", "--from", "lam"),
        ("--help",),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:3]),
)
def test_a_reader_that_hangs_up_ends_it_quietly(decided: Path, arguments: tuple[str, ...]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    named = [argument.format(decided=decided) for argument in arguments]
    command = [sys.executable, "-m", "shrinkage", *named]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, "")
