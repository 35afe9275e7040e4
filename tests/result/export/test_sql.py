"""A model in SQL equals `predict` in DuckDB, SQLite and PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from shrinkage.result.export.formula import formula_of
from shrinkage.result.export.sql import expression, statement
from shrinkage.result.model import Model
from tests.postgres import Postgres
from tests.result.export.made import ROW, assert_same, identifier, in_duckdb, in_sqlite, made, predicted
from tests.result.export.nasty import fill_nasty

EXAMPLES = Path(__file__).parents[3] / "examples"
REAL = Path(os.environ.get("SHRINKAGE_DATA", "")) if os.environ.get("SHRINKAGE_DATA") else None
needs_data = pytest.mark.skipif(REAL is None, reason="SHRINKAGE_DATA names no folder of real tables")


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


def cells(
    connection: duckdb.DuckDBPyConnection, relation: str = "nasty"
) -> tuple[list[str], list[list[Any]], list[str]]:
    """A table for SQLite: times as text, truths as 0 and 1."""
    described = connection.table(relation)
    names, types = described.columns, [str(kind) for kind in described.types]
    words = [
        f"CAST({identifier(name)} AS {'VARCHAR' if 'TIME' in kind or kind == 'DATE' else kind})"
        for name, kind in zip(names, types, strict=True)
    ]
    rows = connection.execute(f"SELECT {', '.join(words)} FROM {relation}").fetchall()
    plain = [[float(cell) if type(cell).__name__ == "Decimal" else cell for cell in row] for row in rows]
    return names, plain, ["TEXT" if "TIME" in kind or kind == "DATE" else kind for kind in types]


def test_duckdb(nasty: duckdb.DuckDBPyConnection, parquet: Path, model: Model) -> None:
    assert_same(in_duckdb(formula_of(model), "nasty", nasty), predicted(model, parquet))


def test_sqlite(nasty: duckdb.DuckDBPyConnection, parquet: Path, model: Model) -> None:
    assert_same(in_sqlite(formula_of(model), *cells(nasty)), predicted(model, parquet))


def in_postgres(formula: Any, relation: str, postgres: Postgres) -> np.ndarray:
    order = f"ORDER BY {identifier(ROW)}"
    one = postgres.rows(f"SELECT {expression(formula)} AS p FROM {relation} {order}")
    postgres.run(statement(formula, relation, "scored"))
    whole = postgres.rows(f"SELECT prediction FROM scored {order}")
    postgres.run("DROP VIEW scored")
    assert one == whole
    return np.array([row[0] for row in one], dtype=np.float64)


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
