"""The real tables of the tasks: files, as a person would have them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.data.simulated import Floats

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Table:
    """A file to learn from: its target and the columns to leave out."""

    path: Path
    target: str
    drop: tuple[str, ...] = ()


def diabetes() -> Table:
    return Table(ROOT / "examples" / "diabetes.csv", "target")


def diabetes_arrays() -> tuple[Floats, Floats]:
    """x (442, 10) and y (442,), the columns centred and of length 1, as scikit-learn's ``load_diabetes`` gives them."""
    cells = np.loadtxt(diabetes().path, delimiter=",", skiprows=1)
    x, y = cells[:, :-1], cells[:, -1].copy()
    x = x - x.mean(axis=0)
    return x / np.linalg.norm(x, axis=0), y


def flights_sample(scratch: Path) -> Table:
    """2,000 flights, for a quick run."""
    header, *rows = (ROOT / "examples" / "flights.csv").read_text().splitlines()
    csv = scratch / "sample.csv"
    csv.write_text("\n".join([header, *rows[::10]]) + "\n")
    return Table(csv, "arr_delay")


def flights(scratch: Path, kind: str) -> Table | None:
    """All 336,776 flights as Parquet, or the same rows as CSV (written to ``scratch`` once); None without the table."""
    folder = os.environ.get("SHRINKAGE_DATA")
    parquet = Path(folder, "nycflights_wide.parquet") if folder else None
    if parquet is None or not parquet.exists():
        return None
    known_later = ("dep_delay", "dep_time", "arr_time", "air_time")
    if kind == "parquet":
        return Table(parquet, "arr_delay", known_later)
    import duckdb

    csv = scratch / "flights.csv"
    if not csv.exists():
        duckdb.connect().execute(f"copy (select * from '{parquet}') to '{csv}' (header)")
    return Table(csv, "arr_delay", known_later)
