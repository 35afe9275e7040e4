"""Compile the solver for the page: kernel/wasm.cpp → src/shrinkage/web/kernel.wasm, with `pip install .[web]`.

    python web/build/kernel.py [FILE]

The same bytes on every machine and from every folder: the compiler comes as a wheel of a pinned version, the target has
no libraries, and names and debugging notes are left out.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPILER = "0.17.1"  # of ziglang, as in pyproject.toml
BUILT = ROOT / "src" / "shrinkage" / "web" / "kernel.wasm"
# The first version of WebAssembly, which every browser has: vectors (simd128) gain 15% of 20 microseconds a solve here,
# and are not in Safari before 16.4. -Os: half the bytes of -O3 at the same speed.
TARGET = ["--target=wasm32-freestanding", "-mcpu=mvp"]
LANGUAGE = ["-std=c++20", "-Os", "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
LINKER = ["-nostdlib", "-Wl,--no-entry", "-Wl,--strip-all", "-Wl,-z,stack-size=16384"]


def build(out: Path = BUILT, kernel: Path = ROOT / "kernel") -> None:
    """Compile ``kernel``/wasm.cpp into ``out``."""
    found = version("ziglang")
    if found != COMPILER:
        sys.exit(
            f"ziglang {found} is installed, and other versions than {COMPILER} give other bytes; "
            f"install that one (pip install ziglang=={COMPILER})."
        )
    compiler = [sys.executable, "-m", "ziglang", "c++"]
    subprocess.run(
        [*compiler, *TARGET, *LANGUAGE, *WARNINGS, str(kernel / "wasm.cpp"), "-o", str(out), *LINKER], check=True
    )


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT
    build(out)
    print(f"{out}: {out.stat().st_size:,} bytes")
