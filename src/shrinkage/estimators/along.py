"""What a path is worth on its own rows, whether the problem is a Gram or the rows: errors and degrees of freedom.

Of rows, with Z_A the columns of non-zero coefficients, parted into free ones and penalised ones divided by √f, and d
the singular values of the latter once the former are projected out,

    tr Z_A (Z_A'Z_A + l2 F)⁻¹ Z_A'  =  rank of the free ones + Σ d²/(d² + l2)
"""

from __future__ import annotations

from itertools import groupby

import numpy as np

from shrinkage.path.freedom import degrees_of_freedom
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem
from shrinkage.selection.validate import training_mse
from shrinkage.solver.solution import Path
from shrinkage.solver.wide import pieces

# Singular values below this share of the largest are rounding of none, and squared ones below that.
ROUNDING, ROUNDING_SQUARED = 1e-10, 1e-13


def training_errors(problem: Problem, coefficients: Floats) -> Floats:
    """Weighted mean squared error (m,) of coefficients (m, p) of the problem on its own rows."""
    if isinstance(problem, Quadratic):
        return training_mse(problem, coefficients)
    if np.count_nonzero(coefficients) < coefficients.size // 2:
        return np.array([2.0 * problem.smooth(w) for w in coefficients])
    residual = np.repeat(problem.target[:, None], coefficients.shape[0], axis=1)
    for place in pieces(problem):
        residual -= problem.columns(place) @ coefficients[:, place].T
    return np.einsum("nm,nm->m", residual, residual)


def freedom(problem: Problem, path: Path, factors: Floats | None) -> Floats:
    """Degrees of freedom (m,) of the fits of ``path``, the intercept not counted."""
    if isinstance(problem, Quadratic):
        return degrees_of_freedom(problem, path, factors)
    l2 = path.lams * (1.0 - path.l1_ratio)
    if not l2.any():
        return np.count_nonzero(path.coefficients, axis=1).astype(np.float64)
    f = np.ones(problem.features) if factors is None else factors
    found: list[float] = []
    for support, points in groupby(range(l2.size), key=lambda point: bytes(np.packbits(path.coefficients[point] != 0))):
        active = np.unpackbits(np.frombuffer(support, dtype=np.uint8), count=problem.features).astype(np.bool_)
        rank, squares = _spectrum(problem, active, f)
        found += [rank + float((squares / (squares + l2[point])).sum()) for point in points]
    return np.array(found)


def _spectrum(problem: RowProblem, active: np.ndarray, f: Floats) -> tuple[int, Floats]:
    """The rank of the free columns in play, and d² of the penalised ones."""
    left, singular, _ = np.linalg.svd(problem.columns(np.flatnonzero(active & (f == 0))), full_matrices=False)
    basis = left[:, singular > ROUNDING * singular.max(initial=0.0)]
    members = np.flatnonzero(active & (f > 0))
    z = problem.columns(members) / np.sqrt(f[members])
    z -= basis @ (basis.T @ z)
    squares: Floats = np.linalg.eigvalsh(z.T @ z if z.shape[1] < z.shape[0] else z @ z.T).astype(float)
    return basis.shape[1], squares[squares > ROUNDING_SQUARED * squares.max(initial=0.0)]
