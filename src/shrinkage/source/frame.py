"""Which reader for which table in memory: data frames of pandas, polars, pyarrow, DuckDB, and whoever speaks Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shrinkage.errors import SourceError
from shrinkage.source.arrays import ArraySource
from shrinkage.source.libraries import (
    DatasetColumns,
    PolarsColumns,
    PyarrowColumns,
    arrow_columns,
    is_a,
    lazy_columns,
    relation_columns,
)
from shrinkage.source.protocol import Source
from shrinkage.source.sqltypes import quote
from shrinkage.source.streams import Handed, Streams

_ACCEPTED = (
    "a DataFrame of pandas or polars, a pyarrow Table, a DuckDB relation, a mapping from names to arrays, or the path "
    "of a file"
)


def open_frame(table: Any, sql: str | None = None, threads: int | None = None, *, empty: bool = False) -> Source:
    """The rows of ``table``, which is no path: see `shrinkage.source.open_source`.

    sql: one SELECT over it, which it calls ``data``. Raises SourceError, also for what is no table.
    """
    if isinstance(table, Mapping) or callable(getattr(type(table), "batches", None)):
        return _in_memory(table, sql)
    if is_a(table, "pandas", "DataFrame"):
        return _open_pandas(table, sql, threads, empty)
    name, streams = _recognised(table)
    _check_names(streams.names, name)
    if sql is not None:
        return _query(name, lambda: Handed(streams, range(len(streams.names))), streams.names, sql, threads, empty)
    from shrinkage.source.streams import StreamSource

    return StreamSource(streams, name, threads, empty=empty)


def _in_memory(table: Any, sql: str | None) -> Source:
    if sql is not None:
        raise SourceError("--sql asks a file or a data frame, but the table is neither; query it before it is given.")
    return ArraySource(table) if isinstance(table, Mapping) else table


def _open_pandas(frame: Any, sql: str | None, threads: int | None, empty: bool) -> Source:
    from shrinkage.source.pandasframe import PandasSource, for_sql, pandas_names

    name = "a pandas DataFrame"
    names = pandas_names(frame, name)
    _check_names(names, name)
    if sql is None:
        return PandasSource(frame, name, threads, empty=empty)
    return _query(name, lambda: for_sql(frame), names, sql, threads, empty)


def _recognised(table: Any) -> tuple[str, Streams]:
    """What sentences call the table, and its columns."""
    if is_a(table, "polars", "DataFrame"):
        return "a polars DataFrame", PolarsColumns(table)
    if is_a(table, "polars", "LazyFrame"):
        return "a polars LazyFrame", lazy_columns(table)
    if is_a(table, "pyarrow", "Table"):
        return "a pyarrow Table", PyarrowColumns(table)
    if is_a(table, "pyarrow", "RecordBatchReader"):  # it gives its rows once
        return "a pyarrow RecordBatchReader", PyarrowColumns(table.read_all())
    if is_a(table, "pyarrow.dataset", "Dataset"):
        return "a pyarrow Dataset", DatasetColumns(table)
    if is_a(table, "duckdb", "DuckDBPyRelation"):
        return "a DuckDB relation", relation_columns(table)
    if hasattr(type(table), "__arrow_c_stream__") and not _is_one_column(table):
        name = f"the {type(table).__name__}"
        return name, arrow_columns(table, name)
    raise _no_table(table)


def _is_one_column(table: Any) -> bool:
    return (
        is_a(table, "polars", "Series")
        or is_a(table, "pandas", "Series", "Index")
        or is_a(table, "pyarrow", "Array", "ChunkedArray")
    )


def _no_table(table: Any) -> SourceError:
    kind = type(table).__name__
    if _is_one_column(table):
        return SourceError(f"the table is a {kind}, which is one column; give {_ACCEPTED}.")
    if is_a(table, "numpy", "ndarray"):
        return SourceError(
            f"the table is an array of the shape {table.shape}, whose columns have no names; give {_ACCEPTED}, or fit "
            "an estimator such as shrinkage.LassoCV to it."
        )
    article = "an" if kind[:1].lower() in "aeiou" else "a"
    return SourceError(f"the table is {article} {kind}, which is not read; give {_ACCEPTED}.")


def _check_names(names: Sequence[str], name: str) -> None:
    if not names:
        raise SourceError(f"{name} has no columns; check the step that made it.")
    seen: set[str] = set()
    for column in names:
        if column in seen:
            raise SourceError(f"{name} has two columns named {column!r}; rename one of them.")
        seen.add(column)


def _query(name: str, table: Any, names: Sequence[str], sql: str, threads: int | None, empty: bool) -> Source:
    """``sql`` over ``table()``, whose columns stand in the order of ``names``."""
    from shrinkage.source.query import open_query
    from shrinkage.source.scan import distinct_names

    distinct_names(names, name, "rename one, or do without --sql.")

    columns = ", ".join(f"c{k} AS {quote(column)}" for k, column in enumerate(names))
    held = table()

    def scan(connection: Any) -> str:
        connection.execute("SET pandas_analyze_sample = 2147483647")  # types by all cells, not by the first thousand
        return f"SELECT {columns} FROM frame"

    def attach(connection: Any) -> None:
        connection.register("frame", held)

    return open_query(name, scan, [], sql, threads, empty, attach)
