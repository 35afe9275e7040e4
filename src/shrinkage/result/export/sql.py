"""A formula as SQL: one expression, or a query or view of a whole table.

Portable: what is written runs unchanged in DuckDB, SQLite and PostgreSQL, which agree on less than it seems.

    numbers      1 / 2 is 0, 0.5 or 0.5000…: every literal has an exponent, which makes it a double (in PostgreSQL the
                 sum is one because its cells are CAST), and every division of whole numbers comes out even
    missing      NULL; NaN, which is larger than all numbers in DuckDB and PostgreSQL and NULL in SQLite; infinities:
                 whatever is not BETWEEN -1e308 AND 1e308
    text         CAST AS VARCHAR gives booleans, dates and times the same words everywhere; TRIM(text, characters) and
                 SUBSTR are the same everywhere; there is no INSTR, POSITION, REGEXP or STRFTIME that is
    depth        a + b + c is a tree as deep as it is long, and both DuckDB and SQLite stop at 1000: long sums are put
                 into parentheses, a hundred terms in each
    types        a column of numbers may be one of text, as `.import` of a CSV makes them: see `sql_numbers.py`
    names        in double quotes; a name that is no column is taken for a text by SQLite, unless a table stands
                 before it, which is why whole queries name theirs
"""

from __future__ import annotations

import re

from shrinkage.errors import OptionError, TableError
from shrinkage.result.export.formula import (
    MISSING_WORDS,
    Column,
    Formula,
    LevelColumn,
    NumberColumn,
    TimeColumn,
    TruthColumn,
)
from shrinkage.result.export.heading import heading
from shrinkage.result.export.sql_numbers import COMMA, number_term
from shrinkage.result.export.sql_times import time_term
from shrinkage.result.export.sql_words import cell_text, filled, identifier, number, text

TERMS = 100  # in one pair of parentheses
ROW = "t"
NOTES = (
    "",
    "Columns: numbers are of numeric types, or text such as -1.5e3; dates are DATE, TIMESTAMP, or text such as",
    "2020-12-31 23:59:59; true and false are boolean, 1 and 0, or words; categories are text.",
    "Rows come in no order unless asked to.",
    "COALESCE(NULLIF(x, x), '9') < '10' is true where x is of a numeric type, false where it is text, and in SQLite.",
)
SEPARATED = "Were text with separated thousands in training, and must be numbers here"
COMMAS = "Were text with decimal commas in training, and are read with commas and points here"
UNQUALIFIED = "In SQLite a double-quoted name that is no column counts as text: check the names, or use --table."

_PART = r'(?:[^\W\d]\w*|"(?:[^"\0]|"")+")'
_NAME = re.compile(rf"{_PART}(?:\.{_PART}){{0,2}}")


def statement(formula: Formula, table: str | None = None, view: str | None = None) -> str:
    """One expression; with ``table`` a SELECT of its columns and the prediction; with ``view`` a view of that.

    Both are names as one writes them in SQL. Raises OptionError for what is no such name.
    """
    if table is None and view is not None:
        raise OptionError(f"--view {view} needs the table that it shows; give it by --table.")
    for option, name in (("--table", table), ("--view", view)):
        if name is not None and not _NAME.fullmatch(name):
            raise OptionError(
                f"{option} got {name!r}, which is no name in SQL; write letters, digits and underscores, perhaps after "
                "a schema and a point, or put the name into double quotes."
            )
    notes = [*NOTES, *_written(formula)] + ([UNQUALIFIED] if table is None and formula.columns else [])
    comment = "".join(f"-- {line}".rstrip() + "\n" for line in (*heading(formula), *notes))
    if table is None:
        return f"{comment}{expression(formula)}\n"
    create = f"CREATE VIEW {view} AS\n" if view is not None else ""
    return f"{comment}{create}SELECT {ROW}.*,\n{expression(formula, ROW)} AS prediction\nFROM {table} AS {ROW};\n"


def _written(formula: Formula) -> list[str]:
    """Lines about columns of numbers that were not written as a database would write them."""
    numbers = [column for column in formula.columns if isinstance(column, NumberColumn)]
    said = (
        (SEPARATED, [repr(column.name) for column in numbers if column.number.thousands]),
        (COMMAS, [repr(column.name) for column in numbers if column.number == COMMA]),
    )
    return [f"{what}: {', '.join(names)}." for what, names in said if names]


def expression(formula: Formula, row: str | None = None) -> str:
    """The prediction as one expression, in parentheses; ``row`` is what the table is called in it."""
    prefix = f"{row}." if row else ""
    terms = [f"CAST({number(formula.intercept)} AS DOUBLE PRECISION)"]
    terms += [term for column in formula.columns for term in _terms(column, prefix + identifier(column.name))]
    return _sum(terms)


def _sum(terms: list[str]) -> str:
    """The sum of terms in parentheses, no deeper than it must be."""
    while len(terms) > TERMS:
        terms = [_sum(terms[start : start + TERMS]) for start in range(0, len(terms), TERMS)]
    return "(" + "\n+ ".join(terms) + ")"


def _terms(column: Column, cell: str) -> list[str]:
    if isinstance(column, NumberColumn):
        return [number_term(column, cell)]
    if isinstance(column, TruthColumn):
        return [_truth_term(column, cell)]
    if isinstance(column, TimeColumn):
        return [time_term(column, cell)]
    return [_level_term(column, cell)]


def _truth_term(column: TruthColumn, cell: str) -> str:
    """By words, since a boolean is no number in PostgreSQL, and none at all in SQLite."""
    no, yes = (
        sorted({word, plain, digit, f"{digit}.0"})
        for word, plain, digit in zip(column.words, ("false", "true"), "01", strict=True)
    )
    return (
        f"CASE WHEN LOWER({cell_text(cell)}) IN ({', '.join(map(text, yes))}) THEN {number(column.coefficient)} "
        f"WHEN LOWER({cell_text(cell)}) IN ({', '.join(map(text, no))}) THEN 0e0 ELSE {filled(column)} END"
    )


def _level_term(column: LevelColumn, cell: str) -> str:
    said = cell_text(cell)
    levels = "".join(
        f"\n    WHEN {_level(column, level)} THEN {number(worth)}" for level, worth in column.levels.items()
    )
    known = f"CASE {said}{levels}\n    ELSE {number(column.other)} END" if levels else number(column.other)
    if column.missing == column.other:
        return known
    missing = ", ".join(map(text, MISSING_WORDS))
    return f"CASE WHEN LOWER(COALESCE({said}, '')) IN ({missing})\n    THEN {number(column.missing)} ELSE {known} END"


def _level(column: LevelColumn, level: str) -> str:
    if "\0" in level:
        raise TableError(
            f"the level {level!r} of the column {column.name!r} cannot be written in SQL, because it holds a NUL "
            "character; export the model to python or json."
        )
    return text(level)
