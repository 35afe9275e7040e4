"""Laws of placement through the whole of `compare`, on the folds that it writes down."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import shrinkage
from shrinkage.errors import ShrinkageError, TableError
from shrinkage.result.record import Record

Table = dict[str, Any]


def compared(table: Table, **choices: Any) -> tuple[Record, np.ndarray]:
    """The record, and the cells (R, n) of the file of folds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "folds.csv")
        record = shrinkage.compare(table, "y", folds_out=path, threads=1, **choices).record
        with path.open(newline="") as file:
            _, *rows = csv.reader(file)
    return record, np.array([row[1:] for row in rows]).T


few = settings(max_examples=25, deadline=None)


@few
@given(
    rows=st.integers(40, 120),
    groups=st.integers(3, 70),
    folds=st.integers(2, 5),
    repeats=st.integers(1, 3),
    test=st.sampled_from([0.0, 0.2, 0.5]),
    seed=st.integers(0, 1000),
    missing=st.booleans(),
)
def test_groups_never_straddle(
    rows: int, groups: int, folds: int, repeats: int, test: float, seed: int, missing: bool
) -> None:
    draw = np.random.default_rng(seed)
    group = np.floor(groups * draw.random(rows) ** 2)
    names = np.array([f"g{one:.0f}" for one in group], dtype=object)
    if missing:
        names[draw.random(rows) < 0.1] = ""
    y = draw.normal(size=rows)
    y[draw.random(rows) < 0.05] = np.nan
    table = {"x": draw.normal(size=rows), "g": names, "y": y}
    if len(set(names[~np.isnan(y)])) < (3 if repeats > 1 else 1) * folds:
        with pytest.raises(ShrinkageError, match=r"groups? of 'g'"):
            compared(table, group="g", folds=folds, repeats=repeats, test=test, seed=seed)
        return
    try:
        record, cells = compared(table, group="g", folds=folds, repeats=repeats, test=test, seed=seed)
    except TableError:  # the test part has left too few
        assume(False)
        raise
    used = ~np.isnan(y)
    for repeat in cells:
        assert np.array_equal(repeat == "", np.isnan(y))
        for name in set(names):
            assert len(set(repeat[used & (names == name)])) <= 1
        assert set(repeat[used]) - {"test"} == {str(fold + 1) for fold in range(folds)}
    assert record.split.test_rows == np.count_nonzero(cells[0] == "test")
    if missing and np.any(names[used] == ""):
        assert any(warning.kind == "no_group" for warning in record.warnings)


@few
@given(
    rows=st.integers(40, 120),
    times=st.integers(2, 90),
    folds=st.integers(2, 5),
    test=st.sampled_from([0.0, 0.2, 0.5]),
    seed=st.integers(0, 1000),
    kind=st.sampled_from(["number", "date", "text"]),
)
def test_time_never_looks_ahead(rows: int, times: int, folds: int, test: float, seed: int, kind: str) -> None:
    draw = np.random.default_rng(seed)
    stamp = draw.integers(0, times, rows) * 400 - 1000
    days = np.datetime64("2001-01-01") + stamp.astype("timedelta64[D]")
    cells: Any = {"number": stamp / 7, "date": days.astype("datetime64[s]")}.get(kind)
    if kind == "text":
        cells = np.array([f"{day.day:02d}.{day.month:02d}.{day.year}" for day in days.astype(object)], dtype=object)
    table = {"x": draw.normal(size=rows), "t": cells, "y": draw.normal(size=rows)}
    if len(set(stamp)) < folds + 1:
        with pytest.raises(ShrinkageError, match=r"distinct times? in 't'"):
            compared(table, time="t", folds=folds, test=test)
        return
    try:
        _, written = compared(table, time="t", folds=folds, test=test)
    except TableError:  # the test part has left too few
        assume(False)
        raise
    part = np.array([folds + 1 if cell == "test" else int(cell) for cell in written[0]])
    order = np.argsort(stamp, kind="stable")
    assert np.all(np.diff(part[order]) >= 0)
    assert all(len(set(part[stamp == one])) == 1 for one in set(stamp))
    assert set(part) - {folds + 1} == set(range(folds + 1))


SCHEMES: dict[str, dict[str, Any]] = {
    "random": {"folds": 5},
    "repeats": {"folds": 4, "repeats": 3},
    "group": {"folds": 4, "group": "g"},
    "time": {"folds": 5, "time": "t"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_counts_are_repetitions_under_every_scheme(scheme: str) -> None:
    draw = np.random.default_rng(2)
    rows = 150
    x = draw.normal(size=(rows, 3))
    table: Table = {
        **{f"x{k}": x[:, k] for k in range(3)},
        "g": np.array([f"g{one}" for one in draw.integers(0, 30, rows)], dtype=object),
        "t": draw.integers(0, 60, rows).astype(float),
        "y": x @ [1.0, 0.0, -1.0] + draw.normal(size=rows),
    }
    times = draw.integers(0, 4, rows)
    counted, cells = compared({**table, "n": times.astype(float)}, weights="n", **SCHEMES[scheme])
    expanded, repeated = compared({name: np.repeat(column, times) for name, column in table.items()}, **SCHEMES[scheme])
    assert np.array_equal(np.repeat(cells, times, axis=1), repeated)
    assert np.array_equal(cells[0] == "", times == 0)
    assert counted.verdict.choice == expanded.verdict.choice
    for name, model in counted.models.by_name().items():
        other = expanded.models.by_name()[name]
        np.testing.assert_allclose(
            list(model.coefficients.values()), list(other.coefficients.values()), rtol=1e-9, atol=1e-10
        )
        assert model.path is not None
        assert other.path is not None
        np.testing.assert_allclose(model.path.fold_mse, other.path.fold_mse, rtol=1e-8)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_scaled_weights_place_rows_alike(scheme: str) -> None:
    """Weights that are no counts matter by their shares alone; a part in 1e13 of one changes nothing."""
    draw = np.random.default_rng(4)
    rows = 120
    table: Table = {
        "x": draw.normal(size=rows),
        "g": draw.integers(0, 25, rows).astype(float),
        "t": draw.integers(0, 60, rows).astype(float),
        "y": draw.normal(size=rows),
    }
    weights = draw.random(rows) + 0.01
    _, first = compared({**table, "w": weights}, weights="w", **SCHEMES[scheme])
    for other in (weights / weights.sum(), weights * 1e5, weights * (1 + 1e-14)):
        _, cells = compared({**table, "w": other}, weights="w", **SCHEMES[scheme])
        assert np.array_equal(first, cells)
