"""Tables of other libraries that hand out their columns as an Arrow stream, read by DuckDB under the rules for Parquet.

Whatever offers ``__arrow_c_stream__`` is registered in a database of ours and cast by the same SQL as a Parquet file
(`sqltypes.py`), so that a table means the same from whichever it comes; it takes no Arrow library, and no row is
copied before it is read. Columns are handed over as c0, c1, … by their place: SQL does not tell every name apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Protocol

from shrinkage.errors import SourceError
from shrinkage.source.arrow import Streamable, stream_batches
from shrinkage.source.digest import digest
from shrinkage.source.protocol import BATCH_ROWS, Batch, Field, Kind
from shrinkage.source.query import connect
from shrinkage.source.sqltypes import cast, kind_of

_CHANGED = "mend the step or column that this comes from; a table must also give the same rows whenever it is read."


class Streams(Protocol):
    """A table of another library: names (any, but each once), and its own words for their types."""

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def types(self) -> Sequence[str]: ...

    def stream(self, places: Sequence[int]) -> Streamable:
        """The columns at ``places``, called c0, c1, …: all rows, in the same order each time."""
        ...

    def none(self, places: Sequence[int]) -> Streamable:
        """The same without rows: what types they are must not depend on whether the rows can be computed."""
        ...


class Handed:
    """Columns of ``streams`` seen only as what hands out a stream, anew whenever asked: what is scanned twice must not
    be a stream that is spent, and the engine needs no library that knows the table."""

    def __init__(self, streams: Streams, places: Sequence[int], *, rows: bool = True) -> None:
        self._streams, self._places, self._rows = streams, places, rows

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        chosen = self._streams.stream if self._rows else self._streams.none
        return chosen(self._places).__arrow_c_stream__(requested_schema)


class StreamSource:
    """``streams`` as a `protocol.Source`, called ``name``."""

    def __init__(
        self, streams: Streams, name: str, threads: int | None = None, notes: Sequence[str] = (), *, empty: bool = False
    ) -> None:
        self.name, self.notes = name, tuple(notes)
        self._streams = streams
        self._connection = connect([], threads)
        self._places = {column: place for place, column in enumerate(streams.names)}
        described = self._described(range(len(streams.names)))
        self._identifiers = {column: identifier for column, (identifier, _) in described.items()}
        self.fields = tuple(
            Field(column, kind_of(identifier, written), written) for column, (identifier, written) in described.items()
        )
        if not empty and next(self.batches((), 1), None) is None:
            raise no_rows(name)

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        """See `protocol.Source`."""
        known = {field.name: field for field in self.fields}
        fields = [known[name] for name in columns]
        for field in fields:
            if field.kind is Kind.OTHER:
                raise SourceError(f"the column {field.name!r} is of type {field.type}, which is not read; drop it.")
        cells = [cast(f"c{k}", field, self._identifiers[field.name]) for k, field in enumerate(fields)]
        # For no columns at all, the rows are still counted; by one that is not nested, if there is one.
        plain = next((f.name for f in self.fields if f.kind is not Kind.OTHER), self.fields[0].name)
        places = [self._places[field.name] for field in fields] or [self._places[plain]]
        counted = [Field("", Kind.NUMBER, "DOUBLE")]
        chosen = ", ".join(f"{cell} AS v{k}" for k, cell in enumerate(cells)) or "0.0::DOUBLE AS v0"
        cursor = self._connection.cursor()
        try:
            fail = partial(self._fail, places)
            relation = self._registered(cursor, places, chosen)
            for batch in stream_batches(relation, fields or counted, rows, fail):
                yield batch if fields else Batch(batch.rows, {})
        finally:
            relation = None
            cursor.close()

    def _described(self, places: Sequence[int]) -> dict[str, tuple[str, str]]:
        """Column → identifier of its type and the type as written; one by one where some are of a type unknown."""
        names, types = self._streams.names, self._streams.types
        cursor = self._connection.cursor()
        try:
            relation = self._registered(cursor, places, "*", rows=False)
            found = [(str(kind.id), str(kind)) for kind in relation.types]
            return {names[place]: kind for place, kind in zip(places, found, strict=True)}
        except SourceError:
            if len(places) == 1:
                return {names[places[0]]: ("unknown", types[places[0]])}
            return {name: kind for place in places for name, kind in self._described([place]).items()}
        finally:
            cursor.close()

    def _registered(self, cursor: Any, places: Sequence[int], chosen: str, *, rows: bool = True) -> Any:
        try:
            cursor.register("part", Handed(self._streams, places, rows=rows))
            return cursor.sql(f"SELECT {chosen} FROM part")
        except Exception as error:
            raise self._fail(places, error) from None

    def _fail(self, places: Sequence[int], error: Exception) -> Exception:
        """``error`` in the person's names of the columns at ``places``."""
        if isinstance(error, SourceError):
            return error
        names = {f"c{k}": repr(self._streams.names[place]) for k, place in enumerate(places)}
        said = re.sub(r"\bc\d+\b", lambda found: names.get(found[0], found[0]), str(error))
        return digest(RuntimeError(said), f"{self.name} cannot be read", _CHANGED)


def no_rows(name: str) -> SourceError:
    """The table has columns only."""
    return SourceError(f"{name} has columns but no rows; check the step that made it.")
