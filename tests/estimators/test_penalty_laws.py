"""Laws of the penalties: where L1 leaves nothing, where the classes meet, copies, constants and excluded columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from shrinkage import ElasticNet, Lasso, Ridge, lasso_path, ridge_path
from tests.estimators.designs import GAP, KINDS, alike, cases, fitted, rounding, spread, strength, values

few = settings(max_examples=40, deadline=None, derandomize=True)
every_kind = pytest.mark.parametrize("kind", KINDS)


def largest(case):
    """The strength at and above which L1 leaves nothing, in extended precision."""
    x, y, v = (np.asarray(part, np.longdouble) for part in (case.x, case.y, case.v))
    mean = (v @ x) / v.sum()
    centred, y = x - mean * case.intercept, y - (v @ y) / v.sum() * case.intercept
    slopes = (centred.T @ (v * y)) / v.sum()
    if case.options["standardize"]:
        sd = np.sqrt((v @ (x - mean) ** 2) / v.sum())
        slopes = np.where(sd > 1e-9, slopes / np.where(sd > 1e-9, sd, 1), 0)
    slopes = slopes / case.options.get("penalty_factors", 1.0)
    return float(np.max(slopes if case.options["positive"] else np.abs(slopes), initial=0.0))


@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
@few
@given(case=cases())
def test_from_the_largest_strength_on_every_coefficient_is_exactly_0(l1_ratio, case):
    if case.intercept and spread(case) <= 1e-9 * np.abs(case.y).max(initial=1.0):
        alpha = 1e-6  # of a target that does not vary the slopes are rounding
    else:
        alpha = max(largest(case) / l1_ratio * (1 + 1e-12), 1e-9)
    made = ElasticNet(alpha, l1_ratio=l1_ratio, **case.options).fit(case.x, case.y, case.weights)
    assert np.all(made.coef_ == 0.0), (made.coef_, alpha)


@few
@given(case=cases())
def test_the_ends_of_l1_ratio_are_lasso_and_ridge(case):
    alpha = strength("lasso", case)
    one = ElasticNet(alpha, l1_ratio=1.0, **case.options).fit(case.x, case.y, case.weights)
    np.testing.assert_array_equal(one.coef_, fitted("lasso", case, alpha).coef_)
    ridge = values(fitted("ridge", case, alpha * case.v.sum()), case.x)
    alike(case, fitted("elastic_net", case, alpha, l1_ratio=0.0), ridge)
    # An L1 part of 1e-14 of the strength changes the objective by alpha·1e-14·|w|, far below the gap allowed.
    alike(case, fitted("elastic_net", case, alpha, l1_ratio=1e-14), ridge)


@every_kind
@few
@given(case=cases())
def test_a_copy_of_a_column_shares_its_coefficient(kind, case):
    """L1 pays for the sum of both alike; L2 pays (w/2)² twice, as if the column's factor were half."""
    alpha = strength(kind, case)
    factors = np.array(case.options.get("penalty_factors", np.ones(case.x.shape[1])))
    twice = np.append(factors, factors[0])
    if kind == "ridge":
        twice[[0, -1]] *= 2.0
    case = case.having(penalty_factors=factors)
    more = case.but(x=np.column_stack((case.x, case.x[:, 0]))).having(penalty_factors=twice)
    made = fitted(kind, more, alpha)
    if kind == "elastic_net":
        # Swapping the two leaves the objective alone, so that both orders are within the promised gap δ of the optimum;
        # its L2 part alone then holds alpha·(1 − l1_ratio)·f·sd²·(w − w')² to 4δ of half the target's variance.
        sd2 = np.average((case.x[:, 0] - np.average(case.x[:, 0], weights=case.v)) ** 2, weights=case.v)
        unit = sd2 if case.options["standardize"] else 1.0
        apart = alpha * 0.5 * factors[0] * unit * (made.coef_[0] - made.coef_[-1]) ** 2
        assert apart <= 2 * GAP * spread(case) ** 2 + rounding(made, more.x, case.y) ** 2
    else:
        alike(more, made, values(fitted(kind, case, alpha), case.x))


@every_kind
@few
@given(case=cases())
def test_columns_that_say_nothing_get_nothing(kind, case):
    case = case.having(fit_intercept=True)
    alpha = strength(kind, case)
    expected = values(fitted(kind, case, alpha), case.x)
    factors = np.array(case.options.get("penalty_factors", np.ones(case.x.shape[1])))
    constant = case.but(x=np.column_stack((case.x, np.full(len(case.y), 0.1))))
    constant = constant.having(penalty_factors=np.append(factors, 1.0))
    made = fitted(kind, constant, alpha)
    assert made.coef_[-1] == 0.0
    alike(constant, made, expected)
    noise = np.cos(np.arange(len(case.y)) * 1.7)
    left_out = case.but(x=np.column_stack((case.x, noise))).having(penalty_factors=np.append(factors, np.inf))
    made = fitted(kind, left_out, alpha)
    assert made.coef_[-1] == 0.0
    alike(left_out, made, expected)


@few
@given(case=cases(weighted=False))
def test_points_of_paths_are_fits(case):
    case = case.but(options={"fit_intercept": False})
    alpha = strength("lasso", case)
    alphas, coefs, _ = lasso_path(case.x, case.y, alphas=[alpha, 2 * alpha])
    for at, coef in zip(alphas, coefs.T, strict=True):
        made = Lasso(at, fit_intercept=False).fit(case.x, case.y)
        alike(case, made, case.x @ coef)
    alpha = strength("ridge", case)
    alphas, coefs, _ = ridge_path(case.x, case.y, alphas=[alpha, 2 * alpha], fit_intercept=False)
    for at, coef in zip(alphas, coefs.T, strict=True):
        made = Ridge(at, fit_intercept=False).fit(case.x, case.y)
        alike(case, made, case.x @ coef)
