"""The command line in this process, both streams caught, and what must hold of any call however absurd."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shrinkage.cli.main import main

PROGRESS = "["  # begins a line of progress


@dataclass(frozen=True)
class Ended:
    """How a call ended: its exit code, standard output, standard error."""

    code: int
    out: bytes
    err: str


def call(arguments: Sequence[str], stdin: bytes = b"") -> Ended:
    out, err = io.BytesIO(), io.BytesIO()
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            code = main(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        return Ended(code, out.getvalue(), err.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams


def answered(arguments: Sequence[str], stdin: bytes = b"") -> Ended:
    """Call, and hold the end against the promise: done, or wrong and one sentence that says so."""
    ended = call(arguments, stdin)
    shown = f"{list(arguments)!r} → {ended.code}\n{ended.err}"
    assert ended.code in (0, 2), shown
    assert "Traceback" not in ended.err, shown
    said = [line for line in ended.err.splitlines() if line.startswith("shrinkage: ")]
    assert len(said) == (ended.code == 2), shown
    if ended.code == 2:
        assert ended.err.endswith(said[0] + "\n"), shown
        assert said[0].rstrip()[-1] in ".?)'\"", shown
        assert len(said[0]) < 4000, shown
        assert not any(unicodedata.category(mark) in ("Cc", "Cs", "Zl") for mark in said[0]), shown
    return ended


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
