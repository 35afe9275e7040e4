"""A model in SQL equals `predict` in DuckDB, SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from shrinkage.result.export.formula import formula_of
from shrinkage.result.model import Model
from tests.postgres import Postgres
from tests.result.export.made import ROW, assert_same, for_sqlite, in_duckdb, in_postgres, in_sqlite, made, predicted
from tests.result.export.nasty import fill_nasty


@pytest.fixture(scope="module")
def nasty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    fill_nasty(connection)
    return connection


@pytest.fixture(scope="module")
def parquet(nasty: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nasty") / "nasty.parquet"
    nasty.table("nasty").write_parquet(str(path))
    return path


@pytest.fixture(scope="module", params=[0, 1], ids=["dense", "sparse"])
def model(request: pytest.FixtureRequest, nasty: duckdb.DuckDBPyConnection, tmp_path_factory: Any) -> Model:
    """Learned on three quarters of the rows, so that levels of the others are unseen; few levels are kept."""
    path = tmp_path_factory.mktemp("train") / "train.parquet"
    nasty.sql(f'SELECT * FROM nasty WHERE "{ROW}" % 4 <> 3').write_parquet(str(path))
    return made(path, seed=request.param, zeros=0.6 * request.param, max_levels=10)


def test_duckdb(nasty: duckdb.DuckDBPyConnection, parquet: Path, model: Model) -> None:
    assert_same(in_duckdb(formula_of(model), "nasty", nasty), predicted(model, parquet))


def test_sqlite(nasty: duckdb.DuckDBPyConnection, parquet: Path, model: Model) -> None:
    assert_same(in_sqlite(formula_of(model), *for_sqlite(nasty.table("nasty"))), predicted(model, parquet))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"])
def test_postgres(nasty: duckdb.DuckDBPyConnection, parquet: Path, model: Model, postgres: Postgres, zone: str) -> None:
    """In whatever time zone the session is: times with a zone are read in UTC."""
    with postgres.fresh("nasty") as database:
        database.run(f"ALTER DATABASE nasty SET timezone TO '{zone}'")
        nasty.execute("SET TimeZone = 'UTC'")
        database.copy("nasty", nasty.table("nasty"))
        assert_same(in_postgres(formula_of(model), "nasty", database), predicted(model, parquet))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"])
def test_duckdb_in_another_time_zone(nasty: duckdb.DuckDBPyConnection, parquet: Path, model: Model, zone: str) -> None:
    nasty.execute(f"SET TimeZone = '{zone}'")
    try:
        assert_same(in_duckdb(formula_of(model), "nasty", nasty), predicted(model, parquet))
    finally:
        nasty.execute("SET TimeZone = 'UTC'")
