"""The kernels of cells and rows without Python, under the sanitizers."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "kernel" / "tests"
COMPILER = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")


@pytest.mark.skipif(COMPILER is None, reason="no C++ compiler")
@pytest.mark.parametrize("name", ["columns_test", "rows_test"])
def test_kernels_hold_under_address_and_undefined_behaviour_sanitizers(name: str, tmp_path: Path) -> None:
    program = tmp_path / name
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1", "-g"]
    checks = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    built = subprocess.run(
        [str(COMPILER), *flags, *checks, str(SOURCES / f"{name}.cpp"), "-o", str(program)], capture_output=True
    )
    assert built.returncode == 0, built.stderr.decode()
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    done = subprocess.run([str(program)], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "all hold", done.stdout + done.stderr
    assert done.returncode == 0
