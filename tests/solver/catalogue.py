"""Problems that are hard in different ways: rows by name, and the Quadratic that they make."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from shrinkage.problem import Floats, Quadratic

Rows = tuple[Floats, Floats]
DATA = os.environ.get("SHRINKAGE_DATA") or None


def quadratic(x: Floats, y: Floats, weights: Floats | None = None, *, standardise: bool = True) -> Quadratic:
    """The problem of rows x (n, p), y (n,), columns centred and divided by their population sd."""
    v = np.ones(len(y)) if weights is None else weights
    share = v / v.sum()
    constant = np.ptp(x, axis=0) == 0
    z = x - share @ x
    z = z - share @ z
    z[:, constant] = 0.0
    if standardise:
        sd = np.sqrt(share @ z**2)
        z = z / np.where(sd > 0, sd, 1.0)
    t = y - share @ y
    half = z * np.sqrt(share)[:, None]
    gram = half.T @ half
    return Quadratic(0.5 * (gram + gram.T), z.T @ (share * t), float(share @ t**2), float(v.sum()), len(y))


def _target(x: Floats, draw: np.random.Generator, noise: float = 1.0) -> Rows:
    w = np.where(draw.random(x.shape[1]) < 0.3, draw.standard_normal(x.shape[1]), 0.0)
    return x, x @ w + noise * draw.standard_normal(len(x))


def plain(draw: np.random.Generator) -> Rows:
    return _target(draw.standard_normal((200, 25)), draw)


def alike(draw: np.random.Generator) -> Rows:
    """Blocks of columns correlated at 0.99, as in task H of the benchmarks."""
    common = np.repeat(draw.standard_normal((300, 8)), 10, axis=1)
    return _target(np.sqrt(0.99) * common + 0.1 * draw.standard_normal((300, 80)), draw)


def one_hot(draw: np.random.Generator) -> Rows:
    """Every level of several columns, a missing level shared by two of them, and an indicator that repeats it."""
    n = 400
    blocks = [np.eye(k)[draw.integers(0, k, n)] for k in (2, 3, 7, 12, 12)]
    missing = draw.random(n) < 0.1
    for block in blocks[3:]:
        block[missing] = 0.0
    shared = missing[:, None].astype(float)
    x = np.hstack([draw.standard_normal((n, 3)), shared, *blocks, shared, shared])
    return _target(x, draw)


def crossed(draw: np.random.Generator) -> Rows:
    """A nested pair: every level of the outer block is a sum of levels of the inner one."""
    inner = draw.integers(0, 40, 500)
    return _target(np.hstack([np.eye(40)[inner], np.eye(8)[inner % 8], draw.standard_normal((500, 2))]), draw)


def copies(draw: np.random.Generator) -> Rows:
    x = draw.standard_normal((60, 12))
    return _target(np.hstack([x, x[:, :6], -x[:, 3:9], 5 * x[:, :1]]), draw)


def constants(draw: np.random.Generator) -> Rows:
    x = draw.standard_normal((50, 6))
    x[:, [1, 4]] = 3.0, -0.1
    return _target(x, draw)


def low_rank(draw: np.random.Generator) -> Rows:
    left, right = draw.integers(-2, 3, (90, 7)), draw.integers(-2, 3, (7, 30))
    return _target((left @ right).astype(float), draw)


def wide(draw: np.random.Generator) -> Rows:
    return _target(draw.standard_normal((20, 60)), draw)


def spectra(draw: np.random.Generator) -> Rows:
    """Smooth curves: singular values fall over six orders of magnitude."""
    grid = np.linspace(0, 1, 60)
    bumps = np.exp(-(((grid[None, :] - draw.random(15)[:, None]) / 0.15) ** 2))
    x = draw.standard_normal((150, 15)) @ bumps + 1e-4 * draw.standard_normal((150, 60))
    return _target(x, draw)


def saturated(draw: np.random.Generator) -> Rows:
    """Nothing but signal: the residual vanishes as lam does."""
    return _target(draw.standard_normal((100, 10)), draw, noise=0.0)


def single(draw: np.random.Generator) -> Rows:
    return _target(draw.standard_normal((10, 1)), draw)


def unrelated(draw: np.random.Generator) -> Rows:
    """No column correlates with the target at all."""
    basis = np.linalg.qr(draw.standard_normal((40, 6)) - 0.0)[0]
    centred = basis - basis.mean(axis=0)
    basis = np.linalg.qr(centred)[0]
    return basis[:, :5], basis[:, 5]


MAKERS: dict[str, Callable[[np.random.Generator], Rows]] = {
    make.__name__: make
    for make in (
        *(plain, alike, one_hot, crossed, copies, constants, low_rank, wide, spectra, saturated, single, unrelated),
    )
}
NAMES = tuple(MAKERS)


def rows(name: str) -> Rows:
    return MAKERS[name](np.random.default_rng(7))


# Real tables, encoded here as plainly as can be: every level, a missing level, an indicator of a missing number.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "diabetes": ("target", ()),
    "prostate": ("lpsa", ()),
    "longley": ("Employed", ()),
    "boston": ("medv", ()),
    "bloodbrain": ("logBBB", ()),
    "hitters": ("Salary", ()),
    "ames": ("price", ()),
    "nycflights_wide": ("arr_delay", ("dep_delay", "dep_time", "arr_time", "air_time")),
}


def table(name: str, most_rows: int = 20_000, most_levels: int = 100) -> Rows:
    """Rows (n, p), y (n,) of a real table; needs SHRINKAGE_DATA."""
    blocks, y = _blocks(name, most_rows, most_levels)
    return np.hstack(list(blocks.values())), y


def freed(name: str, free: tuple[str, ...], most_rows: int = 20_000) -> tuple[Quadratic, Floats]:
    """The problem of a real table, and factors (p,) that are 0 on everything made of the columns ``free``."""
    blocks, y = _blocks(name, most_rows, 100)
    factors = [np.full(block.shape[1], 0.0 if column in free else 1.0) for column, block in blocks.items()]
    return quadratic(np.hstack(list(blocks.values())), y), np.concatenate(factors)


def _blocks(name: str, most_rows: int, most_levels: int) -> tuple[dict[str, Floats], Floats]:
    """Encoded columns by the name of theirs, and the target."""
    import duckdb

    target, dropped = TABLES[name]
    path = Path(str(DATA)) / f"{name}.parquet"
    with duckdb.connect() as connection:
        found = connection.execute(f"select * from '{path}' where {target} is not null").fetchnumpy()
    y = np.asarray(found.pop(target), dtype=float)
    kept = np.sort(np.random.default_rng(0).permutation(len(y))[:most_rows])
    blocks = {
        column: _encoded(np.ma.asarray(cells)[kept], most_levels)
        for column, cells in found.items()
        if column not in dropped
    }
    return blocks, y[kept]


def _encoded(cells: np.ma.MaskedArray, most_levels: int) -> Floats:
    if cells.dtype.kind in "biuf":
        values = np.asarray(cells.filled(0), dtype=float)
        missing = np.ma.getmaskarray(cells) | np.isnan(values)
        values[missing] = values[~missing].mean() if not missing.all() else 0.0
        return np.column_stack([values, missing.astype(float)] if missing.any() else [values])
    if cells.dtype.kind == "M":
        return np.asarray(cells, dtype="datetime64[s]").astype(float)[:, None]
    absent = np.ma.getmaskarray(cells)
    text = np.array(["" if gone else str(cell) for cell, gone in zip(cells.data, absent, strict=True)])
    levels, codes, counts = np.unique(text, return_inverse=True, return_counts=True)
    if levels.size > most_levels:
        rank = np.empty(levels.size, dtype=int)
        rank[np.argsort(-counts, kind="stable")] = np.arange(levels.size)
        codes = np.minimum(rank[codes], most_levels - 1)
    return np.eye(int(codes.max()) + 1)[codes]
