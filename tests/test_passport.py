"""Conversions there and back, and what cannot be converted. That libraries agree is tested in tests/reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.errors import OptionError
from shrinkage.passport import CONVENTIONS, from_convention, passport, resolve, split_textbook

LAM = 0.3


def number(values: dict[str, float | str] | None, key: str) -> float:
    assert values is not None
    value = values[key]
    assert isinstance(value, float)
    return value


@given(
    lam=st.floats(1e-12, 1e9),
    l1_ratio=st.floats(0.0, 1.0).filter(lambda rho: rho == 0 or rho > 1e-6),
    weight=st.floats(1.0, 1e9),
    target_sd=st.floats(1e-6, 1e9),
    lambda_max=st.floats(1e-9, 1e9),
    factor_mean=st.floats(0.01, 100.0),
    convention=st.sampled_from(sorted(CONVENTIONS)),
)
def test_there_and_back(
    lam: float,
    l1_ratio: float,
    weight: float,
    target_sd: float,
    lambda_max: float,
    factor_mean: float,
    convention: str,
) -> None:
    facts = {"weight": weight, "target_sd": target_sd, "lambda_max": lambda_max, "factor_mean": factor_mean}
    values = passport(lam, l1_ratio, **facts)[convention]
    if values is None:
        assert convention == "sklearn_ridge"
        assert l1_ratio > 0
        with pytest.raises(OptionError, match="has an L1 part"):
            from_convention(lam, convention, l1_ratio=l1_ratio, **facts)
        return
    key = {"textbook": "lambda_1" if l1_ratio > 0 else "lambda_2", "glmnet": "lambda"}.get(convention)
    given_value = values[key or next(name for name in values if name != "class")]
    assert isinstance(given_value, float)
    assert from_convention(given_value, convention, l1_ratio=l1_ratio, **facts) == pytest.approx(lam, rel=1e-12)
    if convention == "textbook":
        back = split_textbook(number(values, "lambda_1"), number(values, "lambda_2"), weight=weight)
        assert back == pytest.approx((lam, l1_ratio), rel=1e-9, abs=1e-12)


def test_what_is_not_known_is_none_and_asking_for_it_is_a_sentence() -> None:
    known = passport(LAM, 0.5, weight=None)
    assert {name for name, values in known.items() if values is None} == {
        "textbook",
        "sklearn_ridge",
        "glmnet",
        "fraction",
    }
    for convention, missing in (("textbook", "rows"), ("glmnet", "standard deviation"), ("fraction", "lam_max")):
        with pytest.raises(OptionError, match=missing):
            from_convention(1.0, convention, l1_ratio=0.5)


def test_unknown_conventions_offer_near_names() -> None:
    assert resolve("scikit-learn") == "sklearn"
    assert resolve("Ridge") == "sklearn_ridge"
    assert resolve("sklearn-elastic-net") == "sklearn_elastic_net"
    with pytest.raises(OptionError, match="did you mean 'glmnet'"):
        resolve("glmnt")
    with pytest.raises(OptionError, match="known are 'lam', 'textbook'"):
        resolve("zzz")


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_a_strength_is_a_finite_number(bad: float) -> None:
    with pytest.raises(OptionError, match="finite number"):
        passport(bad, 1.0, weight=10)
    with pytest.raises(OptionError, match="finite number"):
        from_convention(bad, "lam", l1_ratio=1.0)


@pytest.mark.parametrize("fact", ["target_sd", "lambda_max"])
def test_facts_are_finite_numbers(fact: str) -> None:
    with pytest.raises(OptionError, match="finite number"):
        passport(1.0, 0.5, weight=10, **{fact: float("nan")})


def test_no_strength_is_least_squares() -> None:
    assert passport(0.0, 1.0, weight=10)["sklearn"] == {"class": "LinearRegression"}
