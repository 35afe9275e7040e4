"""The table that the guide begins with is what `compare` finds now."""

from __future__ import annotations

import base64
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from tests.scripts import script

ROOT = Path(__file__).parents[2]


def alike(one: Any, other: Any) -> bool:
    """Equal to rounding, packed numbers too: another machine's products end in other bits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-8, atol=1e-12))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        numbers, others = packed(one), packed(other)
        if numbers is None or others is None or numbers.shape != others.shape:
            return False
        return bool(np.allclose(numbers, others, rtol=1e-8, atol=1e-9 * np.nanmax(np.abs(others)), equal_nan=True))
    return one == other


def packed(text: str) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    try:
        return np.frombuffer(base64.b64decode(text, validate=True), dtype="<f8")
    except ValueError:
        return None


def test_the_built_in_table_is_current(monkeypatch: Any) -> None:
    monkeypatch.chdir(ROOT)  # and back, since making it changes the working directory
    make = script("web/src/guide/data/make.py")
    shipped = files("shrinkage.web")
    assert alike(json.loads(make.built_in()), json.loads(shipped.joinpath("diabetes.json").read_text("utf-8")))
    assert shipped.joinpath("diabetes.csv").read_bytes() == make.TABLE.read_bytes()
