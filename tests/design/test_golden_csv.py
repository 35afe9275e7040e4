"""The golden set of small CSVs (tests/golden/csv): the role expected of every column, read from the real files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shrinkage.design.encode import Encoder
from shrinkage.design.learn import learn
from shrinkage.design.spec import ColumnSpec
from shrinkage.source import open_source
from shrinkage.source.protocol import BATCH_ROWS, Batch, Column, Field, Kind, Source

FOLDER = Path(__file__).parents[1] / "golden" / "csv"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
TARGET = "a target of our own"


class WithTarget:
    """A source, and beside its columns a target that varies: the files themselves have none."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.name, self.notes = source.name, source.notes
        self.fields = (*source.fields, Field(TARGET, Kind.NUMBER, "DOUBLE"))

    def batches(self, columns: Sequence[str], rows: int = BATCH_ROWS) -> Iterator[Batch]:
        for batch in self._source.batches([name for name in columns if name != TARGET], rows):
            target = Column(Kind.NUMBER, values=np.arange(batch.rows) % 7.0)
            yield Batch(batch.rows, {**batch.columns, TARGET: target})


@pytest.fixture(params=[name for name, expected in EXPECTED.items() if "columns" in expected])
def golden(request: pytest.FixtureRequest) -> tuple[WithTarget, dict[str, Any]]:
    return WithTarget(open_source(str(FOLDER / request.param))), EXPECTED[request.param]


def test_roles(golden: tuple[WithTarget, dict[str, Any]]) -> None:
    source, expected = golden
    spec = learn(source, TARGET).spec
    assert [column.name for column in spec.columns] == expected["reader"]["names"]
    for column in spec.columns:
        wanted = expected["columns"][column.name]
        assert {key: fact(source, column, key) for key in wanted} == wanted, column.name


def fact(source: WithTarget, column: ColumnSpec, key: str) -> Any:
    """What the file of expectations may say of a column."""
    match key:
        case "levels":
            return len(column.levels) + column.pooled_levels
        case "number":
            return [column.number.decimal, column.number.thousands]
        case "words":
            return list(column.words or ())
        case "parts":
            return [part.part for part in column.parts]
        case "first":
            return _first(source, column)
        case _:
            return getattr(column, key)


def _first(source: WithTarget, column: ColumnSpec) -> float | str:
    """The first value of a number, the earliest day of a date."""
    if column.role == "datetime":
        assert column.first is not None
        return str(np.datetime64(int(column.first), "s"))[:10]
    spec = learn(source, TARGET).spec
    encoder = Encoder(spec)
    rows = encoder.encode(next(source.batches(encoder.columns)))
    place = [feature.name for feature in spec.features()].index(column.name)
    return float(rows.dense[0, place])


def test_encoded_rows_are_finite(golden: tuple[WithTarget, dict[str, Any]]) -> None:
    source, expected = golden
    encoder = Encoder(learn(source, TARGET).spec)
    rows = [encoder.encode(batch) for batch in source.batches(encoder.columns)]
    assert sum(map(len, rows)) == expected["reader"]["rows"]
    assert all(np.isfinite(part.dense).all() for part in rows)
