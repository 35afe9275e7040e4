"""Exact leave-one-out errors of L2 by leverages: every row is predicted without itself, and nothing is fitted twice.

Left out is the row alone: alpha = W·lam and the scales of the columns stay as they are for all rows, the intercept and
the coefficients are those of the other rows. Then, with r the residual of the fit to all rows (Allen 1974, PRESS),

    eᵢ = rᵢ / (1 − hᵢ),     hᵢ = vᵢ/W · (1 + zᵢ'(G + lam·F)⁻¹ zᵢ)

z the centred columns; the 1 is the intercept's, and without one z are columns as they are. In the whitened coordinates
u = z M of ``Spectrum.axes`` both of

    ŷᵢ − ȳ = Σⱼ uᵢⱼ tⱼ Sⱼ(lam),     zᵢ'(G + lam·F)⁻¹ zᵢ = Σⱼ uᵢⱼ² Sⱼ(lam),     Sⱼ(lam) = λⱼ/(λⱼ + lam)

are matrix products, a slab of rows at a time: n·p² for u, once for all strengths. S (k axes × m strengths) is smooth in
both, so its numerical rank is low (18 of 100 where the eigenvalues span one decade, 33 for three): S = B T to rounding
makes the two products 2·n·(k + m)·rank instead of 2·n·k·m. Since vᵢ uᵢⱼ² ≤ W, cutting S at 1e-15 moves no h by more.

More columns than rows. With K = √v Z Z'√v / W = U Λ U' no axis of the columns is needed, and nothing cancels:

    eᵢ √vᵢ = Σⱼ Uᵢⱼ gⱼ (U'√v y)ⱼ / Σⱼ Uᵢⱼ² gⱼ,     gⱼ = lam/(λⱼ + lam),   over all j but the axis of √v (intercept)

The factor lam cancels, so this holds down to lam = 0; free columns are left out of U as the intercept is. By the
columns, rᵢ/(1 − hᵢ) keeps about eps/(1 − hᵢ), and 1 − hᵢ is at least (1 − vᵢ/W)·lam/(d₁² + lam) where every column is
penalised; below ``SETTLED`` see there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError, TableError
from shrinkage.problem import Floats, RowProblem, Scaling
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.wide import RowSpectrum

# Rows of a slab: 256 × 200 doubles, twice, lie in a core's own cache. 128 to 1024 measured within 10%.
SLAB_ROWS = 256
# Slabs of a piece of work. Pieces are what threads share, and the order in which sums are added.
PIECE_SLABS = 16
# Relative size below which a singular value of S is rounding.
RANK_CUTOFF = 1e-15
# A row whose 1 − h is below this settles some direction alone, to rounding: what the other rows say of it is 0/0 (an
# unpenalised dummy of its own, or a strength below the rounding of the Gram). It is predicted by the others' mean.
SETTLED = 1e-12


class Run(Protocol):
    """Whatever calls ``function`` of every item and returns results in order: ``map``, or threads."""

    def __call__(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """mse: (m,) weighted mean of the squared leave-one-out errors at each of lams (m,), of n rows with a weight.

    standard_error: (m,) of that mean, squared errors taken as independent, √(n/(n − 1) Σ s²(e² − mse)²), s = v/W;
    errors: (n, m), yᵢ less its prediction by the other rows; None unless they were asked for.
    """

    lams: Floats
    mse: Floats
    standard_error: Floats
    errors: Floats | None


@dataclass(frozen=True, slots=True)
class Rows:
    """x: (n, p) float64 or float32 in any order, or scipy CSR; y: (n,); weights: (n,) of at least 0, None for ones."""

    x: Any
    y: Floats
    weights: Floats | None = None

    @property
    def shares(self) -> Floats:
        """v / W (n,)."""
        n = self.y.shape[0]
        if self.weights is None:
            return np.ones(n) / n
        return self.weights / float(self.weights.sum())


@dataclass(frozen=True, slots=True)
class _Sums:
    """Σ s e², Σ s² e² and Σ s² e⁴ (m,)."""

    first: Floats
    second: Floats
    fourth: Floats

    def standard_error(self, share: Floats) -> Floats:
        """Of Σ s e² (m,); shares (n,), of which some may be 0."""
        n = int(np.count_nonzero(share))
        square = self.fourth - 2.0 * self.first * self.second + self.first**2 * float(share @ share)
        return np.sqrt(np.maximum(square, 0.0) * n / (n - 1))


def leave_one_out(
    rows: Rows,
    scaling: Scaling,
    lams: Floats,
    spectrum: Spectrum,
    *,
    intercept: bool = True,
    keep: bool = False,
    run: Run = map,
) -> LeaveOneOut:
    """Leave-one-out errors at strengths lams (m,), each > 0, on the mean scale of all rows.

    scaling: means and scales of the columns and the mean of the target over these rows, or zeros where there is no
    intercept. spectrum: of the problem that these rows make, in these scales, with whatever factors. keep: return the
    errors of every row too. run: threads, if wanted, with one BLAS thread each; results do not depend on them. Beside X
    this needs a few slabs a thread.
    """
    lams = np.ascontiguousarray(lams, dtype=float)
    _check(rows.y.shape[0] if rows.weights is None else int(np.count_nonzero(rows.weights)), lams)
    return _by_columns(rows, scaling, lams, spectrum, intercept, keep, run)


def _check(counted: int, lams: Floats) -> None:
    if lams.size and not lams.min() > 0:
        raise OptionError("leave-one-out was asked for at lambda 0, which is least squares; give strengths above 0.")
    if counted < 2:
        raise TableError(
            f"there are fewer than two rows with a weight (n_samples={counted}), so that none can be left out; give "
            "more rows."
        )


# --- by the columns ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Axes:
    """What every slab needs. whiten: (p, k), of columns less center; basis, basis_target: (k, r); points: (r, m)."""

    center: Floats
    whiten: Floats
    basis: Floats
    basis_target: Floats
    points: Floats
    intercept: bool


def _by_columns(
    rows: Rows, scaling: Scaling, lams: Floats, spectrum: Spectrum, intercept: bool, keep: bool, run: Run
) -> LeaveOneOut:
    axes = _axes(scaling, lams, spectrum, intercept)
    n, shares = rows.y.shape[0], rows.shares
    errors = np.empty((n, lams.size)) if keep else None
    step = SLAB_ROWS * PIECE_SLABS

    def piece(start: int) -> Floats:
        total, scratch = np.zeros((3, lams.size)), _Scratch(axes)
        for begin in range(start, min(start + step, n), SLAB_ROWS):
            place = slice(begin, min(begin + SLAB_ROWS, n))
            share = shares[place]
            part: Any = rows.x[place]
            x: NDArray[np.floating] = part.toarray() if hasattr(part, "toarray") else part
            error = _slab_errors(x, rows.y[place] - scaling.target_mean, share, axes, scratch)
            if errors is not None:
                errors[place] = error
            np.multiply(error, error, out=error)
            total[:2] += np.stack((share, share * share)) @ error
            np.multiply(error, error, out=error)
            total[2] += (share * share) @ error
        return total

    sums = _Sums(*np.sum(list(run(piece, range(0, n, step))), axis=0))
    return LeaveOneOut(lams, sums.first, sums.standard_error(shares), errors)


def _axes(scaling: Scaling, lams: Floats, spectrum: Spectrum, intercept: bool) -> _Axes:
    columns, values, target = spectrum.axes()
    free = np.isinf(values)
    shrink = np.ones((values.size, lams.size))
    shrink[~free] = values[~free, None] / (values[~free, None] + lams)
    basis, points = _factored(shrink)
    inverse = np.divide(1.0, scaling.scale, out=np.zeros_like(scaling.scale), where=scaling.scale > 0)
    return _Axes(scaling.center, columns * inverse[:, None], basis, basis * target[:, None], points, intercept)


def _factored(shrink: Floats) -> tuple[Floats, Floats]:
    """S (k, m) as B (k, r) T (r, m), if that is the cheaper way to multiply by it."""
    k, m = shrink.shape
    left, values, right = np.linalg.svd(shrink, full_matrices=False)
    rank = int(np.count_nonzero(values > RANK_CUTOFF * values[0])) if values.size else 0
    if rank * (k + m) >= k * m:
        return shrink, np.eye(m)
    return np.ascontiguousarray(left[:, :rank] * values[:rank]), np.ascontiguousarray(right[:rank])


class _Scratch:
    """What a slab needs beside itself, once a piece: to ask for it again and again costs a fifth of the time."""

    def __init__(self, axes: _Axes) -> None:
        p, k = axes.whiten.shape
        r, m = axes.points.shape
        self.centred, self.u = np.empty((SLAB_ROWS, p)), np.empty((SLAB_ROWS, k))
        self.both, self.products = np.empty((2, SLAB_ROWS, r)), np.empty((2, SLAB_ROWS, m))


def _slab_errors(x: NDArray[np.floating], y: Floats, share: Floats, axes: _Axes, scratch: _Scratch) -> Floats:
    """Leave-one-out errors (rows, m) of a slab, in scratch; y centred."""
    count = y.shape[0]
    centred, u, both = scratch.centred[:count], scratch.u[:count], scratch.both[:, :count]
    np.subtract(x, axes.center, out=centred)
    np.matmul(centred, axes.whiten, out=u)
    np.matmul(u, axes.basis_target, out=both[0])
    np.multiply(u, u, out=u)
    np.matmul(u, axes.basis, out=both[1])
    error, rest = np.matmul(both, axes.points, out=scratch.products[:, :count])
    np.subtract(y[:, None], error, out=error)
    # 1 − h
    if axes.intercept:
        rest += 1.0
    rest *= -share[:, None]
    rest += 1.0
    return _divided(error, rest, y, share if axes.intercept else np.zeros_like(share))


def _divided(error: Floats, rest: Floats, y: Floats, share: Floats) -> Floats:
    """Residuals over 1 − h, in place; for a row that settles something alone, its distance from the others' mean.

    share: (rows,), zeros where there is no intercept: then that mean is 0.
    """
    if rest.min(initial=1.0) >= SETTLED:
        return np.divide(error, rest, out=error)
    alone = rest < SETTLED
    np.divide(error, rest, out=error, where=~alone)
    # A row that is all of the weight leaves no others; its own share then counts in the mean of nothing: 0.
    others = np.divide(y, 1.0 - share, out=np.zeros_like(y), where=share < 1.0)
    return np.where(alone, others[:, None], error)


# --- by the rows ------------------------------------------------------------------------------------------------------


def leave_one_out_by_rows(
    problem: RowProblem, lams: Floats, spectrum: RowSpectrum, *, intercept: bool = True, keep: bool = False
) -> LeaveOneOut:
    """The same where there are more columns than rows; spectrum: of these rows and this intercept, of any target.

    lams: (m,), each > 0; errors are those of the problem's own rows, which all have a weight.
    """
    lams = np.ascontiguousarray(lams, dtype=float)
    _check(problem.rows, lams)
    values, vectors = spectrum.values, spectrum.vectors
    pull = vectors.T @ problem.target
    # g/lam, or 1/(λ + lam), relative to its largest, which cancels.
    least = values[0] if values.size else 0.0
    damp = (least + lams) / (values[:, None] + lams)
    presence = vectors * vectors
    error, rest = vectors @ (damp * pull[:, None]), presence @ damp
    alone = presence.sum(axis=1) < SETTLED
    np.divide(error, rest, out=error, where=~alone[:, None])
    share = problem.root**2
    error[alone] = (problem.target / np.maximum(1.0 - share * intercept, SETTLED))[alone, None]
    error /= problem.root[:, None]
    squares = error * error
    sums = np.stack((share, share**2)) @ squares
    found = _Sums(sums[0], sums[1], share**2 @ (squares * squares))
    return LeaveOneOut(lams, found.first, found.standard_error(share), error if keep else None)
