"""Laws that one fit owes another: how rows are held, weighted, ordered, moved and scaled (designs.py says how near)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tests.estimators.designs import KINDS, alike, cases, fitted, strength, values

few = settings(max_examples=40, deadline=None, derandomize=True)
every_kind = pytest.mark.parametrize("kind", KINDS)


def frame(x, library):
    columns = {f"c{place}": x[:, place] for place in range(x.shape[1])}
    return pd.DataFrame(columns) if library == "pandas" else pl.DataFrame(columns)


@every_kind
@few
@given(case=cases())
def test_how_rows_are_held_does_not_matter(kind, case):
    alpha = strength(kind, case)
    expected = values(fitted(kind, case, alpha), case.x)
    for held in (
        np.asfortranarray(case.x),
        sparse.csc_array(case.x),
        sparse.csr_array(case.x),
        frame(case.x, "pandas"),
        frame(case.x, "polars"),
    ):
        alike(case, fitted(kind, case, alpha, held), expected)


@every_kind
@few
@given(case=cases())
def test_single_precision_is_the_same_table_in_doubles(kind, case):
    single = case.x.astype(np.float32)
    case = case.but(x=single.astype(float))
    alpha = strength(kind, case)
    expected = fitted(kind, case, alpha)
    made = fitted(kind, case, alpha, single)
    assert made.coef_.dtype == np.float32
    # Sums are in doubles; only the finished coefficients are rounded to a float32.
    alike(case, made, values(expected, case.x), eps=2.0**-24)


@every_kind
@few
@given(case=cases(whole=True, weighted=True))
def test_a_whole_weight_is_so_many_rows(kind, case):
    times = case.v.astype(int)
    copies = case.but(x=np.repeat(case.x, times, axis=0), y=np.repeat(case.y, times), weights=None)
    alpha = strength(kind, case)
    alike(case, fitted(kind, copies, alpha), values(fitted(kind, case, alpha), case.x))


@every_kind
@few
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_weight_0_is_absence(kind, case, seed):
    rng = np.random.default_rng(seed)
    more = case.but(
        x=np.vstack((case.x, 1e5 * rng.standard_normal((3, case.x.shape[1])))),
        y=np.append(case.y, 1e3 * rng.standard_normal(3)),
        weights=np.append(case.v, np.zeros(3)),
    )
    alpha = strength(kind, case)
    alike(case, fitted(kind, more, alpha), values(fitted(kind, case, alpha), case.x))


@every_kind
@few
@given(case=cases(weighted=True), factor=st.sampled_from((1e-6, 0.3, 7.0, 1e6)))
def test_a_factor_of_all_weights_is_one_of_a_ridges_alpha_and_nothing_else(kind, case, factor):
    alpha = strength(kind, case)
    made = fitted(kind, case.but(weights=case.v * factor), alpha * (factor if kind == "ridge" else 1.0))
    alike(case, made, values(fitted(kind, case, alpha), case.x))


@every_kind
@few
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_and_columns_is_that_of_the_results_and_nothing_else(kind, case, seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(case.x.shape[0]), rng.permutation(case.x.shape[1])
    alpha = strength(kind, case)
    expected = values(fitted(kind, case, alpha), case.x)
    weights = None if case.weights is None else case.weights[rows]
    by_rows = case.but(x=case.x[rows], y=case.y[rows], weights=weights)
    alike(by_rows, fitted(kind, by_rows, alpha), expected[rows])
    factors = case.options.get("penalty_factors")
    moved = case.but(x=case.x[:, columns]).having(penalty_factors=None if factors is None else factors[columns])
    alike(moved, fitted(kind, moved, alpha), expected)


@every_kind
@few
@given(case=cases(), a=st.sampled_from((1e-6, 0.3, 1e6, -1.0, -20.0)))
def test_a_scale_of_the_target_is_one_of_the_l1_part(kind, case, a):
    case = case.having(positive=case.options["positive"] and a > 0)
    alpha = strength(kind, case)
    l1, l2 = alpha * 0.5, alpha * 0.5
    expected = a * values(fitted(kind, case, alpha), case.x)
    scaled = case.but(y=a * case.y)
    if kind == "elastic_net":
        # The L1 part scales with y and the L2 part stays, so that both parameters change.
        both = l1 * abs(a) + l2
        made = fitted(kind, scaled, both, l1_ratio=l1 * abs(a) / both)
    else:
        made = fitted(kind, scaled, alpha * (abs(a) if kind == "lasso" else 1.0))
    alike(case, made, expected, scale=a)


@every_kind
@few
@given(case=cases(), c=st.sampled_from((-1e4, 0.1, 50.0)), seed=st.integers(0, 2**32 - 1))
def test_shifts_move_the_intercept_only(kind, case, c, seed):
    case = case.having(fit_intercept=True)
    alpha = strength(kind, case)
    expected = values(fitted(kind, case, alpha), case.x)
    up = case.but(y=case.y + c)
    alike(up, fitted(kind, up, alpha), expected + c)
    shift = np.random.default_rng(seed).choice([-1e3, 0.5, 0.0, 20.0], case.x.shape[1])
    aside = case.but(x=case.x + shift)
    made = fitted(kind, aside, alpha)
    # x + shift is itself rounded, by up to half a unit of its last place, before any fit sees it: the columns of
    # spread 1e-4 lose 1e-9 of themselves, which moves fitted values less than the gap already allows.
    alike(aside, made, expected)


@every_kind
@few
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_units_of_columns_do_not_matter_once_standardised_and_are_factors_otherwise(kind, case, seed):
    units = np.random.default_rng(seed).choice([1e-3, 0.7, 1.0, 30.0], case.x.shape[1])
    if kind == "elastic_net":  # its two parts would take two different factors
        case = case.having(standardize=True)
    alpha = strength(kind, case)
    expected = values(fitted(kind, case, alpha), case.x)
    other = case.but(x=case.x * units)
    if not case.options["standardize"]:
        factors = case.options.get("penalty_factors")
        power = units if kind == "lasso" else units**2
        other = other.having(penalty_factors=power if factors is None else power * factors)
    alike(other, fitted(kind, other, alpha), expected)
