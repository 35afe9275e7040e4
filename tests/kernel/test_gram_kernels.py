"""The Gram kernels without Python: under the sanitizers, and without any library."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "kernel" / "tests"
COMPILER = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")

pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C++ compiler")


def compile_(source: str, to: Path, *flags: str) -> None:
    command = [str(COMPILER), "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *flags]
    done = subprocess.run([*command, str(SOURCES / source), "-o", str(to)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_kernels_hold_under_address_and_undefined_behaviour_sanitizers(tmp_path: Path) -> None:
    program = tmp_path / "gram_test"
    # Division by zero is how the program itself makes an infinite factor.
    checks = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-sanitize=float-divide-by-zero")
    compile_("gram_test.cpp", program, "-O0", "-g", *checks)
    environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=1"}
    environment.pop("LD_PRELOAD", None)
    done = subprocess.run([str(program)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() == "all hold"


def test_kernels_need_no_library(tmp_path: Path) -> None:
    unit = tmp_path / "freestanding.o"
    compile_("freestanding.cpp", unit, "-O2", "-ffreestanding", "-nostdlib", "-fno-exceptions", "-fno-rtti", "-c",
             "-fno-math-errno", "-fno-stack-protector")  # fmt: skip
    symbols = subprocess.run([shutil.which("nm") or "nm", "-u", str(unit)], capture_output=True, text=True)
    needed = {line.split()[-1].lstrip("_") for line in symbols.stdout.splitlines() if line.strip()}
    assert needed <= {"memcpy", "memmove", "memset", "GLOBAL_OFFSET_TABLE_"}, needed
