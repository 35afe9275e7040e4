"""A table that is written: a column of predictions, and columns of the table they are for, a batch at a time.

CSV as RFC 4180 has it (UTF-8, a line feed after each row; a missing cell is empty, an empty text ``""``), with numbers
in the fewest digits that give the same double. Parquet is made of that CSV by DuckDB when the last row is there, with
the types that the columns had: both stream, so memory does not depend on the number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from shrinkage.atomic import cannot_write, replacing, scratch
from shrinkage.errors import TableError
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind, Source
from shrinkage.source.sqltypes import is_json, literal, quote

PREDICTION = "prediction"
PARQUET = frozenset([".parquet", ".pq"])

Write = Callable[[NDArray[np.float64], Batch], None]
_MUST_QUOTE = re.compile(r'[",\r\n]|^\s|\s$|^$')


class _Bytes(Protocol):
    def write(self, content: bytes, /) -> object: ...


@runtime_checkable
class HasTexts(Protocol):
    """A source that has typed columns, and can give them as text."""

    def texts(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]: ...

    def engine_type(self, column: str) -> str: ...


@contextmanager
def writing(output: Path | BinaryIO, carried: Sequence[Field]) -> Iterator[Write]:
    """What takes predictions (n,) and a batch of the texts of ``carried``; a file appears whole, at the end.

    Raises StoreError, at once where the place cannot be written to.
    """
    if not isinstance(output, Path):
        yield _Csv(output, carried)
        return
    with replacing(output) as file:
        if output.suffix.lower() not in PARQUET:
            yield _Csv(file, carried)
            return
        with scratch(file) as spool:
            rows = _Csv(spool, carried)
            yield rows
            spool.flush()
            _convert(spool.path, file.path, carried, rows.longest, output)


def carried_fields(source: Source, names: Sequence[str]) -> list[Field]:
    """The fields of ``names``, typed as the engine says, which are to stand beside a column of predictions."""
    known = {field.name: field for field in source.fields}
    seen = {PREDICTION: PREDICTION}
    for name in names:
        if name.casefold() in seen:
            raise TableError(
                f"{name!r} cannot be a column beside {seen[name.casefold()]!r}, because many readers take the two "
                "names for one; rename it with --sql, or leave it out of --with."
            )
        seen[name.casefold()] = name
    fields = [known[name] for name in names]
    return [
        replace(field, type=source.engine_type(field.name)) if isinstance(source, HasTexts) else field
        for field in fields
    ]


def texts_of(source: Source, names: Sequence[str], rows: int) -> Iterator[Batch]:
    """The cells of some columns as text, exactly, in the batches that ``source.batches`` gives of ``rows``."""
    if isinstance(source, HasTexts):
        return source.texts(names, rows)
    for field in source.fields:
        if field.name in names and field.kind is not Kind.TEXT:
            raise TableError(f"the column {field.name!r} is of type {field.type}, which is not given as text here.")
    return source.batches(names, rows)


class _Csv:
    """Rows of text. longest: bytes of the longest row, at most."""

    def __init__(self, file: _Bytes, carried: Sequence[Field]) -> None:
        self.longest = 0
        self._file = file
        self._names = [field.name for field in carried]
        self._put([",".join([*map(_cell, self._names), PREDICTION])])

    def __call__(self, predictions: NDArray[np.float64], texts: Batch) -> None:
        columns = [_cells(texts.columns[name]) for name in self._names]
        numbers = map(repr, predictions.tolist())
        self._put([",".join(row) for row in zip(*columns, numbers, strict=True)] if columns else list(numbers))

    def _put(self, lines: list[str]) -> None:
        if lines:
            self.longest = max(self.longest, 4 * max(map(len, lines)))
            self._file.write(("\n".join(lines) + "\n").encode())


def _cells(column: Column) -> list[str]:
    """Each cell of a TEXT column as it stands in a CSV."""
    assert column.offsets is not None
    assert column.data is not None
    data, offsets = column.data.tobytes(), column.offsets.tolist()
    cells = [_cell(data[start:stop].decode("utf-8", "replace")) for start, stop in pairwise(offsets)]
    if column.valid is not None:
        for row in np.flatnonzero(~column.valid).tolist():
            cells[row] = ""
    return cells


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _MUST_QUOTE.search(text) else text


def _convert(spool: Path, file: Path, carried: Sequence[Field], longest: int, output: Path) -> None:
    from shrinkage.source.query import connect

    typed = [f"{literal(field.name)}: {literal(_type(field))}" for field in carried]
    columns = ", ".join([*typed, f"{literal(PREDICTION)}: 'DOUBLE'"])
    names = ", ".join(quote(name) for name in [*(field.name for field in carried), PREDICTION])
    paths = [str(path.absolute()) for path in (spool, file)]
    connection = connect(paths, threads=1)
    try:
        connection.execute(
            f"COPY (SELECT {names} FROM read_csv({literal(paths[0])}, columns = {{{columns}}}, auto_detect = false, "
            "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, "
            f"strict_mode = true, parallel = false, max_line_size = {max(2_097_152, longest)})) "
            f"TO {literal(paths[1])} (FORMAT parquet, USE_TMP_FILE false)"
        )
    except Exception as error:
        raise cannot_write(output, f"the engine says: {str(error).splitlines()[0].rstrip('.')}") from None
    finally:
        connection.close()


def _type(field: Field) -> str:
    """What a column is in Parquet: what it was, where its text says all of it."""
    typed = field.kind in (Kind.NUMBER, Kind.BOOLEAN, Kind.TIME) and not is_json(field.type)
    return field.type if typed and field.type.upper() != '"NULL"' else "VARCHAR"
