"""Compile what compares a reader's table in the page: kernel/wasm_table.cpp and its like → src/shrinkage/web.

    python web/build/table.py [FILE]

As `kernel.py` does the solver, to the same bytes everywhere, but with vectors (simd128; in every browser since 2023): a
table has ten folds and five paths, which they make twice as fast. -O2 would gain a tenth more, at half as many bytes
again.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPILER = "0.17.1"  # of ziglang, as in pyproject.toml
BUILT = ROOT / "src" / "shrinkage" / "web" / "table.wasm"
SOURCES = ("wasm_table.cpp", "wasm_moments.cpp", "wasm_solve.cpp")
TARGET = ["--target=wasm32-freestanding", "-mcpu=mvp+simd128+bulk_memory+nontrapping_fptoint"]
LANGUAGE = ["-std=c++20", "-Os", "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
LINKER = ["-nostdlib", "-Wl,--no-entry", "-Wl,--strip-all", "-Wl,-z,stack-size=65536"]


def build(out: Path = BUILT, kernel: Path = ROOT / "kernel") -> None:
    """Compile the sources in ``kernel`` into ``out``."""
    found = version("ziglang")
    if found != COMPILER:
        sys.exit(f"ziglang {found} is installed, and others than {COMPILER} give other bytes; install that one.")
    compiler = [sys.executable, "-m", "ziglang", "c++"]
    include = ["-isystem", str(kernel / "wasm_include")]
    sources = [str(kernel / name) for name in SOURCES]
    subprocess.run([*compiler, *TARGET, *LANGUAGE, *WARNINGS, *include, *sources, "-o", str(out), *LINKER], check=True)


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT
    build(out)
    print(f"{out}: {out.stat().st_size:,} bytes")
