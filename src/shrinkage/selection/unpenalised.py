"""The model `none`: least squares on every part, of minimum norm in standardised units where columns depend.

A Gram resolves ratios of singular values to about 1e-7 only, which is plenty until columns are nearly dependent; then
only the rows can tell a dependency from a direction that is merely short. In order of cost:

1. every part's correlation matrix has eigenvalues within 1e10 of each other: the Gram is right;
2. reading the rows again costs next to nothing (a small table): triangular factors settle it;
3. one pass over the rows measures the length ‖Z v‖/√W of each weak direction v; if all are 0 to rounding
   (≤ max(n, p)·eps of the largest singular value) they are true dependencies, and the Gram without them is right;
4. otherwise triangular factors after all.

Without rows (moments alone) eigenvalues below 1e-12 of the largest are dropped, and the status says how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from shrinkage.path.trace import trace
from shrinkage.problem import Factored, Floats, LeastSquares, Quadratic, Rereading, Resamples
from shrinkage.selection.table import Table
from shrinkage.selection.validate import Curve, Setting, training_mse
from shrinkage.solver.least_squares import FILE_CUTOFF, GramFit, by_gram, by_rows
from shrinkage.solver.solution import Status
from shrinkage.threads import run


@dataclass(frozen=True, slots=True)
class Unpenalised:
    """A curve of one point (lam 0), the rank of the full training part, and a sentence on how it was solved."""

    curve: Curve
    rank: int | None
    status: str

    @property
    def degrees_of_freedom(self) -> int:
        """The rank; where bounds are active, the coefficients that are free of them."""
        return int(np.count_nonzero(self.curve.coefficients)) if self.rank is None else self.rank


@dataclass(frozen=True, slots=True)
class _Fit:
    """One part: coefficients (p,), rank, held-out error (training error for the full part)."""

    coefficients: Floats
    rank: int | None
    mse: float


def least_squares(resamples: Resamples, rereading: Rereading | None, setting: Setting) -> Unpenalised:
    """`none` on the full part and on every fold, by the cheapest way that is right for all of them."""
    if setting.positive:
        return _bounded(resamples, setting)
    members = _members(setting)
    parts: list[int | None] = [None, *range(resamples.folds)]
    full = resamples.train(None)
    if rereading is not None and rereading.cheap and full.rows <= full.features:
        # Every Gram is singular for want of rows; decomposing them to learn that is the costly part of wide tables.
        return _from_factors(rereading.factors(), parts, members, int(np.count_nonzero(full.gram.diagonal())), setting)

    def fit(part: int | None) -> GramFit:
        return _by_gram(resamples.train(part), members)

    fits = run(fit, parts, setting.threads)
    if not any(fitted.weak.shape[1] for fitted in fits):
        return _from_gram(resamples, parts, fits, setting, Status.SOLVED.value)
    if rereading is None:
        return _from_moments_alone(resamples, parts, members, setting)
    if not rereading.cheap and _null(resamples, rereading, parts, fits):
        status = _status("on the Gram, its dependencies checked on the rows", fits[0].rank, _used(fits[0]))
        return _from_gram(resamples, parts, fits, setting, status)
    return _from_factors(rereading.factors(), parts, members, _used(fits[0]), setting)


def _used(fitted: GramFit) -> int:
    """Columns that vary."""
    return fitted.rank + fitted.weak.shape[1]


def _members(setting: Setting) -> Floats | None:
    """Which features (p,) may be used at all, as booleans; None for all of them."""
    factors = setting.factors
    return None if factors is None or np.isfinite(factors).all() else np.isfinite(factors).astype(float)


def _by_gram(problem: Quadratic, members: Floats | None, cutoff: float | None = None) -> GramFit:
    """``by_gram`` without excluded columns: their rows and columns are zeroed, as those of a constant column are."""
    if members is not None:
        problem = replace(problem, gram=problem.gram * np.outer(members, members), xty=problem.xty * members)
    return by_gram(problem) if cutoff is None else by_gram(problem, cutoff)


def _null(resamples: Resamples, rereading: Rereading, parts: Sequence[int | None], fits: Sequence[GramFit]) -> bool:
    """Whether every weak direction of every part is a true dependency among its columns."""
    weak: Mapping[int | None, Floats] = {
        part: fitted.weak for part, fitted in zip(parts, fits, strict=True) if fitted.weak.shape[1]
    }
    norms = rereading.norms(weak)
    return all(bool(np.all(norms[part] <= rounding(resamples.train(part)))) for part in weak)


def rounding(problem: Quadratic) -> float:
    """max(n, p)·eps·s₁: the size of a singular value that is exactly 0; s₁² the correlation matrix's largest."""
    scale = np.sqrt(np.maximum(np.diagonal(problem.gram), 0.0))
    used = scale > 0
    correlation = problem.gram[np.ix_(used, used)] / np.outer(scale[used], scale[used])
    largest = float(np.linalg.eigvalsh(correlation)[-1]) if used.any() else 0.0
    return max(problem.rows, problem.features) * float(np.finfo(np.float64).eps) * sqrt(largest)


def _from_gram(
    resamples: Resamples, parts: Sequence[int | None], fits: Sequence[GramFit], setting: Setting, status: str
) -> Unpenalised:
    def score(index: int) -> _Fit:
        part, fitted = parts[index], fits[index]
        row = fitted.coefficients[None, :]
        mse = training_mse(resamples.train(part), row) if part is None else resamples.score(part, row)
        return _Fit(fitted.coefficients, fitted.rank, float(mse[0]))

    return _unpenalised(run(score, range(len(parts)), setting.threads), status)


def _from_moments_alone(
    resamples: Resamples, parts: Sequence[int | None], members: Floats | None, setting: Setting
) -> Unpenalised:
    def fit(part: int | None) -> GramFit:
        return _by_gram(resamples.train(part), members, FILE_CUTOFF)

    fits = run(fit, parts, setting.threads)
    dropped = fits[0].weak.shape[1]
    status = (
        f"Solved from moments alone: {dropped} of {dropped + fits[0].rank} directions, below 1e-12 of the largest "
        "eigenvalue, were dropped, because without rows a dependency cannot be told from rounding."
        if dropped
        else "Solved from moments alone: some directions are so short that digits were lost along them."
    )
    return _from_gram(resamples, parts, fits, setting, status)


def _from_factors(
    factored: Factored, parts: Sequence[int | None], members: Floats | None, used: int, setting: Setting
) -> Unpenalised:
    def fit(part: int | None) -> _Fit:
        problem = factored.train(part)
        if members is not None:
            problem = replace(problem, columns=problem.columns * members)
        coefficients, rank = by_rows(problem)
        mse = _residual(problem, coefficients) if part is None else factored.score(part, coefficients[None, :])[0]
        return _Fit(coefficients, rank, float(mse))

    fits = run(fit, parts, setting.threads)
    return _unpenalised(fits, _status("from triangular factors of the rows", fits[0].rank, used))


def _residual(problem: LeastSquares, coefficients: Floats) -> float:
    residual = problem.target - problem.columns @ coefficients
    return float(residual @ residual)


def _status(how: str, rank: int | None, used: int) -> str:
    """How it was solved; with the rank where columns depend on each other."""
    if rank is None or rank >= used:
        return f"Solved {how}."
    return (
        f"Solved {how}: columns depend on each other (rank {rank} of {used}), so this is the solution of smallest norm."
    )


def _bounded(resamples: Resamples, setting: Setting) -> Unpenalised:
    """Least squares with coefficients held at or above 0 (Lawson & Hanson 1974), by the active-set solver at lam 0."""

    def fit(part: int | None) -> tuple[_Fit, Status]:
        problem = resamples.train(part)
        path = trace(problem, np.zeros(1), 1.0, factors=setting.factors, positive=True)
        row = path.coefficients
        mse = training_mse(problem, row) if part is None else resamples.score(part, row)
        return _Fit(row[0], None, float(mse[0])), path.statuses[0]

    fits = run(fit, [None, *range(resamples.folds)], setting.threads)
    worst = next((status for _, status in fits if not status.solved), Status.SOLVED)
    return _unpenalised([fitted for fitted, _ in fits], worst.value)


def _unpenalised(fits: Sequence[_Fit], status: str) -> Unpenalised:
    whole, *folds = fits
    table = Table(np.zeros(1), 0.0, np.array([[fold.mse] for fold in folds]))
    support = np.stack([np.packbits(fold.coefficients[None, :] != 0, axis=1) for fold in folds])
    curve = Curve(table, whole.coefficients[None, :], np.array([whole.mse]), (Status.SOLVED,), support)
    return Unpenalised(curve, whole.rank, status)
