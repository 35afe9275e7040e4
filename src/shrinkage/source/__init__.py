"""Where rows come from; the only room that imports engines."""

from __future__ import annotations

from pathlib import Path

from shrinkage.progress import SILENT, Progress
from shrinkage.source.protocol import Source


def open_source(
    table: str | Path | None,
    *,
    sql: str | None = None,
    database: str | None = None,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> Source:
    """The rows of ``table``: a CSV, TSV, Parquet or JSON-lines path or pattern, or ``-`` for CSV on standard input.

    sql: one SELECT over the table, which it calls ``data``. threads: how many the engine may use (None: its choice);
    the batches do not depend on it. database: the address of a database, in which ``table`` is then the name of a table
    or view, or None where ``sql`` is a SELECT of the database's own; progress is told of waiting for it.
    Raises SourceError, with a sentence, for whatever keeps the rows from being read.
    """
    if database is not None:
        from shrinkage.source.database import open_database

        return open_database(database, None if table is None else str(table), sql, threads, progress)
    from shrinkage.source.opening import open_table

    return open_table(str(table), sql, threads)


__all__ = ["Source", "open_source"]
