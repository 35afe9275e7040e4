"""Which reader for which table."""

from __future__ import annotations

from shrinkage.source.files import Files, find_files
from shrinkage.source.protocol import Source
from shrinkage.source.query import open_files
from shrinkage.source.sqltypes import literal


def open_table(table: str, sql: str | None, threads: int | None) -> Source:
    """See `shrinkage.source.open_source`."""
    files = find_files(table)
    paths = [str(path.absolute()) for path in files.paths]
    return open_files(files.name, scan_of(files, paths), paths, threads)


def scan_of(files: Files, paths: list[str]) -> str:
    """The DuckDB table function that reads ``files``."""
    listed = "[" + ", ".join(map(literal, paths)) + "]"
    if files.format == "parquet":
        return f"read_parquet({listed})"
    if files.format == "json":
        return f"read_json({listed}, sample_size = -1)"
    return f"read_csv({listed}, all_varchar = true)"
