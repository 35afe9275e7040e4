"""Progress on standard error: live on a terminal, a line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from shrinkage.cli.main import INTERRUPT
from shrinkage.progress import SILENT, Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


@contextmanager
def watched(*, quiet: bool = False) -> Iterator[Progress]:
    """Whom to tell; what it drew on a terminal is gone at the end."""
    if quiet:
        yield SILENT
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield Live(bars)
    else:
        yield Lines(sys.stderr)


class Lines:
    """One line a stage, with the seconds since the start."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._start = time.perf_counter()
        self._stage: str | None = None

    def stage(self, name: str) -> None:
        INTERRUPT.check()
        if name == self._stage:  # a room below announces what its caller has announced
            return
        self._stage = name
        print(f"[{time.perf_counter() - self._start:7.2f} s] {name}", file=self._stream, flush=True)

    def advance(self, done: float | None) -> None:
        INTERRUPT.check()


class Live:
    """A bar for the present stage."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str) -> None:
        INTERRUPT.check()
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=None)

    def advance(self, done: float | None) -> None:
        INTERRUPT.check()
        if self._task is not None:
            self._bars.update(self._task, total=None if done is None else 1.0, completed=done or 0.0)


def _bars() -> Bars:
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    from shrinkage.cli.terminal import console

    return Bars(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TimeElapsedColumn(),
        console=console(sys.stderr),
        transient=True,
    )
