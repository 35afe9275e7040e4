"""Progress for whoever waits at a prompt: one live line, only once a second has passed, and gone at the end."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from shrinkage.api.options import Told
from shrinkage.errors import OptionError
from shrinkage.progress import SILENT, Progress

_PATIENCE = 1.0  # seconds before anything is shown
_BETWEEN = 0.1  # seconds between two drawings
_BAR = 24


@contextmanager
def told(asked: Told) -> Iterator[Progress]:
    """Whom to tell. asked: None for a terminal or a notebook, if there is one; True for a terminal wherever standard
    error leads; False for nobody; a function of (stage, share or None); or a `Progress`."""
    line = _line(asked)
    try:
        yield line
    finally:
        if isinstance(line, Live):
            line.end()


def _line(asked: Any) -> Progress:
    if asked is None or asked is True:
        notebook = _notebook()
        if notebook is not None:
            return Live(notebook)
        if sys.stderr is None or not (asked or sys.stderr.isatty()):
            return SILENT
        return Live(Terminal(sys.stderr)) if sys.stderr.isatty() else Lines(sys.stderr)
    if asked is False:
        return SILENT
    if hasattr(asked, "stage") and hasattr(asked, "advance"):
        return asked
    if callable(asked):
        return Calling(asked)
    raise OptionError(f"progress is {asked!r}, but it is True, False, None, or a function of a stage and a share.")


class Calling:
    """A function of the stage and of the share of it that is done, None where nobody knows."""

    def __init__(self, function: Callable[[str, float | None], object]) -> None:
        self._function, self._stage = function, ""

    def stage(self, name: str) -> None:
        self._stage = name
        self._function(name, None)

    def advance(self, done: float | None) -> None:
        self._function(self._stage, done)


class Lines:
    """A line a stage, where nothing can be drawn over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._stage = stream, ""

    def stage(self, name: str) -> None:
        if name != self._stage:
            self._stage = name
            self._stream.write(f"{name}\n")
            self._stream.flush()

    def advance(self, done: float | None) -> None:
        pass


class Live:
    """One line that is drawn over itself on ``paper``."""

    def __init__(self, paper: Terminal | Notebook) -> None:
        self._paper, self._stage = paper, ""
        self._since = time.monotonic()
        self._drawn: float | None = None

    def stage(self, name: str) -> None:
        self._stage = name
        self._draw(None)

    def advance(self, done: float | None) -> None:
        self._draw(done)

    def end(self) -> None:
        """Take the line away."""
        if self._drawn is not None:
            self._paper.clear()

    def _draw(self, done: float | None) -> None:
        now = time.monotonic()
        if now - self._since < _PATIENCE or (self._drawn is not None and now - self._drawn < _BETWEEN):
            return
        self._drawn = now
        bar = "" if done is None else f" {'━' * round(_BAR * done):<{_BAR}} {done:4.0%}"
        self._paper.write(f"{self._stage} …{bar}  {now - self._since:.0f} s")


class Terminal:
    """A line of a terminal; of one without such signs, in ASCII."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._width = stream, 0

    def write(self, line: str) -> None:
        try:
            line.encode(self._stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            line = line.replace("…", "...").replace("━", "#")
        self._stream.write(f"\r{line:<{self._width}}")
        self._stream.flush()
        self._width = max(self._width, len(line))

    def clear(self) -> None:
        self._stream.write(f"\r{'':<{self._width}}\r")
        self._stream.flush()


class Notebook:
    """A display of a cell, changed in place."""

    def __init__(self, display: Callable[..., Any]) -> None:
        self._display, self._handle = display, None

    def write(self, line: str) -> None:
        shown = {"text/plain": line}
        if self._handle is None:
            self._handle = self._display(shown, raw=True, display_id=True)
        else:
            self._handle.update(shown, raw=True)

    def clear(self) -> None:
        if self._handle is not None:
            self._handle.update({"text/plain": ""}, raw=True)


def _notebook() -> Notebook | None:
    """The notebook that this runs in; IPython is asked only where it runs already, and a terminal's is none."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    return Notebook(importlib.import_module("IPython.display").display)
