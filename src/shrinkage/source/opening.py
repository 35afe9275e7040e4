"""Which reader for which table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from shrinkage.errors import SourceError
from shrinkage.source.csvfile import CsvSource
from shrinkage.source.files import Files, find_files
from shrinkage.source.look import Look, look_at
from shrinkage.source.protocol import Source
from shrinkage.source.rawbytes import RawBytes

STANDARD_INPUT = "-"


def open_table(table: str, sql: str | None, threads: int | None, *, empty: bool = False) -> Source:
    """See `shrinkage.source.open_source`."""
    if table == STANDARD_INPUT:
        from shrinkage.source.spool import spool_input

        spool = spool_input(sys.stdin.buffer)
        look = look_at(RawBytes(spool.path, keep=spool), "standard input", empty=empty)
        return _open_csv(table, [look], sql, threads, empty)
    files = find_files(table)
    if files.format == "csv":
        return _open_csv(table, _look_at_all(files, empty), sql, threads, empty)
    from shrinkage.source.query import open_query
    from shrinkage.source.scan import scan_json, scan_parquet

    paths = [str(path.absolute()) for path in files.paths]
    if files.format == "parquet":
        return open_query(table, lambda connection: scan_parquet(connection, paths), paths, sql, threads, empty)
    return open_query(table, lambda _: scan_json(paths), paths, sql, threads, empty)


def _look_at_all(files: Files, empty: bool) -> list[Look]:
    """Every file, whose headers must be the same: a column must not change its meaning from file to file."""
    looks: list[Look] = []
    for path in files.paths:
        prefer = "\t" if path.name.lower().removesuffix(".gz").removesuffix(".zst").endswith((".tsv", ".tab")) else ""
        look = look_at(RawBytes(path), repr(str(path)), prefer=prefer, empty=empty)
        if looks and look.names != looks[0].names:
            raise SourceError(
                f"{str(files.paths[0])!r} and {str(path)!r} have different headers: {_difference(looks[0], look)}; "
                "give files of one table."
            )
        looks.append(look)
    return looks


def _difference(one: Look, other: Look) -> str:
    missing = [name for name in one.names if name not in other.names]
    added = [name for name in other.names if name not in one.names]
    if missing:
        return f"the second lacks {missing[0]!r}"
    return f"the second also has {added[0]!r}" if added else "the columns are in another order"


def _open_csv(name: str, looks: Sequence[Look], sql: str | None, threads: int | None, empty: bool) -> Source:
    if sql is None:
        return CsvSource(name, looks, threads)
    from shrinkage.source.query import open_query
    from shrinkage.source.scan import distinct_names, plain_copy, scan_csv

    distinct_names(looks[0].names, repr(name), "rename one, or do without --sql.")
    copies = [plain_copy(look) for look in looks]
    paths = [
        str(Path(copy.path if copy else look.raw.path).absolute()) for copy, look in zip(copies, looks, strict=True)
    ]
    source = open_query(name, lambda connection: scan_csv(connection, looks, paths), paths, sql, threads, empty)
    source.keep = (copies, looks)
    return source
