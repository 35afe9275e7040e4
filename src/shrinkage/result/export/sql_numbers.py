"""Numbers in SQL, from columns of numbers and of text alike, in databases that agree on neither's conversion.

A word as a number is an error in DuckDB and PostgreSQL, and 0 or its first digits in SQLite ('2020-12-31' is 2020), so
text is looked at before it is read. There is no pattern that all three have, but RTRIM(text, characters) is as good as
one: a number is what it leaves nothing of, when it takes from the end digits, an e, digits, a point, digits:

    -1.5e-3  →  -1.5e03  →  -1.5e  →  -1.5  →  -1.  →  -1  →  -

Exponents' signs become digits first; .. and ee, of which RTRIM takes both, become x. What is left is a sign or nothing.
LTRIM(text, '+-.') begins with a digit unless the number has none, and RTRIM(text, 'e+-') is the text itself unless an
exponent has none. All of it costs about a microsecond a cell. Where the column is of a numeric type it is skipped:

    COALESCE(NULLIF(x, x), '9') < '10'

is nine compared with ten as whatever x is: true for numbers, false for text. NULLIF and COALESCE have no type in
SQLite, where nine and ten are then text; there every cell has its own type, and text is looked at in any column.

Decimal commas are read like points, which are read too, since a REAL of SQLite has them. Separated thousands are not:
'1.234' may be either. Such text is an error in DuckDB and PostgreSQL, and missing in SQLite, where a CAST gives its
type to what it is compared with if that is text that says a number, and other text exceeds all numbers.
"""

from __future__ import annotations

from shrinkage.design.formats import NumberFormat
from shrinkage.result.export.formula import NumberColumn
from shrinkage.result.export.sql_words import cell_text, filled, number, text

RANGE = "BETWEEN -1e308 AND 1e308"
_DIGITS = "'0123456789'"
_REPLACED = (("e+", "e0"), ("e-", "e0"), ("..", "x"), ("ee", "x"))
COMMA = NumberFormat(",")


def number_term(column: NumberColumn, cell: str) -> str:
    """coefficient · cell, or what a cell is worth that is missing, infinite, or text that is no number."""
    if column.number.thousands:
        bounds = "CAST(-1e308 AS DOUBLE PRECISION) AND CAST(1e308 AS DOUBLE PRECISION)"
        return f"CASE WHEN {cell} BETWEEN {bounds} THEN {_worth(column, cell)} ELSE {filled(column)} END"
    typed, said = f"COALESCE(NULLIF({cell}, {cell}), '9') < '10'", f"LOWER({cell_text(cell)})"
    if column.number == COMMA:  # apart, since a REAL as text is rounded
        said, source = f"REPLACE({said}, ',', '.')", f"REPLACE(CAST({cell} AS VARCHAR), ',', '.')"
        return (
            f"CASE WHEN {typed} THEN CASE {_in_range(column, cell)} END\n"
            f"  WHEN {_no_number(said)}\n  THEN {filled(column)} {_in_range(column, source)} END"
        )
    return (
        f"CASE WHEN CASE WHEN {typed} THEN 1 = 0\n    ELSE {_no_number(said)} END\n"
        f"  THEN {filled(column)} {_in_range(column, cell)} END"
    )


def _in_range(column: NumberColumn, cell: str) -> str:
    return f"WHEN CAST({cell} AS DOUBLE PRECISION) {RANGE}\n  THEN {_worth(column, cell)} ELSE {filled(column)}"


def _worth(column: NumberColumn, cell: str) -> str:
    return f"{number(column.coefficient)} * CAST({cell} AS DOUBLE PRECISION)"


def _no_number(said: str) -> str:
    """Whether a text in lower case, without spaces around it, is no number with a decimal point."""
    rest = said
    for old, new in _REPLACED:
        rest = f"REPLACE({rest}, {text(old)}, {text(new)})"
    for characters in (_DIGITS, "'e'", _DIGITS, "'.'", _DIGITS):
        rest = f"RTRIM({rest}, {characters})"
    return (
        f"{rest} NOT IN ('', '+', '-')\n"
        f"    OR LTRIM({said}, '+-.') NOT BETWEEN '0' AND 'a' OR RTRIM({said}, 'e+-') <> {said}"
    )
