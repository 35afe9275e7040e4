"""Tables that DuckDB reads: Parquet and JSON lines, and one SELECT over any file.

The database is shut before the person's SQL is run: nothing outside the table's own files can be opened, no extension
loaded, no setting changed; and of what they wrote only a single SELECT is accepted (`statement.py`).
"""

from __future__ import annotations

import glob
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shrinkage.errors import SourceError
from shrinkage.source.arrow import stream_batches
from shrinkage.source.digest import digest
from shrinkage.source.files import WILD
from shrinkage.source.protocol import BATCH_ROWS, Batch, Field, Kind
from shrinkage.source.sqltypes import cast, kind_of, literal, quote
from shrinkage.source.statement import check_statement

if TYPE_CHECKING:
    import duckdb


_WHOLE = "check that the file is whole."
MOST_THREADS = 256  # the engine starts as many as it is told, needed or not


def connect(paths: Sequence[str], threads: int | None) -> duckdb.DuckDBPyConnection:
    """An in-memory database that can open ``paths`` (absolute) and nothing else."""
    _import_whole()
    import duckdb

    connection = duckdb.connect()
    settings = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "preserve_insertion_order": "true",
        "enable_progress_bar": "false",
        "TimeZone": "'UTC'",
        # What does not fit into memory may spill, but never into the person's working directory, nor into a place
        # that others could have prepared. The engine makes it when it is needed, and removes it.
        "temp_directory": literal(str(Path(tempfile.gettempdir()) / f"shrinkage-{secrets.token_hex(8)}.duckdb")),
        "allowed_paths": "[" + ", ".join(map(literal, paths)) + "]",
        "enable_external_access": "false",
    }
    if threads is not None:
        settings["threads"] = str(min(max(1, threads), MOST_THREADS))
    for name, value in settings.items():
        connection.execute(f"SET {name} = {value}")
    return connection


def _import_whole() -> None:
    """Import DuckDB on another thread, which Ctrl-C does not reach: interrupted, its modules abort the process."""

    def work() -> None:
        with suppress(ImportError):  # whoever imports it next is told
            import duckdb  # noqa: F401

    if "duckdb" not in sys.modules:
        thread = threading.Thread(target=work, name="shrinkage-import")  # no daemon: the process waits for it
        thread.start()
        thread.join()


def open_query(
    name: str,
    scan: Callable[[duckdb.DuckDBPyConnection], str],
    paths: Sequence[str],
    sql: str | None,
    threads: int | None,
    empty: bool = False,
    attach: Callable[[duckdb.DuckDBPyConnection], object] | None = None,
    shown: str | None = None,
) -> QuerySource:
    """The rows of ``scan`` (makes the SQL that reads ``paths``), or of the SELECT ``sql`` over them as ``data``.

    attach: makes known to a connection, and to each of its cursors, what ``scan`` reads from memory; shown: what
    sentences call that, which is no file.
    """
    for path in paths:
        _check_no_pattern(path)
    connection = connect(paths, threads)
    advice = _WHOLE if shown is None else "check the types of its columns, or do without --sql."
    try:
        if attach is not None:
            attach(connection)
        connection.execute(f"CREATE VIEW data AS {scan(connection)}")
    except Exception as error:
        raise digest(error, f"{shown or repr(name)} cannot be read", advice) from None
    if sql is None:
        connection.execute("SET lock_configuration = true")
        return QuerySource(connection, "data", name, empty=empty, attach=attach)
    statement = check_statement(connection, sql)
    if not statement.settled:
        connection.execute("SET threads = 1")
    connection.execute("SET lock_configuration = true")
    # Joins, groups and sorts hand out rows in an order of their own, and cost more than reading: they run once, on one
    # thread, and what they gave is kept (compressed; on disk where memory is short).
    what = "VIEW" if statement.settled else "TABLE"
    try:
        connection.execute(f"CREATE {what} answer AS {statement.sql}")
    except Exception as error:
        raise digest(error, "--sql cannot be run") from None
    notes = [f"The query uses {' and '.join(statement.random)}, so another run may find other rows."]
    said = notes if statement.random else ()
    advice = _WHOLE if shown is None else "check the query and the table."
    return QuerySource(connection, "answer", sql.strip(), said, empty=empty, attach=attach, advice=advice)


def _check_no_pattern(path: str) -> None:
    """The engine takes a name with ``*``, ``?`` or ``[`` for a pattern, and for a name only if that matches nothing."""
    others = sorted({*glob.glob(path)} - {path}) if any(sign in path for sign in WILD) else []  # noqa: PTH207
    if others:
        raise SourceError(
            f"{path!r} could not be told from {others[0]!r}, because a name with {' or '.join(WILD)} is read as a "
            "pattern that matches both; rename one of them."
        )


class QuerySource:
    """The table or view ``relation`` of a connection, as a `protocol.Source`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        relation: str,
        name: str,
        notes: Sequence[str] = (),
        *,
        empty: bool = False,
        attach: Callable[[duckdb.DuckDBPyConnection], object] | None = None,
        advice: str = _WHOLE,
    ) -> None:
        self.name = name
        self.notes = tuple(notes)
        self.keep: object = None  # temporary copies that must live as long as this
        self._advice = advice
        self._connection = connection
        self._relation = relation
        self._attach = attach
        try:
            described: Any = connection.sql(f"SELECT * FROM {relation}")
            columns, types = list(described.columns), list(described.types)
            row = connection.execute(f"SELECT 1 FROM {relation} LIMIT 1").fetchone()
        except Exception as error:
            raise digest(error, f"{name!r} cannot be read", advice) from None
        if row is None and not empty:
            raise SourceError(f"{name!r} has columns but no rows; check that it is whole, or ask for more.")
        self._identifiers = {column: str(kind.id) for column, kind in zip(columns, types, strict=True)}
        self.fields = tuple(
            Field(column, kind_of(str(kind.id), str(kind)), str(kind))
            for column, kind in zip(columns, types, strict=True)
        )

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`. Each call reads the files again, on a cursor of its own."""
        known = {field.name: field for field in self.fields}
        fields = [known[name] for name in columns]
        for field in fields:
            if field.kind is Kind.OTHER:
                raise SourceError(f"the column {field.name!r} is of type {field.type}, which is not read; drop it.")
        cells = [cast(field.name, field, self._identifiers[field.name]) for field in fields]
        counted = [Field("", Kind.NUMBER, "DOUBLE")]  # for no columns at all, the rows are still counted
        for batch in self._stream(cells or ["0.0::DOUBLE"], fields or counted, rows):
            yield batch if fields else Batch(batch.rows, {})

    def texts(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """As ``batches``, but every column, of whatever type, as the text that the engine writes for its cells."""
        fields = [Field(name, Kind.TEXT, "VARCHAR") for name in columns]
        return self._stream([f"{quote(name)}::VARCHAR" for name in columns], fields, rows)

    def engine_type(self, column: str) -> str:
        """The engine's own word for the type of a column."""
        return next(field.type for field in self.fields if field.name == column)

    def _stream(self, cells: Sequence[str], fields: Sequence[Field], rows: int) -> Iterator[Batch]:
        """Batches of the SQL expressions ``cells``."""
        chosen = ", ".join(f"{cell} AS c{k}" for k, cell in enumerate(cells))

        def fail(error: Exception) -> Exception:
            return digest(error, f"{self.name!r} cannot be read to its end", self._advice)

        try:
            cursor = self._connection.cursor()
            if self._attach is not None:
                self._attach(cursor)
            relation: Any = cursor.sql(f"SELECT {chosen} FROM {self._relation}")
        except Exception as error:
            raise fail(error) from None
        yield from stream_batches(relation, fields, rows, fail)
