"""L2: one eigendecomposition serves every strength.

    w(lam) = (G + lam·F)⁻¹ c,  F = diag f.   With penalised columns divided by √f this is, for G̃ = Q Λ Q':
    w̃(lam) = Q (Λ + lam)⁻¹ Q'c̃,   w = w̃ / √f

Free columns (f = 0) are profiled out first: G̃ and c̃ are then those of the part of each penalised column, and of the
target, that the free ones cannot explain (Frisch & Waugh 1933), and the free coefficients follow from the rest.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.solution import Path, Status

# Free columns: directions whose eigenvalue is below this fraction of the largest are taken as dependencies.
FREE_CUTOFF = 1e-12


class Spectrum:
    """The eigendecomposition of a problem's penalised part. p³ once; each strength then costs p²."""

    def __init__(self, problem: Quadratic, factors: Floats | None = None) -> None:
        self._problem = problem
        f = np.ones(problem.features) if factors is None else np.asarray(factors, dtype=float)
        varies = np.diag(problem.gram) > 0
        self._penalised = np.flatnonzero((f > 0) & np.isfinite(f) & varies)
        self._free = np.flatnonzero((f == 0) & varies)
        self._root = np.sqrt(f[self._penalised])
        gram, xty = problem.gram, problem.xty
        if factors is not None or not varies.all():
            gram, xty = self._profiled()
        self.values, self._vectors = np.linalg.eigh(gram)
        self.values: Floats = np.maximum(self.values, 0.0)  # a Gram has no negative eigenvalue but by rounding
        self._pull: Floats = self._vectors.T @ xty

    @property
    def largest(self) -> float:
        """d₁², the largest eigenvalue: the unit of the ridge grid."""
        return float(self.values[-1]) if self.values.size else 0.0

    def path(self, lams: Floats, factors: Floats | None = None) -> Path:
        """Solutions at lams (m,), each > 0. ``factors`` other than the spectrum's own cost a new decomposition."""
        if factors is not None:
            return Spectrum(self._problem, factors).path(lams)
        lams = np.asarray(lams, dtype=float)
        if lams.size and not lams.min() > 0:
            raise OptionError("a ridge path was asked for at lambda 0, which is least squares; give strengths above 0.")
        scaled = (self._pull / (self.values + lams[:, None])) @ self._vectors.T
        coefficients = np.zeros((lams.size, self._problem.features))
        coefficients[:, self._penalised] = scaled / self._root
        if self._free.size:
            rest = self._problem.xty[self._free] - coefficients @ self._problem.gram[:, self._free]
            coefficients[:, self._free] = rest @ self._free_inverse
        return Path(lams, 0.0, coefficients, (Status.SOLVED,) * lams.size)

    def degrees_of_freedom(self, lams: Floats) -> Floats:
        """Effective degrees of freedom (m,): trace of the hat matrix, the intercept not counted (HTF 2009, §3.4.1)."""
        lams = np.asarray(lams, dtype=float)
        return (self.values / (self.values + lams[:, None])).sum(axis=1) + self._free_rank

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

    @cached_property
    def _free_inverse(self) -> Floats:
        """Pseudo-inverse of the free columns' Gram."""
        return _pseudo_inverse(self._problem.gram[np.ix_(self._free, self._free)])[0]

    @cached_property
    def _free_rank(self) -> int:
        if not self._free.size:
            return 0
        return _pseudo_inverse(self._problem.gram[np.ix_(self._free, self._free)])[1]

    def _profiled(self) -> tuple[Floats, Floats]:
        """Gram and xty of the penalised columns, divided by √f, less what the free columns explain."""
        used, free = self._penalised, self._free
        gram = self._problem.gram[np.ix_(used, used)]
        xty = self._problem.xty[used]
        if free.size:
            cross = self._problem.gram[np.ix_(used, free)]
            gram = gram - cross @ self._free_inverse @ cross.T
            xty = xty - cross @ (self._free_inverse @ self._problem.xty[free])
            gram = 0.5 * (gram + gram.T)
        return gram / np.outer(self._root, self._root), xty / self._root


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
