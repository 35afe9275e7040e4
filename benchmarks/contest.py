"""One solver on one task's arrays: start its worker, read the rungs it climbed, and judge them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks.curve import reference_errors, reference_leave_one_out
from benchmarks.data.simulated import Data, Floats
from benchmarks.judge import judge
from benchmarks.peers import ROOT, version
from benchmarks.table import Row
from benchmarks.worker import l1_ratio

# Jobs that choose a strength, of which both the errors and the choice are checked.
JOBS = ("lasso_cv", "ridge_cv")

# Seconds beside the limit for importing, compiling and loading.
STARTING = 180.0


@dataclass(frozen=True)
class Limits:
    """repeats: of each rung, or as many as budget seconds allow; limit: seconds for all rungs of a solver.

    climb: beyond the default tolerance, to equal gaps.
    """

    repeats: int
    budget: float
    limit: float
    climb: bool = True


@dataclass(frozen=True)
class Contest:
    """The data of a task, written for the workers, and the curve that theirs are held against (None: unchecked)."""

    letter: str
    kind: str
    folder: Path
    data: Data
    curve: Floats | None
    limits: Limits


def prepare(letter: str, kind: str, folder: Path, data: Data, limits: Limits, *, check: bool = True) -> Contest:
    """Write the data; compute the curve that others are held against, unless there is nothing to ``check``."""
    np.save(folder / "x.npy", data.x)
    np.save(folder / "x_columns.npy", np.asfortranarray(data.x))
    for name in ("y", "fold", "lams"):
        np.save(folder / f"{name}.npy", getattr(data, name))
    return Contest(letter, kind, folder, data, _reference(kind, data) if check else None, limits)


def _reference(kind: str, data: Data) -> Floats | None:
    """(m,), or for lasso_cv every fold's, (m, k)."""
    if kind in ("leave_one_out", "ridge_cv"):
        return reference_leave_one_out(data)
    if kind not in ("crossvalidate", "lasso_cv"):
        return None
    try:
        errors, gap = reference_errors(data)
    except ImportError:
        print("(no scikit-learn here: curves are not checked)")
        return None
    print(f"(the curve they are held against: an explicit loop over folds, its fits within a gap of {gap:.1e})")
    return errors if kind == "lasso_cv" else errors.mean(axis=1)


def compete(contest: Contest, solver: str, module: ModuleType, python: str) -> list[Row]:
    """A row for every tolerance that was tried; the last may say that the limit was reached, or what went wrong."""
    for left in contest.folder.glob("rung_*.npz"):
        left.unlink()
    error = _work(contest, solver, python)
    rows: list[Row] = []
    while (path := contest.folder / f"rung_{len(rows)}.npz").exists():
        with np.load(path) as archive:
            found = dict(archive)
        tolerance = float(found["tolerance"]) if "tolerance" in found else None
        rows.append(_judged(_named(contest, solver, module, tolerance), contest, found))
    if error is not None:
        rows.append(_unfinished(contest, solver, module, error))
    return rows


def _work(contest: Contest, solver: str, python: str) -> str | None:
    """Run the worker; what went wrong, "" for its time limit, or None."""
    limits = contest.limits
    options = asdict(limits)
    contest.folder.joinpath("trying.json").unlink(missing_ok=True)
    command = [python, "-m", "benchmarks.worker", solver, contest.kind, str(contest.folder), json.dumps(options)]
    said = contest.folder / "said.txt"
    with said.open("w") as words:
        # A session of its own, so that its own workers end with it; words to a file, which they cannot hold open.
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=words, stderr=words, start_new_session=True
        )
        try:
            code = process.wait(timeout=limits.limit + STARTING)
        except subprocess.TimeoutExpired:
            return ""
        finally:
            _end(process)
    if code == 0:
        return None
    return "" if code == -signal.SIGALRM else (said.read_text().strip().splitlines() or ["no word"])[-1][:100]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the worker and whatever it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _named(contest: Contest, solver: str, module: ModuleType, tolerance: float | None) -> Row:
    name = module.NAME
    default = getattr(module, "TOLERANCES", {}).get(contest.kind)
    if tolerance is not None:
        name += f", {getattr(module, 'TOLERANCE', 'tol')} {tolerance:.0e}".replace("e-0", "e-")
        name += " (default)" if tolerance == default else ""
    return Row(
        contest.letter,
        solver,
        name,
        plain=module.NAME,
        tolerance=tolerance,
        default=tolerance == default,
        version=version(module.PEER),
    )


def _judged(row: Row, contest: Contest, found: dict[str, np.ndarray]) -> Row:
    data = contest.data
    row.seconds = tuple(float(second) for second in found["seconds"])
    if row.default:  # later rungs share the process of the first, and its peak
        row.peak_mb = max(0.0, float(found["peak_mb"]) - float(found["held_mb"]))
    if "coefficients" in found:
        lams = found.get("lams", data.lams)
        ratio = l1_ratio(contest.kind)
        row.gap = judge(data.x, data.y, found["coefficients"], found["intercepts"], lams, l1_ratio=ratio).worst
    if contest.curve is not None and "cv_mse" in found:
        whole = found["cv_mse"].size == contest.curve.size
        expected = contest.curve if whole else contest.curve.min()  # some keep the best point only
        row.curve = float(np.abs(found["cv_mse"] / expected - 1).max())
        if contest.kind in JOBS:
            best = data.lams[np.argmin(contest.curve.reshape(len(data.lams), -1).mean(axis=1))]
            row.alpha = float(abs(found["lams"][0] / best - 1))
    return row


def _unfinished(contest: Contest, solver: str, module: ModuleType, error: str) -> Row:
    trying = contest.folder / "trying.json"
    if not trying.exists():
        row = Row(contest.letter, solver, module.NAME, plain=module.NAME, default=True)
        row.note = f"failed: {error or 'it did not start in time'}"
        return row
    tried = json.loads(trying.read_text())
    row = _named(contest, solver, module, tried["tolerance"])
    if error:
        row.note = f"failed: {error}"
    else:
        # Earlier tolerances have had their part of the limit.
        row.longer_than = min(contest.limits.limit, time.time() - tried["since"])
        row.note = f"ended: > {row.longer_than:.0f} s"
    return row


def environment() -> dict[str, str]:
    """Solvers find this folder, and a development checkout of the package, but no warning on standard error."""
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"}
