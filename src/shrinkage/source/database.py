"""Tables of a database: asked for once, in one read-only transaction, and held by an engine of our own.

Rows are read two or three times, and a database need not hand them out in the same order twice, nor keep a connection
open for as long as a comparison takes; so its answer streams once into DuckDB, which holds it in memory, or in a
temporary file where memory is short (docs/decisions/0005-databases.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from shrinkage.errors import SourceError
from shrinkage.progress import Progress
from shrinkage.source import postgresql, sqlite
from shrinkage.source.adbc import PRODUCTS, Refused, Session
from shrinkage.source.address import read_address
from shrinkage.source.arrow import Streamable
from shrinkage.source.protocol import BATCH_ROWS, Batch, Field, Kind
from shrinkage.source.query import QuerySource, connect
from shrinkage.source.refusals import opened, unanswered
from shrinkage.source.relations import Answer, find_relation, one_select, two_columns

DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}


class DatabaseSource:
    """The answer of a database, held: columns by their place in ``held``, by their names for everybody else."""

    def __init__(self, name: str, held: QuerySource, answer: Answer) -> None:
        self.name = name
        self.notes: tuple[str, ...] = ()
        self._held = held
        inner = {field.name: field for field in held.fields}
        self._codes = {column.name: f"c{k}" for k, column in enumerate(answer.columns) if column.read}
        self.fields = tuple(
            replace(inner[self._codes[column.name]], name=column.name, type=column.type)
            if column.read
            else Field(column.name, Kind.OTHER, column.type)
            for column in answer.columns
        )

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`."""
        for field in self.fields:
            if field.kind is Kind.OTHER and field.name in columns:
                raise SourceError(f"the column {field.name!r} is of type {field.type}, which is not read; drop it.")
        codes = {name: self._codes[name] for name in columns}
        for batch in self._held.batches(list(codes.values()), rows):
            yield Batch(batch.rows, {name: batch.columns[code] for name, code in codes.items()})

    def texts(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """As ``QuerySource.texts``, for columns that are read."""
        codes = {name: self._codes[name] for name in columns}
        for batch in self._held.texts(list(codes.values()), rows):
            yield Batch(batch.rows, {name: batch.columns[code] for name, code in codes.items()})

    def engine_type(self, column: str) -> str:
        """As ``QuerySource.engine_type``."""
        return self._held.engine_type(self._codes[column])


def open_database(
    uri: str, table: str | None, sql: str | None, threads: int | None, progress: Progress, *, empty: bool = False
) -> DatabaseSource:
    """The rows of the table or view ``table``, or of the SELECT ``sql`` in the database's own SQL, at the address."""
    address = read_address(uri)
    wanted = None if sql is None else one_select(sql)
    if (table is None) == (sql is None):
        raise SourceError(
            "--database needs to know what to read; give TABLE, the name of a table or view, or --sql, one SELECT."
            if sql is None
            else "--sql asks the database itself, so there is nothing for TABLE to name; leave TABLE out."
        )
    dialect = DIALECTS[address.engine]
    progress.stage(f"connecting to {PRODUCTS[address.engine]}")
    with opened(address, progress) as session:
        progress.stage("asking the database")
        try:
            dialect.begin(session)
            if wanted is None:
                assert table is not None
                wanted = f"SELECT * FROM {find_relation(table, dialect.relations(session)).sql}"
            answer = dialect.answer(session, wanted)
            _check_names(answer)
            progress.stage("reading the database's answer")
            held = _hold(session, answer, threads)
        except Refused as refused:
            raise unanswered(refused, address, sql) from None
    what = table or (sql or "").strip()
    if address.file is not None and address.file.changed():
        raise SourceError(f"{address.shown} was written to while it was read; try again when nobody does.")
    if held.execute("SELECT 1 FROM held LIMIT 1").fetchone() is None and not empty:
        raise SourceError(f"{what!r} has columns but no rows; name a table with rows, or ask for more.")
    name = f"{what} in {address.shown}"
    return DatabaseSource(name, QuerySource(held, "held", name, empty=empty), answer)


def _hold(session: Session, answer: Answer, threads: int | None) -> Any:
    """An engine's connection with the whole answer in its table ``held``."""
    engine = connect((), threads)
    casts = [f"c{k}{'::BOOLEAN' if one.boolean else ''} AS c{k}" for k, one in enumerate(answer.columns) if one.read]

    def load(stream: Streamable) -> None:
        engine.register("answer", stream)
        engine.execute(f"CREATE TABLE held AS SELECT {', '.join(casts) or '*'} FROM answer OFFSET {answer.skip}")
        engine.unregister("answer")

    session.use(answer.sql, load, engine.interrupt)
    engine.execute("SET lock_configuration = true")
    return engine


def _check_names(answer: Answer) -> None:
    names = [column.name for column in answer.columns]
    for name in names:
        if names.count(name) > 1:
            raise two_columns(name)
