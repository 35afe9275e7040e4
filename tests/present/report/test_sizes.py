"""A report can be mailed: its size does not grow with rows, and keeps to what was promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from shrinkage.present.report.page import report_html
from shrinkage.result.record import ColumnRecord, FeatureRecord, Record
from shrinkage.workflow import compare
from tests.data import real_table


def size(record: Record) -> int:
    return len(report_html(record, "textbook"))


def made(rows: int, columns: int) -> Record:
    """Numbers that all carry something, so that no coefficient is 0 along most of a path: the largest a page can be."""
    draw = np.random.default_rng(columns)
    x = draw.standard_normal((rows, columns)) @ draw.standard_normal((columns, columns))
    y = x @ draw.standard_normal(columns) + 10 * draw.standard_normal(rows)
    table: dict[str, Any] = {f"measurement {j}": column for j, column in enumerate(x.T)}
    return compare({**table, "y": y}, "y").record


def test_ten_features(real_record: Callable[[str], Record]) -> None:
    assert size(real_record("diabetes")) <= 400_000


def test_fifty_features() -> None:
    assert size(made(400, 50)) <= 400_000


def test_two_hundred_features() -> None:
    assert size(made(900, 200)) <= 1_500_000


def test_thousands_of_features_and_columns(real_record: Callable[[str], Record]) -> None:
    """More than the engine takes today."""
    record = real_record("wide")
    draw = np.random.default_rng(1).standard_normal(20_000).tolist()
    values = {f"ENSG{k:011d}": value for k, value in enumerate(draw)}
    columns = [ColumnRecord(name=name, role="dropped", reason="every cell is the same") for name in values]
    models = {
        name: replace(
            model,
            coefficients=model.coefficients | values,
            standardized=model.standardized | dict.fromkeys(values, 0.1),
        )
        for name, model in record.models.by_name().items()
    }
    more = [
        FeatureRecord(name=name, column=name, kind="number", mean=value, scale=1.0) for name, value in values.items()
    ]
    wide = replace(
        record,
        features=[*record.features, *more],
        models=replace(record.models, **models),
        data=replace(record.data, columns=[*record.data.columns, *columns]),
    )
    assert size(wide) <= 5_000_000


def test_size_does_not_grow_with_rows() -> None:
    few, many = size(made(500, 20)), size(made(50_000, 20))
    assert abs(many - few) < 0.05 * few


@pytest.mark.data
def test_real_tables() -> None:
    """362 and 275 features, of which 200 are on each path: in between what 200 may take and what a mailbox takes."""
    flights = str(real_table("nycflights_wide.parquet"))
    left_out = ("dep_delay", "dep_time", "arr_time", "air_time", "k")
    few = "select * from (select *, row_number() over () as k from data) where k % 17 = 0"
    many, sample = (compare(flights, "arr_delay", sql=sql, drop=left_out[: 5 if sql else 4]) for sql in (None, few))
    assert size(many.record) <= 2_500_000
    assert abs(size(many.record) - size(sample.record)) < 0.05 * size(many.record)
    assert size(compare(str(real_table("ames.parquet")), "price").record) <= 2_000_000
