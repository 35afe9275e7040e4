"""Models of any table without fitting one: columns as they are learned, coefficients drawn at random."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shrinkage import workflow
from shrinkage.design.learn import learn
from shrinkage.result.export.formula import Formula, formula_of
from shrinkage.result.export.sql import expression, statement
from shrinkage.result.model import Model, PenaltyRecord
from shrinkage.result.record import CertificateRecord, FeatureRecord
from shrinkage.source import open_source
from shrinkage.source.arrays import ArraySource
from tests.postgres import Postgres

Floats = NDArray[np.float64]
Table = Mapping[str, Any] | Path
ROW = "row of the table"  # a column to put rows back in order


def made(table: Table, target: str = "y", *, seed: int = 0, zeros: float = 0.2, max_levels: int = 100) -> Model:
    """A model of ``table`` with random coefficients, about a share ``zeros`` of them 0."""
    source = open_source(table) if isinstance(table, Path) else ArraySource(table)
    spec = learn(source, target, max_levels=max_levels, drop=[f.name for f in source.fields if f.name == ROW]).spec
    random = np.random.default_rng(seed)
    features = spec.features()
    drawn = random.normal(size=len(features)).round(3) * (random.random(len(features)) >= zeros)
    coefficients = dict(zip([feature.name for feature in features], drawn.tolist(), strict=True))
    return Model(
        version="0",
        target=target,
        spec=spec.to_builtins(),
        features=[
            FeatureRecord(name=f.name, column=f.column, kind=f.kind, level=f.level, mean=float(mean), scale=1.0)
            for f, mean in zip(features, random.normal(size=len(features)), strict=True)
        ],
        fills={},
        intercept=1.5,
        coefficients=coefficients,
        standardized=coefficients,
        penalty=PenaltyRecord(name="l1", lam=0.1, l1_ratio=1.0),
        passport={},
        certificate=CertificateRecord(kind="gap", relative_gap=0.0),
        training_rows=10,
        training_weight=10.0,
        digest="0" * 64,
    )


def predicted(model: Model, table: Table) -> Floats:
    """What `predict` says."""
    return np.concatenate(list(workflow.predict(model, table)))


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def in_duckdb(formula: Formula, relation: str, connection: duckdb.DuckDBPyConnection) -> Floats:
    """Both forms, which must agree, over ``relation`` with a column ROW."""
    order = f"ORDER BY {identifier(ROW)}"
    one = connection.execute(f"SELECT {expression(formula)} AS p FROM {relation} {order}").fetchnumpy()["p"]
    connection.execute(statement(formula, relation, "scored"))
    whole = connection.execute(f"SELECT prediction AS p FROM scored {order}").fetchnumpy()["p"]
    connection.execute("DROP VIEW scored")
    np.testing.assert_array_equal(one, whole)
    return np.asarray(one, dtype=np.float64)


def in_sqlite(
    formula: Formula, names: Sequence[str], rows: Sequence[Sequence[Any]], types: Sequence[str] = ()
) -> Floats:
    """Both forms over a table of these rows, whose column ROW is among ``names``."""
    types = types or [""] * len(names)
    columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in zip(names, types, strict=True))
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE t ({columns})")
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(names))})", rows)
        order = f"ORDER BY {identifier(ROW)}"
        one = connection.execute(f"SELECT {expression(formula)} FROM t {order}").fetchall()
        connection.execute(statement(formula, "t", "scored"))
        whole = connection.execute(f"SELECT prediction FROM scored {order}").fetchall()
    connection.close()
    assert one == whole
    return np.array([row[0] for row in one], dtype=np.float64)


def for_sqlite(relation: duckdb.DuckDBPyRelation) -> tuple[list[str], list[list[Any]], list[str]]:
    """Names, rows and types of a table in SQLite: times as text, decimals as doubles."""
    kinds = [str(kind) for kind in relation.types]
    times = ["TIME" in kind or kind == "DATE" for kind in kinds]
    words = [
        f"CAST({identifier(name)} AS VARCHAR)" if time else identifier(name)
        for name, time in zip(relation.columns, times, strict=True)
    ]
    rows = relation.project(", ".join(words)).fetchall()
    plain = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]
    return relation.columns, plain, ["TEXT" if time else kind for kind, time in zip(kinds, times, strict=True)]


def in_postgres(formula: Formula, relation: str, postgres: Postgres) -> Floats:
    order = f"ORDER BY {identifier(ROW)}"
    one = postgres.rows(f"SELECT {expression(formula)} AS p FROM {relation} {order}")
    postgres.run(statement(formula, relation, "scored"))
    whole = postgres.rows(f"SELECT prediction FROM scored {order}")
    postgres.run("DROP VIEW scored")
    assert one == whole
    return np.array([row[0] for row in one], dtype=np.float64)


def assert_same(found: Floats, expected: Floats) -> None:
    """To 1e-9 of each prediction, or of the largest term in a sum that is about 0."""
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def formula_from(table: Table, **choices: Any) -> tuple[Model, Formula]:
    model = made(table, **choices)
    return model, formula_of(model)
