"""Roles, warnings and refusals, on tables made by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from shrinkage.design.distinct import DistinctTexts
from shrinkage.design.learn import Learned, learn
from shrinkage.design.spec import CalendarPart, ColumnSpec, Indicator
from shrinkage.design.weights import weigh
from shrinkage.errors import OptionError, ShrinkageError, TableError
from shrinkage.source.arrays import ArraySource, text_column
from shrinkage.source.protocol import Batch, Column, Field, Kind

ROWS = 60
TARGET = [f"{k % 7}.5" for k in range(ROWS)]


def learned(columns: dict[str, Any], target: str = "y", weights: str | None = None, **options: Any) -> Learned:
    source = ArraySource({"y": TARGET, **columns})
    weighing = None if weights is None else weigh(source, target, weights)
    return learn(source, target, weighing=weighing, **options)


def column(cells: Any, **options: Any) -> ColumnSpec:
    return learned({"x": cells}, **options).spec.columns[0]


def repeated(*cells: Any) -> list[Any]:
    return [cells[k % len(cells)] for k in range(ROWS)]


def mostly(common: Any, *others: Any) -> list[Any]:
    return [common] * (ROWS - len(others)) + list(others)


def test_numbers() -> None:
    spec = column(repeated("1", "2.5", "-3e2"))
    assert (spec.role, spec.missing, spec.indicator) == ("numeric", 0, None)
    assert spec.shift == pytest.approx((1 + 2.5 - 300) / 3, abs=1e-3)


def test_zero_and_one_stay_numbers() -> None:
    assert column(repeated("0", "1")).role == "numeric"


def test_typed_and_written_alike() -> None:
    values = np.arange(ROWS) % 9 / 4
    assert column(values) == column([repr(float(value)) for value in values])
    assert column(values > 1) == column(["TRUE" if value > 1 else "FALSE" for value in values])
    days = np.datetime64("2020-01-01") + np.arange(ROWS)
    assert column(days) == column([str(day) for day in days])


def test_missing_numbers_get_a_feature_from_five_on() -> None:
    four, five = (
        column(mostly("1", "2", "3", "4", "5", "6", *["NA"] * 4)),
        column(mostly("1", "2", "3", "4", "5", "6", *["NA"] * 5)),
    )
    assert four.indicator is not None
    assert four.indicator.hidden
    assert five.indicator == Indicator(pytest.approx(5 / ROWS, abs=1e-5), hidden=False)
    assert (four.missing, five.missing) == (4, 5)


def test_few_numbers_among_missing_cells() -> None:
    """Fewer than five cells that are not missing: neither they nor the indicator make a feature."""
    assert column(mostly("", "1", "2", "3", "4")).role == "dropped"


def test_a_constant_that_is_often_missing_keeps_its_indicator() -> None:
    spec = column(repeated("1", ""))
    assert (spec.role, spec.value) == ("numeric", False)
    assert spec.indicator is not None
    features = learned({"x": repeated("1", "")}).spec.features()
    assert [feature.name for feature in features] == ["x is missing"]


def test_truths() -> None:
    spec = column(repeated("Yes", "no", "NO"))
    assert (spec.role, spec.words) == ("boolean", ("no", "yes"))
    assert spec.shift == pytest.approx(1 / 3, abs=1e-5)


def test_levels_by_count_then_text() -> None:
    spec = column(["c"] * 20 + ["b"] * 15 + ["a"] * 15 + ["z"] * 5 + ["r1", "r2", "r3", "r4", "r5"])
    assert spec.role == "categorical"
    assert spec.levels == ("c", "a", "b", "z")
    assert (spec.pooled_levels, spec.other, spec.missing_level) == (5, True, False)


def test_most_levels() -> None:
    spec = column(repeated("a", "b", "b", "c", "c", "c"), max_levels=1)
    assert (spec.levels, spec.pooled_levels, spec.other) == (("c",), 2, True)


def test_a_pool_too_small_is_no_feature() -> None:
    spec = column(["a"] * 30 + ["b"] * 27 + ["c", "d", ""])
    assert (spec.levels, spec.other, spec.missing_level) == (("a", "b"), False, False)


def test_missing_categories_are_a_level_from_five_on() -> None:
    spec = column(["a"] * 40 + ["b"] * 15 + ["NA"] * 5)
    assert (spec.levels, spec.missing_level, spec.missing) == (("a", "b"), True, 5)
    few = column(["a"] * 40 + ["b"] * 13 + ["NA"] * 4 + ["c"] * 3)
    assert (few.levels, few.missing_level, few.other) == (("a", "b"), False, True)


def test_dates() -> None:
    days = [f"2020-{1 + k % 3:02d}-{1 + k % 28:02d} {8 + k % 2:02d}:00" for k in range(ROWS)]
    spec = column(days)
    assert spec.role == "datetime"
    assert spec.first == np.datetime64("2020-01-01T08:00", "s").astype(float)
    assert spec.parts[0] == CalendarPart("month", (1, 2, 3))
    assert spec.parts[-1] == CalendarPart("hour", (8, 9))


def test_rare_calendar_levels_are_pooled() -> None:
    days = ["2020-01-10"] * 30 + ["2020-02-11"] * 24 + ["2020-03-12"] * 3 + ["2020-04-12"] * 3
    month = column(days).parts[0]
    assert month == CalendarPart("month", (1, 2), other=True)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["7"] * ROWS, "constant: every value is 7"),
        (["same"] * ROWS, "constant: every value is 'same'"),
        (["TRUE"] * ROWS, "constant: every value is 'TRUE'"),
        (["2020-01-01"] * ROWS, "constant: every value is 2020-01-01"),
        ([True] * ROWS, "constant: every value is true"),
        (mostly("0", "1", "1", "2", "3"), "all but constant: only 4 training rows differ from 0"),
        (mostly("a", "b"), "all but constant: only 1 training row differs from 'a'"),
        (mostly("", "b"), "all but all missing: only 1 training row has a value"),
        (["NA"] * ROWS, "no training row has a value"),
        ([math.nan] * ROWS, "no training row has a value"),
        ([f"id-{k}" for k in range(ROWS)], "identifier-like: 60 different values in 60 rows"),
        ([f"w{k // 2}" for k in range(ROWS)], "no value occurs in 5 training rows"),
        (
            [f"{k}.250,00 €" for k in range(ROWS)],
            "identifier-like: 60 different values in 60 rows; it holds numbers with a sign, like '0.250,00 €': write "
            "them without it",
        ),
        (
            [f"${k}.5" for k in range(30)] * 2,
            "no value occurs in 5 training rows; it holds numbers with a sign, like '$0.5': write them without it",
        ),
        (
            [f"{k} (est.)" if k % 5 == 0 else f"{k}.5" for k in range(ROWS)],
            "identifier-like: 60 different values in 60 rows; 48 of 60 cells are numbers: others are like "
            "'0 (est.)'; mend or empty those",
        ),
        (
            [f"{1 + k % 28} March {1990 + k // 4}" for k in range(ROWS)],
            "identifier-like: 60 different values in 60 rows; it looks like dates, as '1 March 1990': write them as "
            "2020-12-31 to have them used",
        ),
    ],
)
def test_dropped_with_a_reason(cells: list[Any], reason: str) -> None:
    spec = column(cells)
    assert (spec.role, spec.reason) == ("dropped", reason)


def test_five_rows_that_differ_are_enough() -> None:
    assert column(mostly("0", *"12345")).role == "numeric"
    assert column(mostly("a", *"bcdef")).role == "categorical"


class Nested(ArraySource):
    """A source with a column that no batch holds."""

    def __init__(self) -> None:
        super().__init__({"y": TARGET, "x": repeated("1", "2")})
        self.fields = (*self.fields, Field("nested", Kind.OTHER, "STRUCT(a INTEGER)"))


def test_nested_columns_are_never_read() -> None:
    spec = learn(Nested(), "y").spec
    assert spec.columns[1].reason == "of type STRUCT(a INTEGER), which is not read"


def test_drop_keep_weights_and_group() -> None:
    columns = {name: repeated("1", "2", "3") for name in "abwg"}
    spec = learned(columns, drop=["a"], weights="w").spec
    assert [(c.name, c.role) for c in spec.columns] == [("a", "dropped"), ("b", "numeric"), ("g", "numeric")]
    assert spec.weight == "w"
    spec = learned(columns, keep=["b"], group="g").spec
    assert [c.name for c in spec.columns if c.role != "dropped"] == ["b"]
    assert {c.name: c.reason for c in spec.columns}["g"] == "it says which rows stay together (--group)"


def test_rows_are_counted() -> None:
    values = np.where(np.arange(ROWS) < 10, np.nan, np.arange(ROWS) % 7)
    told = learn(
        ArraySource({"y": values, "x": np.arange(ROWS) % 5}),
        "y",
        is_test=lambda batch, first: np.arange(first, first + batch.rows) >= 50,
    )
    assert (told.rows_read, told.rows_used, told.test_rows, told.rows_without_target) == (ROWS, 50, 10, 10)


def test_decimal_commas_make_torn_columns_thousandths() -> None:
    columns = {"y": repeated("1,5", "2"), "x": repeated("1,234", "5,678"), "n": repeated("1", "2")}
    told = learn(ArraySource(columns), "y")
    assert told.spec.target.number.decimal == ","
    assert told.spec.columns[0].number.decimal == ","
    assert told.spec.columns[1].number.decimal == "."
    sentences = [warning.sentence for warning in told.warnings if warning.column == "x"]
    assert sentences == [
        "column 'x' is read as numbers with a comma before decimals; a point before decimals and a comma between "
        "thousands would read it as well, so check that this is meant."
    ]


def test_notes_on_semicolons_decide_where_no_column_does() -> None:
    source = ArraySource({"y": repeated("1", "2"), "x": repeated("1,234", "5,678")})
    assert learn(source, "y").spec.columns[0].number.decimal == "."
    source.notes = ("Cells are separated by semicolons.",)
    assert learn(source, "y").spec.columns[0].number.decimal == ","


def test_odd_cells_are_named() -> None:
    told = learned({"x": mostly("1", "2", "3", "4", "5", "6", "tbd")})
    assert (told.spec.columns[0].role, told.spec.columns[0].missing) == ("numeric", 1)
    assert told.warnings[0].sentence == "column 'x' holds numbers, but 1 cell says 'tbd': taken as missing."


def test_a_truth_as_target() -> None:
    told = learned({"ok": repeated("yes", "no"), "x": repeated("1", "2", "3")}, target="ok")
    assert told.spec.target.words == ("no", "yes")
    assert "predicted as 0 and 1" in told.warnings[0].sentence


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (repeated("red", "blue"), ["text", "'red'", "numeric column"]),
        (repeated("2020-01-01", "2020-01-02"), ["dates"]),
        (["3.0"] * ROWS, ["is 3 in all 60 training rows"]),
        (["yes"] * ROWS, ["text"]),
        ([True] * ROWS, ["is true in all 60 training rows"]),
        (["NA"] * ROWS, ["no value"]),
        (mostly("1", "2", "inf"), ["1 infinite cell"]),
        (np.array(mostly(1.0, 2.0, np.inf, -np.inf)), ["2 infinite cells"]),
    ],
)
def test_no_target(cells: Any, words: list[str]) -> None:
    with pytest.raises(TableError) as refusal:
        learn(ArraySource({"target": cells, "x": repeated("1", "2")}), "target")
    assert "'target'" in str(refusal.value)
    for word in words:
        assert word in str(refusal.value)


def test_infinite_cells_in_a_feature() -> None:
    with pytest.raises(TableError, match="'x' has 2 infinite cells"):
        column(mostly("1", "2", "3", "4", "5", "6", "inf", "-Infinity"))


@pytest.mark.parametrize(
    ("target", "options", "says"),
    [
        ("why", {}, "--target names the column 'why'"),
        ("y", {"drop": ["z"]}, "--drop names"),
        ("y", {"keep": ["z"]}, "--keep names"),
        ("y", {"weights": "z"}, "--weights names"),
        ("y", {"group": "z"}, "--group names"),
        ("y", {"drop": ["y"]}, "dropped as well"),
        ("y", {"weights": "y"}, "weight as well"),
        ("y", {"max_levels": 0}, "--max-levels is 0"),
        ("y", {"weights": "word"}, "text .'a', 'b'., but a weight is a number"),
        ("y", {"weights": "zero"}, "0 in all 60 rows"),
    ],
)
def test_refused_options(target: str, options: dict[str, Any], says: str) -> None:
    columns = {"x": repeated("1", "2"), "word": repeated("a", "b"), "zero": ["0"] * ROWS}
    with pytest.raises(ShrinkageError, match=says) as refusal:
        learned(columns, target=target, **options)
    assert isinstance(refusal.value, TableError | OptionError)


def test_a_nested_target() -> None:
    with pytest.raises(TableError, match="STRUCT"):
        learn(Nested(), "nested")


class Late(ArraySource):
    """Few rows a batch, so that a column can contradict its beginning."""

    def batches(self, columns: Any, rows: int = 5_000) -> Any:
        return super().batches(columns, rows)


def late(head: list[str], tail: list[str], **options: Any) -> Learned:
    cells = head + tail
    return learn(Late({"y": [str(k % 11) for k in range(len(cells))], "x": cells}), "y", **options)


NUMBERS = [f"{k}.25" for k in range(9_000)]


def test_a_late_word_in_a_long_column_of_numbers() -> None:
    spec = late(NUMBERS, ["unknown"] * 7).spec.columns[0]
    assert (spec.role, spec.missing) == ("numeric", 7)


def test_many_late_words_make_levels() -> None:
    spec = late(NUMBERS, ["unknown"] * 3_000 + ["tbd"] * 3_000).spec.columns[0]
    assert (spec.role, spec.levels) == ("categorical", ("tbd", "unknown"))


def test_a_format_that_shows_late() -> None:
    told = late([f"{1 + k // 1000}.{k % 1000:03d}" for k in range(9_000)], ["1.234,5"] * 6)
    assert told.spec.columns[0].number.decimal == ","
    assert told.spec.columns[0].number.thousands == "."


def test_a_target_that_shows_late_is_read_anew() -> None:
    target = ["1.234"] * 6_000 + [f"{k}.{k:03d},5" for k in range(100, 300)]
    told = learn(Late({"y": target, "x": [str(k % 9) for k in range(len(target))]}), "y")
    assert told.spec.target.number.decimal == ","
    assert told.rows_used == len(target)


def test_batches_may_be_empty() -> None:
    class Empty(ArraySource):
        def batches(self, columns: Any, rows: int = 5_000) -> Any:
            yield Batch(0, {name: _none(self, name) for name in columns})
            yield from super().batches(columns, rows)

    spec = learn(Empty({"y": TARGET, "x": repeated("1", "2")}), "y").spec
    assert spec.columns[0].role == "numeric"


def _none(source: ArraySource, name: str) -> Column:
    kind = next(field.kind for field in source.fields if field.name == name)
    if kind is Kind.TEXT:
        return Column(kind, offsets=np.zeros(1, np.int64), data=np.zeros(0, np.uint8))
    return Column(kind, values=np.zeros(0))


def test_a_long_torn_column_follows_the_table_on_a_second_look() -> None:
    cells = [f"{1 + k // 1000}.{k % 1000:03d}" for k in range(9_000)]
    columns = {"y": ["1,5" if k % 2 else "2" for k in range(9_000)], "x": cells}
    told = learn(Late(columns), "y")
    assert told.spec.columns[0].number.thousands == "."
    assert told.spec.columns[0].shift == pytest.approx(5_500, rel=0.01)


def test_long_texts_fill_the_table_before_the_memory() -> None:
    table = DistinctTexts()
    text = "x" * 10_000
    for start in range(0, 20_000, 4_000):
        table.add(text_column([f"{k} {text}" for k in range(start, start + 4_000)]), None)
    assert table.full
    assert table.used < 10_000
    assert table.present == 20_000


def test_a_target_of_money_says_what_to_mend() -> None:
    with pytest.raises(TableError, match=r"holds numbers with a sign, like '0,50 €': write them without it, or give"):
        learned({"y": [f"{k},50 €" for k in range(ROWS)], "a": TARGET})


def test_numbers_among_many_words_for_missing_are_not_silently_text() -> None:
    cells = [f"{k}.5" if k % 6 else "unknown" for k in range(ROWS)]
    sentences = [warning.sentence for warning in learned({"x": cells}).warnings]
    assert sentences == [
        "column 'x' is read as text, although 50 of 60 cells are numbers: others are like 'unknown'; "
        "mend or empty those."
    ]
