"""Interrupted at any moment: exit code 130 or 0, no half-written file, and what was there before is still whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shrinkage.result.store import read_model, read_record

TABLE = Path(__file__).parents[2] / "examples" / "diabetes.csv"
COMMAND = [sys.executable, "-m", "shrinkage", "compare", str(TABLE), "--target", "target", "--quiet"]
TURNS = 20


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is sent to a process group there")
def test_an_interrupt_leaves_whole_files(tmp_path: Path) -> None:
    out = tmp_path / "decision"
    began = time.perf_counter()
    subprocess.run([*COMMAND, "--out", str(out)], check=True, capture_output=True)
    took = time.perf_counter() - began
    names = sorted(path.name for path in out.iterdir())
    draw = random.Random(7)
    codes: list[int] = []
    for turn in range(TURNS):
        running = subprocess.Popen(
            [*COMMAND, "--seed", str(turn), "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        time.sleep(draw.uniform(0.15, 1.05) * took)
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=60)
        codes.append(running.returncode)
        assert b"Traceback" not in error
        if running.returncode == 130:
            assert b"interrupted; what was there before is still whole" in error
        assert sorted(path.name for path in out.iterdir()) == names, "nothing half-written is left"
        read_record(out / "record.json")
        for path in out.glob("*.model.json"):
            read_model(path)
    # Before our handler stands, Python itself dies by the signal.
    assert set(codes) <= {0, 130, -signal.SIGINT}
    assert 130 in codes
