"""The tables whose reports the browser opens: real ones, and ones made to be hard on a page."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"

# What a page must take for text, whatever it looks like.
MARKUP = "<script>alert(1)</script>"
HOSTILE_NAMES = (
    MARKUP,
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "'quoted' & &lt;b&gt; ]]>",
    "<!-- <svg onload=alert(4)>",
    "\u202eright to left\u202c \u2067\u05d0\u05d1\u05d2\u2069",
    "{@html '<b>bold</b>'} ${alert(5)} {{6}}",
    "javascript:alert(7)",
    "n" * 5000,
    "__proto__",
    "constructor",
    " spaces  inside ",
)
HOSTILE_LEVELS = ("<b onclick=alert(8)>bold</b>", "</style><style>*{display:none}", "\u200f\u05d0", "a & b", "'\"`")
HOSTILE_TARGET = "</title><script>alert(9)</script> \u202etarget"
HOSTILE_FILE = "<i>&'table'.csv"


@dataclass(frozen=True)
class Case:
    """A report: ``make`` writes (or names) a table below a folder; None where its source is not on this machine."""

    name: str
    make: Callable[[Path], Path | None]
    target: str
    options: Mapping[str, Any] = field(default_factory=dict)
    older: bool = False  # stripped of what earlier versions did not write
    asked: bool = False  # takes minutes: made only where it is named


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def example(name: str) -> Callable[[Path], Path | None]:
    return lambda folder: EXAMPLES / name


def real(name: str) -> Callable[[Path], Path | None]:
    """A table of the folder that SHRINKAGE_DATA names."""

    def find(folder: Path) -> Path | None:
        path = Path(os.environ.get("SHRINKAGE_DATA") or os.devnull, name)
        return path if path.exists() else None

    return find


def genes(most: int) -> Callable[[Path], Path | None]:
    """golub: 38 rows, the first ``most`` of 3,051 genes, and one kind of leukaemia or the other as 0 and 1."""

    def make(folder: Path) -> Path | None:
        source = real("golub.npz")(folder)
        if source is None:
            return None
        with np.load(source) as data:
            x, y = data["X"][:, :most], data["y"]
        header = ["kind", *(f"gene {number}" for number in range(1, x.shape[1] + 1))]
        return write(folder / "golub.csv", header, np.column_stack([y.astype(float), x]).tolist())

    return make


def correlated(columns: int) -> Callable[[Path], Path]:
    """600 rows of correlated columns, of which every tenth counts."""

    def make(folder: Path) -> Path:
        random = np.random.default_rng(5)
        common = random.normal(size=(600, 12))
        x = random.normal(size=(600, columns)) + common @ random.normal(size=(12, columns)) * 0.6
        y = x[:, ::10] @ random.normal(size=columns // 10) + 4.0 * random.normal(size=600) + 50
        header = [*(f"measure {number}" for number in range(1, columns + 1)), "outcome"]
        return write(folder / "correlated.csv", header, np.column_stack([x, y]).round(6).tolist())

    return make


def hostile(folder: Path) -> Path:
    random = np.random.default_rng(6)
    x = random.normal(size=(240, len(HOSTILE_NAMES)))
    level = random.integers(len(HOSTILE_LEVELS), size=240)
    y = x @ np.linspace(2, 1, x.shape[1]) + 3.0 * level + random.normal(size=240)
    rows = ([*cells, HOSTILE_LEVELS[at], value] for cells, at, value in zip(x.round(5), level, y.round(5), strict=True))
    return write(folder / HOSTILE_FILE, [*HOSTILE_NAMES, "<kind>", HOSTILE_TARGET], rows)


def noise(folder: Path) -> Path:
    """Nothing to find: the verdict is the mean."""
    random = np.random.default_rng(7)
    header = [*(f"x{number}" for number in range(1, 9)), "y"]
    return write(folder / "noise.csv", header, random.normal(size=(160, 9)).round(5).tolist())


def single(folder: Path) -> Path:
    """One feature."""
    random = np.random.default_rng(8)
    x = random.normal(size=80)
    return write(
        folder / "single.csv", ["x", "y"], zip(x.round(5), (2 * x + random.normal(size=80)).round(5), strict=True)
    )


# The same columns as in examples/flights.csv, of all flights.
FLIGHTS = """
    time_hour month day sched_dep_time sched_arr_time carrier flight tailnum origin dest distance plane_year
    manufacturer model engines seats engine temp dewp humid wind_dir wind_speed wind_gust precip pressure visib
"""

CASES = (
    Case("diabetes", example("diabetes.csv"), "target"),
    Case("factors", example("diabetes.csv"), "target", {"factors": {"bmi": 0.0, "s5": 2.0, "age": float("inf")}}),
    Case("flights", example("flights.csv"), "arr_delay"),
    Case("flights_full", real("nycflights_wide.parquet"), "arr_delay", {"keep": tuple(FLIGHTS.split())}),
    Case("ames", real("ames.parquet"), "price"),
    Case("genes", genes(600), "kind"),
    Case("golub", genes(3051), "kind", asked=True),
    Case("fifty", correlated(50), "outcome"),
    Case("wide", correlated(200), "outcome"),
    Case("hostile", hostile, HOSTILE_TARGET),
    Case("noise", noise, "y"),
    Case("single", single, "y"),
    Case("older", example("diabetes.csv"), "target", older=True),
)
