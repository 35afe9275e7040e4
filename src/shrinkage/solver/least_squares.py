"""lam = 0: least squares, of minimum norm in standardised units where columns depend on each other.

A Gram squares the condition number: in double precision it resolves ratios of singular values to about 1e-7 only. So
``by_gram`` solves what a Gram can and hands back the directions it cannot judge; the caller asks the rows about those
(``problem.Rereading``), and if they are no true dependencies, ``by_rows`` works on columns or a triangular factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shrinkage.problem import Floats, LeastSquares, Quadratic

# Eigenvalues of the correlation matrix, as fractions of the largest. Rounding of a Gram is about 1e-15·p, and the
# square root of 1e-10 is a singular-value ratio of 1e-5: coefficients along such directions keep ~6 digits.
STRONG = 1e-10
# Without rows (a moments file alone) nothing can be verified; what is above rounding is then used.
FILE_CUTOFF = 1e-12


@dataclass(frozen=True, slots=True)
class GramFit:
    """Least squares as far as a Gram can tell.

    coefficients: (p,), minimum norm over the strong directions; rank: their number; weak: (p, q) the directions left
    out, of unit length in standardised units and given in the problem's (the same for standardised columns). They are
    to be verified as true dependencies: Z v = 0 over the rows. Columns without variance are in none, coefficient 0.
    """

    coefficients: Floats
    rank: int
    weak: Floats


def by_gram(problem: Quadratic, cutoff: float = STRONG) -> GramFit:
    """Solves along eigenvectors of the correlation matrix whose eigenvalue is above ``cutoff`` of the largest."""
    p = problem.features
    scale = np.sqrt(np.maximum(np.diag(problem.gram), 0.0))
    used = np.flatnonzero(scale > 0)
    scale = scale[used]
    coefficients = np.zeros(p)
    if not used.size:
        return GramFit(coefficients, 0, np.zeros((p, 0)))
    values, vectors = np.linalg.eigh(problem.gram[np.ix_(used, used)] / np.outer(scale, scale))
    strong = values > cutoff * values[-1]
    along = vectors[:, strong]
    pull = problem.xty[used] / scale
    solution = along @ ((along.T @ pull) / values[strong])
    # One step of refinement on the true residual: the eigenvectors' own rounding costs digits where values spread.
    left = (problem.xty[used] - problem.gram[np.ix_(used, used)] @ (solution / scale)) / scale
    solution = solution + along @ ((along.T @ left) / values[strong])
    coefficients[used] = solution / scale
    weak = np.zeros((p, int((~strong).sum())))
    weak[used] = vectors[:, ~strong] / scale[:, None]
    return GramFit(coefficients, int(strong.sum()), weak)


def by_rows(problem: LeastSquares) -> tuple[Floats, int]:
    """Coefficients (p,) and rank, from columns or their triangular factor, by singular values.

    Cut-off max(n, p)·eps·s₁ on columns of unit length (so that the norm which is smallest is that in standardised
    units); a column of zeros gets coefficient 0.
    """
    length = np.sqrt(np.einsum("ij,ij->j", problem.columns, problem.columns))
    used = np.flatnonzero(length > 0)
    coefficients = np.zeros(problem.features)
    if not used.size:
        return coefficients, 0
    left, singular, right = np.linalg.svd(problem.columns[:, used] / length[used], full_matrices=False)
    cutoff = max(problem.rows, problem.features) * np.finfo(float).eps * singular[0]
    rank = int((singular > cutoff).sum())
    pull = left[:, :rank].T @ problem.target
    coefficients[used] = (right[:rank].T @ (pull / singular[:rank])) / length[used]
    return coefficients, rank
