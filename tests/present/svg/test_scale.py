"""Ticks are round, few and told apart, on any axis; places are where numbers say."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from shrinkage.present.svg.scale import Strengths, all_known, around, known, power, root

UNITS = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
sizes = st.floats(-1e300, 1e300)


def number_of(said: str) -> float:
    """The number a tick says."""
    mantissa, _, exponent = said.translate(RAISED).replace(",", "").partition("×10")
    unit = UNITS.get(mantissa[-1], 1.0)
    return float(f"{mantissa.rstrip('kMGT')}e{exponent or 0}") * unit


@given(st.lists(sizes, max_size=5), st.integers(1, 8))
@example([2.0], 3)
def test_ticks_are_round_few_and_say_where_they_stand(values: list[float], wanted: int) -> None:
    scale = around(all_known(values), 10.0, 300.0)
    ticks = scale.ticks(wanted)
    assert len(ticks) <= 2 * wanted + 2
    assert len({said for _, said in ticks}) == len(ticks)
    if wanted > 2:
        assert len(ticks) >= 2
    places = [scale.at(value) for value, _ in ticks]
    assert all(one < other for one, other in pairwise(places))
    assert all(10.0 <= place <= 300.0 for place in places)
    steps = [b - a for a, b in pairwise([value for value, _ in ticks])]
    for value, said in ticks:
        assert scale.holds(value) or math.isclose(value, scale.low) or math.isclose(value, scale.high)
        if steps and (abs(value) < 1e4 * steps[0]):
            assert abs(number_of(said) - value) <= 0.01 * steps[0]


@given(st.lists(sizes, min_size=1, max_size=5))
def test_an_axis_holds_its_values_in_their_order(values: list[float]) -> None:
    numbers = all_known(values)
    scale = around(numbers, 0.0, 100.0)
    assert all(map(scale.holds, numbers))
    places = [scale.at(value) for value in sorted(numbers)]
    assert all(0.0 <= place <= 100.0 for place in places)
    assert all(one <= other + 1e-9 for one, other in pairwise(places))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.0, 1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (51.0, 78.0, ["55", "60", "65", "70", "75"]),
        (-35.0, 35.0, ["−20", "0", "20"]),
        (18_000.0, 82_000.0, ["20,000", "40,000", "60,000", "80,000"]),
        (0.0, 410_000.0, ["0", "100k", "200k", "300k", "400k"]),
        (-2.1e6, 0.0, ["−2.0M", "−1.5M", "−1.0M", "−0.5M", "0"]),
        (0.0, 4.2e-9, ["0", "1×10⁻⁹", "2×10⁻⁹", "3×10⁻⁹", "4×10⁻⁹"]),
        (54.1, 54.1, ["54.00", "54.05", "54.10", "54.15", "54.20"]),
    ],
)
def test_ticks_are_written_as_people_write(low: float, high: float, said: list[str]) -> None:
    assert [each for _, each in around([low, high], 0.0, 1.0, margin=0.0).ticks(5)] == said


@given(st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=4), st.integers(2, 8))
def test_strengths_fall_to_the_right_and_their_ticks_are_told_apart(lams: list[float], wanted: int) -> None:
    scale = Strengths.of(lams, 50.0, 400.0)
    places = [scale.at(lam) for lam in sorted(lams, reverse=True)]
    assert all(50.0 <= place <= 400.0 for place in places)
    assert all(one <= other for one, other in pairwise(places))
    ticks = scale.ticks(wanted)
    assert 1 <= len(ticks) <= wanted + 1
    values = [lam for lam, _ in ticks]
    assert values == sorted(values, reverse=True)
    assert all(scale.weak * (1 - 1e-8) <= lam <= scale.strong * (1 + 1e-8) for lam in values)
    assume(scale.decades > 0.1)
    assert len({said for _, said in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("lams", "said"),
    [
        ([45.0, 0.0045], ["10", "1", "0.1", "0.01"]),
        ([4_022.0, 4e-8], ["1,000", "1", "0.001", "10⁻⁶"]),
        ([30.0, 8.0], ["20", "10"]),
        ([3.3, 3.1], ["3.3", "3.1"]),
        ([0.0], ["0"]),
        ([7.0], ["7"]),
        ([65_585.0, 6.56], ["10,000", "1,000", "100", "10"]),
    ],
)
def test_strengths_are_written_as_people_write(lams: list[float], said: list[str]) -> None:
    assert [each for _, each in Strengths.of(lams, 0.0, 1.0).ticks(5)] == said


@pytest.mark.parametrize(
    ("lam", "said"), [(1e5, "10⁵"), (3.14159e17, "3.14×10¹⁷"), (1e-5, "10⁻⁵"), (0.02, "0.02"), (-2e-7, "−2×10⁻⁷")]
)
def test_powers(lam: float, said: str) -> None:
    assert power(lam) == said


def test_what_cannot_be_drawn_is_unknown() -> None:
    assert [known(value) for value in (None, math.nan, math.inf, -math.inf, 1e301)] == [None] * 5
    assert known(5e-324) == 0.0
    assert known(-1e300) == -1e300
    assert root(-1.0) == 0.0
    assert root(math.nan) is None
    assert root(1e300) == pytest.approx(1e150)
