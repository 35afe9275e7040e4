"""What work in progress tells whoever waits for it. Nothing here prints: `cli.progress` draws, a notebook may too."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told, from the thread that called, what is being done and how much of it is done."""

    def stage(self, name: str) -> None:
        """A new stage begins, named for a person: ``reading the rows``. The stage before it is finished."""
        ...

    def advance(self, done: float | None) -> None:
        """The share of the stage that is done, between 0 and 1, or None where nobody can know it."""
        ...


class Silent:
    """The default: says nothing."""

    def stage(self, name: str) -> None:
        pass

    def advance(self, done: float | None) -> None:
        pass


SILENT = Silent()
