"""One command for the whole table: ``python -m benchmarks.run [TASK …] [--quick] [--install [PEER …]]``.

Every run of a solver is a process of its own, in its peer's virtual environment. Only ratios within one run on one
machine mean anything; results are also written as JSON to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks.curve import reference_curve
from benchmarks.data.simulated import Data
from benchmarks.judge import judge
from benchmarks.peers import PEERS, ROOT, Missing, install, interpreter
from benchmarks.table import Row, render
from benchmarks.tasks import TASKS, ArrayTask, CommandTask


def main(arguments: list[str] | None = None) -> list[Row]:
    options = _parse(arguments)
    if options.install is not None:
        _install(options.install or list(PEERS))
        return []
    rows: list[Row] = []
    for letter in options.tasks or list(TASKS):
        task = TASKS[letter]
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            run = _array_task if isinstance(task, ArrayTask) else _command_task
            found = list(run(task, Path(folder), options))
        print(render(f"{letter}  {task.title}{' (quick: smaller)' if options.quick else ''}", found), flush=True)
        rows += found
    _write(rows, options)
    return rows


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"of {', '.join(TASKS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that everything works")
    parser.add_argument("--install", nargs="*", metavar="PEER", help=f"make virtual environments: {', '.join(PEERS)}")
    parser.add_argument("--peers", help="only these peers, by commas")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each solver (default 5)")
    parser.add_argument("--budget", type=float, default=120, help="seconds after which no run is repeated")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds after which a run is ended")
    parser.add_argument("--scratch", help="folder for data while it is needed")
    parser.add_argument("--out", type=Path, help="where results go (default benchmarks/results/TIME.json)")
    options = parser.parse_intermixed_args(arguments)
    if unknown := [task for task in options.tasks if task not in TASKS]:
        parser.error(f"there is no task {', '.join(unknown)}; the tasks are {', '.join(TASKS)}")
    return options


def _install(names: list[str]) -> None:
    for name in names:
        try:
            install(name)
            print(f"{name}: ready")
        except Missing as why:
            print(f"{name}: skipped, {why}")


def _solver(name: str, options: argparse.Namespace) -> tuple[ModuleType, str]:
    """A solver's module and the interpreter of its peer."""
    module = import_module(f"benchmarks.solvers.{name}")
    if options.peers and module.PEER not in ("this", *options.peers.split(",")):
        raise Missing("left out by --peers")
    return module, interpreter(module.PEER)


def _array_task(task: ArrayTask, folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    data = task.make(options.quick)
    _save(data, folder)
    curve = _reference(data) if task.kind == "crossvalidate" else None
    for solver in task.solvers:
        try:
            module, python = _solver(solver, options)
        except Missing as why:
            yield Row(task.letter, solver, solver, note=f"skipped: {why}")
            continue
        for label, variant in getattr(module, "VARIANTS", {"": {}}).items():
            row = Row(task.letter, solver, f"{module.NAME}, {label}" if label else module.NAME)
            yield _measured(row, task, folder, python, variant, data, curve, options)


def _measured(
    row: Row,
    task: ArrayTask,
    folder: Path,
    python: str,
    variant: dict[str, float],
    data: Data,
    curve: np.ndarray | None,
    options: argparse.Namespace,
) -> Row:
    settings = {"variant": variant, "repeats": options.repeats, "budget": options.budget}
    call = [python, "-m", "benchmarks.worker", row.solver, task.kind, str(folder)]
    found: list[dict[str, np.ndarray]] = []
    for extra in ({"hold": True}, {}):
        out = folder / "out.npz"
        command = [*call, str(out), json.dumps({**settings, **extra})]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=_environment(),
                capture_output=True,
                text=True,
                timeout=options.timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            row.note = f"ended after {options.timeout:.0f} s"
            return row
        if done.returncode != 0:
            row.note = "failed: " + (done.stderr.strip().splitlines() or ["no word"])[-1][:100]
            return row
        with np.load(out) as archive:
            found.append(dict(archive))
    held, solved = found
    row.seconds = tuple(float(second) for second in solved["seconds"])
    row.peak_mb = max(0.0, float(solved["peak_mb"]) - float(held["peak_mb"]))
    if "coefficients" in solved:
        lams = solved.get("lams", data.lams)
        row.gap = judge(data.x, data.y, solved["coefficients"], solved["intercepts"], lams).worst
    if curve is not None:
        row.curve = float(np.abs(solved["cv_mse"] / curve - 1).max())
    return row


def _reference(data: Data) -> np.ndarray | None:
    try:
        curve, gap = reference_curve(data)
    except ImportError:
        print("(no scikit-learn here: curves are not checked)")
        return None
    print(f"(the curve they are held against: an explicit loop over folds, its fits within a gap of {gap:.1e})")
    return curve


def _save(data: Data, folder: Path) -> None:
    np.save(folder / "x.npy", data.x)
    np.save(folder / "x_columns.npy", np.asfortranarray(data.x))
    for name in ("y", "fold", "lams"):
        np.save(folder / f"{name}.npy", getattr(data, name))


def _command_task(task: CommandTask, folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    table = task.make(options.quick, folder)
    if table is None:
        yield Row(task.letter, "", "the table", note="skipped: SHRINKAGE_DATA names no folder that has it")
        return
    for solver, function in task.commands:
        try:
            module, python = _solver(solver, options)
        except Missing as why:
            yield Row(task.letter, solver, solver, note=f"skipped: {why}")
            continue
        made = getattr(module, function)
        yield _timed(
            Row(
                task.letter,
                f"{solver}" if function == "compare" else f"{solver} {function}",
                f"{module.NAME}: {function}",
            ),
            [python, *(made(table) if function == "compare" else made())],
            folder,
            options,
        )


def _timed(row: Row, command: list[str], folder: Path, options: argparse.Namespace) -> Row:
    """Whole processes: the first run warms the disk's cache and is not counted."""
    out, counted, peaks = folder / "launch.json", [], []
    began = time.perf_counter()
    for turn in range(options.repeats + 1):
        launcher = [sys.executable, "-S", str(ROOT / "benchmarks" / "launch.py"), str(out), str(options.timeout)]
        subprocess.run([*launcher, *command], cwd=ROOT, env=_environment(), capture_output=True, check=True)
        result = json.loads(out.read_text())
        if result["code"] != 0:
            row.note = f"ended after {options.timeout:.0f} s" if result["code"] == -9 else f"exit code {result['code']}"
            return row
        spent = time.perf_counter() - began
        if turn or spent > options.budget / 2:
            counted.append(result["seconds"])
            peaks.append(result["peak_mb"])
        if spent > options.budget:
            break
    row.seconds, row.peak_mb = tuple(counted), max(peaks)
    return row


def _environment() -> dict[str, str]:
    """Solvers find this folder, and a development checkout of the package, but no warning on standard error."""
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"}


def _write(rows: list[Row], options: argparse.Namespace) -> None:
    out = options.out or Path(__file__).parent / "results" / time.strftime("%Y-%m-%dT%H%M%S.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()}
    settings = {"quick": options.quick, "repeats": options.repeats, "budget": options.budget}
    content = {"machine": machine, "settings": settings, "rows": [row.plain() for row in rows]}
    out.write_text(json.dumps(content, indent=1) + "\n")
    print(f"Written to {out}")


if __name__ == "__main__":
    main()
