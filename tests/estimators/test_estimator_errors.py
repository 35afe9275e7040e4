"""Bad rows, targets and weights: scikit-learn's kinds of errors in clearer sentences, from every class and path."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold

import shrinkage
from tests.estimators.refusing import (
    CHOOSING,
    CLASSES,
    NAMES,
    PATHS,
    X,
    Y,
    assert_a_sentence,
    assert_refused_alike,
    error_of,
    kinds_of,
    ours,
    theirs,
)

TEXT = list("uvwxyzuvwxyz")
COMPARE = r"shrinkage\.compare"
every_name = pytest.mark.parametrize("name", NAMES)
every_class = pytest.mark.parametrize("name", CLASSES)


def cell(value: Any, kind: Any = np.float64) -> Any:
    x = X.astype(kind)
    x[2, 1] = value
    return x


def frame(**more: Any) -> pd.DataFrame:
    return pd.DataFrame(X, columns=list("abc")).assign(**more)


NO_TABLE = {
    "3-D": (np.zeros((2, 3, 4)), r"dim 3.*reshape it to \(n, p\)"),
    "1-D": (Y, r"got 1D array; .*X\.reshape\(-1, 1\)"),
    "a number": (3.0, r"got scalar array; X is a table of n rows"),
    "nothing": (None, r"got scalar array; X is a table of n rows"),
    "a word": ("abc", r"'abc'.*takes numbers"),
    "a series": (pd.Series(Y), r"pandas.*; X is a table of n rows and p columns; give X\.to_frame\(\)"),
    "a mapping": ({"a": 1}, r"'dict'; .* takes a table of numbers"),
    "a set": ({1, 2}, r"'set'; .* takes a table of numbers"),
    "ragged": ([[1.0, 2.0], [1.0]] * 6, r"inhomogeneous.*same number of cells"),
    "no rows": (X[:0], r"0 sample\(s\).*no rows"),
    "no rows, sparse": (sparse.csc_array((0, 3)), r"0 sample\(s\).*no rows"),
    "no columns": (X[:, :0], r"0 feature\(s\).*no column to learn from"),
    "complex": (X * 1j, r"Complex data not supported; .* real numbers"),
    "complex, sparse": (sparse.csr_array(X * 1j), r"Complex data not supported; .* real numbers"),
}
NO_NUMBERS = {
    "NaN": (cell(np.nan), r"X contains NaN in column 1; "),
    "NaN, float32": (cell(np.nan, np.float32), r"X contains NaN in column 1; "),
    "NaN, by column": (np.asfortranarray(cell(np.nan)), r"X contains NaN in column 1; "),
    "NaN, sparse": (sparse.csr_array(cell(np.nan)), r"X contains NaN in column 1; "),
    "NaN of a frame": (frame(b=np.nan), r"X contains NaN in column 'b'; "),
    "None of a frame": (frame(b=pd.Series([None, *X[1:, 1]], dtype=object)), r"X contains NaN in column 'b'; "),
    "null of polars": (pl.DataFrame({"a": X[:, 0], "b": [None, *X[1:, 1]]}), r"X contains NaN in column 'b'; "),
    "NA": (frame(b=[pd.NA, *X[1:, 1]]), r"pandas\.NA is a missing one"),
    "text": (np.array([["a", "b"]] * 12), r"to float: 'a' in column 0; .* this is text"),
    "text among numbers": (np.array([[1.0, "b"]] * 12, dtype=object), r"'b' in column 1; .* this is text"),
    "text of a frame": (frame(b=TEXT), r"'u' in column 'b'; .* this is text"),
    "text of polars": (pl.DataFrame({"a": Y, "b": TEXT}), r"'u' in column 'b'; .* this is text"),
    "categories": (frame(b=pd.Categorical(TEXT)), r"'u' in column 'b'; .* this is text"),
    "times": (frame(b=pd.date_range("2020", periods=12)), r"a column holds times"),
}


@every_name
@pytest.mark.parametrize("case", NO_TABLE)
def test_x_that_is_no_table(name: str, case: str) -> None:
    x, words = NO_TABLE[case]
    y = Y[: x.shape[0]] if hasattr(x, "shape") and x.shape else Y
    assert re.search(words, assert_refused_alike(name, x, y))


@every_name
@pytest.mark.parametrize("case", NO_NUMBERS)
def test_cells_that_are_no_numbers_point_to_compare(name: str, case: str) -> None:
    x, words = NO_NUMBERS[case]
    text = assert_refused_alike(name, x, Y)
    assert re.search(words, text), text
    assert re.search(COMPARE, text), text


@every_name
@pytest.mark.parametrize("x", [cell(np.inf), sparse.csc_array(cell(-np.inf))], ids=["dense", "sparse"])
def test_infinity_is_named_with_its_column(name: str, x: Any) -> None:
    assert re.search(r"X contains infinity.* in column 1; .*finite number", assert_refused_alike(name, x, Y))


@every_name
@pytest.mark.parametrize(
    ("y", "words"),
    [
        (None, r"y.* None; give the target"),
        (3.0, r"scalar.*one number a row"),
        (Y[:5], r"inconsistent numbers of samples: \[12, 5\]; .*the same number"),
        (np.append(np.nan, Y[1:]), rf"y contains NaN; .*{COMPARE}"),
        ([None, *Y[1:]], rf"y contains NaN; .*{COMPARE}"),
        (pd.Series([None, *range(11)], dtype="Int64"), rf"y contains NaN; .*{COMPARE}"),
        (pd.Series([pd.NA, *Y[1:]], dtype=object), rf"NA.*{COMPARE}"),
        (np.append(np.inf, Y[1:]), r"y contains infinity.*; "),
        (TEXT, rf"'u' in y; .*this is text.*{COMPARE}"),
        (np.array(TEXT), rf"'u' in y; .*this is text.*{COMPARE}"),
        (Y * 1j, r"Complex data not supported; "),
        (np.zeros((12, 2, 2)), r"dim 3.*; "),
        (np.zeros((12, 0)), r"0 feature\(s\)"),
        (np.column_stack([Y, np.append(np.nan, Y[1:])]), rf"y contains NaN; .*{COMPARE}"),
    ],
)
def test_a_target_of_no_use(name: str, y: Any, words: str) -> None:
    text = assert_refused_alike(name, X, y)
    assert re.search(words, text), text


@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV", "lasso_path", "enet_path"])
def test_several_targets_where_one_is_taken(name: str) -> None:
    words = "one target; fit one column" if name in CHOOSING else "one target.*one column of y at a time"
    assert re.search(words, assert_a_sentence(error_of(lambda: ours(name, X, np.column_stack([Y, Y])))))


@every_class
def test_a_sparse_target_is_a_type_error(name: str) -> None:
    assert "y.toarray()" in assert_refused_alike(name, X, sparse.csc_array(Y[:, None]))


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("name", ["Lasso", "Ridge", "ElasticNet"])
def test_several_targets_are_each_fitted_by_itself(name: str, positive: bool) -> None:
    both = np.column_stack([Y, -Y])
    model = ours(name, X, both, alpha=0.05, positive=positive)
    apart = [ours(name, X, y, alpha=0.05, positive=positive).coef_ for y in both.T]
    np.testing.assert_allclose(model.coef_, apart, rtol=1e-10, atol=1e-12)
    assert not positive or (model.coef_ >= 0).all()


@every_name
def test_one_row(name: str) -> None:
    if name in CHOOSING:
        assert re.search("n_samples=1.*give", assert_refused_alike(name, X[:1], Y[:1]))
    else:
        found = ours(name, X[:1], Y[:1])
        assert np.isfinite(found[1] if name in PATHS else found.coef_).all()


@every_name
def test_objects_and_text_that_are_numbers_are_read_as_these(name: str) -> None:
    for x, y in ((X.astype(object), Y.astype(object)), (X.astype(str), Y.astype(str).tolist()), (X.tolist(), list(Y))):
        found, want = (ours(name, *given) for given in ((x, y), (X, Y)))
        np.testing.assert_array_equal(*((f[1] if name in PATHS else f.coef_) for f in (found, want)))


@every_name
@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([-1.0] + [1.0] * 11, "negative or not a finite number"),
        ([np.nan] + [1.0] * 11, "negative or not a finite number"),
        ([None] + [1.0] * 11, "negative or not a finite number"),
        ([np.inf] + [1.0] * 11, "negative or not a finite number"),
        ([0.0] * 12, "every weight is zero"),
        ([1.0, 2.0], r"shape \(2,\), but X has 12 rows"),
        ([[1.0]] * 12, r"shape \(12, 1\), but X has 12 rows"),
        (np.array(2.0), r"shape \(\), but X has 12 rows"),
        (TEXT, "no array of numbers.*'u'"),
        ("balanced", "no array of numbers.*'balanced'"),
        ({0: 1.0}, "no array of numbers"),
        ([1j] * 12, "no array of numbers"),
        (np.ones(12) * 1j, "no array of numbers"),
        ([1e308] * 12, "sum to inf"),
        ([1e-320] * 12, "sum to 1"),
        (-1.0, "sample_weight is -1.0"),
        (0.0, "sample_weight is 0.0"),
        (np.nan, "sample_weight is nan"),
        (np.inf, "sample_weight is inf"),
        (1j, "sample_weight is 1j"),
    ],
)
def test_weights_of_no_use(name: str, weights: Any, words: str) -> None:
    text = assert_refused_alike(name, X, Y, weights)
    assert re.search(words, text), text


@every_class
def test_predicting_before_fitting(name: str) -> None:
    for fit in (lambda model: model, lambda model: error_of(lambda: model.fit(cell(np.nan), Y)) and model):
        model = fit(getattr(shrinkage, name)())
        for call in (lambda model=model: model.predict(X), lambda model=model: model.score(X, Y)):
            with pytest.raises(NotFittedError, match=rf"^This {name} is not fitted yet.*; call fit\(X, y\) first\.$"):
                call()


@every_class
def test_predicting_from_other_columns(name: str) -> None:
    model, named = ours(name), ours(name, frame())
    refused = [
        (model, X[:, :2], rf"X has 2 features, but {name} is expecting 3"),
        (model, np.hstack([X, X]), rf"X has 6 features, but {name} is expecting 3"),
        (model, sparse.csr_array(X[:, :2]), rf"X has 2 features, but {name} is expecting 3"),
        (model, cell(np.nan), rf"NaN in column 1; .*{COMPARE}"),
        (model, sparse.csr_array(cell(np.nan)), rf"NaN in column 1; .*{COMPARE}"),
        (model, frame(b=TEXT), rf"'u' in column 'b'; .*{COMPARE}"),
        (model, X[:0], r"0 sample"),
        (model, X[0], "Reshape your data"),
        (named, frame().rename(columns={"b": "z"}), "unseen at fit time: z.*missing: b.*goes by the names"),
        (named, frame()[["c", "b", "a"]], "same order as they were in fit; .*goes by the names"),
        (named, frame()[["a", "b"]], "missing: c.*goes by the names"),
    ]
    for fitted, x, words in refused:
        for call in (lambda m=fitted, x=x: m.predict(x), lambda m=fitted, x=x: m.score(x, Y[: x.shape[0]])):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with pytest.raises(ValueError, match=words) as caught:
                    call()
            assert_a_sentence(caught.value)


@every_class
def test_scoring_against_a_target_of_no_use(name: str) -> None:
    model, other = ours(name), theirs(name)
    for y, words in (
        (np.append(np.nan, Y[1:]), rf"contains NaN; .*{COMPARE}"),
        (Y[:5], r"inconsistent numbers of samples: \[5, 12\]; "),
        (TEXT, rf"'u' in y; .*{COMPARE}"),
        (None, "y_true.*None.*; "),
        (Y * 1j, "[Cc]omplex.*; "),
    ):
        mine, his = (error_of(lambda m=m, y=y: m.score(X, y)) for m in (model, other))
        text = assert_a_sentence(mine)
        assert re.search(words, text), text
        assert all(isinstance(mine, kind) for kind in kinds_of(his))
    assert model.score(X, Y) == r2_score(Y, model.predict(X))


def state_of(model: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(model).items() if name not in model.get_params(deep=False)}


@every_class
def test_a_fit_that_fails_leaves_the_last_one_whole(name: str) -> None:
    model = ours(name, frame())
    before, predicted = state_of(model), model.predict(frame())
    wide = np.hstack([X, X])
    failing: list[tuple[Any, Any, dict[str, Any], dict[str, Any]]] = [
        (cell(np.nan), Y, {}, {}),
        (np.hstack([cell(np.nan), X]), Y, {}, {}),
        (wide, Y[:5], {}, {}),
        (wide, Y, {"sample_weight": [-1.0] * 12}, {}),
        (wide, Y, {}, {"penalty_factors": [1.0] * 3}),
        (wide * 1e200, Y, {}, {}),
    ]
    if name in CHOOSING:
        failing += [(wide, Y, {}, {"cv": KFold(13)}), (wide, Y, {}, {"rule": lambda table: 1000})]
        failing += [(wide, Y, {}, {"rule": lambda table: 1 / 0})]
    for x, y, more, options in failing:
        fit = model.set_params(**options).fit
        assert error_of(lambda fit=fit, x=x, y=y, more=more: fit(x, y, **more)) is not None
        model.set_params(**{key: clone(getattr(shrinkage, name)()).get_params()[key] for key in options})
        after = state_of(model)
        assert after.keys() == before.keys()
        assert all(after[key] is before[key] for key in before)
        np.testing.assert_array_equal(model.predict(frame()), predicted)
    np.testing.assert_array_equal(model.fit(wide, Y).predict(wide), ours(name, wide).predict(wide))
