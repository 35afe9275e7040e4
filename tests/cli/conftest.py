"""Running verbs: in this process, where a workflow can be replaced, and in one of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from shrinkage.cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code and both streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def shrinkage(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a verb in this process."""

    def run(*arguments: str) -> Ended:
        capfd.readouterr()
        code = main(list(arguments))
        captured = capfd.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture
def process() -> Callable[..., Ended]:
    """Run a verb in a process of its own, both streams piped."""

    def run(*arguments: str, stdin: str | None = None, cwd: Path | None = None, **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "shrinkage", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd or ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            timeout=120,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def workflow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replace the workflow by functions of the test's own."""

    def replace(**functions: Any) -> None:
        import shrinkage as package

        fake = SimpleNamespace(**functions)
        monkeypatch.setitem(sys.modules, "shrinkage.workflow", fake)
        monkeypatch.setattr(package, "workflow", fake, raising=False)

    return replace
