"""problem, penalty, grid → Path: the one place that knows which solver serves which penalty."""

from __future__ import annotations

from shrinkage.path.path import Path
from shrinkage.problem import Floats, Problem, Quadratic, RowProblem
from shrinkage.solver.gram import gram_path
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.working import row_path


def trace(
    problem: Problem,
    lams: Floats,
    l1_ratio: float,
    factors: Floats | None = None,
    positive: bool = False,
    start: Floats | None = None,
) -> Path:
    """Solutions at each of lams (m,), decreasing; coefficients (m, p).

    l1_ratio 0 goes through one eigendecomposition (unless coefficients are held at or above 0), everything else
    through the active-set path, as do the few points of a ridge path that a decomposition cannot resolve. start: (p,) a
    solution near the first strength, if one is known. A problem of rows has a solver of its own for all of these.
    """
    if isinstance(problem, RowProblem):
        return row_path(problem, lams, l1_ratio, factors=factors, positive=positive, start=start)
    if l1_ratio > 0 or positive:
        return gram_path(problem, lams, l1_ratio, factors=factors, positive=positive, start=start)
    return ridge_trace(problem, lams, Spectrum(problem, factors), factors)


def ridge_trace(problem: Quadratic, lams: Floats, spectrum: Spectrum, factors: Floats | None = None) -> Path:
    """L2 at each of lams (m,), each > 0, by a decomposition that is at hand, of the problem and these factors."""
    path = spectrum.of_target(problem).path(lams)
    missed = [index for index, status in enumerate(path.statuses) if not status.solved]
    return path if not missed else _mended(problem, path, missed, factors)


def _mended(problem: Quadratic, path: Path, missed: list[int], factors: Floats | None) -> Path:
    """The path with the points ``missed`` solved one linear system each, by a Cholesky factor."""
    again = gram_path(problem, path.lams[missed], path.l1_ratio, factors=factors)
    coefficients, statuses = path.coefficients.copy(), list(path.statuses)
    coefficients[missed] = again.coefficients
    for index, status in zip(missed, again.statuses, strict=True):
        statuses[index] = status
    return Path(path.lams, path.l1_ratio, coefficients, tuple(statuses))
