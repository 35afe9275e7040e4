"""Every cell of the passport, by fitting the named library at the converted strength on the same columns."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import linear_model
from statsmodels.regression.linear_model import OLS

from shrinkage.errors import OptionError
from shrinkage.passport import CONVENTIONS, from_convention, passport, resolve, split_textbook
from shrinkage.problem import Floats

LAM = 0.3
RATIOS = (0.0, 0.25, 0.5, 0.75, 1.0)


@pytest.fixture(scope="module")
def table() -> tuple[Floats, Floats]:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(90, 7)) @ rng.normal(size=(7, 7))
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = 5.0 + x @ np.array([3.0, -2.0, 0.0, 1.0, 0.0, 0.0, 0.5]) + rng.normal(size=90)
    return x, y


def ours(x: Floats, y: Floats, lam: float, l1_ratio: float, weight: Floats | None = None) -> Floats:
    """The objective of `problem.py` by plain proximal gradient: slow, and nothing of the package in it."""
    v = np.ones(len(y)) if weight is None else weight
    v = v / v.sum()
    x = x - v @ x
    y = y - v @ y
    gram, xty = (x.T * v) @ x, (x.T * v) @ y
    step = 1.0 / np.linalg.eigvalsh(gram)[-1]
    w = np.zeros(x.shape[1])
    for _ in range(100_000):
        moved = w + step * (xty - gram @ w)
        threshold = step * lam * l1_ratio
        shrunk = np.sign(moved) * np.maximum(np.abs(moved) - threshold, 0.0) / (1.0 + step * lam * (1.0 - l1_ratio))
        if np.max(np.abs(shrunk - w)) < 1e-14:
            return shrunk
        w = shrunk
    return w


def number(values: dict[str, float | str] | None, key: str) -> float:
    assert values is not None
    value = values[key]
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize("l1_ratio", RATIOS)
def test_scikit_learn_gives_the_same_coefficients(table: tuple[Floats, Floats], l1_ratio: float) -> None:
    x, y = table
    values = passport(LAM, l1_ratio, weight=len(y))["sklearn"]
    assert values is not None
    made = dict(values)
    kind = made.pop("class")
    fitted = getattr(linear_model, str(kind))(**made, tol=1e-12).fit(x, y)
    np.testing.assert_allclose(fitted.coef_, ours(x, y, LAM, l1_ratio), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("l1_ratio", RATIOS)
def test_scikit_learn_elastic_net_at_every_ratio(table: tuple[Floats, Floats], l1_ratio: float) -> None:
    x, y = table
    alpha = number(passport(LAM, l1_ratio, weight=len(y))["sklearn_elastic_net"], "alpha")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn advises Ridge at l1_ratio 0
        fitted = linear_model.ElasticNet(alpha=alpha, l1_ratio=l1_ratio, tol=1e-12, max_iter=100_000).fit(x, y)
    np.testing.assert_allclose(fitted.coef_, ours(x, y, LAM, l1_ratio), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
def test_scikit_learn_with_weights(table: tuple[Floats, Floats], l1_ratio: float) -> None:
    x, y = table
    weight = np.random.default_rng(0).uniform(0.1, 3.0, len(y))
    made = dict(passport(LAM, l1_ratio, weight=float(weight.sum()))["sklearn"] or {})
    kind = made.pop("class")
    fitted = getattr(linear_model, str(kind))(**made, tol=1e-12).fit(x, y, sample_weight=weight)
    np.testing.assert_allclose(fitted.coef_, ours(x, y, LAM, l1_ratio, weight), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("l1_ratio", RATIOS)
def test_statsmodels_gives_the_same_coefficients(table: tuple[Floats, Floats], l1_ratio: float) -> None:
    x, y = table
    values = passport(LAM, l1_ratio, weight=len(y))["statsmodels"]
    alpha = np.append(0.0, np.full(x.shape[1], number(values, "alpha")))
    design = np.column_stack((np.ones(len(y)), x))
    expected = ours(x, y, LAM, l1_ratio)
    # its search never lets a coefficient return from 0, so it starts a tenth away from where it should end
    keywords = {"start_params": np.append(4.0, 1.1 * expected), "cnvrg_tol": 1e-13, "maxiter": 5_000, "zero_tol": 1e-12}
    fitted = OLS(y, design).fit_regularized(
        alpha=alpha, L1_wt=number(values, "L1_wt"), **({} if l1_ratio == 0 else keywords)
    )
    np.testing.assert_allclose(fitted.params[1:], expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("l1_ratio", RATIOS)
def test_the_textbook_objective_is_stationary(table: tuple[Floats, Floats], l1_ratio: float) -> None:
    x, y = table
    values = passport(LAM, l1_ratio, weight=len(y))["textbook"]
    lasso, ridge = number(values, "lambda_1"), number(values, "lambda_2")
    w = ours(x, y, LAM, l1_ratio)
    error_gradient = -2.0 * x.T @ (y - y.mean() - x @ w)  # of Σ (y − ŷ)², as the article writes it
    slack = error_gradient + 2.0 * ridge * w + lasso * np.sign(w)
    np.testing.assert_allclose(slack[w != 0], 0.0, atol=1e-8)
    assert np.all(np.abs(slack[w == 0]) <= lasso + 1e-8)


def test_the_fraction_is_of_the_strength_that_leaves_nothing(table: tuple[Floats, Floats]) -> None:
    x, y = table
    lambda_max = float(np.max(np.abs(x.T @ (y - y.mean())))) / len(y)
    assert not ours(x, y, lambda_max * 1.0001, 1.0).any()
    assert ours(x, y, lambda_max * 0.999, 1.0).any()
    assert passport(LAM, 1.0, weight=len(y), lambda_max=lambda_max)["fraction"] == {"fraction": LAM / lambda_max}


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


def test_no_strength_is_least_squares() -> None:
    assert passport(0.0, 1.0, weight=10)["sklearn"] == {"class": "LinearRegression"}
