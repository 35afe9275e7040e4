"""Does the verdict tell the truth? Simulated tables with a known one, and real tables cut in two.

    python -m benchmarks.verdict [--tables 200] [--real]

Prints, for each setting, how often the verdict names the truth (or a tie), and how far the chosen model's error on
unseen rows is from that of scikit-learn's pipelines: the median ratio to the best of them in the median, and the mean
regret against whichever of them is best on the unseen rows of that table (which nobody can know beforehand).
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.data import truths
from benchmarks.data.truths import Floats, Truth

RIGHT = {"noise": ("mean",), "sparse": ("l1", "elastic_net"), "dense": ("l2",)}
FOLDS = 10


@dataclass(frozen=True)
class Outcome:
    """One table: the verdict, and the error on unseen rows of ours and of each peer."""

    kind: str
    choice: str
    tie: bool
    ours: float
    peers: dict[str, float]

    @property
    def right(self) -> bool:
        return self.tie or self.choice in RIGHT[self.kind]

    @property
    def best(self) -> float:
        return min(self.peers.values())


def peers() -> dict[str, Callable[[], Any]]:
    """scikit-learn pipelines as a user would write them."""
    from sklearn.linear_model import ElasticNetCV, LassoCV, LinearRegression, RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return {
        "OLS": lambda: make_pipeline(StandardScaler(), LinearRegression()),
        "RidgeCV": lambda: make_pipeline(StandardScaler(), RidgeCV(alphas=np.logspace(-3, 5, 50))),
        "LassoCV": lambda: make_pipeline(StandardScaler(), LassoCV(cv=FOLDS)),
        "ElasticNetCV": lambda: make_pipeline(StandardScaler(), ElasticNetCV(l1_ratio=[0.25, 0.5, 0.75], cv=FOLDS)),
    }


def peer_errors(x: Floats, y: Floats, unseen: Callable[[float, Floats], float]) -> dict[str, float]:
    """Error on unseen rows of each peer, its pipeline written out as intercept and coefficients."""
    errors: dict[str, float] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # peers warn of not having converged
        for name, make in peers().items():
            scaler, model = make().fit(x, y)
            coefficients = model.coef_ / scaler.scale_
            errors[name] = unseen(model.intercept_ - scaler.mean_ @ coefficients, coefficients)
    return errors


def compared(x: Floats, y: Floats) -> tuple[Any, float, Floats]:
    """The verdict, intercept and coefficients of the chosen model. All rows are used, as the peers use them."""
    import shrinkage

    names = [f"x{feature}" for feature in range(x.shape[1])]
    columns = {**dict(zip(names, x.T, strict=True)), "y": y}
    found = shrinkage.compare(columns, target="y", test=0, folds=FOLDS, threads=1)
    model = found.models["chosen"]
    return found.verdict, model.intercept, np.array([model.coefficients.get(name, 0.0) for name in names])


def judge(kind: str, x: Floats, y: Floats, unseen: Callable[[float, Floats], float]) -> Outcome:
    """One table, ours and the peers."""
    verdict, intercept, coefficients = compared(x, y)
    return Outcome(kind, verdict.choice, verdict.tie, unseen(intercept, coefficients), peer_errors(x, y, unseen))


def judge_truth(truth: Truth) -> Outcome:
    """A simulated table."""
    return judge(truth.kind, truth.x, truth.y, truth.unseen)


@dataclass(frozen=True)
class Real:
    """A table of numbers only: x (n, p), y (n,)."""

    name: str
    x: Floats
    y: Floats


def judge_real(real: Real, cut: int) -> Outcome:
    """Two thirds of the rows to learn from, one third unseen; ``cut`` numbers the random halvings."""
    order = np.random.default_rng(cut).permutation(len(real.y))
    held, used = np.split(order, [len(order) // 3])

    def unseen(intercept: float, coefficients: Floats) -> float:
        return float(np.sqrt(np.mean((real.y[held] - intercept - real.x[held] @ coefficients) ** 2)))

    return judge("real", real.x[used], real.y[used], unseen)


# name → target, of the small tables of the developers' catalogue
REAL = {
    "diabetes": "target",
    "prostate": "lpsa",
    "hitters": "Salary",
    "boston": "medv",
    "college": "Apps",
    "concrete": "compressive_strength",
}


def real_tables(folder: Path) -> list[Real]:
    """Numeric columns of the small real tables, rows with a missing cell left out."""
    import duckdb

    found: list[Real] = []
    for name, target in REAL.items():
        path = folder / f"{name}.parquet"
        if not path.exists():
            continue
        relation = duckdb.connect().read_parquet(str(path))
        columns = {key: np.ma.filled(value.astype(float), np.nan) for key, value in _numeric(relation).items()}
        whole = np.all([np.isfinite(column) for column in columns.values()], axis=0)
        y = columns.pop(target)[whole]
        found.append(Real(name, np.column_stack([column[whole] for column in columns.values()]), y))
    return found


def _numeric(relation: Any) -> dict[str, Any]:
    fetched = relation.fetchnumpy()
    return {name: np.ma.asarray(values) for name, values in fetched.items() if values.dtype.kind in "iufb"}


HEADER = ("setting", "right or tie", "chosen", "tie", "ours / best peer, medians", "regret, mean", "worst")


def row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """One line of the printed table."""
    ours = np.array([outcome.ours for outcome in outcomes])
    by_peer = {peer: np.array([outcome.peers[peer] for outcome in outcomes]) for peer in outcomes[0].peers}
    best_peer = min(by_peer, key=lambda peer: float(np.median(by_peer[peer])))
    regret = ours / np.array([outcome.best for outcome in outcomes]) - 1
    choices = [outcome.choice for outcome in outcomes]
    chosen = " ".join(f"{choice} {choices.count(choice)}" for choice in sorted(set(choices), key=choices.count)[::-1])
    told = [outcome.right for outcome in outcomes if outcome.kind in RIGHT]  # of real tables nobody knows the truth
    right = f"{np.mean(told):.1%}" if told else ""
    return (
        name,
        right,
        chosen,
        f"{np.mean([outcome.tie for outcome in outcomes]):.0%}",
        f"{float(np.median(ours / by_peer[best_peer])):.4f} {best_peer}",
        f"{float(regret.mean()):+.2%}",
        f"{float(regret.max()):+.1%}",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=200, help="simulated tables a setting")
    parser.add_argument("--real", action="store_true", help="real tables of SHRINKAGE_DATA too, cut --cuts times each")
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    asked = parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = []
    everything: list[Outcome] = []
    with ProcessPoolExecutor(asked.processes, initializer=_one_thread) as pool:
        for kind in truths.KINDS:
            for design in truths.DESIGNS:
                outcomes = list(pool.map(judge_truth, truths.tables(kind, design, asked.tables), chunksize=4))
                rows.append(row(f"{kind}, {design}", outcomes))
                everything += outcomes
                print(f"{kind}, {design}: done", file=sys.stderr)
        folder = os.environ.get("SHRINKAGE_DATA")
        for real in real_tables(Path(folder)) if asked.real and folder else []:
            outcomes = list(pool.map(partial(judge_real, real), range(asked.cuts)))
            rows.append(row(real.name, outcomes))
            everything += outcomes
    rows.append(("all", *row("all", everything)[1:]))
    print(aligned([HEADER, *rows]))


def _one_thread() -> None:
    """Workers share the processors; each keeps to one."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns as wide as they need to be."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in rows
    )


if __name__ == "__main__":
    main()
