"""Numbers for people: few digits, and none that mislead."""

from __future__ import annotations

import pytest

from shrinkage.present.numbers import column, count, exact, label, number, small


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0.0, "0"),
        (1234.5678, "1,235"),
        (0.0123456, "0.01235"),
        (-54.5, "-54.50"),
        (1.5e-7, "1.500e-07"),
        (3.2e12, "3.200e+12"),
        (float("inf"), "inf"),
        (123_456_789.0, "123,456,789"),
    ],
)
def test_a_number(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_a_column_has_one_count_of_decimals_and_no_false_zero() -> None:
    assert column([54.5, 7.123, None, 0.0]) == ["54.50", "7.12", "–", "0"]
    assert column([54.5, 0.0001]) == ["54.50", "0.00010"]
    assert column([1e12, 1.0]) == ["1.000e+12", "1.000"]
    assert column([]) == []


def test_the_rest() -> None:
    assert exact(88.4) == "88.4"
    assert exact(0.1 / 884) == repr(0.1 / 884)
    assert small(3.2e-14) == "3e-14"
    assert small(None) == "–"
    assert small(0.0) == "0"
    assert count(1, "row") == "1 row"
    assert count(12_345, "row") == "12,345 rows"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (26_610.0, "26,610"),
        (1_234_567.0, "1.23M"),
        (-123_456.0, "-123k"),
        (-0.00123, "-1e-03"),
        (54.23, "54.2"),
        (0, "0"),
    ],
)
def test_the_end_of_an_axis_is_shortened_and_never_cut(value: float, shown: str) -> None:
    assert label(value) == shown
    for power in range(-12, 13):
        assert len(label(-9.87654 * 10**power)) <= 6
