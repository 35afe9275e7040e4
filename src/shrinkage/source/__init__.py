"""Where rows come from; the only room that imports engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shrinkage.progress import SILENT, Progress
from shrinkage.source.protocol import Source


def open_source(
    table: Any,
    *,
    sql: str | None = None,
    database: str | None = None,
    threads: int | None = None,
    empty: bool = False,
    progress: Progress = SILENT,
) -> Source:
    """The rows of ``table``: a CSV, TSV, Parquet or JSON-lines path or pattern, or ``-`` for CSV on standard input.

    Or of a table in memory: a data frame of pandas or polars (lazy too), a pyarrow Table or Dataset, a DuckDB relation,
    whatever else offers an Arrow stream, a mapping name → array, or a ``Source``.

    sql: one SELECT over the table, which it calls ``data``. threads: how many the engine may use (None: its choice);
    the batches do not depend on it. database: the address of a database, in which ``table`` is then the name of a table
    or view, or None where ``sql`` is a SELECT of the database's own; progress is told of waiting for it. empty: whether
    a table without rows is one.
    Raises SourceError, with a sentence, for whatever keeps the rows from being read.
    """
    if database is not None:
        from shrinkage.source.database import open_database

        return open_database(database, None if table is None else str(table), sql, threads, progress, empty=empty)
    if not isinstance(table, str | Path):
        from shrinkage.source.frame import open_frame

        return open_frame(table, sql, threads, empty=empty)
    from shrinkage.source.opening import open_table

    return open_table(str(table), sql, threads, empty=empty)


def paths_of(table: str | Path) -> tuple[Path, ...]:
    """The files that ``table`` stands for; none for standard input. Raises SourceError as ``open_source`` does."""
    from shrinkage.source.files import find_files
    from shrinkage.source.opening import STANDARD_INPUT

    return () if str(table) == STANDARD_INPUT else find_files(str(table)).paths


__all__ = ["Source", "open_source", "paths_of"]
