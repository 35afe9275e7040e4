"""What Python says at strengths, and of what a page says there: ``python answers.py problem.npz``, reading
{"l1": [{"lambda": …, "standardised": [[feature, value], …]}, …], …}.

Solved on the training problem itself, whatever the record carries. L1 and elastic net by the active-set path, each held
to its certificate; L2 by a decomposition refined on the problem's residuals, and by a factor where that is not enough.

Columns that depend on each other (levels of one column, or missing cells that go together) leave L1 more than one
solution. ``off`` is what tells right from wrong there: how far the page's fitted values are from Python's, in standard
deviations of the target, and its penalty in units of Python's. Features that the page does not give are taken as here.
``rounding``: how well a double resolves L2's solution, eps·(d₁² + lambda)/(dₚ² + lambda); neither side knows it better.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from shrinkage.path.freedom import degrees_of_freedom
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate

CERTAIN = 1e-10


Asked = dict[str, list[dict[str, Any]]]


def answers(file: Path, asked: Asked) -> dict[str, list[dict[str, Any]]]:
    with np.load(file) as saved:
        data = {name: saved[name] for name in saved.files}
    problem = Quadratic(data["gram"], data["xty"], float(data["yy"]), float(data["weight"]), int(data["rows"]))
    ratios = {"l1": 1.0, "l2": 0.0, "elastic_net": float(data["l1_ratio"])}
    varying = np.flatnonzero(np.diag(problem.gram))
    unique = bool(np.linalg.matrix_rank(problem.gram, hermitian=True) == varying.size)
    values = np.maximum(np.linalg.eigvalsh(problem.gram[np.ix_(varying, varying)]), 0.0)
    return {
        name: [
            {
                **answer,
                "unique": unique or name != "l1",
                "off": off(problem, data["factors"], given, answer),
                "rounding": resolved(values, answer["lambda"]) if name == "l2" else 0.0,
            }
            for given, answer in zip(all_, at_strengths(problem, all_, ratios[name], data), strict=True)
        ]
        for name, all_ in asked.items()
    }


def resolved(values: Floats, lam: float) -> float:
    return float(np.finfo(np.float64).eps * (values[-1] + lam) / (values[0] + lam))


def off(problem: Quadratic, factors: Floats, given: dict[str, Any], answer: dict[str, Any]) -> float:
    """The larger of both distances of the page from Python."""
    mine = np.array(answer["standardised"])
    page = mine.copy()
    for feature, value in given["standardised"]:
        page[feature] = value
    apart = page - mine
    fitted = np.sqrt(max(float(apart @ (problem.gram @ apart)), 0.0) / problem.yy)
    penalised = np.isfinite(factors)
    sizes = [float(factors[penalised] @ np.abs(w[penalised])) for w in (page, mine)]
    return max(float(fitted), abs(sizes[0] - sizes[1]) / max(sizes[1], 1e-300) if max(sizes) > 0 else 0.0)


def at_strengths(
    problem: Quadratic, asked: list[dict[str, Any]], l1_ratio: float, data: dict[str, Floats]
) -> list[dict[str, Any]]:
    """One answer a strength, in the order asked."""
    lams, factors = np.array([each["lambda"] for each in asked]), data["factors"]
    order = np.argsort(-lams, kind="stable")
    path = trace(problem, lams[order], l1_ratio, factors)
    freedom = degrees_of_freedom(problem, path, factors)
    scale = data["scale"]
    found: dict[int, dict[str, Any]] = {}
    for row, place in enumerate(order.tolist()):
        w = path.coefficients[row]
        gap = certificate(problem, ElasticNet(float(path.lams[row]), l1_ratio, factors), w).relative_gap
        if not gap <= CERTAIN:
            raise SystemExit(f"the answer at {path.lams[row]!r} is off by a relative gap of {gap}")
        own = np.divide(w, scale, out=np.zeros_like(w), where=scale > 0)
        found[place] = {
            "lambda": float(path.lams[row]),
            "standardised": w.tolist(),
            "original": own.tolist(),
            "intercept": float(data["target_mean"] - own @ data["center"]),
            "nonzero": int(np.count_nonzero(w)),
            "degrees_of_freedom": float(freedom[row]),
            "train_rmse": float(np.sqrt(2 * problem.smooth(w))),
        }
    return [found[place] for place in range(lams.size)]


if __name__ == "__main__":
    json.dump(answers(Path(sys.argv[1]), json.load(sys.stdin)), sys.stdout)
