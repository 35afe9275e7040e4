"""Same table, seed and version: the same record, whatever the number of threads; row order changes rounding only."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shrinkage.result.store import model_bytes, record_bytes
from shrinkage.workflow import compare
from tests.data import real_table

EXAMPLES = Path(__file__).parents[2] / "examples"


def bytes_of(table: str, target: str, **choices: Any) -> tuple[bytes, dict[str, bytes]]:
    """The record without its timings, and the models."""
    done = compare(table, target, **choices)
    plain = json.loads(record_bytes(done.record))
    del plain["seconds"]
    return json.dumps(plain).encode(), {name: model_bytes(model) for name, model in done.models.items()}


@pytest.mark.parametrize(("table", "target"), [("diabetes.csv", "target"), ("flights.csv", "arr_delay")])
def test_threads_change_no_byte(table: str, target: str) -> None:
    one = bytes_of(str(EXAMPLES / table), target, threads=1)
    for threads in (2, 3, 7):
        assert bytes_of(str(EXAMPLES / table), target, threads=threads) == one


def test_threads_of_a_blas_change_no_byte(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    x = draw.normal(size=(400, 150)) @ draw.normal(size=(150, 150))
    rows = np.column_stack([x, x[:, :5].sum(axis=1) + draw.normal(size=400)])
    table = tmp_path / "wide.csv"
    names = ",".join([*(f"x{k}" for k in range(150)), "y"])
    np.savetxt(table, rows, delimiter=",", header=names, comments="")
    command = [sys.executable, "-m", "shrinkage", "compare", str(table), "--target", "y", "--json", "--quiet"]

    def record(threads: str) -> Any:
        counts = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        done = subprocess.run(command, capture_output=True, check=True, env=os.environ | counts)
        return json.loads(done.stdout) | {"seconds": None}

    assert record("1") == record("2")


@pytest.mark.data
def test_threads_change_no_byte_of_a_large_table() -> None:
    table = str(real_table("nycflights_wide.parquet"))
    choices: dict[str, Any] = {"drop": ("dep_delay", "dep_time", "arr_time", "air_time"), "folds": 3}
    assert bytes_of(table, "arr_delay", threads=1, **choices) == bytes_of(table, "arr_delay", threads=4, **choices)


def close(first: Any, second: Any) -> bool:
    """The same choices and, to rounding, the same numbers."""
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(close(first[key], second[key]) for key in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(map(close, first, second))
    if isinstance(first, float) and isinstance(second, float):
        return second == pytest.approx(first, rel=1e-6, abs=1e-6)
    return first == second


def test_row_order_changes_rounding_only(tmp_path: Path) -> None:
    header, *rows = (EXAMPLES / "diabetes.csv").read_text().splitlines()
    random.Random(3).shuffle(rows)
    shuffled = tmp_path / "diabetes.csv"
    shuffled.write_text("\n".join([header, *rows]) + "\n")
    first = json.loads(record_bytes(compare(str(EXAMPLES / "diabetes.csv"), "target").record))
    second = json.loads(record_bytes(compare(str(shuffled), "target").record))
    assert first["split"] == second["split"]
    assert first["verdict"]["choice"] == second["verdict"]["choice"]
    for name, model in first["models"].items():
        assert close(model["path"]["fold_mse"], second["models"][name]["path"]["fold_mse"])
        assert close(model["standardized"], second["models"][name]["standardized"])


def test_another_seed_deals_other_folds() -> None:
    table = str(EXAMPLES / "diabetes.csv")
    assert bytes_of(table, "target", seed=0)[0] != bytes_of(table, "target", seed=1)[0]
