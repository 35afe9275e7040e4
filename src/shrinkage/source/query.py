"""Tables that DuckDB reads: Parquet and JSON lines, and one SELECT over any file.

The connection is closed before the person's SQL is seen: nothing outside the table's own files can be opened, no
extension loaded, no setting changed; and of what they wrote only a single SELECT is accepted (`statement.py`).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shrinkage.errors import SourceError
from shrinkage.source.arrow import stream_batches
from shrinkage.source.protocol import BATCH_ROWS, Batch, Field, Kind
from shrinkage.source.sqltypes import cast, kind_of, literal, quote

if TYPE_CHECKING:
    import duckdb


def connect(paths: Sequence[str], threads: int | None) -> duckdb.DuckDBPyConnection:
    """An in-memory database that can open ``paths`` (absolute) and nothing else, now or later."""
    import duckdb

    connection = duckdb.connect()
    settings = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "preserve_insertion_order": "true",
        "enable_progress_bar": "false",
        "TimeZone": "'UTC'",
        # What does not fit into memory may spill, but never into the person's working directory.
        "temp_directory": literal(str(Path(tempfile.gettempdir()) / f"shrinkage-{os.getpid()}")),
        "allowed_paths": "[" + ", ".join(map(literal, paths)) + "]",
        "enable_external_access": "false",
    }
    if threads is not None:
        settings["threads"] = str(max(1, int(threads)))
    for name, value in settings.items():
        connection.execute(f"SET {name} = {value}")
    connection.execute("SET lock_configuration = true")
    return connection


class QuerySource:
    """The relation ``relation`` (an SQL name) of a connection, as a `protocol.Source`."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, relation: str, name: str, notes: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.notes = tuple(notes)
        self._connection = connection
        self._relation = relation
        try:
            described: Any = connection.sql(f"SELECT * FROM {relation}")
            columns, types = list(described.columns), list(described.types)
        except Exception as error:
            raise digest(error, f"{name!r} cannot be read") from None
        self._identifiers = {column: str(kind.id) for column, kind in zip(columns, types, strict=True)}
        self.fields = tuple(
            Field(column, kind_of(str(kind.id), str(kind)), str(kind))
            for column, kind in zip(columns, types, strict=True)
        )

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`. Each call reads the files (or runs the query) again, on a connection of its own."""
        known = {field.name: field for field in self.fields}
        fields = [known[name] for name in columns]
        for field in fields:
            if field.kind is Kind.OTHER:
                raise SourceError(f"the column {field.name!r} is of type {field.type}, which is not read; drop it.")
        chosen = ", ".join(
            f"{cast(field.name, field, self._identifiers[field.name])} AS c{k}" for k, field in enumerate(fields)
        )
        cursor = self._connection.cursor()
        relation: Any = cursor.sql(f"SELECT {chosen or '0::DOUBLE AS c0'} FROM {self._relation}")
        read = fields or [Field("", Kind.NUMBER, "DOUBLE")]

        def fail(error: Exception) -> Exception:
            return digest(error, f"{self.name!r} cannot be read to its end")

        for batch in stream_batches(relation, read, rows, fail):
            yield batch if fields else Batch(batch.rows, {})


def digest(error: Exception, what: str) -> SourceError:
    """An engine's error as one sentence of ours: ``what``, because of what the engine found."""
    if isinstance(error, SourceError):
        return error
    said = str(error).strip()
    head = said.split("\n\nLINE ")[0].split("\nLINE ")[0]
    kind, _, rest = head.partition(": ")
    because = rest if kind.endswith("Error") and rest else head
    because = " ".join(because.split()).rstrip(".")
    return SourceError(f"{what}: {because}.")


def open_files(name: str, scan: str, paths: Sequence[str], threads: int | None) -> QuerySource:
    """The table that the table function ``scan`` (SQL, naming ``paths``) gives."""
    connection = connect(paths, threads)
    try:
        connection.execute(f"CREATE VIEW {quote('data')} AS SELECT * FROM {scan}")
    except Exception as error:
        raise digest(error, f"{name!r} cannot be read") from None
    return QuerySource(connection, quote("data"), name)
