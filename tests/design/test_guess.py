"""A first look at a table says of every column what a comparison would say."""

from __future__ import annotations

from pathlib import Path

import pytest

from shrinkage.design.guess import guesses
from shrinkage.design.learn import learn
from shrinkage.errors import ShrinkageError, TableError
from shrinkage.source import open_source
from shrinkage.workflow import columns

ROOT = Path(__file__).parents[2]
TABLES = [*sorted((ROOT / "tests" / "golden" / "csv").glob("*.csv")), ROOT / "examples" / "flights.csv"]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_column_has_the_role_that_learning_gives_it(table: Path) -> None:
    try:
        source = open_source(table)
    except ShrinkageError as problem:
        with pytest.raises(type(problem)):
            columns(str(table))
        return
    looked = dict(guesses(source))
    assert list(looked) == [field.name for field in source.fields]
    learned = 0
    for target in looked:
        if looked[target] in ("categorical", "datetime"):
            with pytest.raises(TableError):
                learn(source, target)
        if looked[target] not in ("numeric", "boolean"):
            continue
        for column in learn(source, target).spec.columns:
            assert column.role == looked[column.name], (target, column.name)
            learned += 1
    assert learned >= len(looked) - 1


def test_numbers_too_large_to_compare_are_numbers_still(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_text("a,b\n" + "1e200,1\n2e200,2\n" * 20)
    assert columns(str(tmp_path / "large.csv")) == [
        {"name": "a", "role": "numeric"},
        {"name": "b", "role": "numeric"},
    ]


def test_typed_tables_and_what_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(
        '{"x": 1, "n": [1], "on": true, "when": "2024-01-02"}\n{"x": 2, "n": [], "on": false}\n' * 20
    )
    assert [tuple(column.values()) for column in columns(str(tmp_path / "t.jsonl"))] == [
        ("x", "numeric"),
        ("n", "dropped"),  # never read
        ("on", "boolean"),
        ("when", "datetime"),
    ]
