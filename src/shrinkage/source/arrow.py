"""Batches out of an Arrow C stream: the kernel's reader, dressed as `protocol.Batch`.

No Arrow library is needed: whatever offers ``__arrow_c_stream__`` (a DuckDB relation, a polars or pyarrow table) hands
over a capsule, and the kernel cuts it into batches (docs/decisions/0002-arrow.md).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field


class Streamable(Protocol):
    """The producer's half of the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def stream_batches(
    table: Streamable, fields: Sequence[Field], rows: int, fail: Callable[[Exception], Exception]
) -> Iterator[Batch]:
    """Batches of ``rows`` rows of ``table``, whose columns are ``fields`` in this order.

    ``fail`` turns the engine's error, which may come at any batch, into one of ours.
    """
    from shrinkage import _kernel

    try:
        reader: Any = _kernel.ArrowReader(table.__arrow_c_stream__())
    except Exception as error:
        raise fail(error) from None
    try:
        while True:
            try:
                part = reader.read(rows)
            except Exception as error:
                raise fail(error) from None
            if part is None:
                return
            count, columns = part
            yield Batch(
                count,
                {
                    field.name: Column(field.kind, values, offsets, data, valid)
                    for field, (values, offsets, data, valid) in zip(fields, columns, strict=True)
                },
            )
    finally:
        reader.close()


def read_rows(table: Streamable) -> list[tuple[Any, ...]]:
    """A small table of numbers and texts, whole, a tuple a row; None is missing."""
    from shrinkage import _kernel

    reader: Any = _kernel.ArrowReader(table.__arrow_c_stream__())
    rows: list[tuple[Any, ...]] = []
    try:
        while (part := reader.read(BATCH_ROWS)) is not None:
            count, columns = part
            rows += zip(*(_cells(count, *column) for column in columns), strict=True)
    finally:
        reader.close()
    return rows


def _cells(count: int, values: Any, offsets: Any, data: Any, valid: Any) -> list[Any]:
    known = [True] * count if valid is None else valid.tolist()
    if values is not None:
        cells = values.tolist()
    else:
        cells = [bytes(data[offsets[i] : offsets[i + 1]]).decode("utf-8", "replace") for i in range(count)]
    return [cell if there else None for cell, there in zip(cells, known, strict=True)]


class _Schema(ctypes.Structure):
    """The head of a `struct ArrowSchema`."""


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
]


def schema_names(handle: Any) -> list[str]:
    """The columns of an Arrow C schema, at the address that ``handle`` knows, also of types that are not read."""
    schema = _Schema.from_address(handle.address)
    return [(schema.children[k].contents.name or b"").decode("utf-8", "replace") for k in range(schema.n_children)]
