"""A table of everything at once: quotes in names and levels, missing and infinite cells, truths, dates, time zones."""

from __future__ import annotations

import duckdb

from tests.result.export.made import ROW, identifier

LEVELS = ["it's", 'a "b"', "back\\slash", "50 %", "line\nbreak", "größe €", "Größe €", "-- x", "';", "{}", "$$", "_"]
RARE = [f"colour {k}" for k in range(60)] + ["red"] * 90
NUMBER = 'it\'s a "number"'
NASTY = {
    ROW: "i",
    "y": "sin(i)",
    NUMBER: """CASE WHEN i % 7 = 0 THEN NULL WHEN i % 28 = 3 THEN 'nan'::DOUBLE WHEN i % 36 = 7 THEN 'inf'::DOUBLE
        ELSE i / 3.0::DOUBLE END""",
    "naïve \\ whole": "CASE WHEN i % 5 <> 0 THEN i::BIGINT * 1000000007 END",
    "per cent %": "(i / 8)::DECIMAL(12, 3)",
    "level;--": "CASE WHEN i % 20 = 3 THEN 'unseen ' || i WHEN i % 11 <> 0 THEN $levels[1 + i % len($levels)] END",
    "rare\nline": """CASE WHEN i % 13 = 0 THEN 'N/A' WHEN i % 6 = 0 THEN chr(9) || ' red ' || chr(10)
        ELSE $rare[1 + i % len($rare)] END""",
    "true?": "CASE WHEN i % 9 <> 0 THEN i % 4 = 1 END",
    "said": "CASE WHEN i % 4 = 1 THEN 'YES' WHEN i % 17 <> 0 THEN 'no' END",
    "a date": "CASE WHEN i % 8 <> 0 THEN DATE '1899-11-27' + i::INTEGER * 97 END",
    "stamp": "CASE WHEN i % 10 <> 0 THEN TIMESTAMP '2019-12-30 22:59:58.5' + INTERVAL 3667 SECOND * i END",
    "zoned": "TIMESTAMPTZ '2020-02-28 22:30:00+00' + INTERVAL 53 MINUTE * i",
}


def fill_nasty(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Make the table ``nasty`` of 400 rows, in UTC. Rows that are 3 modulo 4 hold what the others do not: the unseen
    level, NaN, infinity."""
    connection.execute("SET TimeZone = 'UTC'")
    columns = ", ".join(f"{expression} AS {identifier(name)}" for name, expression in NASTY.items())
    given = {"levels": LEVELS, "rare": RARE}
    connection.execute(f"CREATE TABLE nasty AS SELECT {columns} FROM range(400) AS r(i)", given)
    return connection.table("nasty")
