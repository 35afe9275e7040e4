"""Which format a whole column is in."""

from __future__ import annotations

import pytest

from shrinkage.design.distinct import DistinctTexts
from shrinkage.design.formats import Decimal, Levels, NumberFormat, Numbers, Reading, Times, Truths, choose
from shrinkage.source.arrays import text_column


def chosen(*cells: str, times: int = 1, decimal: Decimal | None = None) -> Reading:
    table = DistinctTexts()
    table.add(text_column(list(cells) * times), None)
    return choose(table.distinct(), decimal)


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands"),
    [
        (["1", "2", "30"], ".", ""),
        (["1.5", "2"], ".", ""),
        (["1,5", "2"], ",", ""),
        (["1,234.5", "2"], ".", ","),
        (["1.234,5", "2"], ",", "."),
        (["1,234,567", "2"], ".", ","),
        (["1.234.567", "2"], ",", "."),
        (["1 234,5"], ",", " "),
        (["1\u202f234,5", "1\u00a0234"], ",", " "),
        (["1 234 567"], ".", " "),
        (["1'234.5"], ".", "'"),
        (["1\u2019234.5"], ".", "'"),
        (["0,125", "0,250"], ",", ""),
        (["1,234", "0,250"], ",", ""),
        (["1.234", "0.250"], ".", ""),
        (["1,234", "12,5"], ",", ""),
        (["1e5", "2,5"], ",", ""),
    ],
)
def test_number_formats(cells: list[str], decimal: Decimal, thousands: str) -> None:
    reading = chosen(*cells)
    assert isinstance(reading, Numbers)
    assert reading.format == NumberFormat(decimal, thousands)  # type: ignore[arg-type]
    assert reading.other is None


def test_a_torn_column_follows_the_table() -> None:
    english, german = chosen("1,234", "5,678"), chosen("1,234", "5,678", decimal=",")
    assert english == Numbers(NumberFormat(".", ","), (), other=NumberFormat(",", ""))
    assert german == Numbers(NumberFormat(",", ""), (), other=NumberFormat(".", ","))
    points = chosen("1.234", "5.678"), chosen("1.234", "5.678", decimal=",")
    assert [reading.format for reading in points if isinstance(reading, Numbers)] == [
        NumberFormat(".", ""),
        NumberFormat(",", "."),
    ]


def test_whole_numbers_have_no_say() -> None:
    reading = chosen("1", "22", decimal=",")
    assert reading == Numbers(NumberFormat(".", ""), neutral=True)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["TRUE", "false", "True"], ("false", "true")),
        (["Yes", "no"], ("no", "yes")),
        (["t", "F"], ("f", "t")),
        (["n", "Y"], ("n", "y")),
    ],
)
def test_truths(cells: list[str], words: tuple[str, str]) -> None:
    assert chosen(*cells) == Truths(words)


@pytest.mark.parametrize("cells", [["yes"], ["yes", "no", "maybe"], ["true", "no"], ["male", "female"]])
def test_no_truths(cells: list[str]) -> None:
    assert chosen(*cells) == Levels()


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2020-12-31", "2020-01-01 23:59"], "iso"),
        (["2020-12-31T23:59:59Z"], "iso"),
        (["31/12/2020", "01/02/2020"], "day first"),
        (["12/31/2020", "01/02/2020"], "month first"),
        (["01.02.2020"], "day first"),
        (["31-12-2020 10:00"], "day first"),
    ],
)
def test_dates(cells: list[str], order: str) -> None:
    reading = chosen(*cells)
    assert isinstance(reading, Times)
    assert reading.order == order


def test_dates_that_could_be_either() -> None:
    assert chosen("01/02/2020", "03/04/2020") == Levels(either_order=True)


def test_a_few_odd_cells_among_numbers() -> None:
    numbers = [str(k) for k in range(100)]
    assert chosen(*numbers, "see note", "tbd") == Numbers(NumberFormat(), ("see note", "tbd"), neutral=True)
    assert chosen(*numbers, *["see note"] * 6) == Levels()
    assert chosen(*(str(k) for k in range(1000)), *(f"C{k}" for k in range(11))) == Levels()
    assert chosen(*(str(k) for k in range(12)), "unknown") == Numbers(NumberFormat(), ("unknown",), neutral=True)
    assert chosen("1", "2", "three") == Levels()


def test_a_few_odd_cells_among_dates() -> None:
    reading = chosen(*(f"2020-01-{day:02d}" for day in range(1, 29)), "2020-02-31")
    assert reading == Times("iso", ("2020-02-31",))


def test_nothing_at_all() -> None:
    assert chosen("", "NA") == Levels()
