"""Roles on real tables, looked at by eye once: what changes here should be meant."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from shrinkage.design.encode import Encoder
from shrinkage.design.keys import ContentKeys
from shrinkage.design.learn import Learned, learn
from shrinkage.source import open_source
from shrinkage.source.arrays import ArraySource
from shrinkage.source.protocol import Source

DATA = Path(os.environ.get("SHRINKAGE_DATA", "-"))
pytestmark = [pytest.mark.data, pytest.mark.skipif(not DATA.is_dir(), reason="SHRINKAGE_DATA names no folder")]

TARGETS = {
    "ames": "price",
    "hitters": "Salary",
    "bikeshare": "bikers",
    "nmes1988": "visits",
    "movielens100k": "rating",
    "nycflights_wide": "arr_delay",
}


def source_of(name: str) -> Source:
    return open_source(str(DATA / f"{name}.parquet"))


def learned(name: str) -> Learned:
    return learn(source_of(name), TARGETS[name])


def roles(told: Learned) -> Counter[str]:
    return Counter(column.role for column in told.spec.columns)


@pytest.mark.parametrize(
    ("name", "counts", "features", "hidden"),
    [
        ("ames", {"numeric": 36, "categorical": 41, "boolean": 1, "dropped": 1}, 279, 8),
        ("hitters", {"numeric": 16, "categorical": 3}, 22, 0),
        ("bikeshare", {"numeric": 10, "categorical": 2}, 25, 0),
        ("nmes1988", {"numeric": 9, "categorical": 4, "boolean": 5}, 25, 0),
        ("movielens100k", {"numeric": 4, "categorical": 2}, 208, 0),
        ("nycflights_wide", {"numeric": 25, "categorical": 8, "datetime": 1, "dropped": 1}, None, 0),
    ],
)
def test_roles(name: str, counts: dict[str, int], features: int | None, hidden: int) -> None:
    told = learned(name)
    assert roles(told) == counts
    layout = told.spec.layout()
    assert layout.hidden == hidden
    if features is not None:
        assert layout.features == features


def test_rows_without_a_salary_are_counted() -> None:
    told = learned("hitters")
    assert (told.rows_read, told.rows_used, told.rows_without_target) == (322, 263, 59)


def test_ames() -> None:
    columns = {column.name: column for column in learned("ames").spec.columns}
    assert columns["Utilities"].reason == "all but constant: only 3 training rows differ from 'AllPub'"
    assert columns["Lot.Frontage"].missing == 490
    assert columns["Alley"].missing_level
    assert columns["Central.Air"].words == ("n", "y")
    assert columns["Bsmt.Full.Bath"].indicator is not None
    assert columns["Bsmt.Full.Bath"].indicator.hidden
    assert columns["Neighborhood"].pooled_levels == 2
    assert not columns["Neighborhood"].other  # three houses


def test_flights() -> None:
    told = learned("nycflights_wide")
    columns = {column.name: column for column in told.spec.columns}
    assert (told.rows_read, told.rows_without_target) == (336_776, 9_430)
    assert columns["year"].reason == "constant: every value is 2013"
    assert [part.part for part in columns["time_hour"].parts] == ["month", "weekday", "hour"]
    assert (len(columns["tailnum"].levels), columns["tailnum"].pooled_levels) == (100, 3_937)
    assert columns["tailnum"].other
    assert len(columns["carrier"].levels) == 16


@pytest.mark.parametrize("name", ["ames", "hitters", "bikeshare", "nmes1988"])
def test_csv_and_parquet_mean_the_same(name: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / f"{name}.csv"
    duckdb.connect().execute(f"copy (from '{DATA / name}.parquet') to '{path}' (header)")
    sources = source_of(name), open_source(str(path))
    one, other = (learn(source, TARGETS[name]) for source in sources)
    assert one.spec == other.spec
    encoder = Encoder(one.spec, ContentKeys(tuple(field.name for field in sources[0].fields)))
    for here, there in zip(*(source.batches(encoder.columns) for source in sources), strict=True):
        first, second = encoder.encode(here), encoder.encode(there)
        for part in ("dense", "codes", "target", "keys"):
            assert np.array_equal(getattr(first, part), getattr(second, part)), part


@pytest.mark.parametrize("name", [*TARGETS])
def test_encoded(name: str) -> None:
    """Dense columns are near their shift, and rows that were used come out."""
    told = learned(name)
    encoder, source = Encoder(told.spec), source_of(name)
    rows = [encoder.encode(batch) for batch in source.batches(encoder.columns)]
    dense = np.concatenate([part.dense for part in rows])
    assert len(dense) == told.rows_used
    spread = np.ptp(dense, axis=0)
    assert (np.abs(dense.mean(axis=0) - encoder.layout.shift) <= 2e-6 * spread).all()


def test_thousands_of_numeric_columns() -> None:
    """The gene expressions of nci60: about a second; the bound leaves room for a busy machine."""
    values = np.load(DATA / "nci60.npz")["X"]
    source = ArraySource({f"gene {k}": values[:, k] for k in range(values.shape[1])})
    started = time.process_time()
    spec = learn(source, "gene 0").spec
    taken = time.process_time() - started
    assert spec.layout().dense > 6_000
    assert taken < 5
