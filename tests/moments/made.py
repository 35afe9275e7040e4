"""Tables made for the tests of moments, and the slow twins: everything by rows written out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shrinkage.design.features import Fill, Layout, Rows, expand
from shrinkage.moments.moments import Moments, block
from shrinkage.moments.units import Tally, Units


@dataclass(frozen=True)
class Table:
    rows: Rows
    layout: Layout


def table(n: int = 300, seed: int = 0, *, weighted: bool = True, missing: bool = True) -> Table:
    """Numbers on awkward scales (a year, 1000 ± 0.01), two blocks with absent codes, visible and hidden indicators."""
    rng = np.random.default_rng(seed)
    center, spread = np.array([0.0, 2000.0, 1000.0]), np.array([1.0, 5.0, 0.01])
    numbers = rng.normal(size=(n, 3)) * spread + center
    often, seldom = rng.random(n) < 0.2, np.zeros(n, dtype=bool)
    seldom[: min(3, n // 4)] = True
    fills: tuple[Fill, ...] = ()
    if missing:
        numbers[often, 0], numbers[seldom, 1] = 0.3, 2001.0
        fills = (Fill(0, 3, 0.3), Fill(1, 4, 2001.0))
    codes = np.column_stack([rng.integers(-1, 4, n), rng.integers(0, 7, n)]).astype(np.int32)
    target = numbers @ (1 / spread) + 0.5 * (codes[:, 1] == 2) + rng.normal(size=n)
    weight = rng.integers(0, 4, n).astype(float) if weighted else None
    if weight is not None:
        weight[0] = 1.0
    rows = Rows(np.column_stack([numbers, often, seldom]).astype(float), codes, target, weight, hashes(n, seed))
    return Table(rows, Layout(4, (4, 7), fills, np.array([*center, 0.0, 0.0]), 1e5, hidden=1))


def hashes(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng([seed, 7]).integers(0, 1 << 64, n, dtype=np.uint64)


def units(keys: np.ndarray, weight: np.ndarray | None = None, most: int = 1 << 20) -> Units:
    """The units of rows, as the pass over a table counts them."""
    whole = weight is None or bool(np.all(weight == np.rint(weight)))
    tally = Tally(most, total=None if weight is None else float(weight.sum()), whole=whole)
    tally.add(keys, weight)
    return tally.units()


def part(rows: Rows, index: np.ndarray | slice) -> Rows:
    weight = None if rows.weight is None else rows.weight[index]
    return Rows(rows.dense[index], rows.codes[index], rows.target[index], weight, rows.keys[index])


def batches(rows: Rows, size: int) -> list[Rows]:
    return [part(rows, slice(start, start + size)) for start in range(0, len(rows), size)]


def repeated(rows: Rows) -> Rows:
    """Every row as often as its (whole) weight says."""
    index = np.repeat(np.arange(len(rows)), rows.weight.astype(int))
    return Rows(rows.dense[index], rows.codes[index], rows.target[index], None, rows.keys[index])


def weights(rows: Rows) -> np.ndarray:
    return np.ones(len(rows)) if rows.weight is None else rows.weight


def gathered_matrix(rows: Rows, layout: Layout) -> np.ndarray:
    """z (n, q) as gathered: dense features, hidden columns, levels, target."""
    matrix = expand(rows, layout)
    hidden = rows.dense[:, layout.dense :]
    return np.column_stack([matrix[:, : layout.dense], hidden, matrix[:, layout.dense :], rows.target])


def slow_moments(rows: Rows, layout: Layout) -> Moments:
    shift = np.concatenate([layout.shift, np.zeros(sum(layout.levels)), [layout.target_shift]])
    return block(gathered_matrix(rows, layout), rows.weight, shift)


@dataclass(frozen=True)
class Explicit:
    """One fold by rows: imputed and standardised in the training part, in long double where it matters."""

    training: np.ndarray
    training_target: np.ndarray
    training_weight: np.ndarray
    held: np.ndarray
    held_target: np.ndarray
    held_weight: np.ndarray
    fills: np.ndarray

    def errors(self, coefficients: np.ndarray) -> np.ndarray:
        residual = self.held_target[:, None] - self.held @ coefficients.T.astype(np.longdouble)
        return (self.held_weight @ residual**2 / self.held_weight.sum()).astype(float)

    @property
    def gram(self) -> np.ndarray:
        z = np.sqrt(self.training_weight / self.training_weight.sum())[:, None] * self.training
        return (z.T @ z).astype(float)

    @property
    def xty(self) -> np.ndarray:
        v = self.training_weight / self.training_weight.sum()
        return (self.training.T @ (v * self.training_target)).astype(float)


def explicit(rows: Rows, layout: Layout, training: np.ndarray, held: np.ndarray) -> Explicit:
    """The loop that moments replace. training, held: masks of rows."""
    x = expand(rows, layout).astype(np.longdouble)
    v = weights(rows).astype(np.longdouble)
    fills = []
    for fill in layout.fills:
        absent = rows.dense[:, fill.missing] != 0
        seen = training & ~absent
        fills.append(v[seen] @ x[seen, fill.value] / v[seen].sum())
        x[absent, fill.value] = fills[-1]
    w = v[training]
    mean = w @ x[training] / w.sum()
    centred = x - mean
    sd = np.sqrt(w @ centred[training] ** 2 / w.sum())
    live = x[training][w > 0]
    constant = live.min(axis=0) == live.max(axis=0)
    z = np.where(constant, 0.0, centred / np.where(constant, 1.0, sd))
    y = rows.target.astype(np.longdouble)
    y = y - w @ y[training] / w.sum()
    return Explicit(z[training], y[training], w, z[held], y[held], v[held], np.array(fills, dtype=float))
