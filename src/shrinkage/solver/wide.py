"""L2 where there are more columns than rows: n×n products of rows instead of p×p products of columns.

Of the rows Z = diag(√(v/W)) (X − 1 center') diag(1/scale) and the target t, penalty factors F = diag f:

    w(lam) = (Z'Z + lam·F)⁻¹ Z't = F⁻¹ Z' a,     a = (K + lam)⁻¹ t,     K = Z F⁻¹ Z' = U Λ U'

(Saunders, Gammerman & Vovk 1998). One decomposition of K serves every strength and every target. Free columns (f = 0),
and √(v/W), which is what an intercept fits, are projected out of K and t first; the axes they span are no part of U.
"""

from __future__ import annotations

import numpy as np

from shrinkage.problem import CELLS, Floats, LeastSquares, RowProblem
from shrinkage.solver.least_squares import by_rows

# Solving and then refining: columns of scales that differ by 1e6 need two refinements for eight digits.
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
        self._beside = problem.columns(self._free)
        free = _basis(self._beside)
        self._free_rank = free.shape[1]
        self._basis = _basis(np.column_stack((problem.root, free))) if intercept else free
        self.values, self.vectors = self._decomposed()

    @property
    def largest(self) -> float:
        """d₁², the largest eigenvalue: that of the Gram of the penalised columns too."""
        return float(self.values[-1]) if self.values.size else 0.0

    def path(self, lams: Floats, problem: RowProblem | None = None) -> Floats:
        """Coefficients (m, p) at strengths lams (m,), each > 0; of another target, if a problem of the same X is given.

        Refined on residuals of the problem itself: products of rows have rounding that a weak strength would show.
        """
        problem = self._problem if problem is None else problem
        # Along what no column explains, a = t/lam would only be rounding that Z' lets through.
        told = self.values > problem.root.size * np.finfo(float).eps * self.largest
        values, vectors = self.values[told], self.vectors[:, told]
        target, found = self._rest(problem.target), np.zeros((len(lams), problem.features))
        for place, lam in enumerate(lams):
            a = np.zeros_like(target)
            for _ in range(ROUNDS):
                own = self._rest(problem.target - problem.residual(self._inverse * problem.pull(a)))
                a += self._rest(vectors @ ((vectors.T @ (target - lam * a - own)) / (values + lam)))
            found[place] = self._inverse * problem.pull(a)
            if self._free.size:
                left = LeastSquares(self._beside, problem.residual(found[place]), problem.weight, problem.rows)
                found[place, self._free] = by_rows(left)[0]
        return found

    def degrees_of_freedom(self, lams: Floats) -> Floats:
        """Effective degrees of freedom (m,), the intercept not counted."""
        lams = np.asarray(lams, dtype=float)[:, None]
        return (self.values / (self.values + lams)).sum(axis=1) + self._free_rank

    def _rest(self, r: Floats) -> Floats:
        """What neither free columns nor an intercept explain."""
        return r - self._basis @ (self._basis.T @ r)

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
    kernel, members = np.zeros((n, n)), np.flatnonzero(inverse)
    step = max(1, CELLS // n)
    for start in range(0, members.size, step):
        z = problem.columns(members[start : start + step]) * np.sqrt(inverse[members[start : start + step]])
        kernel += z @ z.T
    return kernel


def _basis(columns: Floats) -> Floats:
    """Orthonormal columns (n, rank) of the same span."""
    if not columns.shape[1]:
        return columns
    left, singular, _ = np.linalg.svd(columns / np.linalg.norm(columns, axis=0), full_matrices=False)
    return left[:, singular > max(columns.shape) * np.finfo(float).eps * singular[0]]
