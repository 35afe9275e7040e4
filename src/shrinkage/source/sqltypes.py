"""DuckDB's types in our five kinds, and the SQL that casts one to the other."""

from __future__ import annotations

from shrinkage.source.protocol import Field, Kind

_PLAIN = frozenset(
    [
        "tinyint",
        "smallint",
        "integer",
        "bigint",
        "utinyint",
        "usmallint",
        "uinteger",
        "ubigint",
        "float",
        "double",
        "boolean",
        "varchar",
    ]
)
_WIDE = frozenset(["hugeint", "uhugeint", "decimal", "bignum", "varint", "null"])
_STAMPS = frozenset(["date", "timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns", "timestamp with time zone"])
_CLOCKS = frozenset(["time", "time_ns", "time with time zone", "interval"])
_WORDS = frozenset(["varchar", "enum", "uuid"])


def kind_of(identifier: str, written: str) -> Kind:
    """The kind of a DuckDB type, by its identifier (``decimal``) and as written (``DECIMAL(10,2)``)."""
    if is_json(written):
        return Kind.TEXT
    if identifier == "boolean":
        return Kind.BOOLEAN
    if identifier in _WORDS:
        return Kind.TEXT
    if identifier in _STAMPS:
        return Kind.TIME
    if identifier in _PLAIN or identifier in _WIDE or identifier in _CLOCKS:
        return Kind.NUMBER
    return Kind.OTHER


def is_json(written: str) -> bool:
    """DuckDB's word for values of JSON lines whose types differ: a number here, a word there."""
    return written.upper() == "JSON"


def quote(name: str) -> str:
    """``name`` as an SQL identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def cast(column: str, field: Field, identifier: str) -> str:
    """The expression that gives the SQL name ``column`` in the layout that the kernel reads for its kind."""
    cell = quote(column)
    if identifier in _STAMPS:
        # epoch() knows no infinite dates; they become missing. A DATE and the finer stamps go through TIMESTAMP.
        stamp = cell if "time zone" in identifier else f"{cell}::TIMESTAMP"
        return f"CASE WHEN isfinite({stamp}) THEN epoch({stamp}) END"
    if identifier in _CLOCKS:
        return f"epoch({cell})::DOUBLE"
    if is_json(field.type):
        return f"json_extract_string({cell}, '$')"
    if identifier in _PLAIN:
        return cell
    return f"{cell}::VARCHAR" if field.kind is Kind.TEXT else f"{cell}::DOUBLE"
