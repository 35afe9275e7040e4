"""Run one solver on one task's data in this process, time it, and write what it found.

    python -m benchmarks.worker SOLVER path|crossvalidate FOLDER OUT.npz '{"variant": {…}, "repeats": 5, "budget": 60}'

The process first solves a toy problem, so that importing and first-call costs are in neither time nor memory. With
``"hold": true`` it then only loads the data: peak memory beyond the data is the difference between the two.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.data.simulated import Data, autoregressive, with_grid


def main(solver: str, kind: str, folder: Path, out: Path, options: dict[str, Any]) -> None:
    module = importlib.import_module(f"benchmarks.solvers.{solver}")
    variant = options.get("variant", {})
    getattr(module, kind)(with_grid(*autoregressive(200, 5, seed=0), folds=5, points=5, ratio=0.1), **variant)
    data = load(folder, column_major=getattr(module, "COLUMN_MAJOR", False))
    if options.get("hold"):
        held = module.hold(data) if hasattr(module, "hold") else peak_mb()
        np.savez(out, peak_mb=held)
        return
    found = _repeated(module, kind, data, variant, options["repeats"], options["budget"])
    found.setdefault("peak_mb", peak_mb())
    found.pop("gram", None)
    np.savez(out, **found)


def load(folder: Path, *, column_major: bool = False) -> Data:
    x = np.load(folder / ("x_columns.npy" if column_major else "x.npy"))
    return Data(x, *(np.load(folder / f"{name}.npy") for name in ("y", "fold", "lams")))


def _repeated(
    module: ModuleType, kind: str, data: Data, variant: dict[str, Any], repeats: int, budget: float
) -> dict[str, Any]:
    """Solve ``repeats`` times, or as often as ``budget`` seconds allow, but once at least."""
    solve = getattr(module, kind)
    if getattr(module, "REPEATS_ITSELF", False):
        return solve(data, **variant, repeats=repeats)
    seconds: list[float] = []
    found: dict[str, Any] = {}
    while len(seconds) < repeats and (not seconds or sum(seconds) + seconds[-1] < budget):
        clock = time.perf_counter()
        found = solve(data, **variant)
        seconds.append(time.perf_counter() - clock)
    return {**found, "seconds": np.array(seconds)}


def peak_mb() -> float:
    """Peak resident memory of this process, of its own image only (ru_maxrss would inherit the parent's)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), json.loads(sys.argv[5]))
