"""The SQL by which DuckDB reads files that we have found, and looked at where they are CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from shrinkage.errors import SourceError
from shrinkage.source.dialect import MISSING
from shrinkage.source.look import Look
from shrinkage.source.spool import Spool
from shrinkage.source.sqltypes import literal, quote

if TYPE_CHECKING:
    import duckdb


def scan_parquet(connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> str:
    """Refuses names that differ in case only, or not at all: DuckDB would rename one without a word."""
    nodes = connection.execute(
        f"SELECT name, coalesce(num_children, 0) FROM parquet_schema({literal(paths[0])})"
    ).fetchall()
    names, skip = [], 0
    for name, children in nodes[1:]:  # depth first; the first node is the table itself
        if skip == 0:
            names.append(name)
        skip += children - (skip > 0)
    distinct_names(names, repr(paths[0]), "rename one of them.")
    return f"SELECT * FROM read_parquet({_listed(paths)})"


def scan_json(paths: Sequence[str]) -> str:
    """JSON lines; also a file that is one array of objects."""
    # Types by all rows: a sample of them would fail on a later change of type.
    return f"SELECT * FROM read_json({_listed(paths)}, sample_size = -1)"


def scan_csv(connection: duckdb.DuckDBPyConnection, looks: Sequence[Look], paths: Sequence[str]) -> str:
    """The files looked at (as UTF-8), in our dialect, one under the other, typed by DuckDB over all their rows."""
    scans = [_scan_one(connection, look, path) for look, path in zip(looks, paths, strict=True)]
    return " UNION ALL BY NAME ".join(scans)


def _scan_one(connection: duckdb.DuckDBPyConnection, look: Look, path: str) -> str:
    tokens = sorted({form for token in MISSING for form in (token, token.upper(), token.title())} | {"NaN"})
    spare = [f"unused {k}" for k in range(look.width - len(look.names))]
    dialect = look.dialect
    options = {
        "delim": literal(chr(dialect.codes[0])),
        "quote": literal(dialect.quote),
        "escape": literal(dialect.escape or dialect.quote),
        "header": str(look.header).lower(),
        "nullstr": _listed(tokens),
        # DuckDB's default unless a record is longer: its buffers, and its time, grow with this.
        "max_line_size": str(max(2_097_152, 2 * look.longest)),
        "compression": "'gzip'" if look.raw.compressed else "'none'",
    }
    # Looking at every row for its type takes a while, and a view would do it again for every query: once is enough.
    names = {"names": _listed([*look.names, *spare]), "sample_size": "-1"}
    found = connection.execute(
        f"SELECT Columns, DateFormat, TimestampFormat FROM sniff_csv({literal(path)}, {_written(options | names)})"
    ).fetchone()
    assert found is not None
    columns, *formats = found
    typed = ", ".join(f"{literal(column['name'])}: {literal(column['type'])}" for column in columns)
    options |= {"columns": f"{{{typed}}}", "auto_detect": "false"}
    options |= {k: literal(v) for k, v in zip(("dateformat", "timestampformat"), formats, strict=True) if v}
    return f"SELECT {', '.join(map(quote, look.names))} FROM read_csv({literal(path)}, {_written(options)})"


def _written(options: Mapping[str, str]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in options.items())


def distinct_names(names: Sequence[str], shown: str, advice: str) -> None:
    """SQL does not tell names apart that differ in case only."""
    seen: dict[str, str] = {}
    for name in names:
        if not name:
            raise SourceError(f"{shown} has a column without a name, which SQL cannot ask for; {advice}")
        if name.casefold() in seen:
            other = seen[name.casefold()]
            which = f"two columns named {name!r}" if other == name else f"columns named {other!r} and {name!r}"
            raise SourceError(f"{shown} has {which}, which SQL takes for one; {advice}")
        seen[name.casefold()] = name


def plain_copy(look: Look) -> Spool | None:
    """A UTF-8 copy of a file in Windows-1252, which DuckDB reads only in part; None where none is needed."""
    if not look.narrow:
        return None

    def fill(out: BinaryIO) -> None:
        for chunk in look.raw.chunks():
            out.write(chunk.decode("cp1252", "replace").encode("utf-8"))

    return Spool(fill)


def _listed(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(literal, texts)) + "]"
