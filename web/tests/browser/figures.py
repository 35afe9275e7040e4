"""Whether what figures of a report save as CSV is what Python says: ``python figures.py FOLDER`` reads
{"threshold": [table, …], "ball": […], "epochs": […], "coefficients": […], "selection": […]} on standard input, a table
being {"heads": […], "rows": [[cell, …], …], "words": what the slider says, "way": the button that is chosen}. It
writes a list of what is wrong.

Nothing here shares code with the page: problems are solved on FOLDER/problem.npz, and FOLDER/record.json is the record.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.epochs import epochs as train

KERNEL = 1e-6
EXACT = 1e-12
RATIOS = {"L1": 1.0, "L2": 0.0, "Elastic": 0.5}

Table = dict[str, Any]


class Report:
    """A report's record and its training problem."""

    def __init__(self, folder: Path) -> None:
        self.record = json.loads((folder / "record.json").read_text("utf-8"))
        with np.load(folder / "problem.npz") as data:
            self.problem = Quadratic(
                data["gram"], data["xty"], float(data["yy"]), float(data["weight"]), int(data["rows"])
            )
        self.names = [feature["name"] for feature in self.record["features"]]

    def of(self, *features: int) -> Quadratic:
        """The problem of these features alone."""
        at = list(features)
        return Quadratic(
            np.ascontiguousarray(self.problem.gram[np.ix_(at, at)]),
            self.problem.xty[at],
            self.problem.yy,
            self.problem.weight,
            self.problem.rows,
        )


def columns(table: Table) -> dict[str, list[str]]:
    return {head: [row[at] for row in table["rows"]] for at, head in enumerate(table["heads"])}


def numbers(cells: list[str]) -> Floats:
    return np.array([float(cell) if cell else np.nan for cell in cells])


def apart(found: Floats, right: Floats, tolerance: float) -> bool:
    """Whether they differ, or one is exactly 0 where the other is not."""
    size = max(float(np.max(np.abs(right), initial=0.0)), 1e-300)
    return bool(np.any((found == 0) != (right == 0)) or np.max(np.abs(found - right), initial=0.0) > tolerance * size)


def said(words: str) -> float:
    """The strength in `lambda 23.08 (textbook …`, as it is shown."""
    found = re.search(r"lambda ([\d.,]+(?:e[-+]?\d+)?)", words)
    assert found, words
    return float(found[1].replace(",", ""))


def coefficients(report: Report, table: Table) -> Iterator[str]:
    saved = columns(table)
    assert saved["feature"] == report.names
    models = report.record["models"]
    shown = {"no penalty": "none", "L1": "l1", "L2": "l2", "elastic net": "elastic_net"}
    seen = 0
    for head, cells in saved.items():
        model = next((key for words, key in shown.items() if head.startswith(words)), None)
        if model is None or "this strength" in head:
            continue
        part = "coefficients" if "original" in head else "standardized"
        right = np.array([models[model][part][name] for name in report.names])
        seen += 1
        if apart(numbers(cells), right, EXACT):
            yield f"{head}: not the record's {part} of {model}"
    if seen < 8:
        yield f"only {seen} columns of four models in two units are there"


def selection(report: Report, table: Table) -> Iterator[str]:
    saved = columns(table)
    for head, cells in saved.items():
        if not head.endswith("share of folds"):
            continue
        model = "l1" if head.startswith("L1") else "elastic_net"
        frequency = report.record["models"][model]["selection_frequency"]
        shares = np.array([frequency[name] for name in saved["feature"]])
        if apart(numbers(cells), shares, EXACT):
            yield f"{head}: not the record's selection_frequency of {model}"
        folds = re.sub("share of folds$", "folds of", head)
        counts = next(numbers(cells) for other, cells in saved.items() if other.startswith(folds))
        split = report.record["split"]
        if apart(counts, shares * split["folds"] * split["repeats"], EXACT):
            yield f"{head}: counts are not those of the shares"
    if len(saved) < 3 or sorted(saved["feature"]) != sorted(report.names):
        yield "features or models are missing"


def threshold(report: Report, table: Table) -> Iterator[str]:
    """Soft threshold and proportional shrinkage of what each feature would get alone; lambda follows from values."""
    saved = columns(table)
    at = [report.names.index(name) for name in saved["feature"]]
    alone = report.problem.xty[at] / np.diag(report.problem.gram)[at]
    if apart(numbers(saved["least squares"]), alone, EXACT):
        yield "least squares is not each feature's own"
    soft = numbers(next(cells for head, cells in saved.items() if head.startswith("L1 at")))
    if soft.any():
        taken = (np.abs(alone) - np.abs(soft))[soft != 0]
        lam = float(taken.mean())
        right = np.sign(alone) * np.maximum(np.abs(alone) - lam, 0.0)
        near = np.abs(np.abs(alone) - lam) <= KERNEL * lam  # as near to its kink as rounding
        if apart(soft[~near], right[~near], 1e-10):
            yield f"L1 takes {taken.min()} to {taken.max()} off"
        if abs(lam - said(table["words"])) > 6e-4 * lam + 1e-12:
            yield f"lambda is {lam} in the numbers, and the slider says {table['words']!r}"
    shrunk = numbers(next(cells for head, cells in saved.items() if head.startswith("L2 at")))
    share = shrunk / alone
    if np.ptp(share) > 1e-10 or not 0 <= share.mean() <= 1:
        yield f"L2 leaves {share.min()} to {share.max()}"


def ball(report: Report, table: Table) -> Iterator[str]:
    """Two features: the solution shown, the other penalty at the same fit, least squares and points of the path."""
    saved = columns(table)
    pair = [head.removeprefix("coefficient of ") for head in table["heads"] if head.startswith("coefficient of ")]
    problem = report.of(*(report.names.index(name) for name in pair))
    fits: list[float] = []
    for row, what in enumerate(saved["what"]):
        lam = float(saved["lambda"][row])
        found = np.array([float(saved[f"coefficient of {name}"][row]) for name in pair])
        ratio = RATIOS[re.split("[ ,]", what)[0]] if lam else 0.0
        wanted = trace(problem, np.array([lam]), ratio).coefficients[0] if lam else np.linalg.solve(*system(problem))
        # At the strength where one leaves, rounding decides whether it has.
        if apart(np.where(np.abs(found) < 1e-9, 0, found), np.where(np.abs(wanted) < 1e-9, 0, wanted), KERNEL):
            yield f"{what} at {lam}: {found.tolist()}, not {wanted.tolist()}"
        loss = saved["½ mean squared error"][row]
        if loss and abs(float(loss) / problem.smooth(wanted) - 1) > KERNEL:
            yield f"{what}: ½ mean squared error {loss}, not {problem.smooth(wanted)}"
        if lam:
            yield from forces(problem, ElasticNet(lam, ratio), wanted, row, saved, pair)
        if "shown" in what or "same fit" in what:
            fits.append(float(loss))
    if len(fits) == 2 and abs(fits[0] / fits[1] - 1) > KERNEL:
        yield f"the two penalties are not at the same fit: {fits}"


def system(problem: Quadratic) -> tuple[Floats, Floats]:
    return problem.gram, problem.xty


def forces(
    problem: Quadratic, penalty: ElasticNet, w: Floats, row: int, saved: dict[str, list[str]], pair: list[str]
) -> Iterator[str]:
    """Size of the ball, and what pulls each coefficient away from 0 and holds it there."""
    lam, ratio = penalty.lam, penalty.l1_ratio
    size = ratio * np.abs(w).sum() + 0.5 * (1 - ratio) * (w @ w)
    pulls = problem.correlation(w)
    holds = lam * (ratio + (1 - ratio) * np.abs(w))
    unit = float(np.abs(problem.xty).max())
    wanted = {"size of the budget": (size, max(size, 1e-12))}
    for name, pull, hold in zip(pair, pulls, holds, strict=True):
        wanted[f"pull of the loss on {name}"] = (abs(pull), unit)
        wanted[f"hold of the penalty on {name}"] = (hold, unit)
    for head, (right, scale) in wanted.items():
        found = abs(float(saved[head][row]))
        if abs(found - right) > KERNEL * scale:
            yield f"{saved['what'][row]} at {lam}: {head} is {found}, not {right}"


def epochs(report: Report, table: Table) -> Iterator[str]:
    """Every epoch is that of Python's trainer, at the strength that losses and weights tell."""
    saved = columns(table)
    problem, scale = report.problem, 2.0 * report.problem.weight
    for model, ratio in (("L1", 1.0), ("L2", 0.0)):
        weights = np.column_stack([numbers(saved[f"{model} {name}"]) for name in report.names])
        losses, gaps = numbers(saved[f"{model} loss"]) / scale, numbers(saved[f"{model} relative gap"])
        zeros = numbers(saved[f"{model} exact zeros"])
        if np.any(zeros != (weights == 0).sum(axis=1)):
            yield f"{model}: exact zeros are counted wrong"
        sizes = np.abs(weights).sum(axis=1) if ratio else 0.5 * (weights**2).sum(axis=1)
        last = int(np.argmax(sizes))
        if not sizes[last] > 0:
            continue  # nothing but zeros at this strength: the loss tells no lambda
        lam = float((losses[last] - problem.smooth(weights[last])) / sizes[last])
        lam = lam if lam > 1e-11 * np.abs(problem.xty).max() else 0.0  # the slider's end: no penalty
        if model == "L1" and abs(lam - said(table["words"])) > 6e-4 * lam:
            yield f"L1: lambda is {lam} in the numbers, and the slider says {table['words']!r}"
        right = list(train(problem, ElasticNet(lam, ratio), optimizer=table["way"], epochs=len(losses)))
        size = max(float(np.abs(epoch.coefficients).max()) for epoch in right)
        for row, epoch in enumerate(right):
            wrong = np.abs(weights[row] - epoch.coefficients).max() > KERNEL * size
            wrong |= abs(losses[row] / epoch.loss - 1) > KERNEL
            wrong |= not (
                gaps[row] >= 0 and abs(gaps[row] - epoch.relative_gap) <= KERNEL * max(epoch.relative_gap, 1e-3)
            )
            if wrong:
                yield f"{model} at {lam}: epoch {epoch.number} is not Python's"
                break


CHECKS: dict[str, Callable[[Report, Table], Iterator[str]]] = {
    "coefficients": coefficients,
    "selection": selection,
    "threshold": threshold,
    "ball": ball,
    "epochs": epochs,
}

if __name__ == "__main__":
    report = Report(Path(sys.argv[1]))
    wrong = [
        f"{figure}, at {table['words']!r}: {words}"
        for figure, tables in json.load(sys.stdin).items()
        for table in tables
        for words in CHECKS[figure](report, table)
    ]
    json.dump(wrong, sys.stdout)
