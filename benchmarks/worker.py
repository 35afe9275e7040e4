"""Run one solver on one task's data in this process, time it, and write what it found.

    python -m benchmarks.worker SOLVER KIND FOLDER '{"repeats": 5, "budget": 10, "limit": 60}'

KIND is path, crossvalidate, leave_one_out or one of jobs.py, a function of benchmarks/solvers/SOLVER.py.

The process first solves a toy problem, so that importing, compiling and first-call costs are in neither time nor
memory. A solver with a tolerance is run at its default and then tighter (climb.py); every rung is written as soon as
it is done, FOLDER/rung_0.npz and so on, because after ``limit`` seconds of solving the process is ended.
"""

from __future__ import annotations

import importlib
import json
import resource
import signal
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.climb import MOST_DECADES, TIGHTEST, Rung, next_tolerance
from benchmarks.data.simulated import Data, autoregressive, with_grid
from benchmarks.judge import judge

# A run that takes more than this share of the limit is slow: the next tolerance is only one decade away.
SLOW = 0.05


def main(solver: str, kind: str, folder: Path, options: dict[str, Any]) -> None:
    module = importlib.import_module(f"benchmarks.solvers.{solver}")
    tolerance: float | None = getattr(module, "TOLERANCES", {}).get(kind)
    column_major = getattr(module, "COLUMN_MAJOR", False)
    _solve(module, kind, _toy(column_major), tolerance)
    data = load(folder, column_major=column_major)
    held = peak_mb()
    rungs: list[Rung] = []
    while True:
        _say(folder, {"tolerance": tolerance, "since": time.time()})
        if not rungs:
            # Not to be handled: a solver deep in compiled code would not let a handler run.
            signal.setitimer(signal.ITIMER_REAL, options["limit"])
        found = _repeated(module, kind, data, tolerance, options["repeats"], options["budget"])
        # Only the first rung's peak is the solver's own: judging has allocated after it.
        found.setdefault("held_mb", held)
        found.setdefault("peak_mb", peak_mb())
        if tolerance is not None:
            found["tolerance"] = np.array(tolerance)
        _write(folder / f"rung_{len(rungs)}.npz", found)
        if tolerance is None or not options.get("climb", True):
            return
        lams = found.get("lams", data.lams)
        gap = judge(data.x, data.y, found["coefficients"], found["intercepts"], lams, l1_ratio=l1_ratio(kind)).worst
        rungs.append(Rung(tolerance, gap))
        steps = 1 if min(found["seconds"]) > SLOW * options["limit"] else MOST_DECADES
        tolerance = next_tolerance(rungs, getattr(module, "TIGHTEST", TIGHTEST), steps)
        if tolerance is None:
            return


def l1_ratio(kind: str) -> float:
    return 0.0 if kind in ("leave_one_out", "ridge_cv") else 1.0


def load(folder: Path, *, column_major: bool) -> Data:
    x = np.load(folder / ("x_columns.npy" if column_major else "x.npy"))
    return Data(x, *(np.load(folder / f"{name}.npy") for name in ("y", "fold", "lams")))


def _toy(column_major: bool) -> Data:
    """In the memory order of the real data: what compiles at the first call compiles for an order."""
    x, y = autoregressive(200, 5, seed=0)
    return with_grid(np.asfortranarray(x) if column_major else x, y, folds=5, points=5, ratio=0.1)


def _solve(module: ModuleType, kind: str, data: Data, tolerance: float | None) -> dict[str, Any]:
    return getattr(module, kind)(data) if tolerance is None else getattr(module, kind)(data, tolerance)


def _repeated(
    module: ModuleType, kind: str, data: Data, tolerance: float | None, repeats: int, budget: float
) -> dict[str, Any]:
    """Solve ``repeats`` times, or as often as ``budget`` seconds allow, but once at least."""
    seconds: list[float] = []
    found: dict[str, Any] = {}
    while len(seconds) < repeats and (not seconds or sum(seconds) + seconds[-1] < budget):
        clock = time.perf_counter()
        found = _solve(module, kind, data, tolerance)
        # A solver in a process of its own says itself how long it took.
        seconds.append(float(found.pop("seconds", time.perf_counter() - clock)))
    return {**found, "seconds": np.array(seconds)}


def _say(folder: Path, trying: dict[str, Any]) -> None:
    """What is being tried; whole or not at all, as everything that is written here."""
    folder.joinpath("trying.part").write_text(json.dumps(trying))
    folder.joinpath("trying.part").rename(folder / "trying.json")


def _write(path: Path, found: dict[str, Any]) -> None:
    """Whole or not at all: the process may be ended at any time."""
    found.pop("gram", None)
    with path.with_suffix(".part").open("wb") as file:
        np.savez(file, **found)
    path.with_suffix(".part").rename(path)


def peak_mb() -> float:
    """Peak resident memory of this process, of its own image only (ru_maxrss would inherit the parent's)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), json.loads(sys.argv[4]))
