"""The files with which the page's tests compare are what Python says today, to rounding."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from web.tests.golden import make

ROUNDING = 1e-9
FOLDER = Path(make.__file__).parent


@pytest.mark.parametrize("name", list(make.FILES))
def test_the_golden_file_is_current(name: str) -> None:
    written = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    made = json.loads(make.written(make.FILES[name]()))
    assert differences(written, made, name) == [], "write it again: python -m web.tests.golden.make"


def test_no_golden_file_is_left_behind() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.json")) == sorted(make.FILES)


def test_differences_are_found() -> None:
    written = {"a": [1.0, 2.0], "b": "x", "c": None, "d": 1.0}
    assert differences(written, {"a": [1.0, 2.0 + 1e-12], "b": "x", "c": None, "d": 1.0}, "") == []
    for other in (
        {**written, "a": [1.0, 2.1]},
        {**written, "a": [1.0]},
        {**written, "b": "y"},
        {**written, "c": 0.0},
        {**written, "d": 0.0},
        {"a": [1.0, 2.0]},
    ):
        assert differences(written, other, "") != []


def differences(written: Any, made: Any, at: str) -> list[str]:
    """Where the two differ by more than rounding. Lists of numbers are compared by the largest of them."""
    if isinstance(written, dict) and isinstance(made, dict) and written.keys() == made.keys():
        return [each for key in written for each in differences(written[key], made[key], f"{at}.{key}")]
    if isinstance(written, list) and isinstance(made, list) and len(written) == len(made):
        if written and all(type(value) is float for value in [*written, *made]):
            apart = max(abs(a - b) for a, b in zip(written, made, strict=True))
            return [] if apart <= ROUNDING * max(map(abs, written)) else [f"{at}: {written} and {made}"]
        pairs = enumerate(zip(written, made, strict=True))
        return [each for i, (a, b) in pairs for each in differences(a, b, f"{at}[{i}]")]
    if type(written) is float and type(made) is float and _near(written, made, at):
        return []
    return [] if written == made else [f"{at}: {written} and {made}"]


def _near(written: float, made: float, at: str) -> bool:
    """Gaps below rounding are as good as each other."""
    if at.endswith("_gap") and max(written, made) < ROUNDING:
        return True
    return math.isclose(written, made, rel_tol=ROUNDING)
