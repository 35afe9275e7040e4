"""The folder of real tables, which the environment variable SHRINKAGE_DATA names; tests skip without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def real_table(name: str) -> Path:
    """The file called ``name`` in that folder; skips the test that asks where there is none."""
    path = Path(os.environ.get("SHRINKAGE_DATA") or os.devnull, name)
    if not path.exists():
        pytest.skip("SHRINKAGE_DATA names no folder with this table")
    return path
