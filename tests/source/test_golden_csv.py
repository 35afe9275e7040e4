"""The golden CSVs: what the reader must find in each (roles are tested with design)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from shrinkage.errors import SourceError
from shrinkage.source import open_source
from shrinkage.source.csvfile import CsvSource

FOLDER = Path(__file__).parents[1] / "golden" / "csv"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
GOOD = [name for name, entry in EXPECTED.items() if "error" not in entry]
BAD = [name for name, entry in EXPECTED.items() if "error" in entry]


def cells(source, rows: int = 65_536) -> dict[str, list[str]]:
    names = [field.name for field in source.fields]
    out: dict[str, list[str]] = {name: [] for name in names}
    for batch in source.batches(names, rows):
        for name in names:
            out[name] += [batch.columns[name].text(i) for i in range(batch.rows)]
    return out


def test_every_file_has_its_expectation():
    assert set(EXPECTED) == {path.name for path in FOLDER.glob("*.csv")}
    assert len(EXPECTED) >= 20


@pytest.mark.parametrize("name", GOOD)
def test_reader_facts(name):
    entry = EXPECTED[name]
    facts = entry["reader"]
    source = open_source(FOLDER / name)
    assert isinstance(source, CsvSource)
    look = source.looks[0]
    assert (look.dialect.delimiter, look.dialect.quote, look.dialect.escape) == (
        facts["delimiter"],
        facts["quote"],
        facts["escape"],
    )
    assert look.encoding == facts["encoding"]
    assert look.header == facts["header"]
    assert look.rows == facts["rows"]
    assert look.width == facts["fields"]
    assert [field.name for field in source.fields] == facts["names"]
    assert len(source.notes) == facts["notes"], source.notes
    assert all(note.endswith(".") for note in source.notes)


@pytest.mark.parametrize("rows", [1, 7, 65_536])
@pytest.mark.parametrize("name", GOOD)
def test_first_and_last_row(name, rows):
    entry = EXPECTED[name]
    read = cells(open_source(FOLDER / name), rows)
    assert [column[0] for column in read.values()] == entry["first"]
    assert [column[-1] for column in read.values()] == entry["last"]
    assert {len(column) for column in read.values()} == {entry["reader"]["rows"]}


@pytest.mark.parametrize("name", GOOD)
def test_empty_cells_are_missing(name):
    source = open_source(FOLDER / name)
    for batch in source.batches([field.name for field in source.fields]):
        for column in batch.columns.values():
            assert column.offsets is not None
            valid = np.ones(batch.rows, bool) if column.valid is None else column.valid
            np.testing.assert_array_equal(valid, np.diff(column.offsets) > 0)


@pytest.mark.parametrize("name", GOOD)
def test_expectations_cover_every_column(name):
    assert list(EXPECTED[name]["columns"]) == EXPECTED[name]["reader"]["names"]


@pytest.mark.parametrize("name", BAD)
def test_sentences(name):
    with pytest.raises(SourceError) as caught:
        open_source(FOLDER / name)
    for words in EXPECTED[name]["error"]:
        assert words in str(caught.value)
    assert str(caught.value).endswith(".")
