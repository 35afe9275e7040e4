"""The kernel without Python: its test programs under the sanitizers, and the Gram kernels without any library."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "kernel" / "tests"
COMPILER = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
CHECKS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
# Division by zero is how this program itself makes an infinite factor.
OWN = dict.fromkeys(("gram_test", "knots_test"), ("-O0", "-fno-sanitize=float-divide-by-zero"))

pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C++ compiler")


def compile_(source: str, to: Path, *flags: str) -> None:
    command = [str(COMPILER), "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *flags]
    done = subprocess.run([*command, str(SOURCES / source), "-o", str(to)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(path.stem for path in SOURCES.glob("*_test.cpp")))
def test_kernels_hold_under_address_and_undefined_behaviour_sanitizers(name: str, tmp_path: Path) -> None:
    program = tmp_path / name
    compile_(f"{name}.cpp", program, *CHECKS, *OWN.get(name, ("-O1",)))
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
