"""Where rows come from; the only room that imports engines."""

from __future__ import annotations

from pathlib import Path

from shrinkage.source.protocol import Source


def open_source(table: str | Path, *, sql: str | None = None, threads: int | None = None) -> Source:
    """The rows of ``table``: a CSV, TSV, Parquet or JSON-lines path or pattern, or ``-`` for CSV on standard input.

    sql: one SELECT over the table, which it calls ``data``. threads: how many the engine may use (None: its choice);
    the batches do not depend on it. Raises SourceError, with a sentence, for whatever keeps the rows from being read.
    """
    from shrinkage.source.opening import open_table

    return open_table(str(table), sql, threads)


__all__ = ["Source", "open_source"]
