"""Encoding, against a twin that writes one cell at a time from the spec alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from shrinkage.design.encode import Encoder
from shrinkage.design.features import expand
from shrinkage.design.keys import ContentKeys
from shrinkage.design.learn import learn
from shrinkage.design.spec import ColumnSpec, Spec
from shrinkage.design.weights import weigh
from shrinkage.errors import TableError
from shrinkage.source.arrays import ArraySource
from shrinkage.source.protocol import Batch
from tests.design import twins

ROWS = 400
RNG = np.random.default_rng(7)


def table() -> dict[str, list[str]]:
    """A table with something of everything, as text."""
    moments = np.datetime64("2019-11-05T03:00", "s") + RNG.integers(0, 300 * 86_400, ROWS)
    return {
        "number": [f"{x:.3f}" for x in RNG.normal(1000, 1, ROWS)],
        "holes": [f"{x:.1f}" if x > -1 else "NA" for x in RNG.normal(size=ROWS)],
        "pinholes": [str(k) if k % 150 else "?" for k in range(ROWS)],
        "german": [f"1.{k % 1000:03d},5" for k in range(ROWS)],
        "truth": [("Yes", "no", "")[k % 3] for k in range(ROWS)],
        "colour": [
            ("red", "green", "blue", "NA", f"rare {k}")[RNG.choice(5, p=[0.4, 0.3, 0.2, 0.05, 0.05])]
            for k in range(ROWS)
        ],
        "when": [str(m) if k % 40 else "" for k, m in enumerate(moments)],
        "sparse": ["1" if k % 3 else "" for k in range(ROWS)],
        "same": ["x"] * ROWS,
        "target": [f"{x:.2f}" if x < 1.5 else "-" for x in RNG.normal(size=ROWS)],
    }


TABLE = table()
SOURCE = ArraySource(TABLE)
SPEC = learn(SOURCE, "target").spec


def only(source: ArraySource, names: Any) -> Batch:
    return next(source.batches(list(names), 10**6))


def twin_row(spec: Spec, row: dict[str, str]) -> list[float]:
    """One encoded row, by feature."""
    dense: list[float] = []
    blocks: list[float] = []
    for column in spec.columns:
        if column.dense:
            dense += twin_dense(column, row[column.name])
        if column.role == "categorical":
            blocks += twin_block(column, row[column.name])
        for part in column.parts:
            seconds = twins.seconds(row[column.name], 0)
            moment = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
            said = (
                -1
                if moment is None
                else {"month": moment.month, "weekday": moment.weekday(), "hour": moment.hour}[part.part]
            )
            named = [float(said == level) for level in part.levels]
            blocks += named + [float(said >= 0 and not any(named))] * part.other
    return dense + blocks


def twin_dense(column: ColumnSpec, cell: str) -> list[float]:
    if column.role == "boolean":
        assert column.words is not None
        value = {column.words[0]: 0.0, column.words[1]: 1.0}.get(cell.lower())
    elif column.role == "datetime":
        seconds = twins.seconds(cell, 0)
        value = None if seconds is None else (seconds - (column.first or 0.0)) / 86_400
    else:
        value = twins.number(cell, column.number.code)
    own = [column.shift if value is None else value] if column.value else []
    shown = column.indicator is not None and not column.indicator.hidden
    return own + [float(value is None)] * shown


def twin_block(column: ColumnSpec, cell: str) -> list[float]:
    missing = twins.is_missing(cell)
    named = [float(not missing and cell == level) for level in column.levels]
    other = not any(named) and not (missing and column.missing_level)
    return named + [float(other)] * column.other + [float(missing)] * column.missing_level


def test_encoding_is_the_twin() -> None:
    encoder = Encoder(SPEC)
    rows = encoder.encode(only(SOURCE, encoder.columns))
    listed = [dict(zip(TABLE, cells, strict=True)) for cells in zip(*TABLE.values(), strict=True)]
    used = [row for row in listed if not twins.is_missing(row["target"])]
    np.testing.assert_allclose(expand(rows, encoder.layout), [twin_row(SPEC, row) for row in used], rtol=1e-12)
    assert rows.target.tolist() == [float(row["target"]) for row in used]
    assert len(rows) == len(used) < ROWS
    assert rows.dense.flags.c_contiguous


def test_every_kind_of_feature_is_there() -> None:
    assert {feature.kind for feature in SPEC.features()} == {
        *("number", "missing", "boolean", "level", "pooled", "trend", "calendar")
    }
    assert SPEC.layout().hidden == 1
    assert [column.name for column in SPEC.columns if column.role == "dropped"] == ["same"]


def test_fills_point_at_values_and_indicators() -> None:
    encoder = Encoder(SPEC)
    rows, layout = encoder.encode(only(SOURCE, encoder.columns)), encoder.layout
    assert rows.dense.shape[1] == layout.dense + layout.hidden == len(layout.shift)
    assert len(layout.fills) == 4
    for fill in layout.fills:
        missing = rows.dense[:, fill.missing]
        assert set(missing) == {0.0, 1.0}
        assert (rows.dense[missing == 1, fill.value] == fill.constant).all()
        assert layout.shift[fill.missing] == pytest.approx(missing.mean(), abs=1e-5)
        assert layout.shift[fill.value] == fill.constant
        assert abs(rows.dense[missing == 0, fill.value].mean() - fill.constant) < 1e-4 * np.ptp(
            rows.dense[:, fill.value]
        )


@pytest.mark.parametrize("rows", [1, 7, 399])
def test_cuts_between_batches_do_not_matter(rows: int) -> None:
    encoder = Encoder(SPEC, ContentKeys(tuple(field.name for field in SOURCE.fields)))
    whole = encoder.encode(only(SOURCE, encoder.columns))
    parts = [encoder.encode(batch) for batch in SOURCE.batches(list(encoder.columns), rows)]
    for name in ("dense", "codes", "target", "keys"):
        assert np.array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))


def test_threads_may_share_an_encoder() -> None:
    encoder = Encoder(SPEC)
    batches = list(SOURCE.batches(list(encoder.columns), 13)) * 8
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(encoder.encode, batches))
    for rows, batch in zip(together, batches, strict=True):
        alone = encoder.encode(batch)
        assert np.array_equal(rows.dense, alone.dense)
        assert np.array_equal(rows.codes, alone.codes)


def test_weights() -> None:
    columns = {"y": ["1", "2", "3", ""] * 5, "x": [str(k) for k in range(20)], "w": ["1", "0", "2.5", "NA"] * 5}
    source = ArraySource(columns)
    encoder = Encoder(learn(source, "y", weighing=weigh(source, "y", "w")).spec)
    rows = encoder.encode(only(source, encoder.columns))
    assert rows.weight is not None
    assert rows.weight.tolist() == [1.0, 2.5] * 5


@pytest.mark.parametrize("bad", ["-1", "NA", "inf", "word"])
def test_weights_of_another_table_are_checked_again(bad: str) -> None:
    columns = {"y": [str(k % 3) for k in range(30)], "x": [str(k) for k in range(30)], "w": ["1"] * 30}
    source = ArraySource(columns)
    encoder = Encoder(learn(source, "y", weighing=weigh(source, "y", "w")).spec)
    other = ArraySource({**columns, "w": ["1"] * 29 + [bad]})
    with pytest.raises(TableError, match="missing, negative or infinite"):
        encoder.encode(only(other, encoder.columns))


def test_a_row_of_weight_0_may_hold_anything() -> None:
    columns = {
        "y": [str(k % 3) for k in range(30)],
        "x": [str(k) for k in range(29)] + ["inf"],
        "w": ["2"] * 29 + ["0"],
    }
    source = ArraySource(columns)
    encoder = Encoder(learn(source, "y", weighing=weigh(source, "y", "w")).spec)
    assert len(encoder.encode(only(source, encoder.columns)).target) == 29


def test_infinite_cells_where_learning_did_not_look() -> None:
    columns = {"y": [str(k % 3) for k in range(30)], "x": [str(k) for k in range(29)] + ["inf"]}
    source = ArraySource(columns)
    encoder = Encoder(learn(source, "y", is_test=lambda batch, first: np.arange(batch.rows) == 29).spec)
    with pytest.raises(TableError, match="'x' has 1 infinite cell"):
        encoder.encode(only(source, encoder.columns))
