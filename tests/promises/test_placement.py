"""Groups, time and repeats through the whole of `compare`: nothing straddles, nothing looks ahead, nothing depends on
the order of the rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shrinkage
from shrinkage.result.store import record_bytes
from shrinkage.workflow.prepare import Choices, Prepared, prepare

Table = dict[str, Any]


def table(rows: int = 240, seed: int = 0) -> Table:
    """Numbers, a category with holes, a group of uneven sizes, days with ties and gaps."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(rows, 3))
    level = draw.choice(["red", "blue", ""], rows)
    person = np.minimum(draw.geometric(0.04, rows), 40)
    day = draw.integers(0, 90, rows) ** 2 // 60
    y = x @ [1.0, -2.0, 0.0] + (level == "red") + 0.3 * (person % 5) + 0.01 * day + draw.normal(size=rows)
    x[draw.random((rows, 3)) < 0.05] = np.nan
    when = np.datetime64("2021-03-01") + day.astype("timedelta64[D]")
    return {
        **{f"x{k}": x[:, k] for k in range(3)},
        "level": level.astype(object),
        "person": np.array([f"p{one}" for one in person], dtype=object),
        "when": np.datetime_as_string(when).astype(object),
        "y": y,
    }


def shuffled(columns: Table, seed: int = 1) -> tuple[Table, np.ndarray]:
    order = np.random.default_rng(seed).permutation(len(columns["y"]))
    return {name: cells[order] for name, cells in columns.items()}, order


def placed(done: Prepared) -> np.ndarray:
    """The fold (R, n) of every row, −1 for what is only trained on, −2 for the test part."""
    found, first = [], 0
    for batch in done.source.batches(done.encoder.columns):
        bucket = done.split.place(done.encoder.encode(batch, first))
        found.append(np.where(bucket < 0, -2, done.resamples.assignment[:, bucket]))
        first += batch.rows
    return np.concatenate(found, axis=1)


SCHEMES: dict[str, dict[str, Any]] = {
    "repeats": {"repeats": 3, "folds": 5},
    "group": {"group": "person", "folds": 4},
    "group, repeats": {"group": "person", "repeats": 2, "folds": 3},
    "time": {"time": "when", "folds": 6},
    "time, dropped": {"time": "when", "folds": 6, "drop": ("when",)},
}
schemes = pytest.mark.parametrize("scheme", SCHEMES)


@schemes
def test_the_order_of_rows_places_nothing(scheme: str) -> None:
    columns = table()
    other, order = shuffled(columns)
    here, there = (placed(prepare(one, "y", Choices(**SCHEMES[scheme]))) for one in (columns, other))
    assert np.array_equal(here[:, order], there)


@schemes
def test_threads_change_no_byte(scheme: str, tmp_path: Path) -> None:
    def record(threads: int) -> Any:
        done = shrinkage.compare(table(), "y", threads=threads, **SCHEMES[scheme])
        return json.loads(record_bytes(done.record)) | {"seconds": None}

    assert record(1) == record(3)


def test_groups_never_straddle() -> None:
    columns = table()
    for seed in range(5):
        fold = placed(prepare(columns, "y", Choices(group="person", repeats=2, folds=3, seed=seed)))
        for person in np.unique(columns["person"].astype(str)):
            assert np.all(np.ptp(fold[:, columns["person"] == person], axis=1) == 0)
        assert np.all(fold[:, fold[0] == -2] == -2)


def test_groups_are_even_where_they_can_be() -> None:
    columns = table(2000)
    fold = placed(prepare(columns, "y", Choices(group="person", folds=4, test=0)))[0]
    sizes = np.bincount(fold, minlength=4)
    assert sizes.max() <= 1.15 * sizes.min()


def test_time_never_looks_ahead() -> None:
    columns = table()
    done = prepare(columns, "y", Choices(time="when", folds=6))
    fold, when = placed(done)[0], columns["when"].astype("datetime64[D]")
    latest = np.where(fold == -2, 6, fold)
    order = np.argsort(when, kind="stable")
    assert np.all(np.diff(latest[order]) >= 0)
    for day in np.unique(when):
        assert np.unique(fold[when == day]).size == 1
    for part in range(6):
        rows = (fold < part) & (fold != -2)
        assert done.resamples.rows(part) == (rows.sum(), (fold == part).sum())
        assert when[rows].max() < when[fold == part].min()


def test_a_column_that_leaks_the_future_helps_at_random_and_not_in_time() -> None:
    """The target jumps from campaign to campaign. What a campaign is worth is known only from its own rows, so that a
    fold at random is told by rows that came later, and one in time has to do without."""
    draw = np.random.default_rng(3)
    campaigns, each = 30, 20
    campaign = np.repeat(np.arange(campaigns), each)
    columns = {
        "day": np.arange(campaigns * each, dtype=float),
        "noise": draw.normal(size=campaigns * each),
        "campaign": np.array([f"c{one:02d}" for one in campaign], dtype=object),
        "y": draw.normal(size=campaigns)[campaign] + 0.3 * draw.normal(size=campaigns * each),
    }
    at_random = shrinkage.compare(columns, "y", drop=("day",)).record
    in_time = shrinkage.compare(columns, "y", drop=("day",), time="day", folds=29, test=0.0).record
    assert at_random.models.l2.cv_rmse < 0.4 * at_random.baseline.cv_rmse
    assert in_time.models.l2.cv_rmse > 0.98 * in_time.baseline.cv_rmse
    assert (at_random.split.scheme, in_time.split.scheme, in_time.split.column) == ("random", "time", "day")


def test_the_record_says_how_rows_were_placed() -> None:
    record = shrinkage.compare(table(), "y", group="person", repeats=2, folds=3).record
    assert (record.split.scheme, record.split.column) == ("group", "person")
    assert (record.split.folds, record.split.repeats) == (3, 2)
    assert len(record.models.l1.path.fold_mse) == 6  # type: ignore[union-attr]
    assert record.options["group"] == "person"
    assert {column.name: column.reason for column in record.data.columns}["person"] is not None
