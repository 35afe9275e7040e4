"""What compares a reader's table in the page: the module is what its sources compile to, and its golden files are what
Python says."""

from __future__ import annotations

import json
import shutil
import tomllib
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from web.tests.golden import table

from tests.scripts import script

ROOT = Path(__file__).parents[2]
MODULE = ROOT / "src" / "shrinkage" / "web" / "table.wasm"
TABLES = ROOT / "web" / "tests" / "golden" / "tables"


def test_the_module_is_current_and_the_same_from_any_folder(tmp_path: Path) -> None:
    pytest.importorskip("ziglang", reason="compiles the module: pip install .[web]")
    shutil.copytree(ROOT / "kernel", tmp_path / "a folder" / "kernel")
    script("web/build/table.py").build(tmp_path / "out.wasm", tmp_path / "a folder" / "kernel")
    assert (tmp_path / "out.wasm").read_bytes() == MODULE.read_bytes()


def test_the_compiler_is_the_one_that_is_installed_with_the_extra() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["web"]
    assert f"ziglang=={script('web/build/table.py').COMPILER}" in wanted


def test_the_module_is_small_and_does_not_say_where_it_was_built() -> None:
    module = MODULE.read_bytes()
    assert len(module) < 80_000
    assert str(ROOT).encode() not in module


def test_golden_tables_are_what_python_says() -> None:
    written = dict(table.written())
    assert set(written) == {path.name for path in TABLES.iterdir()}
    for name, text in written.items():
        committed = (TABLES / name).read_text(encoding="utf-8")
        if name.endswith(".csv"):
            assert text == committed, name
        else:
            _alike(json.loads(text), json.loads(committed), name)


def _alike(one: Any, other: Any, at: str) -> None:
    """Equal, but for rounding of numbers on another machine."""
    if isinstance(one, dict):
        assert one.keys() == other.keys(), at
        for key in one:
            _alike(one[key], other[key], f"{at}.{key}")
    elif isinstance(one, list):
        assert len(one) == len(other), at
        for k, (a, b) in enumerate(zip(one, other, strict=True)):
            _alike(a, b, f"{at}[{k}]")
    elif isinstance(one, float) and isinstance(other, float):
        assert isclose(one, other, rel_tol=1e-6, abs_tol=1e-9 * max(1.0, abs(other))), at
    else:
        assert one == other, at
