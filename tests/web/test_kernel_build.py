"""The kernel that the package carries for the page is what its sources compile to, wherever that is done."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scripts import script

ROOT = Path(__file__).parents[2]
pytest.importorskip("ziglang", reason="compiles the kernel of the page: pip install .[web]")


def _built(folder: Path) -> bytes:
    """Compiled from a copy of the kernel in ``folder``."""
    shutil.copytree(ROOT / "kernel", folder / "kernel")
    script("web/build/kernel.py").build(folder / "out.wasm", folder / "kernel")
    return (folder / "out.wasm").read_bytes()


def test_the_kernel_of_the_page_is_current_and_the_same_from_any_folder(tmp_path: Path) -> None:
    committed = (ROOT / "src" / "shrinkage" / "web" / "kernel.wasm").read_bytes()
    for name in ("here", "a folder with another name"):
        (tmp_path / name).mkdir()
        assert _built(tmp_path / name) == committed


def test_the_compiler_is_the_one_that_is_installed_with_the_extra() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["web"]
    assert f"ziglang=={script('web/build/kernel.py').COMPILER}" in wanted


def test_it_is_small_and_carries_neither_names_nor_notes() -> None:
    module = (ROOT / "src" / "shrinkage" / "web" / "kernel.wasm").read_bytes()
    assert len(module) < 32_000
    assert str(ROOT).encode() not in module
    sections = dict(_sections(module))
    assert 0 not in sections  # custom: names, producers, debugging
    assert 2 not in sections  # imports


def _sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each section of a WebAssembly module."""
    at = 8
    while at < len(module):
        size, start = _number(module, at + 1)
        yield module[at], module[start : start + size]
        at = start + size


def _number(module: bytes, at: int) -> tuple[int, int]:
    """A LEB128 number, and where it ends."""
    value = shift = 0
    while True:
        value |= (module[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if module[at - 1] < 128:
            return value, at
