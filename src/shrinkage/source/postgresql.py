"""PostgreSQL: which table is meant, which types an answer has, and the SELECT that hands it out in few of them.

All of it happens in one transaction, read-only and repeatable: every query sees the same snapshot, and the server
refuses whatever writes. The person's SQL is always nested, ``SELECT … FROM (…)``, and the driver prepares it, so
that it can be nothing but one SELECT.
"""

from __future__ import annotations

from collections.abc import Sequence

from shrinkage.errors import SourceError
from shrinkage.source.adbc import Session
from shrinkage.source.relations import Answer, AnswerColumn, Relation
from shrinkage.source.sqltypes import quote

# The server may hand out a table's rows from where another reader is, or from several workers at once: in another order
# each time, and so with other last digits. Small: what is not used (jit) costs up to a second on wide tables.
SETTINGS = ("synchronize_seqscans = off", "max_parallel_workers_per_gather = 0", "jit = off")

_RELATIONS = """
SELECT n.nspname::text, c.relname::text, pg_catalog.pg_table_is_visible(c.oid)::int
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f')
ORDER BY 1, 2
"""
_SYSTEM = ("pg_catalog", "information_schema", "pg_toast")

# The types of columns c0, c1, … of `answer`, domains down to what they are made of. Nothing of it is run: LIMIT 0.
_TYPES = """
WITH RECURSIVE base(place, type) AS (
  SELECT place, type::oid FROM unnest((
    SELECT ARRAY[{types}]
    FROM (SELECT 1) AS one LEFT JOIN (SELECT * FROM ({sql}) AS asked LIMIT 0) AS a({names}) ON true
  )) WITH ORDINALITY AS u(type, place)
  UNION ALL
  SELECT place, t.typbasetype FROM base JOIN pg_catalog.pg_type AS t ON t.oid = base.type WHERE t.typtype = 'd'
)
SELECT t.typname::text, t.typcategory::text, pg_catalog.format_type(t.oid, NULL)::text
FROM base JOIN pg_catalog.pg_type AS t ON t.oid = base.type WHERE t.typtype <> 'd' ORDER BY place
"""

# How each type is handed out, by name; None: not read. Numbers beyond double precision and infinite dates are settled
# here, by the server's own rules; ordinary times and intervals pass as they are, as from a file.
_BY_NAME = {
    **dict.fromkeys(("int2", "int4", "int8", "float4", "float8", "bool", "text", "varchar", "time", "interval"), "{c}"),
    **dict.fromkeys(("date", "timestamp", "timestamptz"), "CASE WHEN isfinite({c}) THEN {c} END"),
    **dict.fromkeys(("json", "jsonb"), "{c} #>> '{{}}'"),
    **dict.fromkeys(("uuid", "xml"), "{c}::text"),
    "numeric": "{c}::float8",
    "money": "{c}::numeric::float8",
    "oid": "{c}::int8",
    "timetz": "extract(epoch FROM {c})::float8",
}
# And by category: S strings, E enums, I network addresses, Z the server's one-letter codes.
_BY_CATEGORY = dict.fromkeys("SEIZ", "{c}::text")


def begin(session: Session) -> None:
    """A read-only snapshot. After the first query in it, not even the transaction itself can be made writable."""
    session.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    for setting in SETTINGS:
        session.run(f"SET LOCAL {setting}")
    session.rows("SELECT 1")


def relations(session: Session) -> list[Relation]:
    """Every table and view, those found without naming a schema marked."""
    return [
        Relation(schema, name, bool(visible), schema.startswith(_SYSTEM))
        for schema, name, visible in session.rows(_RELATIONS)
    ]


def answer(session: Session, sql: str) -> Answer:
    """The SELECT that hands out what ``sql`` (nested already) answers, and its columns."""
    names = session.names(sql)
    if not names:
        raise SourceError("the answer of the database has no columns; select at least the target and one more.")
    codes = [f"c{k}" for k in range(len(names))]
    types = ", ".join(f"pg_catalog.pg_typeof({code})" for code in codes)
    found = session.rows(_TYPES.format(types=types, sql=sql, names=", ".join(codes)))
    casts = [_BY_NAME.get(name, _BY_CATEGORY.get(category)) for name, category, _ in found]
    columns = [
        AnswerColumn(name, written.upper(), read=cast is not None)
        for name, (_, _, written), cast in zip(names, found, casts, strict=True)
    ]
    read = [
        f"{cast.format(c=quote(code))} AS {code}" for code, cast in zip(codes, casts, strict=True) if cast is not None
    ]
    return Answer(f"SELECT {', '.join(read) or '1'} FROM ({sql}) AS answer({_listed(codes)})", tuple(columns))


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes)
