"""Laws of the cross-validated classes on given folds: absent rows, order, units of the target, and left-out rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from shrinkage import ElasticNetCV, LassoCV, Ridge, RidgeCV
from tests.estimators.designs import KINDS, cases, spread, strength

few = settings(max_examples=40, deadline=None, derandomize=True)
every_kind = pytest.mark.parametrize("kind", KINDS)
SHARES = np.array([2.0, 0.5, 0.2, 0.05])


def folds_of(rows, seed):
    """Three folds dealt by chance, each of two rows or more."""
    dealt = np.random.default_rng(seed).permutation(np.arange(rows) % 3)
    return [(np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)) for fold in range(3)]


def cross_validated(kind, case, alphas, cv, x=None):
    options = {name: value for name, value in case.options.items() if kind != "ridge" or name != "positive"}
    if kind == "ridge":  # by the errors that are compared here, not by R²
        options["scoring"] = "neg_mean_squared_error"
    made = {"lasso": LassoCV, "elastic_net": ElasticNetCV, "ridge": RidgeCV}[kind](alphas=alphas, cv=cv, **options)
    return made.fit(case.x if x is None else x, case.y, sample_weight=case.weights)


def agree(case, one, other, *, a=1.0):
    """The errors of every fold and alpha, and an alpha chosen that is the best of both.

    A held-out prediction has no bound by the gap alone, since a training part may leave directions open that the rows
    left out have. Here copies are copies in every row, and what is open is penalised, so that the solutions compared
    are those of systems of condition 1e8 at most: 1e-6 of the larger of the errors and the target's variance.
    """
    errors, expected = one.cv_table_.fold_mse, other.cv_table_.fold_mse * a**2
    floor = max(float(expected.max()), (a * spread(case)) ** 2, (1e-12 * np.abs(case.y * a).max()) ** 2)
    np.testing.assert_allclose(errors, expected, rtol=0, atol=1e-6 * floor)
    mean = other.cv_table_.cv_mse * a**2
    assert mean[one.cv_table_.chosen] <= mean[other.cv_table_.chosen] + 2e-6 * floor


def grid(kind, case):
    return strength(kind, case.but(share=1.0)) * SHARES


@every_kind
@few
@given(case=cases(rows=8), seed=st.integers(0, 2**32 - 1))
def test_how_rows_are_held_and_ordered_does_not_matter(kind, case, seed):
    cv, alphas = folds_of(len(case.y), seed), grid(kind, case)
    expected = cross_validated(kind, case, alphas, cv)
    for held in (np.asfortranarray(case.x), sparse.csc_array(case.x), sparse.csr_array(case.x)):
        agree(case, cross_validated(kind, case, alphas, cv, held), expected)
    order = np.random.default_rng(seed).permutation(len(case.y))
    place = np.argsort(order)
    moved = case.but(x=case.x[order], y=case.y[order], weights=None if case.weights is None else case.weights[order])
    agree(case, cross_validated(kind, moved, alphas, [(place[i], place[o]) for i, o in cv]), expected)


@every_kind
@few
@given(case=cases(rows=8), seed=st.integers(0, 2**32 - 1))
def test_rows_that_weigh_nothing_are_absent_from_training_and_from_errors(kind, case, seed):
    rng = np.random.default_rng(seed)
    case = case.but(weights=case.v)
    rows, cv, alphas = len(case.y), folds_of(len(case.y), seed), grid(kind, case)
    more = case.but(
        x=np.vstack((case.x, 1e3 * rng.standard_normal((2, case.x.shape[1])))),
        y=np.append(case.y, 50 * rng.standard_normal(2)),
        weights=np.append(case.v, (0.0, 0.0)),
    )
    wider = [(np.append(i, rows), np.append(o, rows + 1)) for i, o in cv]
    agree(case, cross_validated(kind, more, alphas, wider), cross_validated(kind, case, alphas, cv))


@pytest.mark.parametrize("kind", ["lasso", "ridge"])  # the elastic net would need another l1_ratio at each alpha
@few
@given(case=cases(rows=8), seed=st.integers(0, 2**32 - 1), a=st.sampled_from((1e-4, 3.0, 1e5)))
def test_a_scale_of_the_target_scales_laid_alphas_and_errors(kind, case, seed, a):
    cv = folds_of(len(case.y), seed)
    alphas = grid(kind, case)
    scaled = alphas * (a if kind == "lasso" else 1.0)
    one = cross_validated(kind, case.but(y=a * case.y), scaled, cv)
    agree(case, one, cross_validated(kind, case, alphas, cv), a=a)


@few
@given(case=cases(rows=4, whole=True), sharp=st.sampled_from((0.03, 0.5)))
def test_leave_one_out_is_the_explicit_loop(case, sharp):
    options = {name: case.options[name] for name in ("fit_intercept", "penalty_factors") if name in case.options}
    case = case.but(options=options, share=sharp)
    weighty = case.v > 0
    if weighty.sum() < 3:
        return
    case = case.but(x=case.x[weighty], y=case.y[weighty], weights=case.v[weighty])
    alphas = [strength("ridge", case), 3 * strength("ridge", case)]
    made = RidgeCV(alphas=alphas, store_cv_results=True, **options).fit(case.x, case.y, case.weights)
    expected = np.empty((len(case.y), 2))
    for row in range(len(case.y)):
        rest = np.arange(len(case.y)) != row
        for place, alpha in enumerate(alphas):
            without = Ridge(alpha, **options).fit(case.x[rest], case.y[rest], case.weights[rest])
            expected[row, place] = case.weights[row] * (case.y[row] - without.predict(case.x[[row]])[0]) ** 2
    # 1 − h of a row is above 1e-2 at these strengths but for columns of offset 1e4 without an intercept, where the
    # rows' lever is all of 1e4²: 1e-8 of the largest error and of the target's own square covers both.
    floor = max(expected.max(), spread(case) ** 2, (1e-4 * np.abs(case.y).max()) ** 2)
    np.testing.assert_allclose(made.cv_results_, expected, rtol=0, atol=1e-8 * floor + 1e-300)
