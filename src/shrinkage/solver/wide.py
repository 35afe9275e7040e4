"""L2 where there are more columns than rows: n×n products of rows instead of p×p products of columns.

Of the rows Z = diag(√(v/W)) (X − 1 center') diag(1/scale) and the target t, penalty factors F = diag f:

    w(lam) = (Z'Z + lam·F)⁻¹ Z't = F⁻¹ Z' a,     a = (K + lam)⁻¹ t,     K = Z F⁻¹ Z' = U Λ U'

(Saunders, Gammerman & Vovk 1998). One decomposition of K serves every strength and every target. Free columns (f = 0),
and √(v/W), which is what an intercept fits, are projected out of K and t first; the axes they span are no part of U.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shrinkage.problem import CELLS, Floats, RowProblem

# Solving and then refining, until residuals are rounding of the target: columns of scales that differ by 1e6 need two
# refinements for eight digits.
ROUNDS = 4


class RowSpectrum:
    """The eigendecomposition of K: n²p + n³ once; each strength then costs a few passes over X.

    intercept: whether there is one. values: (k,) ascending, vectors: (n, k), of what is neither free nor fitted by it.
    """

    def __init__(self, problem: RowProblem, factors: Floats | None = None, *, intercept: bool = False) -> None:
        self._problem = problem
        f = np.ones(problem.features) if factors is None else factors
        usable = np.isfinite(f) & (problem.length > 0)
        self._free = np.flatnonzero(usable & (f == 0))
        self._inverse = np.divide(1.0, f, out=np.zeros_like(f), where=usable & (f > 0))
        beside = problem.columns(self._free)
        free = _basis(beside)
        self._regressed = _regression(beside, problem.length[self._free])
        self._free_rank = free.shape[1]
        self._basis = _basis(np.column_stack((problem.root, free))) if intercept else free
        self.values, self.vectors = self._decomposed()

    @property
    def largest(self) -> float:
        """d₁², the largest eigenvalue: that of the Gram of the penalised columns too."""
        return float(self.values[-1]) if self.values.size else 0.0

    def path(self, lams: Floats, problem: RowProblem | None = None) -> Floats:
        """Coefficients (m, p) at strengths lams (m,), each > 0; of another target, if a problem of the same X is given.

        Refined on residuals of the rows themselves: products of rows have rounding that a weak strength would show.
        """
        problem = self._problem if problem is None else problem
        lams = np.asarray(lams, dtype=float)
        # Along what no column explains, a = t/lam would only be rounding that Z' lets through.
        told = self.values > problem.root.size * np.finfo(float).eps * self.largest
        values, vectors = self.values[told, None], self.vectors[:, told]
        target = self._rest(problem.target)[:, None]
        dual = np.zeros((target.shape[0], lams.size))
        enough = 4.0 * np.finfo(float).eps * np.linalg.norm(target)
        for _ in range(ROUNDS):
            left = target - lams * dual - self._rest(self._fitted(dual))
            if np.linalg.norm(left, axis=0).max(initial=0.0) <= enough:
                break
            dual += self._rest(vectors @ ((vectors.T @ left) / (values + lams)))
        found = np.empty((lams.size, problem.features))
        fitted = self._fitted(dual, found)
        if self._free.size:
            found[:, self._free] = (self._regressed @ (problem.target[:, None] - fitted)).T
        return found

    def degrees_of_freedom(self, lams: Floats) -> Floats:
        """Effective degrees of freedom (m,), the intercept not counted."""
        lams = np.asarray(lams, dtype=float)[:, None]
        return (self.values / (self.values + lams)).sum(axis=1) + self._free_rank

    def _rest(self, r: Floats) -> Floats:
        """What neither free columns nor an intercept explain."""
        return r - self._basis @ (self._basis.T @ r)

    def _fitted(self, dual: Floats, into: Floats | None = None) -> Floats:
        """Z F⁻¹ Z' a (n, m) of dual (n, m), a few columns of Z at a time; F⁻¹ Z' a (m, p) is written to ``into``."""
        total = np.zeros_like(dual)
        for place in pieces(self._problem):
            z = self._problem.columns(place)
            own = self._inverse[place, None] * (z.T @ dual)
            total += z @ own
            if into is not None:
                into[:, place] = own.T
        return total

    def _decomposed(self) -> tuple[Floats, Floats]:
        kernel = self._rest(self._rest(_kernel(self._problem, self._inverse)).T)
        # What is projected out is moved to the far end of the spectrum, where it can be told from the rest.
        beyond = 2.0 * float(np.trace(kernel)) or 1.0
        kernel += beyond * (self._basis @ self._basis.T)
        values, vectors = np.linalg.eigh(kernel)
        kept = slice(0, values.size - self._basis.shape[1])
        return np.maximum(values[kept], 0.0), vectors[:, kept]


def _kernel(problem: RowProblem, inverse: Floats) -> Floats:
    """Z F⁻¹ Z' (n, n)."""
    n = problem.target.shape[0]
    kernel = np.zeros((n, n))
    for place in pieces(problem):
        z = problem.columns(place) * np.sqrt(inverse[place])
        kernel += z @ z.T
    return kernel


def pieces(problem: RowProblem) -> Iterator[NDArray[np.int64]]:
    """Columns, as many at a time as are written out at once."""
    step = max(1, CELLS // problem.root.shape[0])
    for start in range(0, problem.features, step):
        yield np.arange(start, min(start + step, problem.features))


def _regression(columns: Floats, length: Floats) -> Floats:
    """(k, n) what makes coefficients of a target: least squares, of minimum norm in units of the columns' lengths."""
    rounding = max(columns.shape) * np.finfo(float).eps
    return np.linalg.pinv(columns / length, rcond=rounding) / length[:, None]


def _basis(columns: Floats) -> Floats:
    """Orthonormal columns (n, rank) of the same span."""
    if not columns.shape[1]:
        return columns
    left, singular, _ = np.linalg.svd(columns / np.linalg.norm(columns, axis=0), full_matrices=False)
    return left[:, singular > max(columns.shape) * np.finfo(float).eps * singular[0]]
