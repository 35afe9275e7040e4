"""`problem.Resamples`, `Rereading` and `Factored` over explicit rows: a second implementation, slow and plain.

No moments: every part is a matrix, imputed, centred and scaled by itself, and scored row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from shrinkage.problem import Floats, LeastSquares, Quadratic, Scaling


@dataclass
class RowsResamples:
    """x: (n, p); y: (n,); fold_of: (R, n) fold of each row in each repeat, −1 for test rows; weight: (n,)."""

    x: Floats
    y: Floats
    fold_of: np.ndarray
    weight: Floats | None = None
    raw: bool = False
    asked: list[str] = field(default_factory=list)
    cheap: bool = True

    def __post_init__(self) -> None:
        self.fold_of = np.atleast_2d(self.fold_of)
        self._v = np.ones(len(self.y)) if self.weight is None else self.weight
        self._k = int(self.fold_of.max()) + 1

    @property
    def folds(self) -> int:
        return self._k * self.fold_of.shape[0]

    @property
    def has_test(self) -> bool:
        return bool(np.any(self.fold_of[0] < 0))

    def held(self, fold: int | None) -> np.ndarray:
        if fold is None:
            return self.fold_of[0] < 0
        return self.fold_of[fold // self._k] == fold % self._k

    def rows_of(self, fold: int | None) -> np.ndarray:
        inside = self.fold_of[0] >= 0
        return inside if fold is None else inside & ~self.held(fold)

    def scaling(self, fold: int | None) -> Scaling:
        rows = self.rows_of(fold)
        v = self._v[rows] / self._v[rows].sum()
        center = v @ self.x[rows]
        varies = np.ptp(self.x[rows], axis=0) > 0
        scale = np.sqrt(v @ (self.x[rows] - center) ** 2)
        scale = np.where(varies, 1.0 if self.raw else scale, 0.0)
        return Scaling(center, scale, float(v @ self.y[rows]))

    def columns(self, fold: int | None) -> LeastSquares:
        rows, scaling = self.rows_of(fold), self.scaling(fold)
        v = self._v[rows]
        root = np.sqrt(v / v.sum())
        inverse = np.divide(1.0, scaling.scale, out=np.zeros_like(scaling.scale), where=scaling.scale > 0)
        z = (self.x[rows] - scaling.center) * inverse * root[:, None]
        return LeastSquares(z, (self.y[rows] - scaling.target_mean) * root, float(v.sum()), int(rows.sum()))

    def train(self, fold: int | None) -> Quadratic:
        part = self.columns(fold)
        gram = part.columns.T @ part.columns
        if not self.raw:
            np.fill_diagonal(gram, np.diagonal(gram) > 0)
        xty = part.columns.T @ part.target
        return Quadratic(np.ascontiguousarray(gram), xty, float(part.target @ part.target), part.weight, part.rows)

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        rows = self.held(fold)
        v = self._v[rows] / self._v[rows].sum()
        intercept, own = self.scaling(fold).original(coefficients)
        residual = self.y[rows] - (np.asarray(intercept)[:, None] + own @ self.x[rows].T)
        return (residual**2) @ v

    # Rereading
    def norms(self, directions: Mapping[int | None, Floats]) -> Mapping[int | None, Floats]:
        self.asked.append("norms")
        return {fold: np.linalg.norm(self.columns(fold).columns @ v, axis=0) for fold, v in directions.items()}

    def factors(self) -> RowsFactored:
        self.asked.append("factors")
        return RowsFactored(self)


@dataclass
class RowsFactored:
    """The rows themselves, standing for their triangular factors."""

    rows: RowsResamples

    def train(self, fold: int | None) -> LeastSquares:
        return self.rows.columns(fold)

    def scaling(self, fold: int | None) -> Scaling:
        return self.rows.scaling(fold)

    def score(self, fold: int | None, coefficients: Floats) -> Floats:
        return self.rows.score(fold, coefficients)


def random_rows(
    seed: int = 0, n: int = 90, p: int = 6, folds: int = 5, repeats: int = 1, test: float = 0.2
) -> RowsResamples:
    """A correlated table with a sparse truth, folds dealt at random."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) @ (np.eye(p) + 0.5 * rng.normal(size=(p, p))) + rng.normal(size=p) * 10
    w = np.where(np.arange(p) % 2 == 0, rng.normal(size=p), 0.0)
    y = 3.0 + x @ w + rng.normal(size=n)
    fold_of = np.stack([rng.permutation(np.arange(n) % folds) for _ in range(repeats)])
    fold_of[:, : int(test * n)] = -1
    return RowsResamples(x, y, fold_of)
