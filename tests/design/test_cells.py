"""Text to numbers and times: against the twins, and against what other readers say."""

from __future__ import annotations

import math
import struct
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shrinkage.design.cells import MISSING, READ, UNREADABLE, read_numbers, read_times, texts_of
from shrinkage.design.formats import DATE_ORDERS, FORMATS, NumberFormat
from shrinkage.source.arrays import ArraySource, text_column
from shrinkage.source.protocol import Column, Kind
from tests.design import twins

SOUP = st.text(alphabet="0123456789.,' -+eE\u00a0\u202f\u2019infINF/:TZ", max_size=14)


def status(read, row: int) -> int:
    if read.missing is None or not read.missing[row]:
        return READ
    return UNREADABLE if read.unreadable is not None and read.unreadable[row] else MISSING


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_every_double_comes_back(values: list[float]) -> None:
    read = read_numbers(text_column([repr(value) for value in values]), FORMATS[0])
    assert [bits(value) for value in read.values] == [bits(value) for value in values]


@given(st.integers(0, 10**40), st.integers(-400, 330))
@example(9007199254740993, 0)  # 2⁵³ + 1: a tie, to even
@example(24703282292062327208, -343)  # half of the least subnormal, a little below
@example(17976931348623158079, 289)  # rounds to the largest double
@example(17976931348623159, 292)  # rounds to infinity
def test_digits_round_to_the_nearest(digits: int, power: int) -> None:
    text = f"{digits}e{power}"
    assert bits(read_numbers(text_column([text]), FORMATS[0]).values[0]) == bits(float(text))


@given(st.floats(min_value=1e-300, max_value=1e300), st.sampled_from([-1, 0, 1]))
def test_halfway_between_doubles(value: float, off: int) -> None:
    middle = (Fraction(value) + Fraction(math.nextafter(value, math.inf))) / 2
    places = 1100
    text = str(int(middle * 10**places) + off) + f"e-{places}"
    assert bits(read_numbers(text_column([text]), FORMATS[0]).values[0]) == bits(float(text))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: f"{form.decimal}{form.thousands}")
@given(cells=st.lists(SOUP, min_size=1))
@example(
    ["1,234", "1.234", "1 234", "1'234", "1,234.5", "1.234,5", "0,123", "1,23,456", "1,234,567", ".5", "5.", "1e3"]
)
@example(["inf", "-Infinity", "+1", "--1", "1e", "1e+", "e5", "+", ".", ",", "1,234e5", "1..2", "\u00a01", "12345,678"])
def test_numbers_are_the_twins(form: NumberFormat, cells: list[str]) -> None:
    read = read_numbers(text_column(cells), form)
    for row, cell in enumerate(cells):
        said = twins.number(cell, form.code)
        if twins.is_missing(cell):
            assert status(read, row) == MISSING
        elif said is None:
            assert status(read, row) == UNREADABLE
        else:
            assert status(read, row) == READ
            assert bits(read.values[row]) == bits(said)


DATES = st.datetimes().map(str) | st.dates().map(str) | st.dates().map(lambda d: d.strftime("%d/%m/%Y")) | SOUP


@pytest.mark.parametrize("order", range(3))
@given(cells=st.lists(DATES, min_size=1))
@example(["2020-12-31", "2020-12-31 23:59", "2020-12-31T23:59:59Z", "2020-12-31 23:59:59.25", "2021-02-29"])
@example(["31/12/2020", "12/31/2020", "31.12.2020", "1.2.2020", "1-2-2020", "2020-12-31 23:59:59+01:30", "31/12-2020"])
@example(["2020-12-31 23:59:59-05", "2020-12-31 23:59 +0100", "2020-12-31 24:00", "20-12-2020", "31/12/20", "2020-1-1"])
def test_times_are_the_twins(order: int, cells: list[str]) -> None:
    read = read_times(text_column(cells), DATE_ORDERS[order])
    for row, cell in enumerate(cells):
        said = twins.seconds(cell, order)
        assert (status(read, row) == READ) == (said is not None)
        if said is not None:
            assert read.values[row] == pytest.approx(said, abs=1e-6)


SPREADSHEET = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NUM!"]


@pytest.mark.parametrize(
    "token",
    [
        "",
        " ",
        "NA",
        "n/a",
        "N/A",
        "NaN",
        "NaT",
        "nan",
        "null",
        "NULL",
        "-",
        "--",
        ".",
        "?",
        "<NA>",
        "Missing",
        *SPREADSHEET,
    ],
)
def test_missing_tokens(token: str) -> None:
    read = read_numbers(text_column(["1", token, f" {token}\t"]), FORMATS[0])
    assert read.missing is not None
    assert read.missing.tolist() == [False, True, True]
    assert read.unreadable is None


@pytest.mark.parametrize(
    "word", ["none", "None", "unknown", "---", "..", "dismiss", "#name", "#123/4!", "0x10", "1_000", "$5", "5%", "nil"]
)
def test_words_are_not_missing(word: str) -> None:
    read = read_numbers(text_column([word]), FORMATS[0])
    assert read.unreadable is not None
    assert read.unreadable.all()


def test_invalid_cells_are_missing_whatever_they_hold() -> None:
    column = text_column(["1", "2"])
    column = Column(Kind.TEXT, offsets=column.offsets, data=column.data, valid=np.array([True, False]))
    read = read_numbers(column, FORMATS[0])
    assert read.values[0] == 1
    assert read.missing is not None
    assert read.missing.tolist() == [False, True]


def test_a_column_of_the_wrong_kind_is_unreadable_where_it_says_something() -> None:
    source = ArraySource({"when": np.array(["2020-01-01", "NaT"], "datetime64[s]"), "x": [1.0, np.nan]})
    batch = next(source.batches(["when", "x"]))
    for read in (read_numbers(batch.columns["when"], FORMATS[0]), read_times(batch.columns["x"], "iso")):
        assert read.missing is not None
        assert read.unreadable is not None
        assert read.missing.all()
        assert read.unreadable.tolist() == [True, False]


def test_typed_columns_as_a_person_would_write_them() -> None:
    columns = {
        "n": [1.0, 2.5, np.nan, 1e20],
        "b": [True, False, True, True],
        "t": np.array(["2020-01-01", "2020-01-01T05:30", "NaT", "1969-12-31"], "datetime64[s]"),
    }
    batch = next(ArraySource(columns).batches(list(columns)))
    written = {name: texts_of(column) for name, column in batch.columns.items()}
    assert [written["n"].text(k) for k in (0, 1, 3)] == ["1", "2.5", "1e+20"]
    assert [written["b"].text(k) for k in range(4)] == ["true", "false", "true", "true"]
    assert [written["t"].text(k) for k in (0, 1, 3)] == ["2020-01-01", "2020-01-01 05:30:00", "1969-12-31"]
    assert written["n"].valid is not None
    assert not written["n"].valid[2]
