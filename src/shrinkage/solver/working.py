"""L1 and elastic net where there are more columns than a Gram has room for: a Gram of the columns in play alone.

Few coefficients are not zero, so that all the others enter through one test, |Z'r|ⱼ ≤ lam·ρ·fⱼ. At each strength:

    1. solve on the Gram of the working set (the active-set path of kernel/newton.hpp: exact);
    2. pull the residual: one pass over X; columns that break the test join, those that break it most first;
    3. repeat until none does.

The set only grows, so that this ends; along a path it starts from the last strength's. Working sets: Johnson & Guestrin
2015 (Blitz); Massias, Gramfort & Salmon 2018 (Celer). Ridge has no zeros; it is solved among the rows (``wide.py``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shrinkage.penalty import lambda_max
from shrinkage.problem import Floats, LeastSquares, Quadratic, RowProblem
from shrinkage.solver.gram import gram_path
from shrinkage.solver.least_squares import by_rows
from shrinkage.solver.solution import Path, Status
from shrinkage.solver.wide import RowSpectrum

# Columns that join at once: at least so many, or half as many as there are already.
JOIN = 32
# Strengths between lam_max and the first wanted, each this much below the last: sets then hold little that is not used.
APPROACH = 4.0
# A correlation may exceed its bound by this much of the largest possible: rounding.
TOLERANCE = 1e-13


class _Working:
    """The columns in play and their Gram; dense ones written out, since there are few rows then."""

    def __init__(self, problem: RowProblem) -> None:
        self._problem = problem
        self.members: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._columns: Floats = np.zeros((problem.root.shape[0], 0))
        self._gram: Floats = np.zeros((0, 0))

    def add(self, members: NDArray[np.int64]) -> None:
        old = self.members.size
        gram: Floats = np.empty((old + members.size, old + members.size))
        gram[:old, :old] = self._gram
        self._gram = gram
        self.members = np.append(self.members, members)
        if self._problem.sparse:
            gram[:, old:] = self._problem.products(self.members, members)
        else:
            self._columns = np.hstack((self._columns, self._problem.columns(members)))
            gram[:, old:] = self._columns.T @ self._columns[:, old:]
        gram[old:, :old] = gram[:old, old:].T
        new = gram[old:, old:]
        new[:] = 0.5 * (new + new.T)

    def problem(self) -> Quadratic:
        whole = self._problem
        return Quadratic(self._gram, whole.xty[self.members], whole.yy, whole.weight, whole.rows)

    def residual(self, coefficients: Floats) -> Floats:
        """Of coefficients (p,) that are zero outside the set."""
        if self._problem.sparse:
            return self._problem.residual(coefficients)
        return self._problem.target - self._columns @ coefficients[self.members]


def row_path(
    problem: RowProblem,
    lams: Floats,
    l1_ratio: float,
    *,
    factors: Floats | None = None,
    positive: bool = False,
    start: Floats | None = None,
) -> Path:
    """Solutions at each of lams (m,), best given in decreasing order; as ``gram_path``, of columns in play alone."""
    lams = np.asarray(lams, dtype=float)
    f = np.ones(problem.features) if factors is None else factors
    if l1_ratio == 0 and not positive and np.all(lams > 0):
        return Path(lams, l1_ratio, RowSpectrum(problem, f).path(lams), (Status.SOLVED,) * lams.size)
    walk = _Walk(problem, l1_ratio, f, positive, start)
    above = np.zeros(0) if start is not None else _approach(problem, float(lams[0]), l1_ratio, f, positive)
    for lam in above:
        walk.to(float(lam))
    coefficients, statuses, steps = np.zeros((lams.size, problem.features)), list[Status](), list[int]()
    for place, lam in enumerate(lams):
        before = walk.steps
        if lam == 0 and not positive:
            coefficients[place] = _least_squares(problem, f)
            statuses.append(Status.SOLVED)
        else:
            statuses.append(walk.to(float(lam)))
            coefficients[place] = walk.coefficients
        steps.append(walk.steps - before)
    return Path(lams, l1_ratio, coefficients, tuple(statuses), tuple(steps))


def _approach(problem: RowProblem, lam: float, l1_ratio: float, f: Floats, positive: bool) -> Floats:
    """A few strengths from lambda_max down to the first one wanted, which is not among them."""
    if l1_ratio == 0 or lam == 0:
        return np.zeros(0)
    top = lambda_max(problem.xty, l1_ratio, f, positive=positive)
    points = int(np.ceil(np.log(max(top / lam, 1.0)) / np.log(APPROACH)))
    return top * (lam / max(top, lam)) ** (np.arange(1, points) / max(points, 1))


class _Walk:
    """Coefficients, and the columns in play with their Gram, carried from one strength to the next; steps so far."""

    def __init__(self, problem: RowProblem, l1_ratio: float, f: Floats, positive: bool, start: Floats | None) -> None:
        self._problem, self._l1_ratio, self._f, self._positive = problem, l1_ratio, f, positive
        self._tolerance = TOLERANCE * np.sqrt(problem.yy) * problem.length
        w = np.zeros(problem.features) if start is None else start
        self.coefficients: Floats = np.where(np.isfinite(f) & (problem.length > 0), w, 0.0)
        self.steps = 0
        self._working = _Working(problem)
        self._working.add(np.flatnonzero((self.coefficients != 0) | ((f == 0) & (problem.length > 0))))

    def to(self, lam: float) -> Status:
        """Solve at lam: the set grows until no column outside it breaks its bound."""
        bound = np.full(self._f.shape, np.inf)
        bound[np.isfinite(self._f)] = lam * self._l1_ratio * self._f[np.isfinite(self._f)]
        while True:
            status = self._solve(lam)
            pull = self._problem.pull(self._working.residual(self.coefficients))
            excess = (pull if self._positive else np.abs(pull)) - bound
            excess[self._working.members] = -np.inf
            broken = np.flatnonzero(excess > self._tolerance)
            if not broken.size:
                return status
            most = max(JOIN, self._working.members.size // 2)
            if broken.size > most:
                broken = broken[np.argpartition(-excess[broken], most)[:most]]
            self._working.add(np.sort(broken))

    def _solve(self, lam: float) -> Status:
        members = self._working.members
        if not members.size:
            return Status.SOLVED
        path = gram_path(
            self._working.problem(),
            np.array([lam]),
            self._l1_ratio,
            factors=self._f[members],
            positive=self._positive,
            start=self.coefficients[members],
        )
        self.steps += sum(path.steps)
        self.coefficients = np.zeros_like(self.coefficients)
        self.coefficients[members] = path.coefficients[0]
        return path.statuses[0]


def _least_squares(problem: RowProblem, f: Floats) -> Floats:
    """Strength 0 (p,): of least norm in standardised units. Writes the columns out."""
    members = np.flatnonzero(np.isfinite(f) & (problem.length > 0))
    w = np.zeros(problem.features)
    columns = LeastSquares(problem.columns(members), problem.target, problem.weight, problem.rows)
    w[members] = by_rows(columns)[0]
    return w
