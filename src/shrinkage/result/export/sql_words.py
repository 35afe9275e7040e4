"""Words of SQL: names, texts, numbers."""

from __future__ import annotations

from shrinkage.errors import TableError
from shrinkage.result.export.formula import NumberColumn, TruthColumn

SPACE = " \t\v\f\r\n"


def identifier(name: str) -> str:
    """A column's name, whatever it holds. Raises TableError for a NUL, which no database takes."""
    if "\0" in name:
        raise TableError(
            f"the column {name!r} cannot be named in SQL, because its name holds a NUL character; "
            "export the model to python or json."
        )
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text. A backslash is a character like any other in standard SQL."""
    return "'" + value.replace("'", "''") + "'"


def number(value: float) -> str:
    """A double that reads back exactly, with an exponent, so that it is one in every database."""
    shown = repr(value)
    return shown if "e" in shown else f"{shown}e0"


def cell_text(cell: str) -> str:
    """A cell of any type as text without the spaces around it."""
    return f"TRIM(CAST({cell} AS VARCHAR), {text(SPACE)})"


def filled(column: NumberColumn | TruthColumn) -> str:
    """What a cell without a value is worth."""
    return number(column.coefficient * column.mean + column.missing)
