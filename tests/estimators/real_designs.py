"""Tables and made designs on which estimators are held to scikit-learn's and to plain loops: rows, weights, forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn import datasets

from tests.data import real_table

# Target of each table of the catalogue; small, badly scaled, collinear, and with more columns than rows.
TARGETS = {
    "prostate": "lpsa",
    "longley": "Employed",
    "boston": "medv",
    "hitters": "Salary",
    "ames": "price",
    "college": "Apps",
    "caravan": "Purchase",
    "concrete": "compressive_strength",
    "bloodbrain": "logBBB",
    "nmes1988": "visits",
    "bikeshare": "bikers",
    "spambase": "type",
    "nir_gasoline": "y",
    "tecator": "y",
    "glmnet_quickstart": "y",
}
ALWAYS = ("diabetes", "breast_cancer", "tall", "correlated", "wide")
NAMES = (*ALWAYS, *TARGETS)
MOST_ROWS = 800


@dataclass(frozen=True)
class Design:
    """x (n, p), y (n,) and weights (n,), those of no table; x as it is or each column standardised."""

    x: Any
    y: Any
    weights: Any

    def standardised(self) -> Design:
        return Design((self.x - self.x.mean(axis=0)) / self.x.std(axis=0), self.y, self.weights)


def design(name: str) -> Design:
    """Numeric columns that vary, rows without a hole, at most MOST_ROWS of them, evenly drawn."""
    if name in ("diabetes", "breast_cancer"):
        x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    elif name in ALWAYS:
        x, y = _made(name)
    elif real := _arrays(name):
        x, y = real
    else:
        x, y = _table(name)
    whole = np.isfinite(x).all(axis=1) & np.isfinite(y)
    x, y = x[whole], y[whole]
    rng = np.random.default_rng(7)
    if len(y) > MOST_ROWS:
        some = np.sort(rng.choice(len(y), MOST_ROWS, replace=False))
        x, y = x[some], y[some]
    x = x[:, np.ptp(x, axis=0) > 0]
    return Design(np.ascontiguousarray(x), y, rng.uniform(0.2, 2.0, len(y)))


def _made(name: str) -> tuple[Any, Any]:
    rng = np.random.default_rng(3)
    n, p = {"tall": (300, 12), "correlated": (200, 30), "wide": (40, 120)}[name]
    x = rng.standard_normal((n, p)) * np.geomspace(0.1, 10, p)
    if name == "correlated":
        x = x + 5 * rng.standard_normal((n, 1))
    return x, x[:, ::3].sum(axis=1) + 2 * rng.standard_normal(n) + 4


def _arrays(name: str) -> tuple[Any, Any] | None:
    if TARGETS[name] != "y":
        return None
    with np.load(real_table(f"{name}.npz")) as file:
        x, y = file["X"].astype(float), file["y"].astype(float)
    return x, y[:, 1] if name == "tecator" else y.ravel()


def _table(name: str) -> tuple[Any, Any]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    import pyarrow.types as types

    table = pq.read_table(real_table(f"{name}.parquet"))

    def numbers(column: str) -> Any:
        cells = table[column]
        if not (types.is_integer(cells.type) or types.is_floating(cells.type) or types.is_boolean(cells.type)):
            return None
        return np.asarray(pc.cast(cells, "float64").to_numpy(zero_copy_only=False), dtype=float)

    y = numbers(TARGETS[name])
    if y is None:  # two classes by name
        cells = np.array([str(cell) for cell in table[TARGETS[name]].to_pylist()])
        y = (cells == max(cells.tolist())).astype(float)
    found = [numbers(column) for column in table.column_names if column != TARGETS[name]]
    # A column mostly of holes would take the rows away.
    return np.column_stack([x for x in found if x is not None and np.isnan(x).mean() < 0.1]), y
