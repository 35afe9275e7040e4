"""What a table's size costs: seconds and memory of cross-validation as rows grow, and as columns grow.

    python -m benchmarks.cost --out benchmarks/results/published.json --merge
    python -m benchmarks.cost --quick

Ten folds × 100 strengths, each solver as it comes. A solver that took longer than ``--stop`` seconds at one size is not
asked for a larger one. The slope of log seconds on log size, over the largest sizes, is the power with which it grows.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.contest import Contest, Limits, compete, prepare
from benchmarks.data.simulated import autoregressive, with_grid
from benchmarks.machine import machine
from benchmarks.peers import Missing, interpreter

SOLVERS = ("shrinkage", "scm2cpp", "sklearn_cv", "celer", "glmnet", "adelie", "glum")
# axis → the fixed size, and the sizes of the other
ROWS_AT, COLUMNS_AT = 100, 20_000
ROWS = (1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
COLUMNS = (25, 50, 100, 200, 400, 800)
QUICK_ROWS, QUICK_COLUMNS = (500, 1_000, 2_000), (5, 10, 20)
# Slopes are of the largest sizes only: at the small ones it is overhead that is measured.
SLOPE_POINTS = 3


@dataclass(frozen=True)
class Cost:
    """One solver at one size. axis: rows | columns, size along it; mb: beyond the data; gap: judged."""

    axis: str
    size: int
    solver: str
    name: str
    seconds: float
    mb: float | None
    gap: float | None


def main(arguments: Sequence[str] | None = None) -> list[Cost]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that everything works")
    parser.add_argument("--stop", type=float, default=6, help="seconds after which no larger size is tried")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which a solver is ended")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--scratch", help="folder for data while it is needed")
    parser.add_argument("--solvers", nargs="*", default=SOLVERS, help=f"of {', '.join(SOLVERS)}")
    parser.add_argument("--out", type=Path, help="JSON file for the results")
    parser.add_argument("--merge", action="store_true", help="keep the tasks that --out already has")
    options = parser.parse_args(arguments)
    found: list[Cost] = []
    for axis, sizes in (
        ("rows", QUICK_ROWS if options.quick else ROWS),
        ("columns", QUICK_COLUMNS if options.quick else COLUMNS),
    ):
        found += _along(axis, sizes, options)
    if options.out:
        _write(found, options)
    return found


def _along(axis: str, sizes: Sequence[int], options: argparse.Namespace) -> list[Cost]:
    found: list[Cost] = []
    left = list(options.solvers)
    for size in sizes:
        rows, columns = (size, ROWS_AT) if axis == "rows" else (COLUMNS_AT, size)
        if options.quick:
            rows, columns = (size, 10) if axis == "rows" else (1_000, size)
        data = with_grid(*autoregressive(rows, columns, seed=1), folds=10, points=100, ratio=1e-3)
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            limits = Limits(options.repeats, budget=1.5, limit=options.limit, climb=False)
            contest = prepare("cost", "crossvalidate", Path(folder), data, limits, check=False)
            for solver in list(left):
                cost = _cost(axis, size, solver, contest)
                if cost is not None:
                    found.append(cost)
                    print(
                        f"{axis} {size:>9,}  {cost.name:24} {cost.seconds:10.4g} s  {cost.mb or 0:8.0f} MB", flush=True
                    )
                if cost is None or cost.seconds > options.stop:
                    left.remove(solver)
    return found


def _cost(axis: str, size: int, solver: str, contest: Contest) -> Cost | None:
    module = import_module(f"benchmarks.solvers.{solver}")
    try:
        rows = compete(contest, solver, module, interpreter(module.PEER))
    except Missing as why:
        print(f"{module.NAME}: skipped, {why}")
        return None
    first = rows[0]
    if not first.seconds:
        print(f"{axis} {size:>9,}  {first.plain:24} {first.note}", flush=True)
        return None
    return Cost(axis, size, solver, module.NAME, first.median, first.peak_mb, first.gap)


def slope(costs: Sequence[Cost], value: str = "seconds") -> float:
    """The power with which a solver's cost grows: least squares of logarithms over its largest sizes; NaN of one."""
    last = [cost for cost in costs if getattr(cost, value)][-SLOPE_POINTS:]
    if len(last) < 2:
        return math.nan
    across = [math.log(cost.size) for cost in last]
    up = [math.log(getattr(cost, value)) for cost in last]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    spread = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / spread


def _write(found: Sequence[Cost], options: argparse.Namespace) -> None:
    content = json.loads(options.out.read_text()) if options.merge and options.out.exists() else {}
    content.setdefault("machine", machine())
    content["cost"] = {
        "rows_at": ROWS_AT,
        "columns_at": COLUMNS_AT,
        "stop": options.stop,
        "quick": options.quick,
        "points": [asdict(cost) for cost in found],
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(content, indent=1) + "\n")
    print(f"Written to {options.out}")


if __name__ == "__main__":
    main()
