"""The example tables are what their script makes of the published ones."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import ModuleType

import pytest

from tests.scripts import script

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    return script("examples/make_examples.py")


def test_diabetes_is_made_again_byte_for_byte(maker: ModuleType, tmp_path: Path) -> None:
    maker.diabetes(tmp_path / "diabetes.csv")
    assert (tmp_path / "diabetes.csv").read_bytes() == (EXAMPLES / "diabetes.csv").read_bytes()


@pytest.mark.data
def test_flights_are_made_again_byte_for_byte(maker: ModuleType, tmp_path: Path) -> None:
    if not os.environ.get("SHRINKAGE_DATA"):
        pytest.skip("SHRINKAGE_DATA is not set")
    maker.flights(tmp_path / "flights.csv")
    assert (tmp_path / "flights.csv").read_bytes() == (EXAMPLES / "flights.csv").read_bytes()


def test_flights_hold_nothing_that_gives_the_delay_away() -> None:
    with (EXAMPLES / "flights.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert not {"dep_time", "dep_delay", "arr_time", "air_time"} & set(header)
    assert len(rows) == 20_000
    assert {len(row) for row in rows} == {len(header)}
    times = [row[header.index("time_hour")] for row in rows]
    assert any(row[header.index("arr_delay")] == "" for row in rows)
    assert times[0] < times[-1]


def test_examples_stay_small() -> None:
    assert all(file.stat().st_size < 3_000_000 for file in EXAMPLES.glob("*.csv"))
