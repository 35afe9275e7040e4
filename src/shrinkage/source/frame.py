"""Which reader for which table in memory: data frames of pandas, polars, pyarrow, DuckDB, and whoever speaks Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shrinkage.errors import ShrinkageError, SourceError
from shrinkage.source.arrays import ArraySource
from shrinkage.source.digest import digest
from shrinkage.source.imported import is_a
from shrinkage.source.libraries import (
    DatasetColumns,
    PolarsColumns,
    PyarrowColumns,
    RelationColumns,
    arrow_columns,
    lazy_columns,
    relation_columns,
)
from shrinkage.source.protocol import Source
from shrinkage.source.sqltypes import quote
from shrinkage.source.streams import Handed, Streams, no_rows

_ACCEPTED = (
    "a DataFrame of pandas or polars, a pyarrow Table, a DuckDB relation, a mapping from names to arrays, or the path "
    "of a file"
)


def open_frame(table: Any, sql: str | None = None, threads: int | None = None, *, empty: bool = False) -> Source:
    """The rows of ``table``, which is no path: see `shrinkage.source.open_source`.

    sql: one SELECT over it, which it calls ``data``. Raises SourceError, also for what is no table.
    """
    if isinstance(table, Mapping) or callable(getattr(type(table), "batches", None)):
        return _in_memory(table, sql, empty)
    if is_a(table, "pandas", "DataFrame"):
        return _open_pandas(table, sql, threads, empty)
    name = _name_of(table)
    try:
        streams = _columns_of(table, name)
    except ShrinkageError:
        raise
    except Exception as error:  # a lazy frame that cannot be computed, a relation whose table is gone
        raise digest(error, f"{name} cannot be read", "check the step that made it.") from None
    _check_names(streams.names, name)
    if sql is not None:
        handed = Handed(streams, range(len(streams.names)))
        copied = isinstance(streams, RelationColumns)
        return _query(name, lambda: handed, streams.names, sql, threads, empty, copied=copied)
    from shrinkage.source.streams import StreamSource

    return StreamSource(streams, name, threads, empty=empty)


def _in_memory(table: Any, sql: str | None, empty: bool) -> Source:
    if sql is not None:
        raise SourceError("--sql asks a file or a data frame, but the table is neither; query it before it is given.")
    if not isinstance(table, Mapping):
        return table
    _check_names([str(key) for key in table], "the mapping")
    source = ArraySource(table)
    if not empty and next(source.batches(()), None) is None:
        raise no_rows("the mapping")
    return source


def _open_pandas(frame: Any, sql: str | None, threads: int | None, empty: bool) -> Source:
    from shrinkage.source.pandasframe import PandasSource, for_sql, pandas_names

    name = "a pandas DataFrame"
    names = pandas_names(frame, name)
    _check_names(names, name)
    if sql is None:
        return PandasSource(frame, name, threads, empty=empty)
    return _query(name, lambda: for_sql(frame), names, sql, threads, empty)


def _name_of(table: Any) -> str:
    """What sentences call the table. Raises SourceError for what is none."""
    for name, library, kind in _KNOWN:
        if is_a(table, library, kind):
            return name
    if hasattr(type(table), "__arrow_c_stream__") and not _is_one_column(table):
        return f"the {type(table).__name__}"
    raise _no_table(table)


_KNOWN = (
    ("a polars DataFrame", "polars", "DataFrame"),
    ("a polars LazyFrame", "polars", "LazyFrame"),
    ("a pyarrow Table", "pyarrow", "Table"),
    ("a pyarrow RecordBatch", "pyarrow", "RecordBatch"),
    ("a pyarrow RecordBatchReader", "pyarrow", "RecordBatchReader"),
    ("a pyarrow Dataset", "pyarrow.dataset", "Dataset"),
    ("a DuckDB relation", "duckdb", "DuckDBPyRelation"),
)


def _columns_of(table: Any, name: str) -> Streams:
    if is_a(table, "polars", "DataFrame"):
        return PolarsColumns(table)
    if is_a(table, "polars", "LazyFrame"):
        return lazy_columns(table)
    if is_a(table, "pyarrow", "RecordBatch"):
        return PyarrowColumns(_table_of(table))
    if is_a(table, "pyarrow", "RecordBatchReader"):  # it gives its rows once
        return PyarrowColumns(table.read_all())
    if is_a(table, "pyarrow", "Table"):
        return PyarrowColumns(table)
    if is_a(table, "pyarrow.dataset", "Dataset"):
        return DatasetColumns(table)
    return relation_columns(table) if is_a(table, "duckdb", "DuckDBPyRelation") else arrow_columns(table, name)


def _table_of(batch: Any) -> Any:
    import pyarrow

    return pyarrow.Table.from_batches([batch])


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
        try:
            column.encode()
        except UnicodeEncodeError:
            raise SourceError(f"{name} has a column named {column!r}, which is no whole text; rename it.") from None


def _query(
    name: str, table: Any, names: Sequence[str], sql: str, threads: int | None, empty: bool, *, copied: bool = False
) -> Source:
    """``sql`` over ``table()``, whose columns stand in the order of ``names``.

    copied: once into the database that answers (compressed, on disk if memory is short), because a relation's own
    database has one open result at a time.
    """
    from shrinkage.source.query import open_query
    from shrinkage.source.scan import distinct_names

    distinct_names(names, name, "rename one, or do without --sql.")

    columns = ", ".join(f"c{k} AS {quote(column)}" for k, column in enumerate(names))
    held = table()

    def scan(connection: Any) -> str:
        connection.execute("SET pandas_analyze_sample = 2147483647")  # types by all cells, not by the first thousand
        if copied:
            connection.execute("CREATE TABLE copied AS SELECT * FROM frame")
        return f"SELECT {columns} FROM {'copied' if copied else 'frame'}"

    def attach(connection: Any) -> None:
        connection.register("frame", held)

    return open_query(name, scan, [], sql, threads, empty, attach, name)
