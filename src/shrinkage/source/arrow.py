"""Batches out of an Arrow C stream: the kernel's reader, dressed as `protocol.Batch`.

No Arrow library is needed: whatever offers ``__arrow_c_stream__`` (a DuckDB relation, a polars or pyarrow table) hands
over a capsule, and the kernel cuts it into batches (docs/decisions/0002-arrow.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from shrinkage.source.protocol import Batch, Column, Field


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
