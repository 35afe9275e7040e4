"""Real tables, prepared by the package as ``compare`` does, with their encoded rows written out beside the moments.

The rows are what the oracle works on. From the package they take the encoding and the parts they belong to; imputing,
centring, scaling, fitting and scoring are done again here, by rows.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from shrinkage.design.features import Rows, expand
from shrinkage.moments.resamples import MomentResamples
from shrinkage.workflow.prepare import Choices, Prepared, prepare
from tests.data import real_table
from tests.truth import oracle

TEST = -2
EXAMPLES = Path(__file__).parents[2] / "examples"
FULL = os.environ.get("SHRINKAGE_TRUTH") == "full"
"""Whether every (lam, fold) of every table is to be checked, which takes an hour, rather than a spread of them."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A prepared table and its rows. x: (n, p) encoded, NaN where a value is missing; fold: (R, n) in each repeat, −1
    for what forward folds only train on, −2 for the test part."""

    name: str
    prepared: Prepared
    x: Floats
    y: Floats
    weight: Floats | None
    fold: NDArray[np.int64]
    forward: bool = False

    @property
    def resamples(self) -> MomentResamples:
        return self.prepared.resamples

    def training(self, fold: int | None) -> oracle.Table:
        """The rows outside the test part (and outside a fold), imputed and standardised by themselves."""
        rows = self._training_rows(fold)
        return oracle.standardised(self._imputed(rows, rows), self.y[rows], self._weights(rows))

    def held_out_error(self, fold: int, table: oracle.Table, coefficients: Any) -> float:
        """Weighted mean squared error on a fold, its missing cells filled with the training part's means."""
        held, rows = self.held_rows(fold), self._training_rows(fold)
        residual = self.y[held] - table.predict(self._imputed(held, rows), coefficients)
        weights = np.ones(held.sum()) if self.weight is None else self.weight[held]
        return float(np.average(residual**2, weights=weights))

    def _training_rows(self, fold: int | None) -> NDArray[np.bool_]:
        inside = self.fold[0] != TEST
        if fold is None:
            return inside
        repeat, part = divmod(fold, int(self.fold.max()) + 1)
        before = self.fold[repeat] < part
        return inside & (before if self.forward else before | (self.fold[repeat] > part))

    def held_rows(self, fold: int) -> NDArray[np.bool_]:
        """The rows (n,) that are scored; parts are numbered repeat by repeat."""
        repeat, part = divmod(fold, int(self.fold.max()) + 1)
        return self.fold[repeat] == part

    def _weights(self, rows: NDArray[np.bool_]) -> Floats | None:
        return None if self.weight is None else self.weight[rows]

    def _imputed(self, wanted: NDArray[np.bool_], training: NDArray[np.bool_]) -> Floats:
        x = self.x[wanted]
        for column in np.flatnonzero(self._incomplete):
            values = self.x[training, column]
            seen = ~np.isnan(values)
            weights = None if self.weight is None else self.weight[training][seen]
            # In extended precision: a mean in double would cost the comparison its last digits.
            mean = float(np.average(values[seen].astype(np.longdouble), weights=weights)) if seen.any() else 0.0
            x[np.isnan(x[:, column]), column] = mean
        return x

    @cached_property
    def _incomplete(self) -> NDArray[np.bool_]:
        return np.isnan(self.x).any(axis=0)


def case(name: str, table: Any, target: str, **choices: Any) -> Case:
    """Prepare a table (a path, or a mapping name → array) and write its encoded rows out."""
    prepared = prepare(str(table) if isinstance(table, Path) else table, target, Choices(**choices))
    encoder, parts, first = prepared.encoder, list[Rows](), 0
    for batch in prepared.source.batches(encoder.columns):
        parts.append(encoder.encode(batch, first))
        first += batch.rows
    rows = Rows(
        np.concatenate([part.dense for part in parts]),
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.target for part in parts]),
        None if parts[0].weight is None else np.concatenate([part.weight for part in parts]),  # type: ignore[misc]
        np.concatenate([part.keys for part in parts]),
    )
    x = expand(rows, prepared.layout)
    for fill in prepared.layout.fills:
        missing = rows.dense[:, fill.missing] != 0
        assert np.all(x[missing, fill.value] == fill.constant)
        x[missing, fill.value] = np.nan
    bucket = prepared.split.place(rows)
    fold = np.where(bucket < 0, TEST, prepared.resamples.assignment[:, bucket])
    return Case(name, prepared, x, rows.target, rows.weight, fold, prepared.resamples.forward)


def _parquet(name: str, target: str, *drop: str) -> tuple[str, str, tuple[str, ...]]:
    return f"{name}.parquet", target, drop


REAL: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "prostate": _parquet("prostate", "lpsa"),
    "hitters": _parquet("hitters", "Salary"),
    "ames": _parquet("ames", "price"),
    "boston": _parquet("boston", "medv"),
    "longley": _parquet("longley", "Employed"),
    "tecator": ("tecator.npz", "fat", ()),
    "bloodbrain": _parquet("bloodbrain", "logBBB"),
}
"""Tables of the folder that SHRINKAGE_DATA names: file, target, columns to drop."""

_KNOWN_LATER = ("dep_delay", "dep_time", "arr_time", "air_time")
if FULL:
    REAL["flights"] = _parquet("nycflights_wide", "arr_delay", *_KNOWN_LATER)

STAND_INS = ("diabetes", "diabetes weighted", "flights sample")
"""Tables that are always there."""

ALL = [*STAND_INS, *(pytest.param(name, marks=pytest.mark.data) for name in REAL)]

_made: dict[str, Case] = {}


def real_or_example(name: str) -> Case:
    """The case of this name, prepared once; skips where its table is not there."""
    if name not in _made:
        _made[name] = _stand_in(name) if name in STAND_INS else _real(name)
    return _made[name]


def _stand_in(name: str) -> Case:
    if name == "diabetes":
        return case(name, EXAMPLES / "diabetes.csv", "target")
    if name == "diabetes weighted":
        return _weighted(name, EXAMPLES / "diabetes.csv")
    # Every eighth flight: all kinds of columns, and an oracle that ends within seconds.
    rows = (EXAMPLES / "flights.csv").read_text().splitlines()
    header, columns = rows[0].split(","), list(zip(*(row.split(",") for row in rows[1::8]), strict=True))
    return case(
        name, {key: np.array(cells, dtype=object) for key, cells in zip(header, columns, strict=True)}, "arr_delay"
    )


def _weighted(name: str, path: Path) -> Case:
    """With weights that are no counts, some of them 0, and holes to be filled by weighted means."""
    rng = np.random.default_rng(5)
    columns = {
        key: list(cells) for key, *cells in zip(*(row.split(",") for row in path.read_text().split()), strict=True)
    }
    rows = len(columns["target"])
    for row in rng.choice(rows, 40, replace=False):
        columns["bmi"][row] = ""
    weights = rng.lognormal(size=rows) * (rng.random(rows) < 0.9)
    return case(name, {**columns, "weight": weights}, "target", weights="weight")


def _real(name: str) -> Case:
    file, target, drop = REAL[name]
    path = real_table(file)
    table: Any = path
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            table = {f"x{column}": arrays["X"][:, column] for column in range(arrays["X"].shape[1])}
            table[target] = arrays["y"][:, 1]
    # Longley has 16 rows: three folds and no test part, so that every training part still has rank.
    few = {"folds": 3, "test": 0.0} if name == "longley" else {}
    return case(name, table, target, drop=drop, **few)
