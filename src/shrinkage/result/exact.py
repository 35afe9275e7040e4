"""A recorded path at any strength: exact where the record carries knots or a spectrum, else between points of its grid.

Strengths beyond the ends of the grid are taken as its ends. Between two points of a grid coefficients are linear in
log lambda, which is an approximation; between two knots they are linear in lambda, which is not. A coefficient that is
0 at both ends is exactly 0 in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from shrinkage.problem import Floats
from shrinkage.result.packing import unpacked
from shrinkage.result.payload import KnotsRecord, RunsRecord, SpectrumRecord
from shrinkage.result.record import PathRecord

# Strengths that differ by less than this fraction are one: logarithm and back cost a few units of rounding.
SAME = 1e-13


def coefficients_at(path: PathRecord, lam: float) -> Floats:
    """Standardised coefficients (q,) of ``path.features``."""
    lam = _within(path, lam)
    if isinstance(path.exact, SpectrumRecord):
        return _expanded(path.exact, lam, len(path.features))
    if isinstance(path.exact, KnotsRecord):
        runs, (row, share) = path.exact.runs, _place(path.exact.lam, lam)
        return _mixed(row_of(runs, row), row_of(runs, row + 1), share)
    row, share = _log_place(path.lam, lam)
    weaker = path.coefficients[min(row + 1, len(path.lam) - 1)]
    return _mixed(np.array(path.coefficients[row]), np.array(weaker), share)


def nonzero_at(path: PathRecord, lam: float) -> int:
    """How many coefficients are not 0, of all features. Where the path leaves some out, L1 counts at its knots, which
    is exact but where one feature enters and another leaves at once, and others count at the nearest point of the
    grid."""
    if path.features_left_out == 0:
        return int(np.count_nonzero(coefficients_at(path, lam)))
    lam = _within(path, lam)
    if isinstance(path.exact, KnotsRecord):
        row, share = _place(path.exact.lam, lam)
        below = path.exact.nonzero[row]
        above = path.nonzero[0] if row == 0 else path.exact.nonzero[row - 1]
        return below if share > 0 else min(above, below)
    row, share = _log_place(path.lam, lam)
    return path.nonzero[row + round(share)]


def degrees_of_freedom_at(path: PathRecord, lam: float) -> float | None:
    """Effective degrees of freedom, the intercept not counted; None where the record does not say."""
    lam = _within(path, lam)
    if isinstance(path.exact, KnotsRecord):
        return float(nonzero_at(path, lam))
    if isinstance(path.exact, SpectrumRecord):
        values = np.array(path.exact.values)
        return float(np.sum(values / (values + lam))) + path.exact.free_rank
    if path.degrees_of_freedom is None:
        return None
    degrees, (row, share) = path.degrees_of_freedom, _log_place(path.lam, lam)
    return degrees[row] if share == 0 else (1.0 - share) * degrees[row] + share * degrees[row + 1]


def row_of(runs: RunsRecord, row: int) -> Floats:
    """A row (q,) of the table that ``runs`` stand for."""
    first, count = np.array(runs.first, dtype=np.int64), np.array(runs.count, dtype=np.int64)
    held = (first <= row) & (row < first + count)
    at = np.cumsum(count) - count + row - first
    values: Floats = np.zeros(first.size)
    values[held] = unpacked(runs.values)[at[held]]
    return values


def _expanded(spectrum: SpectrumRecord, lam: float, features: int) -> Floats:
    values = np.array(spectrum.values)
    basis = unpacked(spectrum.basis).reshape(features, values.size)
    terms = basis @ (np.array(spectrum.pull) / (values + lam))
    return terms + 0.0 if spectrum.offset is None else terms + unpacked(spectrum.offset)


def _mixed(stronger: Floats, weaker: Floats, share: float) -> Floats:
    return (stronger if share == 0 else (1.0 - share) * stronger + share * weaker) + 0.0


def _within(path: PathRecord, lam: float) -> float:
    return min(max(lam, path.lam[-1]), path.lam[0])


def _place(lams: Sequence[float], lam: float) -> tuple[int, float]:
    """A row, and how far lam is from its strength to that of the next: share in [0, 1)."""
    row = max(int(np.searchsorted(-np.array(lams), -lam, side="right")) - 1, 0)
    if row + 1 == len(lams) or lams[row] - lam <= SAME * lam:
        return row, 0.0
    if lam - lams[row + 1] <= SAME * lam:
        return row + 1, 0.0
    return row, (lams[row] - lam) / (lams[row] - lams[row + 1])


def _log_place(lams: Sequence[float], lam: float) -> tuple[int, float]:
    row, share = _place(lams, lam)
    return (row, 0.0) if share == 0 else (row, log(lams[row] / lam) / log(lams[row] / lams[row + 1]))
