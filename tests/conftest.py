"""Fixtures that tests of several rooms share."""

from __future__ import annotations

from tests.postgres import postgres

__all__ = ["postgres"]
