"""One command for the whole table: ``python -m benchmarks.run [TASK …] [--quick] [--install [PEER …]]``.

Every run of a solver is a process of its own, in its peer's virtual environment. Only ratios within one run on one
machine mean anything; results are also written as JSON to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.contest import Limits, compete, environment, prepare
from benchmarks.machine import machine
from benchmarks.peers import PEERS, ROOT, Missing, install, interpreter, version
from benchmarks.table import Row, render
from benchmarks.tasks import SWAPS, TASKS, ArrayTask, CommandTask


def main(arguments: list[str] | None = None) -> list[Row]:
    options = _parse(arguments)
    if options.install is not None:
        _install(options.install or list(PEERS))
        return []
    rows: list[Row] = []
    out: Path = options.out or Path(__file__).parent / "results" / time.strftime("%Y-%m-%dT%H%M%S.json")
    content = json.loads(out.read_text()) if options.merge and out.exists() else {}
    for letter in options.tasks:
        task = TASKS[letter]
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            run = _array_task if isinstance(task, ArrayTask) else _command_task
            found = list(run(task, Path(folder), options))
        print(render(f"{letter}  {task.title}{' (quick: smaller)' if options.quick else ''}", found), flush=True)
        rows += found
        _write(rows, content, out, options)  # after every task: the next may be interrupted
    print(f"Written to {out}")
    return rows


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.splitlines()[0])
    parser.add_argument(
        "tasks", nargs="*", metavar="TASK", help=f"of {', '.join(TASKS)}; swap: {', '.join(SWAPS)}; all by default"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that everything works")
    parser.add_argument("--install", nargs="*", metavar="PEER", help=f"make virtual environments: {', '.join(PEERS)}")
    parser.add_argument("--peers", help="only these peers, by commas")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each solver (default 5)")
    parser.add_argument("--budget", type=float, default=10, help="seconds after which no run is repeated (default 10)")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which a solver is ended (default 60)")
    parser.add_argument("--scratch", help="folder for data while it is needed")
    parser.add_argument("--out", type=Path, help="where results go (default benchmarks/results/TIME.json)")
    parser.add_argument("--merge", action="store_true", help="keep what --out already has of other tasks")
    options = parser.parse_intermixed_args(arguments)
    if unknown := [task for task in options.tasks if task not in (*TASKS, "swap")]:
        parser.error(f"there is no task {', '.join(unknown)}; the tasks are {', '.join(TASKS)}")
    chosen = [letter for task in options.tasks or TASKS for letter in (SWAPS if task == "swap" else (task,))]
    options.tasks = list(dict.fromkeys(chosen))
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
    contest = prepare(task.letter, task.kind, folder, task.make(options.quick), _limits(options))
    for solver in task.solvers:
        try:
            module, python = _solver(solver, options)
        except Missing as why:
            name = import_module(f"benchmarks.solvers.{solver}").NAME
            yield Row(task.letter, solver, name, note=f"skipped: {why}", plain=name)
            continue
        yield from compete(contest, solver, module, python)


def _limits(options: argparse.Namespace) -> Limits:
    return Limits(options.repeats, options.budget, options.limit)


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
                plain=f"{module.NAME}: {function}",
                version=version(module.PEER),
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
        launcher = [sys.executable, "-S", str(ROOT / "benchmarks" / "launch.py"), str(out), str(options.limit)]
        subprocess.run([*launcher, *command], cwd=ROOT, env=environment(), capture_output=True, check=True)
        result = json.loads(out.read_text())
        if result["code"] != 0:
            row.note = f"ended: > {options.limit:.0f} s" if result["code"] == -9 else f"exit code {result['code']}"
            row.longer_than = options.limit if result["code"] == -9 else None
            return row
        spent = time.perf_counter() - began
        if turn or spent > options.budget:
            counted.append(result["seconds"])
            peaks.append(result["peak_mb"])
        if spent > options.budget:
            break
    row.seconds, row.peak_mb = tuple(counted), max(peaks)
    return row


def _write(rows: list[Row], content: dict[str, Any], out: Path, options: argparse.Namespace) -> None:
    """Replace what ``content`` has of the tasks in ``rows``, and keep the rest of it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    again = {row.task for row in rows}
    kept = [row for row in content.get("rows", []) if row["task"] not in again]
    content["machine"] = machine()
    content["settings"] = {name: getattr(options, name) for name in ("quick", "repeats", "budget", "limit")}
    content["rows"] = sorted(kept + [row.record() for row in rows], key=lambda row: list(TASKS).index(row["task"]))
    out.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
