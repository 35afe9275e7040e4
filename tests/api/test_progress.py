"""Progress at the Python door: silent in pipes, one line on a terminal after a second, gone at the end."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import shrinkage as sh
from shrinkage.api import progress
from shrinkage.errors import OptionError

DATA = {"x": np.arange(40.0) % 7, "y": np.arange(40.0) % 7 + np.arange(40) % 3}


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def screened(monkeypatch: pytest.MonkeyPatch, step: float) -> Screen:
    """A terminal, and a clock that goes ``step`` seconds at a look."""
    screen, now = Screen(), iter(np.arange(100_000) * step)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(now)))
    return screen


def test_pipes_stay_empty_unless_asked(capfd: pytest.CaptureFixture[str]) -> None:
    sh.compare(DATA, "y")
    assert capfd.readouterr() == ("", "")
    sh.compare(DATA, "y", progress=True)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "opening the table"


def test_a_terminal_is_told_only_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screened(monkeypatch, 0.0)
    sh.compare(DATA, "y")
    assert screen.getvalue() == ""
    screen = screened(monkeypatch, 0.5)
    sh.compare(DATA, "y")
    shown = screen.getvalue()
    assert "\n" not in shown
    assert "learning the columns" in shown
    assert shown.endswith("\r")
    assert shown.rsplit("\r", 2)[1].strip() == ""


def test_a_terminal_is_left_clean_after_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screened(monkeypatch, 2.0)
    with pytest.raises(ValueError, match="target names"):
        sh.compare(DATA, "Y")
    assert screen.getvalue().endswith("\r")


def test_a_function_is_told_stages_and_shares() -> None:
    seen: list[tuple[str, float | None]] = []
    plain = sh.compare(DATA, "y", progress=False).to_dict()
    told = sh.compare(DATA, "y", progress=lambda stage, share: seen.append((stage, share))).to_dict()
    assert ("opening the table", None) in seen
    assert any(share == 1.0 for _, share in seen)
    del plain["seconds"], told["seconds"]
    assert plain == told
    with pytest.raises(OptionError, match="progress is 3"):
        sh.compare(DATA, "y", progress=3)  # type: ignore[arg-type]


def test_a_notebook_changes_one_display(monkeypatch: pytest.MonkeyPatch) -> None:
    updates: list[Any] = []
    handle = SimpleNamespace(update=lambda shown, raw: updates.append(shown))

    def display(shown: Any, **_: Any) -> Any:
        updates.append(shown)
        return handle

    ipython = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=display))
    now = iter(np.arange(1000) * 2.0)
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(now)))
    sh.compare(DATA, "y")
    assert "…" in updates[0]["text/plain"]
    assert updates[-1] == {"text/plain": ""}
