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


FLIGHTS_LEFT_OUT = ("dep_delay", "dep_time", "arr_time", "air_time")


@pytest.mark.data
def test_a_report_does_not_grow_with_the_flights_it_is_of() -> None:
    """20,000 of them make fewer levels, and so fewer features, and nearly as large a report."""
    flights = str(real_table("nycflights_wide.parquet"))
    some = "select * exclude (k) from (select *, row_number() over () as k from data) where k % 17 = 0 limit 20000"
    many, few = (compare(flights, "arr_delay", sql=sql, drop=FLIGHTS_LEFT_OUT).record for sql in (None, some))
    assert few.data.rows_read < 20_001 < 336_775 < many.data.rows_read
    assert abs(size(many) - size(few)) < 0.05 * size(few)
    assert max(size(many), size(few)) <= 1_500_000


@pytest.mark.data
def test_real_tables_of_hundreds_of_features() -> None:
    """More than the 200 that a path is told of: between what 200 may take and what a mailbox does."""
    flights = compare(str(real_table("nycflights_wide.parquet")), "arr_delay", drop=FLIGHTS_LEFT_OUT).record
    ames = compare(str(real_table("ames.parquet")), "price").record
    assert (len(flights.features), len(ames.features)) == (443, 275)
    assert size(flights) <= 1_500_000
    assert size(ames) <= 1_700_000
