"""L2: one eigendecomposition serves every strength.

    w(lam) = (G + lam·F)⁻¹ c,  F = diag f.   With penalised columns divided by √f this is, for G̃ = Q Λ Q':
    w̃(lam) = Q (Λ + lam)⁻¹ Q'c̃,   w = w̃ / √f

Free columns (f = 0) are profiled out first: G̃ and c̃ are then those of the part of each penalised column, and of the
target, that the free ones cannot explain (Frisch & Waugh 1933), and the free coefficients follow from the rest.

Where factors or raw columns differ in scale, or free columns nearly depend on each other, the decomposition has lost
digits that a weak strength would show: its solution then is only a start, refined on the problem's own residuals
(c − Gw − lam·F w), with the decomposition as the approximate inverse.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.solution import Path, Status

# Free columns: directions whose eigenvalue is below this fraction of the largest are taken as dependencies.
FREE_CUTOFF = 1e-12
# The weakest strength worth having, as a share of the curvature of a column: there a penalty is all but gone.
WEAKEST = 1e-8
# Eigenvalues carry rounding of about 1e-16·p of the largest, and profiling out free columns that nearly depend on each
# other costs up to 1/√FREE_CUTOFF more. Refinement (below) converges as long as strengths are well above that; where it
# does not, ``path.trace`` solves a point by a Cholesky factor, which knows nothing of scales.
RESOLVED, RESOLVED_BESIDE_FREE = 1e-18, 1e-9
# Share of an eigenvalue that may be rounding.
LOST = 1e-10
REFINEMENTS, TOLERATED = 12, 16.0
# A pull so small, in units of its rounding, is none.
LOST_PULL = 64.0


@dataclass(frozen=True, slots=True)
class Expansion:
    """A ridge path in closed form: w(lam) = offset + basis · (pull / (values + lam)).

    values, pull: (r,); basis: (p, r); offset: (p,) where columns are free, else None; free_rank: of the free columns.
    """

    values: Floats
    pull: Floats
    basis: Floats
    offset: Floats | None
    free_rank: int

    def at(self, lams: Floats) -> Floats:
        """Coefficients (m, p)."""
        terms = (self.pull / (self.values + np.asarray(lams, dtype=float)[:, None])) @ self.basis.T
        return terms if self.offset is None else terms + self.offset


class Spectrum:
    """The eigendecomposition of a problem's penalised part. p³ once; each strength then costs p²."""

    def __init__(self, problem: Quadratic, factors: Floats | None = None) -> None:
        self._problem = problem
        f = np.ones(problem.features) if factors is None else np.asarray(factors, dtype=float)
        diagonal = np.diag(problem.gram)
        varies = diagonal > 0
        self._penalised = np.flatnonzero((f > 0) & np.isfinite(f) & varies)
        self._free = np.flatnonzero((f == 0) & varies)
        self._factors = f[self._penalised]
        self._root = np.sqrt(self._factors)
        self._curvature: Floats = diagonal[self._penalised] / self._factors
        gram = problem.gram
        if factors is not None or not varies.all():
            gram = self._profiled_gram()
        self.values, self._vectors = np.linalg.eigh(gram)
        self.values: Floats = np.maximum(self.values, 0.0)  # a Gram has no negative eigenvalue but by rounding

    @property
    def largest(self) -> float:
        """d₁², the largest eigenvalue: the unit of the ridge grid; 0 where nothing penalised is left to explain."""
        largest = float(self.values[-1]) if self.values.size else 0.0
        return largest if largest > self._noise else 0.0

    @property
    def weakest(self) -> float:
        """The weak end of the ridge grid: 1e-8·d₁², less where columns or factors differ in scale, above rounding."""
        if not self.largest:
            return WEAKEST
        spread = float(self._curvature.min() / self._curvature.max())
        return max(WEAKEST * spread * self.largest, RESOLVED * self.largest, self._noise)

    @property
    def _noise(self) -> float:
        """Size of eigenvalues that may be rounding of what free columns left."""
        return RESOLVED_BESIDE_FREE * float(self._curvature.max()) if self._free.size and self._curvature.size else 0.0

    @property
    def _uneven(self) -> bool:
        """Whether eigenvectors mix columns of different scales, or rest on others profiled out, which costs digits."""
        if not self._curvature.size:
            return False
        return self._free.size > 0 or bool(self._curvature.max() > (1.0 + 1e-9) * self._curvature.min())

    def path(self, lams: Floats, factors: Floats | None = None) -> Path:
        """Solutions at lams (m,), each > 0. ``factors`` other than the spectrum's own cost a new decomposition."""
        if factors is not None:
            return Spectrum(self._problem, factors).path(lams)
        lams = np.asarray(lams, dtype=float)
        if lams.size and not lams.min() > 0:
            raise OptionError("a ridge path was asked for at lambda 0, which is least squares; give strengths above 0.")
        xty = self._problem.xty
        coefficients = self._solved(xty[None, self._penalised], xty[None, self._free], lams)
        lost = self._refine(coefficients, lams) if self._uneven else np.zeros(lams.size, dtype=np.bool_)
        return Path(lams, 0.0, coefficients, tuple(Status.STUCK if missed else Status.SOLVED for missed in lost))

    def of_target(self, problem: Quadratic) -> Spectrum:
        """The same decomposition for another target: ``problem`` has the same Gram."""
        other = copy(self)
        other._problem = problem
        return other

    def degrees_of_freedom(self, lams: Floats) -> Floats:
        """Effective degrees of freedom (m,): trace of the hat matrix, the intercept not counted (HTF 2009, §3.4.1)."""
        lams = np.asarray(lams, dtype=float)
        return (self.values / (self.values + lams[:, None])).sum(axis=1) + self._free_rank

    def of_factor(self, factor: Floats) -> Spectrum:
        """The same from a triangular factor (q, p) of the rows, R'R = G: small eigenvalues are not lost beside d₁².

        Beside free columns, which would have to be profiled out of it, and for fewer rows than columns, it is no help:
        the spectrum then stays as it is.
        """
        if self._free.size:
            return self
        other = copy(self)
        _, singular, right = np.linalg.svd(factor[:, self._penalised] / self._root, full_matrices=False)
        if right.shape[0] < right.shape[1]:
            return self
        other.values, other._vectors = singular[::-1] ** 2, np.ascontiguousarray(right[::-1].T)
        return other

    def loses_digits(self, least: float) -> bool:
        """Whether rounding of the eigenvalues is seen beside the smallest of them and the weakest strength."""
        return self.values.size > 0 and float(np.finfo(float).eps) * self.largest > LOST * (
            float(self.values[0]) + least
        )

    def expansion(self) -> Expansion:
        """The path as a sum of terms, one for each direction along which what is penalised varies."""
        problem, used = self._problem, self._penalised
        xty = problem.xty
        along = self._vectors / self._root[:, None]
        basis, offset = np.zeros((problem.features, along.shape[1])), None
        basis[used] = along
        pull = xty[used]
        if self._free.size:
            offset = np.zeros(problem.features)
            offset[self._free] = self._free_inverse @ xty[self._free]
            basis[self._free] = -self._free_inverse @ (self._cross.T @ along)
            pull = pull - self._cross @ offset[self._free]
        pull = pull @ along
        # Where a Gram cannot tell an eigenvalue from 0, nor its pull, there is no direction but rounding.
        rounding = float(np.finfo(float).eps)
        size = np.abs(along).T @ np.abs(xty[used])
        kept = (self.values > problem.features * rounding * self.largest) | (np.abs(pull) > LOST_PULL * rounding * size)
        return Expansion(self.values[kept], pull[kept], basis[:, kept], offset, self._free_rank)

    def axes(self) -> tuple[Floats, Floats, Floats]:
        """Whitened coordinates of a row u = z M: M (p, k), the eigenvalue λ of each axis (k,), and t = M'c (k,).

        u has weighted mean square 1 on every axis, and the fit at lam is Σⱼ uⱼ tⱼ λⱼ/(λⱼ + lam). Axes of the free
        columns are not shrunk: their eigenvalue is infinite.
        """
        gram, xty = self._problem.gram, self._problem.xty
        # Rounding leaves eigenvalues of about eps·d₁² where there are none; far below that the axis is no axis.
        floor = np.finfo(float).eps ** 2 * self.largest
        values = np.maximum(self.values, floor if floor > 0 else 1.0)
        whitened = self._vectors / np.sqrt(values) / self._root[:, None]
        basis = _root_of_pseudo_inverse(gram[np.ix_(self._free, self._free)])
        columns = np.zeros((xty.size, values.size + basis.shape[1]))
        columns[self._penalised, : values.size] = whitened
        if self._free.size:
            cross = gram[np.ix_(self._free, self._penalised)]
            columns[self._free, : values.size] = -basis @ (basis.T @ (cross @ whitened))
            columns[self._free, values.size :] = basis
        return columns, np.append(values, np.full(basis.shape[1], np.inf)), columns.T @ xty

    def _solved(self, penalised: Floats, free: Floats, lams: Floats) -> Floats:
        """Solutions (m, p) for right-hand sides given by their penalised and free entries (1 or m rows)."""
        if self._free.size:
            penalised = penalised - (free @ self._free_inverse) @ self._cross.T
        pull = (penalised / self._root) @ self._vectors
        coefficients = np.zeros((lams.size, self._problem.features))
        coefficients[:, self._penalised] = ((pull / (self.values + lams[:, None])) @ self._vectors.T) / self._root
        if self._free.size:
            rest = free - coefficients[:, self._penalised] @ self._cross
            coefficients[:, self._free] = rest @ self._free_inverse
        return coefficients

    def _refine(self, coefficients: Floats, lams: Floats) -> NDArray[np.bool_]:
        """Iterative refinement in place, on residuals of the problem itself; which points (m,) it did not bring home.

        Sizes are in units of what rounding leaves of a residual that is 0.
        """
        worst = np.full(lams.size, np.inf)
        for _ in range(REFINEMENTS):
            residual, size = self._residual(coefficients, lams)
            going = np.flatnonzero((size > 1.0) & (size < 0.5 * worst))
            worst = np.minimum(worst, size)
            if not going.size:
                break
            left = residual[going]
            coefficients[going] += self._solved(left[:, self._penalised], left[:, self._free], lams[going])
        return self._residual(coefficients, lams)[1] > TOLERATED

    def _residual(self, coefficients: Floats, lams: Floats) -> tuple[Floats, Floats]:
        """c − Gw − lam·F w (m, p), and its largest entry (m,) in units of rounding."""
        gram, used = self._problem.gram, np.concatenate((self._penalised, self._free))
        residual = self._problem.xty - coefficients @ gram
        residual[:, self._penalised] -= lams[:, None] * self._factors * coefficients[:, self._penalised]
        length = np.sqrt(np.maximum(np.diag(gram), 0.0))
        unit = 4.0 * np.finfo(float).eps * (np.sqrt(self._problem.yy) + np.abs(coefficients) @ length)
        size = np.max(np.abs(residual[:, used]) / length[used], axis=1, initial=0.0)
        return residual, np.divide(size, unit, out=np.zeros_like(size), where=unit > 0)

    @cached_property
    def _cross(self) -> Floats:
        """Products of penalised and free columns."""
        return self._problem.gram[np.ix_(self._penalised, self._free)]

    @cached_property
    def _free_inverse(self) -> Floats:
        """Pseudo-inverse of the free columns' Gram."""
        return _pseudo_inverse(self._problem.gram[np.ix_(self._free, self._free)])[0]

    @cached_property
    def _free_rank(self) -> int:
        if not self._free.size:
            return 0
        return _pseudo_inverse(self._problem.gram[np.ix_(self._free, self._free)])[1]

    def _profiled_gram(self) -> Floats:
        """Gram of the penalised columns, divided by √f, less what the free columns explain."""
        gram = self._problem.gram[np.ix_(self._penalised, self._penalised)]
        if self._free.size:
            gram = gram - self._cross @ self._free_inverse @ self._cross.T
            gram = 0.5 * (gram + gram.T)
        return gram / np.outer(self._root, self._root)


def _pseudo_inverse(gram: NDArray[np.float64]) -> tuple[Floats, int]:
    """Pseudo-inverse and rank, small eigenvalues judged on columns of unit variance."""
    root = _root_of_pseudo_inverse(gram)
    return root @ root.T, root.shape[1]


def _root_of_pseudo_inverse(gram: NDArray[np.float64]) -> Floats:
    """R (p, rank) with R R' the pseudo-inverse."""
    if not gram.size:
        return np.zeros((0, 0))
    scale = np.sqrt(np.maximum(np.diag(gram), 0.0))
    inverse_scale = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    values, vectors = np.linalg.eigh(gram * np.outer(inverse_scale, inverse_scale))
    strong = values > FREE_CUTOFF * max(float(values[-1]), 0.0)
    return vectors[:, strong] * inverse_scale[:, None] / np.sqrt(values[strong])
