"""Laws of row weights through all of `compare`: counts are repetitions, 0 is absence, the unit does not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from shrinkage.result.record import Record
from shrinkage.workflow import compare, train
from tests.data import real_table

Columns = dict[str, list[Any]]


def mixed(rows: int, seed: int) -> Columns:
    """A table as people have them: text and typed numbers, names of which some are rare, dates, truth, holes."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    level = rng.choice(list("abcdefgh"), rows, p=[0.3, 0.2, 0.15, 0.15, 0.1, 0.05, 0.03, 0.02])
    money = 1000 * rng.lognormal(size=rows)
    day = np.datetime64("2020-01-30") + rng.integers(0, 400, rows)
    truth = rng.integers(0, 2, rows)
    y = x + (level == "a") + 3e-4 * money + 0.5 * truth + rng.normal(size=rows)
    few = rng.integers(0, 3, rows)
    holes = rng.random((rows, 3)) < [0.1, 0.03, 0.1]
    return {
        "y": [f"{value:.3f}" for value in y],
        "x": ["NA" if hole else repr(round(float(value), 2)) for value, hole in zip(x, holes[:, 0], strict=True)],
        "rare": [None if hole else float(value) for value, hole in zip(few, holes[:, 1], strict=True)],
        "level": ["" if hole else str(value) for value, hole in zip(level, holes[:, 2], strict=True)],
        "money": [f"{value:,.2f}" for value in money],
        "day": [str(value) for value in day],
        "truth": ["yes" if value else "no" for value in truth],
        "odd": ["see note" if rng.random() < 0.02 else str(value) for value in rng.integers(0, 50, rows)],
        "group": [f"g{value}" for value in rng.integers(0, 25, rows)],
    }


def chosen(table: Mapping[str, Sequence[Any]], rows: NDArray[np.int64]) -> Columns:
    return {name: [cells[row] for row in rows] for name, cells in table.items()}


def expanded(table: Columns, counts: NDArray[np.int64]) -> Columns:
    return chosen(table, np.repeat(np.arange(counts.size), counts))


def with_weights(table: Columns, weights: Sequence[float]) -> Columns:
    return {**table, "w": list(weights)}


def same(one: Record, other: Record, *, unique: bool = True) -> None:
    """The same features, folds, strengths, errors, coefficients and decision; with ``unique`` false, only where every
    solution is unique and well determined whatever the columns say of each other."""
    assert one.data.columns == other.data.columns
    assert [(f.name, f.kind) for f in one.features] == [(f.name, f.kind) for f in other.features]
    assert one.baseline.cv_rmse == pytest.approx(other.baseline.cv_rmse, rel=1e-12)
    unit = other.baseline.cv_rmse
    for (name, a), b in zip(one.models.by_name().items(), other.models.by_name().values(), strict=True):
        assert a.path is not None
        assert b.path is not None
        np.testing.assert_allclose(a.path.lam, b.path.lam, rtol=1e-12)
        # Along the rest of a path one-hot columns can have many optima, or ridge hardly holds them.
        weakest = 1e-6 if name == "l2" else 0.5 if name == "l1" and not unique else 0.05
        firm = np.array(b.path.lam) >= b.path.lam[0] * weakest
        errors = (np.array(model.path.fold_mse)[:, firm] for model in (a, b) if model.path is not None)
        np.testing.assert_allclose(*errors, rtol=1e-8, atol=1e-10 * unit**2, err_msg=name)
        if not unique:
            continue
        assert (a.lam, a.l1_ratio) == pytest.approx((b.lam, b.l1_ratio), rel=1e-12)
        assert (a.crossfit_rmse, a.train_rmse) == pytest.approx((b.crossfit_rmse, b.train_rmse), rel=1e-8)
        assert a.test_rmse is b.test_rmse is None or a.test_rmse == pytest.approx(b.test_rmse, rel=1e-8)
        pairs = zip(a.standardized.values(), b.standardized.values(), strict=True)
        assert max(abs(left - right) for left, right in pairs) <= 1e-10 * unit, name
    if unique:
        told = [(r.verdict.choice, r.verdict.tie, r.verdict.best, r.verdict.runner_up) for r in (one, other)]
        assert told[0] == told[1]


SMALL: dict[str, Any] = {"folds": 3, "threads": 1}
# Names whose levels are too rare to occur in every fold, and folds of the future, leave L1 with more than one optimum.
SIZES = st.integers(250, 400)
WAYS = st.sampled_from(
    [{}, {"group": "group"}, {"repeats": 2}, {"time": "day"}, {"test": 0.0}, {"group": "group", "repeats": 2}]
)


@settings(max_examples=12, deadline=None)
@given(SIZES, st.integers(0, 10_000), WAYS)
def test_whole_weights_are_repetitions(rows: int, seed: int, way: dict[str, Any]) -> None:
    table, counts = mixed(rows, seed), np.random.default_rng(seed).integers(0, 5, rows)
    weighted = compare(with_weights(table, counts.tolist()), "y", weights="w", **SMALL, **way).record
    written_out = compare(expanded(table, counts), "y", **SMALL, **way).record
    same(weighted, written_out, unique="time" not in way)
    assert weighted.data.weights is not None
    assert weighted.data.weights.total == written_out.data.rows_used
    assert weighted.split.test_weight == written_out.split.test_rows
    strengths = [record.models.l2.passport["textbook"] or {} for record in (weighted, written_out)]
    if "time" not in way:
        assert strengths[0] == pytest.approx(strengths[1])


@settings(max_examples=6, deadline=None)
@given(SIZES, st.integers(0, 10_000), WAYS)
def test_rows_of_weight_0_are_absent(rows: int, seed: int, way: dict[str, Any]) -> None:
    table, rng = mixed(rows, seed), np.random.default_rng(seed)
    weights = rng.uniform(0.5, 2.0, rows) * (rng.random(rows) < 0.8)
    ghosts = {name: [*cells, cells[0], cells[1]] for name, cells in table.items()}
    ghosts["day"][-1] = "some day"
    ghosts["x"][-1], ghosts["rare"][-1], ghosts["level"][-2], ghosts["money"][-2] = "1e300", np.inf, "ghost", "soap"
    present = np.flatnonzero(weights)
    all_rows = compare(with_weights(ghosts, [*weights, 0.0, 0.0]), "y", weights="w", **SMALL, **way).record
    fewer = compare(with_weights(chosen(table, present), weights[present].tolist()), "y", weights="w", **SMALL, **way)
    same(all_rows, fewer.record, unique="time" not in way)
    assert all_rows.data.rows_used == fewer.record.data.rows_used == present.size
    assert "rows_without_weight" in [warning.kind for warning in all_rows.warnings]


@settings(max_examples=6, deadline=None)
@given(SIZES, st.integers(0, 10_000), st.sampled_from([1e-3, 0.3, 7.0, 12345.678]), WAYS)
def test_the_unit_of_weights_does_not_matter(rows: int, seed: int, unit: float, way: dict[str, Any]) -> None:
    table = mixed(rows, seed)
    weights = np.random.default_rng(seed).uniform(0.5, 2.0, rows)
    one = compare(with_weights(table, weights.tolist()), "y", weights="w", **SMALL, **way).record
    other = compare(with_weights(table, (unit * weights).tolist()), "y", weights="w", **SMALL, **way).record
    same(one, other, unique="time" not in way)
    ridge = [r.models.l2.passport["sklearn_ridge"] or {} for r in (one, other)]
    if "time" not in way:
        assert ridge[1]["alpha"] == pytest.approx(unit * float(ridge[0]["alpha"]))
    assert other.split.train_weight == pytest.approx(unit * (one.split.train_weight or 0.0))


@pytest.mark.parametrize("rows", [30_000, 60_000])
def test_repetitions_of_many_rows(rows: int) -> None:
    """30,000 rows that stand for more than 50,000 are dealt by rank as these are; 60,000 distinct ones by threshold."""
    rng = np.random.default_rng(rows)
    counts = rng.integers(1, 4, rows)
    x = rng.normal(size=(rows, 3))
    table = {"y": x @ [1.0, 0.5, 0.0] + rng.normal(size=rows), **{f"x{j}": x[:, j] for j in range(3)}}
    weighted = compare({**table, "w": counts.astype(float)}, "y", weights="w").record
    written_out = compare({name: np.repeat(cells, counts) for name, cells in table.items()}, "y").record
    assert written_out.data.rows_used > 50_000
    same(weighted, written_out)


@pytest.mark.data
@pytest.mark.parametrize(("name", "target"), [("hitters", "Salary"), ("ames", "price")])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_repetitions_in_real_tables(name: str, target: str, ending: str, tmp_path: Path) -> None:
    import duckdb

    source = real_table(f"{name}.parquet")
    pick = f"select *, (hash(row_number() over ()) % 4)::int as w from '{source}'"
    with duckdb.connect() as sql:
        sql.execute(f"copy (select * from ({pick})) to '{tmp_path}/counted.{ending}'")
        repeated = f"select * exclude (w, k) from (select *, unnest(range(w)) as k from ({pick}))"
        sql.execute(f"copy ({repeated}) to '{tmp_path}/out.{ending}'")
    counted = compare(tmp_path / f"counted.{ending}", target, weights="w", folds=5).record
    written_out = compare(tmp_path / f"out.{ending}", target, folds=5).record
    same(counted, written_out, unique=False)


def test_least_squares_on_weighted_rows() -> None:
    """`none`, where a Gram is right and where rows are read again, is least squares on rows times √v."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(80, 4))
    x[:, 3] = x[:, 0] + 1e-6 * rng.normal(size=80)  # beyond what a Gram resolves
    y, v = x @ [1.0, 2.0, 0.0, -1.0] + rng.normal(size=80), rng.uniform(0.1, 5.0, 80)
    for width in (3, 4):
        table = {"y": y, "w": v, **{f"x{j}": x[:, j] for j in range(width)}}
        none = compare(table, "y", weights="w", test=0.0, folds=4).record.models.none
        design = np.column_stack([np.ones(80), x[:, :width]]) * np.sqrt(v)[:, None]
        expected = np.linalg.lstsq(design, y * np.sqrt(v), rcond=None)[0]
        found = [none.intercept, *none.coefficients.values()]
        np.testing.assert_allclose(found, expected, rtol=1e-12 if width == 3 else 1e-6, atol=1e-12)


def test_training_at_one_strength_counts_rows_too() -> None:
    table, counts = mixed(300, 4), np.random.default_rng(4).integers(0, 5, 300)
    weighted = train(with_weights(table, counts.tolist()), "y", weights="w", penalty=("none", "l1", "l2"), lam=3.0)
    written_out = train(expanded(table, counts), "y", penalty=("none", "l1", "l2"), lam=3.0)
    assert (weighted.features, weighted.passports) == (written_out.features, written_out.passports)
    for one, other in zip(weighted, written_out, strict=True):
        for name in one:
            assert one[name].loss == pytest.approx(other[name].loss, rel=1e-10)
            np.testing.assert_allclose(one[name].weights, other[name].weights, atol=1e-10)
