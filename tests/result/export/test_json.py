"""The JSON form says enough to score elsewhere: an interpreter that knows nothing of this package equals `predict`."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import numpy as np

from shrinkage.result.export.formula import formula_bytes, formula_of
from shrinkage.result.export.schema import formula_schema, shipped_schema
from tests.result.export.made import ROW, Floats, assert_same, identifier, made, predicted
from tests.result.export.nasty import fill_nasty


def score(formula: dict[str, Any], row: dict[str, Any]) -> float:
    """Typed cells only: None, numbers, text, True and False, seconds since 1970."""
    total = formula["intercept"]
    for column in formula["columns"]:
        cell = row[column["name"]]
        if isinstance(cell, str):
            cell = cell.strip(" \t\r\n")
            if cell.lower() in formula["reading"]["missing"]:
                cell = None
        if column["role"] == "categorical":
            total += column["missing"] if cell is None else column["levels"].get(cell, column["other"])
            continue
        if column["role"] == "boolean" and isinstance(cell, str):
            words = column["words"]
            cell = words.index(cell.lower()) if cell.lower() in words else None
        if cell is None or not math.isfinite(cell):
            total += column["coefficient"] * column["mean"] + column["missing"]
            continue
        if column["role"] == "datetime":
            for part in column["calendar"]:
                total += part["values"].get(str(value_of(part["part"], cell)), part["other"])
            cell = (cell - column["first"]) / 86400
        total += column["coefficient"] * cell
    return total


def value_of(part: str, seconds: float) -> int:
    moment = np.datetime64(math.floor(seconds), "s")
    return {
        "month": int(moment.astype("datetime64[M]").astype(int)) % 12 + 1,
        "weekday": (int(moment.astype("datetime64[D]").astype(int)) + 3) % 7,
        "hour": int(moment.astype("datetime64[h]").astype(int)) % 24,
    }[part]


def scored(document: bytes, relation: duckdb.DuckDBPyRelation) -> Floats:
    """Every row by the interpreter above."""
    formula = json.loads(document, parse_constant=lambda name: 1 / 0)
    cells = [
        f"epoch({identifier(name)})" if "TIME" in str(kind) or str(kind) == "DATE" else identifier(name)
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    rows = relation.project(", ".join(cells)).fetchall()
    plain = ([float(cell) if type(cell).__name__ == "Decimal" else cell for cell in row] for row in rows)
    return np.array([score(formula, dict(zip(relation.columns, row, strict=True))) for row in plain])


def test_an_independent_interpreter_equals_predict(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        relation = fill_nasty(connection)
        whole, train = tmp_path / "whole.parquet", tmp_path / "train.parquet"
        relation.write_parquet(str(whole))
        finite = connection.sql(f'SELECT * FROM nasty WHERE "{ROW}" % 4 <> 3')
        finite.write_parquet(str(train))
        for seed in range(3):
            model = made(train, seed=seed, zeros=0.3 * seed, max_levels=10)
            document = formula_bytes(formula_of(model))
            jsonschema.Draft202012Validator(shipped_schema()).validate(json.loads(document))
            assert_same(scored(document, relation), predicted(model, whole))


def test_the_shipped_schema_is_current() -> None:
    assert shipped_schema() == json.loads(json.dumps(formula_schema())), "run python -m shrinkage.result.export.schema"


def test_columns_without_a_coefficient_are_not_in_it() -> None:
    table = {"a": [1.0, 2.0, 3.0], "b": [3.0, 1.0, 2.0], "y": [1.0, 0.0, 1.0]}
    model = made(table, zeros=1.0)
    assert formula_of(model).columns == ()
    document = json.loads(formula_bytes(formula_of(model)))
    assert document["columns"] == []
    assert document["intercept"] == 1.5
