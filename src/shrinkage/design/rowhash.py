"""A 64-bit hash of each row's content: what decides which bucket a row falls into, and whether it is a test row.

Rows that say the same have the same hash, whatever their place, the cuts between batches, and whether they came as
text or typed (kernel/hashes.hpp; but what was stored in 32-bit floats is no longer the number its text said). Golden
values in the tests hold it fixed over versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shrinkage import _kernel
from shrinkage.design.cells import as_bytes, text_parts
from shrinkage.source.protocol import Batch, Field, Kind

_TAGS = {Kind.NUMBER: "n", Kind.TIME: "t", Kind.BOOLEAN: "b"}


def hashed_columns(fields: Sequence[Field], drop: Sequence[str] = (), weights: str | None = None) -> tuple[str, ...]:
    """The columns a row's hash is made of: all that are read, but not the weight, so that a weight repeats a row."""
    left_out = {*drop, weights}
    return tuple(sorted(field.name for field in fields if field.kind is not Kind.OTHER and field.name not in left_out))


def row_hashes(batch: Batch, columns: Sequence[str]) -> NDArray[np.uint64]:
    """Hashes (n,) of the batch's rows over ``columns``, whose order does not matter."""
    hashes = np.zeros(batch.rows, dtype=np.uint64)
    for name in sorted(columns):
        column = batch.columns[name]
        valid = as_bytes(column.valid)
        if column.kind is Kind.TEXT:
            data, offsets = text_parts(column)
            _kernel.join_texts(data, offsets, valid, _seed(name), hashes)
        elif column.values is not None:
            _kernel.join_values(np.ascontiguousarray(column.values), valid, _TAGS[column.kind], _seed(name), hashes)
    return hashes


@lru_cache(maxsize=65_536)
def _seed(name: str) -> int:
    return _kernel.name_seed(name.encode())
