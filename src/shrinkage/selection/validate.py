"""folds × grid → Table: every strength of every penalty, on every training part.

One piece of work is one training part: its problem is read once, every path is walked on it, warm from strength to
strength, and each point is scored on the part that was held out. The grid belongs to the full problem and is the same
in every fold, so that a strength has one meaning. Where the smallest error is at the weak end of a grid, the grid goes
on below it and every part walks on from where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from shrinkage.path.grid import Grid, extend, grid
from shrinkage.path.trace import ridge_trace, trace
from shrinkage.problem import Floats, Quadratic, Resamples
from shrinkage.progress import SILENT, Progress
from shrinkage.selection.rules import minimum
from shrinkage.selection.table import Table
from shrinkage.solver.ridge import Spectrum
from shrinkage.solver.solution import Status
from shrinkage.threads import run

L1_RATIO, L2_RATIO = 1.0, 0.0
MIXED_RATIOS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is asked of every fit alike, and with what means.

    factors: (p,) or None; positive: coefficients at or above 0; repeats: folds are numbered repeat by repeat.
    """

    factors: Floats | None = None
    positive: bool = False
    repeats: int = 1
    threads: int = 1
    progress: Progress = field(default=SILENT)


@dataclass(frozen=True, slots=True)
class Curve:
    """One l1_ratio over its grid of m points.

    table: held-out errors; coefficients: (m, p) of the full training part, in its own units; train_mse: (m,);
    statuses: of those fits; support: (k, m, ⌈p/8⌉) packed bits, which features each fold's fit used;
    unsolved: how many fits, of the folds too, did not end at the optimum; spectrum: the decomposition that L2's fits of
    the full training part rest on.
    """

    table: Table
    coefficients: Floats
    train_mse: Floats
    statuses: tuple[Status, ...]
    support: NDArray[np.uint8]
    unsolved: int = 0
    spectrum: Spectrum | None = None

    @property
    def l1_ratio(self) -> float:
        return self.table.l1_ratio

    def used(self, point: int) -> NDArray[np.bool_]:
        """(k, p): whether each fold's fit at a point used each feature."""
        bits = np.unpackbits(self.support[:, point], axis=1, count=self.coefficients.shape[1])
        return bits.astype(np.bool_)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One part's path: errors (m,) on what was held out, and where the path ended (p,)."""

    mse: Floats
    support: NDArray[np.uint8]
    last: Floats
    coefficients: Floats | None
    statuses: tuple[Status, ...]


def validate(resamples: Resamples, ratios: Sequence[float], setting: Setting) -> dict[float, Curve]:
    """The curve of each l1_ratio, grids widened downwards while the optimum is at that end."""
    full = resamples.train(None)
    spectrum = _spectrum(full, ratios, setting)
    grids = _grids(full, ratios, setting, spectrum)
    lams = {ratio: laid.lams for ratio, laid in grids.items()}
    walks = _walk_all(resamples, lams, {}, setting, spectrum)
    curves = {ratio: _curve(full, ratio, lams[ratio], walks) for ratio in ratios}
    if L2_RATIO in curves and not setting.positive:
        curves[L2_RATIO] = replace(curves[L2_RATIO], spectrum=spectrum)
    while wider := {ratio: below for ratio, curve in curves.items() if (below := _below(curve, grids[ratio])).size}:
        walks = _walk_all(resamples, wider, walks, setting, spectrum)
        for ratio, below in wider.items():
            curves[ratio] = _joined(curves[ratio], _curve(full, ratio, below, walks))
    return curves


def grids_of(full: Quadratic, ratios: Sequence[float], setting: Setting) -> dict[float, Grid]:
    """The grid of each l1_ratio, by the full training problem."""
    return _grids(full, ratios, setting, _spectrum(full, ratios, setting))


def _spectrum(full: Quadratic, ratios: Sequence[float], setting: Setting) -> Spectrum | None:
    return None if all(ratio == L1_RATIO for ratio in ratios) else Spectrum(full, setting.factors)


def _grids(full: Quadratic, ratios: Sequence[float], setting: Setting, spectrum: Spectrum | None) -> dict[float, Grid]:
    factors, positive = setting.factors, setting.positive
    return {ratio: grid(full, ratio, factors, positive=positive, spectrum=spectrum) for ratio in ratios}


def _below(curve: Curve, laid: Grid) -> Floats:
    """Strengths to add: none unless the smallest error is the last."""
    lams = curve.table.lams
    return np.zeros(0) if minimum(curve.table) < lams.size - 1 else extend(lams, floor=laid.floor)


_Walks = Mapping[float, Sequence[_Walk]]


def _walk_all(
    resamples: Resamples,
    grids: Mapping[float, Floats],
    before: _Walks,
    setting: Setting,
    spectrum: Spectrum | None,
) -> _Walks:
    """Walk each grid on the full part (first) and on every fold; ``before``: walks to go on from; spectrum: of the full
    part."""

    def piece(index: int) -> dict[float, _Walk]:
        part = index - 1 if index else None
        problem = resamples.train(part)
        starts = {ratio: before[ratio][index].last if ratio in before else None for ratio in grids}
        own = spectrum if part is None else None
        return {
            ratio: _walk(resamples, problem, part, lams, ratio, starts[ratio], setting, own)
            for ratio, lams in grids.items()
        }

    pieces = run(piece, range(resamples.folds + 1), setting.threads, setting.progress)
    return {**before, **{ratio: [walks[ratio] for walks in pieces] for ratio in grids}}


def _walk(
    resamples: Resamples,
    problem: Quadratic,
    part: int | None,
    lams: Floats,
    ratio: float,
    start: Floats | None,
    setting: Setting,
    spectrum: Spectrum | None,
) -> _Walk:
    if spectrum is not None and ratio == L2_RATIO and not setting.positive:
        path = ridge_trace(problem, lams, spectrum, setting.factors)
    else:
        path = trace(problem, lams, ratio, factors=setting.factors, positive=setting.positive, start=start)
    coefficients = path.coefficients
    mse = training_mse(problem, coefficients) if part is None else resamples.score(part, coefficients)
    support = np.packbits(coefficients != 0, axis=1)
    return _Walk(mse, support, coefficients[-1], coefficients if part is None else None, path.statuses)


def training_mse(problem: Quadratic, coefficients: Floats) -> Floats:
    """2·smooth of each of coefficients (m, p): yy − 2 w·c + w·G w."""
    quadratic = np.einsum("ij,ij->i", coefficients @ problem.gram, coefficients)
    return np.maximum(problem.yy - 2.0 * (coefficients @ problem.xty) + quadratic, 0.0)


def _curve(full: Quadratic, ratio: float, lams: Floats, walks: _Walks) -> Curve:
    whole, *folds = walks[ratio]
    coefficients = np.zeros((lams.size, full.features)) if whole.coefficients is None else whole.coefficients
    table = Table(lams, ratio, np.stack([walk.mse for walk in folds]))
    support = np.stack([walk.support for walk in folds])
    unsolved = sum(not status.solved for walk in walks[ratio] for status in walk.statuses)
    return Curve(table, coefficients, whole.mse, whole.statuses, support, unsolved)


def _joined(first: Curve, below: Curve) -> Curve:
    return Curve(
        first.table.join(below.table),
        np.vstack((first.coefficients, below.coefficients)),
        np.concatenate((first.train_mse, below.train_mse)),
        first.statuses + below.statuses,
        np.concatenate((first.support, below.support), axis=1),
        first.unsolved + below.unsolved,
        first.spectrum,
    )
