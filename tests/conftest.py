"""Fixtures that tests of several rooms share."""

from __future__ import annotations

import signal

from tests.postgres import postgres

__all__ = ["postgres"]


def pytest_configure() -> None:
    """Heed SIGINT, and so what is started here does: a background job of a shell ignores it, and hands that on."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
