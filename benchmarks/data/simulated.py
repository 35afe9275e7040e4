"""Simulated designs of the tasks: standardised columns, a sparse truth, folds. Everything follows from the seed.

Columns have mean 0 and population sd 1 to rounding, so that solvers which standardise and solvers which do not are
given the same problem.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CHUNK_ROWS = 65_536


@dataclass(frozen=True)
class Data:
    """x: (n, p) C-contiguous; y: (n,); fold: (n,) of 0 … folds − 1; lams: (m,) decreasing."""

    x: Floats
    y: Floats
    fold: NDArray[np.int64]
    lams: Floats

    def centred(self) -> tuple[Floats, Floats, Floats, float]:
        """Columns and target less their means, and the means; X itself, not a copy, where its means are 0 already."""
        mean, target = self.x.mean(axis=0), float(self.y.mean())
        x = self.x - mean if np.abs(mean).max() > 1e-10 else self.x
        return x, self.y - target, mean, target


def autoregressive(
    rows: int, features: int, *, seed: int, correlation: float = 0.5, noise: float = 3.0, share: float = 0.1
) -> tuple[Floats, Floats]:
    """Gaussian columns with corr(xᵢ, xⱼ) = correlation^|i − j|; one feature in ten has an effect."""
    draw = np.random.default_rng(seed)
    x = np.empty((rows, features))
    fresh = np.sqrt(1 - correlation**2)
    for start in range(0, rows, CHUNK_ROWS):
        block = x[start : start + CHUNK_ROWS]
        block[:] = draw.standard_normal(block.shape)
        for column in range(1, features):
            block[:, column] *= fresh
            block[:, column] += correlation * block[:, column - 1]
    _standardise(x)
    return x, x @ _sparse_truth(features, share, draw) + noise * draw.standard_normal(rows)


def alike_blocks(
    rows: int, features: int, *, seed: int, block: int = 30, correlation: float = 0.99, noise: float = 3.0
) -> tuple[Floats, Floats]:
    """Blocks of columns that correlate by ``correlation`` within and not across: where descent crawls."""
    draw = np.random.default_rng(seed)
    common = draw.standard_normal((rows, -(-features // block)))
    own = draw.standard_normal((rows, features))
    x = np.sqrt(correlation) * np.repeat(common, block, axis=1)[:, :features] + np.sqrt(1 - correlation) * own
    _standardise(x)
    return x, x @ _sparse_truth(features, 0.1, draw) + noise * draw.standard_normal(rows)


def with_grid(x: Floats, y: Floats, *, folds: int, points: int, ratio: float) -> Data:
    """Add contiguous folds and the usual grid: geometric from lam_max, where L1 leaves no feature, to ratio·lam_max.

    The first n mod folds folds are one row longer, as everybody cuts them.
    """
    largest = float(np.abs(x.T @ (y - y.mean())).max()) / len(y)
    lams = largest * np.geomspace(1.0, ratio, points)
    fold = np.repeat(np.arange(folds), [len(y) // folds + (k < len(y) % folds) for k in range(folds)])
    return Data(x, y, fold, lams)


def with_ridge_grid(x: Floats, y: Floats, *, points: int) -> Data:
    """Add a ridge grid, from 1e3·d₁² to 1e-8·d₁², d₁² the largest eigenvalue of X'X/n; no folds."""
    largest = float(np.linalg.eigvalsh(x.T @ x / len(y))[-1])
    return Data(x, y, np.zeros(len(y), dtype=np.int64), largest * np.geomspace(1e3, 1e-8, points))


def _sparse_truth(features: int, share: float, draw: np.random.Generator) -> Floats:
    truth = np.zeros(features)
    chosen = draw.choice(features, max(1, round(share * features)), replace=False)
    truth[chosen] = draw.choice([-1.0, 1.0], chosen.size) * draw.uniform(0.2, 1.0, chosen.size)
    return truth


def _standardise(x: Floats) -> None:
    """In place, column by column, so that a gigabyte is not doubled."""
    for column in range(x.shape[1]):
        x[:, column] -= x[:, column].mean()
        x[:, column] /= x[:, column].std()
