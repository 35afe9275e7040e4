"""The files with which the page's tests compare are what Python says today, to rounding."""

from __future__ import annotations

import base64
import json
import math
import re
import struct
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
    def pack(*values: float) -> str:
        return base64.b64encode(struct.pack(f"<{len(values)}d", *values)).decode()

    written = {"a": [1.0, 2.0], "b": "x", "c": None, "d": 1.0, "e": pack(1.0, math.nan)}
    assert differences(written, {**written, "a": [1.0, 2.0 + 1e-12], "e": pack(1.0 + 1e-12, math.nan)}, "") == []
    for other in (
        {**written, "a": [1.0, 2.1]},
        {**written, "a": [1.0]},
        {**written, "b": "y"},
        {**written, "c": 0.0},
        {**written, "d": 0.0},
        {**written, "e": pack(1.0, 2.1)},
        {**written, "e": pack(1.0)},
        {"a": [1.0, 2.0]},
    ):
        assert differences(written, other, "") != []


def differences(written: Any, made: Any, at: str) -> list[str]:
    """Where the two differ by more than rounding. Lists of numbers are compared by the largest of them."""
    if at.endswith((".runs", ".basis", ".pull")):
        return []  # signs of eigenvectors, and who enters first of equals, are rounding's choice; solutions tell
    if isinstance(written, dict) and isinstance(made, dict) and written.keys() == made.keys():
        return [each for key in written for each in differences(written[key], made[key], f"{at}.{key}")]
    numbers = _numbers(written), _numbers(made)
    if numbers[0] is not None and numbers[1] is not None and len(numbers[0]) == len(numbers[1]):
        return [] if _near(*numbers, at) else [f"{at}: {written} and {made}"]
    if isinstance(written, list) and isinstance(made, list) and len(written) == len(made):
        pairs = enumerate(zip(written, made, strict=True))
        return [each for i, (a, b) in pairs for each in differences(a, b, f"{at}[{i}]")]
    return [] if written == made else [f"{at}: {written} and {made}"]


def _numbers(value: Any) -> list[float] | None:
    """A number, a list of numbers, or packed ones; None for anything else."""
    if type(value) is float:
        return [value]
    if isinstance(value, list) and value and all(type(each) is float for each in value):
        return value
    if isinstance(value, str) and len(value) > 8 and re.fullmatch("(?:[A-Za-z0-9+/]{4})+(?:..==|...=)?", value):
        packed = base64.b64decode(value)
        return None if len(packed) % 8 else list(struct.unpack(f"<{len(packed) // 8}d", packed))
    return None


def _near(written: list[float], made: list[float], at: str) -> bool:
    if at.endswith("_gap") and max(*written, *made) < ROUNDING:
        return True  # below rounding they are as good as each other
    size = max((abs(value) for value in written if math.isfinite(value)), default=0.0)
    pairs = zip(written, made, strict=True)
    return all(a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= ROUNDING * size for a, b in pairs)
