"""A column of a source as a list, for tests to compare."""

from __future__ import annotations

from typing import Any

from shrinkage.source import Source


def cells(source: Source, name: str) -> list[Any]:
    """None is missing."""
    found: list[Any] = []
    for batch in source.batches([name]):
        column = batch.columns[name]
        values = [column.text(k) for k in range(batch.rows)] if column.values is None else column.values.tolist()
        valid = [True] * batch.rows if column.valid is None else column.valid.tolist()
        found += [value if known else None for value, known in zip(values, valid, strict=True)]
    return found
