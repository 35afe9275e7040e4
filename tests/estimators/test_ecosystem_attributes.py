"""Parameters, fitted attributes, their shapes and types: those of scikit-learn's class of the same name, and ours."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model
from sklearn.base import clone
from sklearn.exceptions import DataConversionWarning
from sklearn.utils.validation import check_is_fitted

from shrinkage import ElasticNet, ElasticNetCV, Lasso, LassoCV, Ridge, RidgeCV, rules
from tests.estimators.pairs import KINDS, PLAIN, VALIDATED, exact, table

every = pytest.mark.parametrize("kind", KINDS)
SEVERAL = (Lasso, Ridge, ElasticNet, RidgeCV)


def parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(function).parameters.values()]


# --- parameters -------------------------------------------------------------------------------------------------------


@every
def test_parameters_are_scikit_learns_by_name_order_kind_and_default_and_then_ours(kind: type) -> None:
    ours, theirs = parameters(kind), parameters(getattr(linear_model, kind.__name__))
    assert ours[: len(theirs)] == theirs
    own = ["standardize", "penalty_factors"] + ["rule"] * (kind in VALIDATED)
    assert [name for name, _, _ in ours[len(theirs) :]] == own
    assert all(how is inspect.Parameter.KEYWORD_ONLY for _, how, _ in ours[len(theirs) :])


@every
@pytest.mark.parametrize("method", ["fit", "predict", "score", "set_params", "get_params"])
def test_methods_take_what_scikit_learns_take(kind: type, method: str) -> None:
    ours, theirs = (getattr(each, method) for each in (kind, getattr(linear_model, kind.__name__)))
    assert parameters(ours) == parameters(theirs)


@every
def test_parameters_are_kept_as_given_and_cloned(kind: type) -> None:
    given = {name: object() for name in kind().get_params()}
    model = kind().set_params(**given)
    assert all(getattr(model, name) is value for name, value in given.items())
    assert kind(**given).get_params(deep=False) == given
    x, y, _ = table()
    model = kind(standardize=True, penalty_factors=np.array([0.5, 1, 1, 1, 2, np.inf])).fit(x, y)
    before = {name: repr(value) for name, value in model.get_params().items()}
    again = clone(model)
    assert {name: repr(value) for name, value in again.get_params().items()} == before
    assert [name for name in vars(again) if name.endswith("_")] == []
    np.testing.assert_array_equal(again.fit(x, y).coef_, model.coef_)
    with pytest.raises(ValueError, match="Invalid parameter 'lambda_'"):
        model.set_params(lambda_=1)


def test_representations_show_what_differs_from_the_default() -> None:
    assert repr(Lasso(0.5, standardize=True)) == "Lasso(alpha=0.5, standardize=True)"
    assert repr(RidgeCV(rule=rules.BIC())) == "RidgeCV(rule=BIC())"
    assert "ElasticNetCV" in ElasticNetCV(cv=3)._repr_html_()


# --- fitted attributes ------------------------------------------------------------------------------------------------


def fitted(model: Any) -> set[str]:
    """Names of public fitted attributes, properties among them."""
    names = set(vars(model)) | set(dir(type(model)))
    return {name for name in names if name.endswith("_") and not name.startswith("_")}


def assert_same_make(ours: Any, theirs: Any, but: tuple[str, ...] = ()) -> None:
    """Every fitted attribute of theirs is on ours, of the same shape, kind and type of number."""
    assert fitted(theirs) <= fitted(ours)
    for name in fitted(theirs) - set(but):
        mine, known = getattr(ours, name), getattr(theirs, name)
        if isinstance(known, str):
            assert isinstance(mine, str)
        elif sparse.issparse(known):
            assert mine.shape == known.shape
            assert type(mine) is type(known)
        else:
            assert np.shape(mine) == np.shape(known), name
            kept = np.asarray(known).dtype if name in ("coef_", "intercept_") else np.result_type(known, np.int64)
            assert np.result_type(mine, np.int64) == kept or np.asarray(mine).dtype == kept, name
            assert isinstance(mine, np.ndarray) == isinstance(known, np.ndarray), name


# Ridge counts a step where scikit-learn's default solver has none to count.
STEPS = ("n_iter_",)


@every
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("intercept", [True, False])
def test_attributes_are_of_scikit_learns_make(kind: type, dtype: Any, intercept: bool) -> None:
    x, y, _ = table()
    x, y = x.astype(dtype), y.astype(dtype)
    for form in (x, np.asfortranarray(x), sparse.csc_array(x)):
        ours, theirs = (each.fit(form, y) for each in (kind(fit_intercept=intercept), exact_(kind, intercept)))
        assert_same_make(ours, theirs, STEPS if kind is Ridge else ())
        assert ours.predict(form).dtype == theirs.predict(form).dtype == dtype
        assert ours.predict(form).shape == theirs.predict(form).shape
    check_is_fitted(ours)


def exact_(kind: type, intercept: bool) -> Any:
    """scikit-learn's class as it comes: single precision cannot go to the end."""
    return getattr(linear_model, kind.__name__)(fit_intercept=intercept)


@pytest.mark.parametrize("kind", SEVERAL)
@pytest.mark.parametrize("targets", [1, 3])
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
def test_several_targets_are_of_scikit_learns_shapes_and_numbers(
    kind: type, targets: int, intercept: bool, weighted: bool
) -> None:
    x, y, v = table(t=3)
    y, v = y[:, :targets], v if weighted else None
    ours, theirs = kind(fit_intercept=intercept).fit(x, y, v), exact(kind, fit_intercept=intercept).fit(x, y, v)
    assert_same_make(ours, theirs, STEPS)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x), rtol=1e-8, atol=1e-8)
    assert ours.score(x, y) == pytest.approx(theirs.score(x, y), rel=1e-8)


def test_an_alpha_and_a_score_a_target_are_of_scikit_learns_make() -> None:
    x, y, v = table(t=3)
    for target in (y, y[:, :1], y[:, 0]):
        options = {"alphas": [0.1, 1.0, 30.0], "alpha_per_target": True, "store_cv_results": True}
        ours, theirs = RidgeCV(**options).fit(x, target, v), linear_model.RidgeCV(**options).fit(x, target, v)
        assert_same_make(ours, theirs)
        np.testing.assert_array_equal(ours.alpha_, theirs.alpha_)
    alphas = [0.1, 1.0, 30.0]
    assert_same_make(Ridge(alphas).fit(x, y), linear_model.Ridge(alphas).fit(x, y), STEPS)


@pytest.mark.parametrize("kind", [LassoCV, ElasticNetCV])
def test_classes_of_one_target_say_so_as_scikit_learns_do(kind: type) -> None:
    x, y, _ = table(t=2)
    for each in (kind(), exact(kind)):
        with pytest.raises(ValueError, match=r"y should be a 1d array|multi-output|multi-task|Multi"):
            each.fit(x, y)
        with pytest.warns(DataConversionWarning, match="column-vector y"):
            assert each.fit(x, y[:, :1]).coef_.shape == (6,)


@pytest.mark.parametrize("alphas", [7, [0.5], [0.01, 1.0, 0.1], np.array([1.0, 0.1])])
@pytest.mark.parametrize("cv", [2, 1], ids=["two folds", "one split"])
@pytest.mark.parametrize("ratios", [None, 0.5, [0.5], [0.2, 0.9]])
def test_grids_and_errors_are_of_scikit_learns_shapes(alphas: Any, cv: int, ratios: Any) -> None:
    x, y, _ = table()
    halves = np.array_split(np.arange(len(y)), 2)
    kind = LassoCV if ratios is None else ElasticNetCV
    options = {"alphas": alphas, "cv": [(halves[0], halves[1]), (halves[1], halves[0])][:cv]}
    options |= {} if ratios is None else {"l1_ratio": ratios}
    ours, theirs = kind(**options).fit(x, y), exact(kind, **options).fit(x, y)
    assert_same_make(ours, theirs)
    np.testing.assert_allclose(ours.alphas_, theirs.alphas_, rtol=1e-12)
    np.testing.assert_allclose(ours.mse_path_, theirs.mse_path_, rtol=1e-8)
    assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-12)


@every
def test_a_refit_leaves_nothing_of_the_last_one(kind: type) -> None:
    pandas = pytest.importorskip("pandas")
    x, y, _ = table()
    model = kind().fit(pandas.DataFrame(x, columns=list("abcdef")), y)
    first = model.passport_
    model.fit(x[:60, :4], 3 * y[:60])
    fresh = kind().fit(x[:60, :4], 3 * y[:60])
    assert fitted(model) == fitted(fresh)
    assert not hasattr(model, "feature_names_in_")
    assert model.n_features_in_ == 4
    assert model.passport_ == fresh.passport_ != first
    np.testing.assert_array_equal(model.coef_, fresh.coef_)
    np.testing.assert_array_equal(model.predict(x[:, :4]), fresh.predict(x[:, :4]))


@pytest.mark.parametrize("kind", PLAIN)
def test_whole_numbers_and_half_precision_become_doubles(kind: type) -> None:
    x, y, _ = table()
    for dtype in (np.int32, np.int64, np.uint8, np.bool_, np.float16, object):
        cells = np.abs(x * 2).astype(dtype)
        ours, theirs = kind().fit(cells, y), exact(kind).fit(cells, y)
        assert ours.coef_.dtype == theirs.coef_.dtype == np.float64
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-7, atol=1e-9)
        assert ours.predict(cells).dtype == theirs.predict(cells).dtype
