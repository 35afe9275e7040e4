"""Whatever a table holds, and whatever its columns are called: SQL in two databases and Python equal `predict`."""

from __future__ import annotations

import datetime
import sqlite3
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.errors import TableError
from shrinkage.result.export.formula import Formula, formula_of
from shrinkage.result.export.python_file import python_file
from shrinkage.result.export.sql import expression, statement
from tests.result.export.made import ROW, assert_same, identifier, in_duckdb, in_sqlite, made, predicted
from tests.result.export.test_python import loaded

# SQL trims the white space of ASCII; other control characters at the ends of a cell are the exports' one difference.
CHARACTERS = st.one_of(
    st.sampled_from("'\"\\%_;-/*()[]{}$#@`?:,. \t\n\r\v\fnaNA"),
    st.characters(exclude_categories=["Cs", "Cc"]),
)
NAMES = st.text(CHARACTERS, min_size=1, max_size=8).filter(lambda name: name.casefold() not in ("y", ROW))
NUMBERS = st.one_of(
    st.none(), st.floats(-1e100, 1e100), st.integers(-(10**15), 10**15).map(float), st.sampled_from([np.inf, -np.inf])
)
TIMES = st.one_of(st.none(), st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31)))
TRUTHS = st.one_of(st.none(), st.booleans())
TRAINED, ROWS = 12, 24


@st.composite
def columns(draw: st.DrawFn) -> tuple[str, list[Any]]:
    """The type of a column in DuckDB, and its cells."""
    kind = draw(st.sampled_from(["DOUBLE", "VARCHAR", "TIMESTAMP", "BOOLEAN"]))
    words = st.sampled_from(draw(st.lists(st.text(CHARACTERS, max_size=6), min_size=2, max_size=5)))
    cells = {"DOUBLE": NUMBERS, "VARCHAR": st.one_of(st.none(), words), "TIMESTAMP": TIMES, "BOOLEAN": TRUTHS}[kind]
    made_of = st.sampled_from(draw(st.lists(cells, min_size=2, max_size=6))) if draw(st.booleans()) else cells
    return kind, [draw(made_of) for _ in range(ROWS)]


def trained(kind: str, cells: list[Any]) -> list[Any]:
    """The first of them, as often as it takes for none to be too rare; without infinities."""
    finite = [None if isinstance(cell, float) and np.isinf(cell) else cell for cell in cells[:TRAINED]]
    return as_source(kind, finite * 8)


def as_source(kind: str, cells: list[Any]) -> Any:
    if kind == "TIMESTAMP":
        return np.array(["NaT" if cell is None else cell.isoformat() for cell in cells], dtype="datetime64[us]")
    if kind == "BOOLEAN":  # a list with None would be numbers
        return [None if cell is None else "true" if cell else "false" for cell in cells]
    if kind == "DOUBLE":
        return np.array([np.nan if cell is None else cell for cell in cells])
    return cells


def for_sqlite(cell: Any, role: str) -> Any:
    """SQLite has neither times nor truths; a column that was text when it was learned still is."""
    if isinstance(cell, bool) and role == "categorical":
        return str(cell).lower()
    return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else cell


@settings(max_examples=30, deadline=None)
@given(
    table=st.dictionaries(NAMES, columns(), min_size=1, max_size=4).filter(
        lambda table: len({name.casefold() for name in table}) == len({name.strip() for name in table}) == len(table)
    ),
    seed=st.integers(0, 9),
)
def test_any_table(table: dict[str, tuple[str, list[Any]]], seed: int) -> None:
    y = np.random.default_rng(seed).normal(size=8 * TRAINED)
    model = made({name: trained(*column) for name, column in table.items()} | {"y": y}, seed=seed, max_levels=3)
    expected = predicted(model, {name: as_source(*column) for name, column in table.items()})
    formula = formula_of(model)

    names = [ROW, *table]
    types = ["INTEGER", *(kind for kind, _ in table.values())]
    rows = list(zip(range(ROWS), *(cells for _, cells in table.values()), strict=True))
    with duckdb.connect() as connection:
        described = ", ".join(f"{identifier(name)} {kind}" for name, kind in zip(names, types, strict=True))
        connection.execute(f"CREATE TABLE t ({described})")
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(names))})", rows)
        same(in_duckdb(formula, "t", connection), expected)
    as_text = ["TEXT" if kind == "TIMESTAMP" else kind for kind in types]
    roles = ["numeric"] + [column["role"] for column in model.spec["columns"]]
    texts = [[for_sqlite(cell, role) for cell, role in zip(row, roles, strict=True)] for row in rows]
    same(in_sqlite(formula, names, texts, as_text), expected)
    predict = loaded(python_file(formula))
    same(np.array([predict(dict(zip(names, row, strict=True))) for row in rows]), expected)


def same(found: Any, expected: Any) -> None:
    """Sums of terms up to 1e100 in another order differ by rounding of the largest of them."""
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(expected).max()))


def test_thousands_of_levels_and_columns_are_no_deeper_than_databases_go() -> None:
    levels = [f"level {k}" for k in range(1_500)]
    numbers = {f"x{k}": np.random.default_rng(k).normal(size=3_000).round(2) for k in range(1_050)}
    table = {"word": levels * 2, "y": numbers["x0"], **numbers}
    model = made(table, zeros=0.0, max_levels=2_000)
    formula = formula_of(model)
    expected = predicted(model, {name: cells[:4] for name, cells in table.items()})
    names = [ROW, *table]
    rows = [[k, *(table[name][k] if name == "word" else float(table[name][k]) for name in table)] for k in range(4)]
    assert_same(in_sqlite(formula, names, rows), expected)
    with duckdb.connect() as connection:
        types = {ROW: "INTEGER", "word": "VARCHAR"}
        described = ", ".join(f"{identifier(name)} {types.get(name, 'DOUBLE')}" for name in names)
        connection.execute(f"CREATE TABLE t ({described})")
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(names))})", rows)
        query = f"SELECT {expression(formula)} AS p FROM t ORDER BY {identifier(ROW)}"
        assert_same(connection.execute(query).fetchnumpy()["p"], expected)


def test_a_nul_is_refused_in_sql_and_kept_in_python() -> None:
    cells, y = ["a\0b", "c", "d", "c"] * 6, [1.0, 2.0, 3.0, 2.5] * 6
    for table, what in (({"x": cells, "y": y}, "the level 'a"), ({"x\0": cells, "y": y}, "the column 'x")):
        model = made(table, zeros=0.0)
        with pytest.raises(TableError, match=f"{what}.*NUL character; export the model to python or json"):
            statement(formula_of(model))
        predict = loaded(python_file(formula_of(model)))
        name = next(iter(table))
        assert_same(np.array([predict({name: cell}) for cell in cells]), predicted(model, table))


def test_a_name_that_is_no_column_is_an_error_where_a_table_is_named() -> None:
    formula = formula_of(made({"a": [1.0, 2.0, 3.0, 5.0] * 3, "y": [1.0, 0.0, 1.0, 0.5] * 3}, zeros=0.0))
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE other (b REAL)")
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        connection.execute(statement(formula, "other"))
    connection.close()
    assert "In SQLite" in statement(formula)
    assert expression(formula) in statement(formula)


def test_numbers_that_were_written_otherwise_are_named_for_the_database() -> None:
    cells = ["1.234,5", "2,25", "3.000", "7,125"] * 6
    formula = formula_of(made({"price\n": cells, "y": [1.0, 2.0, 3.0, 2.5] * 6}, zeros=0.0))
    assert "separated thousands in training, and must be numbers here: 'price\\n'." in statement(formula)
    assert_same(
        in_sqlite(formula, [ROW, "price\n"], [[0, 1234.5]], ["INTEGER", "REAL"])[0], predict_one(formula, 1234.5)
    )


def predict_one(formula: Formula, cell: Any) -> Any:
    return np.array(loaded(python_file(formula))({formula.columns[0].name: cell}))


@pytest.mark.parametrize("number", [np.inf, 1e300, 12.0, -0.0, 0.1, 1e15, np.nan])
def test_a_number_where_there_were_words(number: float) -> None:
    """A column of words that comes as numbers is compared with what a person would write for them."""
    words = ["12", "0", "0.1", "1e+15", "inf", "a", "1e+300"]
    model = made({"word": words * 5, "y": np.arange(35.0)}, zeros=0.0)
    expected = predicted(model, {"word": np.array([number])})
    assert_same(predict_one(formula_of(model), number), expected[0])
