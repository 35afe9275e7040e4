"""The penalty: its value, its proximal map, its lambda_max, and the numbers it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.errors import OptionError
from shrinkage.penalty import ElasticNet, lambda_max

FACTORS = np.array([1.0, 0.0, 2.0, np.inf])


def test_value_is_the_formula() -> None:
    w = np.array([1.0, -5.0, -2.0, 0.0])
    assert ElasticNet(0.5, 0.25, FACTORS).value(w) == pytest.approx(
        0.5 * (1 * (0.25 * 1 + 0.375 * 1) + 2 * (0.25 * 2 + 0.375 * 4))
    )
    assert ElasticNet(2.0, 1.0).value(w) == pytest.approx(2.0 * 8.0)
    assert ElasticNet(2.0, 0.0).value(w) == pytest.approx(30.0)


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("l1_ratio", [0.0, 0.4, 1.0])
def test_prox_minimises_what_it_says(l1_ratio: float, positive: bool) -> None:
    penalty, step = ElasticNet(0.7, l1_ratio, FACTORS, positive), 1.3
    draw = np.random.default_rng(0)
    for _ in range(20):
        v = 3 * draw.standard_normal(4)
        best = penalty.prox(v, step)
        assert best[3] == 0
        assert not positive or best.min() >= 0

        def cost(w: np.ndarray, v: np.ndarray = v) -> float:
            return 0.5 * float((w - v) @ (w - v)) + step * penalty.value(w)

        for _ in range(50):
            other = best + np.append(draw.standard_normal(3) * 10.0 ** draw.integers(-6, 1), 0.0)
            other = np.maximum(other, 0.0) if positive else other
            assert cost(best) <= cost(other) + 1e-12


def test_lambda_max_is_where_zero_stops_being_optimal() -> None:
    correlation = np.array([0.3, 9.0, -1.0, 8.0])
    assert lambda_max(correlation, 1.0) == 9.0
    assert lambda_max(correlation, 0.5) == 18.0
    assert lambda_max(correlation, 1.0, FACTORS) == pytest.approx(0.5)
    assert lambda_max(correlation, 1.0, FACTORS, positive=True) == pytest.approx(0.3)
    assert lambda_max(correlation, 1.0, np.array([0.0, 0.0, np.inf, 0.0])) == 0.0


def test_another_strength_is_another_penalty() -> None:
    penalty = ElasticNet(1.0, 0.5, FACTORS, True)
    assert penalty.at(2.0) == ElasticNet(2.0, 0.5, FACTORS, True)
    assert penalty.lam == 1.0
    np.testing.assert_array_equal(ElasticNet(1.0).weights(3), np.ones(3))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((-1.0,), "lambda is -1"),
        ((np.inf,), "lambda is inf"),
        ((np.nan,), "lambda is nan"),
        ((1.0, 1.5), "l1_ratio is 1.5"),
        ((1.0, 1.0, np.array([1.0, -1.0])), "factor is negative"),
        ((1.0, 1.0, np.array([np.nan])), "factor is negative or not a number"),
    ],
)
def test_numbers_that_are_no_penalty_are_sentences(arguments: tuple[object, ...], says: str) -> None:
    with pytest.raises(OptionError, match=says):
        ElasticNet(*arguments)  # type: ignore[arg-type]


def test_lambda_max_without_an_l1_part_is_a_sentence() -> None:
    with pytest.raises(OptionError, match="needs an L1 part"):
        lambda_max(np.ones(2), 0.0)
