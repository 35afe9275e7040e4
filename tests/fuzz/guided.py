"""Coverage-guided fuzzing by atheris, where it is installed: it learns which bytes lead to code not seen before."""

from __future__ import annotations

import importlib
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fuzz.draw import BytesRandom

WATCHED = ("shrinkage.source", "shrinkage.result", "shrinkage.design", "shrinkage.cli", "shrinkage.present")


def guide(kind: str, check: Callable[[random.Random, Path], str], seconds: int, corpus: Path) -> int:
    """Run until a case breaks a promise or the time is over; libFuzzer ends the process and prints what it found."""
    atheris: Any = importlib.import_module("atheris")
    for name, module in list(sys.modules.items()):
        if name.startswith(WATCHED):
            for function in vars(module).values():
                if (
                    callable(function)
                    and getattr(function, "__module__", None) == name
                    and hasattr(function, "__code__")
                ):
                    atheris.instrument_func(function)

    def one(data: bytes) -> None:
        folder = Path(tempfile.mkdtemp(prefix="shrinkage-case-"))
        try:
            check(BytesRandom(data), folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    one(b"")  # everything is imported, and the files that cases start from are made
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={corpus}/{kind}-",
        "-max_len=512",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()
    return 0
