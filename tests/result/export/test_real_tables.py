"""Fitted models of real tables, in all three databases and as Python, equal `predict` on every row."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pytest

from shrinkage import workflow
from shrinkage.result.export.formula import Formula, formula_of
from shrinkage.result.export.python_file import python_file
from shrinkage.result.model import Model
from tests.postgres import Postgres
from tests.result.export.made import (
    ROW,
    Floats,
    assert_same,
    for_sqlite,
    identifier,
    in_duckdb,
    in_postgres,
    in_sqlite,
    predicted,
)
from tests.result.export.test_python import loaded

FLIGHTS = Path(__file__).parents[3] / "examples" / "flights.csv"
REAL = os.environ.get("SHRINKAGE_DATA")
TARGETS = {"ames": "price", "hitters": "Salary", "flights": "arr_delay"}


class Real:
    """A table in DuckDB, numbered, with what `predict` says of its rows by two models."""

    def __init__(self, name: str) -> None:
        if name != "flights" and REAL is None:
            pytest.skip("SHRINKAGE_DATA names no folder of real tables")
        self.path = FLIGHTS if name == "flights" else Path(REAL or "") / f"{name}.parquet"
        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")
        read = f"read_csv('{self.path}')" if name == "flights" else f"'{self.path}'"
        number = f"row_number() OVER () AS {identifier(ROW)}"
        self.connection.execute(f"CREATE TABLE real AS SELECT *, {number} FROM {read} LIMIT 4000")
        whole = predicted_by(self.path, TARGETS[name])
        self.models: dict[str, tuple[Formula, Floats]] = {
            kind: (formula_of(model), expected[:4000]) for kind, (model, expected) in whole.items()
        }


def predicted_by(path: Path, target: str) -> dict[str, tuple[Model, Floats]]:
    saved = workflow.compare(path, target=target, folds=3).models
    return {name: (saved[name], predicted(saved[name], path)) for name in ("chosen", "l2")}


@pytest.fixture(scope="module", params=list(TARGETS))
def real(request: pytest.FixtureRequest) -> Real:
    return Real(request.param)


def test_duckdb(real: Real) -> None:
    for formula, expected in real.models.values():
        assert_same(in_duckdb(formula, "real", real.connection), expected)


def test_sqlite(real: Real) -> None:
    for formula, expected in real.models.values():
        assert_same(in_sqlite(formula, *for_sqlite(real.connection.table("real"))), expected)


def test_postgres(real: Real, postgres: Postgres) -> None:
    with postgres.fresh("real_table") as database:
        database.copy("real", real.connection.table("real"))
        for formula, expected in real.models.values():
            assert_same(in_postgres(formula, "real", database), expected)


def test_python(real: Real) -> None:
    names, rows, _ = for_sqlite(real.connection.table("real"))
    for formula, expected in real.models.values():
        predict = loaded(python_file(formula))
        assert_same(np.array([predict(dict(zip(names, row, strict=True))) for row in rows]), expected)
