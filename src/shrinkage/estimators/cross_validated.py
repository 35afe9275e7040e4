"""Folds × grid → the strength that is taken, for the classes that choose it by cross-validation.

The grid is defined by all rows and the same in every fold. Each piece of work is one training part: made a problem
once, every l1_ratio's path walked on it, each point scored on the rows held out. The fit on all rows is the first of
these pieces, so that nothing remains to be refitted once a point is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any

import numpy as np

from shrinkage.errors import OptionError
from shrinkage.estimators.along import freedom, training_errors
from shrinkage.estimators.curve import CoefficientPath, CvTable
from shrinkage.estimators.resampled import Parts
from shrinkage.path.grid import largest_strength
from shrinkage.path.trace import trace
from shrinkage.problem import Floats, Problem, RowProblem
from shrinkage.selection.criteria import OneStandardError, Rule, choose
from shrinkage.solver.least_squares import by_gram
from shrinkage.solver.solution import Path, Status
from shrinkage.threads import run

# scikit-learn's floor: a largest strength below it is rounding of 0, and every strength of the grid is then this one.
RESOLUTION = float(np.finfo(np.float64).resolution)
# Multiply-adds of all paths and problems below which threads cost more than they bring: about a millisecond.
TINY = 5e6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every fit alike. factors: (p,) or None."""

    ratios: Sequence[float]
    alphas: Any
    eps: float
    factors: Floats | None
    positive: bool
    rule: Rule


@dataclass(frozen=True, slots=True)
class Chosen:
    """tables: one an l1_ratio; which, point: the one taken; path: of the fits on all rows there, in problem's units."""

    tables: tuple[CvTable, ...]
    which: int
    point: int
    problem: Problem
    path: Path

    @property
    def table(self) -> CvTable:
        return self.tables[self.which]


def choose_strength(parts: Parts, asked: Asked, *, rows: int) -> Chosen:
    """Walk every grid on every part and let the rule take a point. rows: n, for what threads are worth."""
    full = parts.train(None)
    grids = [lams_of(full, ratio, asked) for ratio in asked.ratios]

    def walks(fold: int | None) -> list[tuple[Floats, Path]]:
        problem = full if fold is None else parts.train(fold)
        found = []
        for ratio, lams in zip(asked.ratios, grids, strict=True):
            path = walk(problem, lams, ratio, asked.factors, positive=asked.positive)
            coefficients = path.coefficients
            error = training_errors(problem, coefficients) if fold is None else parts.score(fold, coefficients)
            found.append((error, path if fold is None else Path(lams[:0], ratio, coefficients[:0], ())))
        return found

    size = float(parts.folds) * full.features**2 * (rows + sum(lams.size for lams in grids))
    whole, *folds = run(walks, [None, *range(parts.folds)], 1 if size < TINY else None)
    tables = []
    for index, (train_mse, path) in enumerate(whole):
        fold_mse = np.stack([fold[index][0] for fold in folds])
        tables.append(_table(full, path, fold_mse, train_mse, asked))
    choice = choose(asked.rule, tables)
    tables[choice.table] = replace(tables[choice.table], chosen=choice.point)
    return Chosen(tuple(tables), choice.table, choice.point, full, whole[choice.table][1])


def lams_of(problem: Problem, ratio: float, asked: Asked) -> Floats:
    """(m,) strengths, strongest first: as given, or laid from the smallest that leaves no feature down to eps of it."""
    if not isinstance(asked.alphas, Integral):
        return np.sort(np.asarray(asked.alphas, dtype=np.float64))[::-1]
    if ratio == 0:
        raise OptionError(
            "no grid of alphas can be laid for l1_ratio=0, because an L2 penalty alone leaves no feature out at any "
            "strength; give alphas= as an array, or use RidgeCV."
        )
    return lay(largest_strength(problem, ratio, asked.factors, positive=asked.positive), asked.eps, int(asked.alphas))


def lay(largest: float, eps: float, points: int) -> Floats:
    """scikit-learn's grid (points,) from ``largest`` down to eps·largest, equally spaced in logarithm."""
    if largest <= RESOLUTION:
        return np.full(points, RESOLUTION)
    return np.geomspace(largest, largest * eps, num=points)


def walk(
    problem: Problem,
    lams: Floats,
    ratio: float,
    factors: Floats | None = None,
    *,
    positive: bool = False,
    start: Floats | None = None,
) -> Path:
    """``path.trace`` over strengths that may end in 0, where there is no penalty whatever its kind."""
    above = int(np.count_nonzero(lams > 0))
    first = trace(problem, lams[:above], ratio, factors=factors, positive=positive, start=start) if above else None
    if first is not None and above == lams.size:
        return first
    near = first.coefficients[-1] if first is not None else start
    last = _free(problem, lams[above:], factors, positive, near)
    if first is None:
        return replace(last, l1_ratio=ratio)
    coefficients = np.vstack((first.coefficients, last.coefficients))
    steps = (first.steps or (1,) * above) + (last.steps or (1,) * (lams.size - above))
    return Path(lams, ratio, coefficients, first.statuses + last.statuses, steps)


def _free(problem: Problem, zeros: Floats, factors: Floats | None, positive: bool, start: Floats | None) -> Path:
    """Least squares, as often as strength 0 is asked for; of least norm where columns depend on each other."""
    if positive or isinstance(problem, RowProblem):
        return trace(problem, zeros, 1.0, factors=factors, positive=positive, start=start)
    members = np.ones(problem.features) if factors is None else np.isfinite(factors).astype(float)
    alone = replace(problem, gram=problem.gram * np.outer(members, members), xty=problem.xty * members)
    coefficients = np.tile(by_gram(alone).coefficients, (zeros.size, 1))
    return Path(zeros, 1.0, coefficients, (Status.SOLVED,) * zeros.size)


def _table(full: Problem, path: Path, fold_mse: Floats, train_mse: Floats, asked: Asked) -> CvTable:
    table = CvTable(
        alphas=path.lams,
        lams=path.lams,
        l1_ratio=path.l1_ratio,
        fold_mse=fold_mse,
        train_mse=train_mse,
        nonzero=path.nonzero,
        degrees_of_freedom=freedom(full, path, asked.factors),
        null_mse=full.yy,
        rows=full.rows,
        weight=full.weight,
        features=full.features,
    )
    usable = fold_mse.shape[0] > 1 and np.isfinite(table.cv_mse).any()
    return replace(table, one_standard_error=OneStandardError()(table)) if usable else table


def coefficient_path(chosen: Chosen, intercept: Floats, coef: Floats, names: tuple[str, ...]) -> CoefficientPath:
    """``path_`` from the coefficients (m, p) and intercepts (m,) in original units."""
    table = chosen.table
    return CoefficientPath(
        alphas=table.alphas,
        coef=coef,
        intercept=np.broadcast_to(intercept, table.alphas.shape).copy(),
        l1_ratio=table.l1_ratio,
        nonzero=table.nonzero,
        degrees_of_freedom=table.degrees_of_freedom,
        feature_names=names,
        chosen=table.chosen,
        one_standard_error=table.one_standard_error,
    )
