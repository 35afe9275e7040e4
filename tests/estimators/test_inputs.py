"""What is handed to fit and predict: taken as it is, or refused in a sentence of scikit-learn's kind."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse
from sklearn.exceptions import DataConversionWarning, NotFittedError

from shrinkage import ElasticNet, Lasso
from shrinkage.estimators.inputs import checked

X = np.random.default_rng(0).standard_normal((6, 3))
Y = X[:, 0]
TEXT = list("uvwxyz")


def with_cell(value: float, kind: Any = np.float64) -> Any:
    x = X.astype(kind)
    x[2, 1] = value
    return x


def frame(**more: Any) -> pd.DataFrame:
    return pd.DataFrame(X, columns=list("abc")).assign(**more)


def test_plain_arrays_are_taken_as_they_are() -> None:
    for x in (X, np.asfortranarray(X), X.astype(np.float32), X[:, ::2], X[::-1]):
        inputs = checked(Lasso(), x, Y)
        assert inputs.x is x
        assert inputs.y is Y
        assert (inputs.rows, inputs.features, inputs.weight) == (6, x.shape[1], 6.0)


def test_other_kinds_are_converted_once() -> None:
    assert checked(Lasso(), X.tolist(), Y.tolist()).x.dtype == np.float64
    assert checked(Lasso(), (X * 10).astype(int), Y).x.dtype == np.float64
    assert checked(Lasso(), sparse.csr_array(X), Y).x.format == "csc"
    assert checked(Lasso(), X, np.arange(6)).y.dtype == np.float64
    assert checked(Lasso(), X, Y, 2.0).weights is None
    assert checked(Lasso(), X, Y, [1, 2, 0, 1, 1, 1]).weight == 6.0


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_names_are_those_of_the_last_frame(kind: Any) -> None:
    model = Lasso(0.1).fit(kind(dict(zip("abc", X.T, strict=True))), Y)
    assert model.feature_names_in_.tolist() == ["a", "b", "c"]
    with pytest.warns(UserWarning, match="valid feature names"):
        model.predict(X)
    model.fit(X, Y)
    assert not hasattr(model, "feature_names_in_")
    assert model.n_features_in_ == 3


FILL = r"finite number in every cell\. Fill .* shrinkage\.compare"
REFUSED = {
    "3-D": (np.zeros((2, 3, 4)), Y, r"dim 3.*; .*reshape it to \(n, p\)"),
    "1-D": (Y, Y, r"Expected 2D array, got 1D array; .*X\.reshape\(-1, 1\)"),
    "lengths": (X, Y[:5], r"inconsistent numbers of samples: \[6, 5\]; .*one row for each sample"),
    "NaN": (with_cell(np.nan), Y, r"contains NaN in column 1; .*" + FILL),
    "NaN float32": (with_cell(np.nan, np.float32), Y, r"contains NaN in column 1; .*" + FILL),
    "NaN of a frame": (frame(b=np.nan, c=np.nan), Y, r"contains NaN in column 'b' and 1 other; .*" + FILL),
    "NaN of nullable": (frame(b=pd.array([1, None, 3, 4, 5, 6], dtype="Int64")), Y, r"contains NaN.*" + FILL),
    "NA": (frame(b=[1, None, pd.NA, 4, 5, 6]), Y, r"pandas\.NA is a missing one.*shrinkage\.compare"),
    "NaN of sparse": (sparse.csc_array(with_cell(np.nan)), Y, r"contains NaN.*" + FILL),
    "infinity": (with_cell(-np.inf), Y, r"contains infinity.* in column 1; .*Rescale that column"),
    "text": (
        np.array([["a", "b"]] * 6),
        Y,
        r"could not convert string.*shrinkage\.compare reads text|shrinkage\.compare",
    ),
    "text of a frame": (
        frame(b=TEXT),
        Y,
        r"'u' in column 'b'; Lasso takes numbers, and this is text.*shrinkage\.compare",
    ),
    "text of polars": (pl.DataFrame({"a": Y, "b": TEXT}), Y, r"'u' in column 'b'; Lasso takes numbers, .*compare"),
    "categories": (frame(b=pd.Categorical(TEXT)), Y, r"this is text.*shrinkage\.compare"),
    "times": (frame(b=pd.date_range("2020", periods=6)), Y, r"a column holds times.*shrinkage\.compare"),
    "complex": (X * 1j, Y, r"Complex data not supported; .*columns of their own"),
    "ragged": ([[1.0, 2.0], [3.0]], [1.0, 2.0], r"inhomogeneous.*same number of cells"),
    "no rows": (np.zeros((0, 3)), [], r"0 sample\(s\).*how they were chosen"),
    "no columns": (np.zeros((6, 0)), Y, r"0 feature\(s\).*no column to learn from"),
    "NaN in y": (X, np.append(np.nan, Y[1:]), r"Input y contains NaN; .*" + FILL),
    "text in y": (X, TEXT, r"'u'.*takes numbers"),
    "no y": (X, None, r"requires y.*one number a row"),
    "3-D y": (X, np.zeros((6, 2, 2)), r"dim 3.*a target as many rows"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_fitted_is_a_sentence(case: str) -> None:
    x, y, match = REFUSED[case]
    with pytest.raises(ValueError, match=match) as caught:
        Lasso(0.1).fit(x, y)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("weights", [None, [1.0, 1.0, 0.0, 1.0, 1.0, 1.0]])
def test_no_cell_escapes_by_its_weight(weights: Any) -> None:
    for rows in (1, 30_000):
        x, y = np.tile(with_cell(np.nan), (rows, 1)), np.tile(Y, rows)
        with pytest.raises(ValueError, match="contains NaN in column 1"):
            Lasso(0.1).fit(x, y, None if weights is None else np.tile(weights, rows))


@pytest.mark.parametrize(
    ("weights", "match"),
    [
        ([1.0, 2.0], r"shape \(2,\), but X has 6 rows"),
        ([[1.0]] * 6, r"shape \(6, 1\)"),
        ([-1.0, 1, 1, 1, 1, 1], "negative"),
        ([np.nan, 1, 1, 1, 1, 1], "not a finite number"),
        ([0.0] * 6, "every weight is zero"),
        (TEXT, "could not convert"),
    ],
)
def test_wrong_weights_are_sentences(weights: Any, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        Lasso(0.1).fit(X, Y, sample_weight=weights)


def test_predicting_before_fitting_is_not_fitted() -> None:
    with pytest.raises(NotFittedError, match=r"This Lasso is not fitted yet, .*call fit\(X, y\) first"):
        Lasso().predict(X)
    assert not hasattr(Lasso(), "passport_")
    with pytest.raises(AttributeError, match="before it is fitted"):
        _ = Lasso().passport_


def test_predicting_from_something_else_is_a_sentence() -> None:
    model, named = ElasticNet(0.1).fit(X, Y), ElasticNet(0.1).fit(frame(), Y)
    with pytest.raises(ValueError, match=r"X has 2 features, but ElasticNet is expecting 3 .*; .*in their order"):
        model.predict(X[:, :2])
    with pytest.raises(ValueError, match=r"contains NaN in column 1; .*compare"):
        model.predict(with_cell(np.nan))
    with pytest.raises(ValueError, match=r"contains infinity"):
        model.predict(with_cell(np.inf))
    with pytest.raises(ValueError, match="Reshape your data"):
        model.predict(Y)
    with pytest.raises(ValueError, match=r"feature names should match.*missing.*b.*goes by the names"):
        named.predict(frame()[["a"]])
    with pytest.raises(ValueError, match=r"0 sample\(s\)"):
        model.predict(X[:0])


def test_predictions_are_alike_whatever_holds_the_rows() -> None:
    model = ElasticNet(0.1).fit(X, Y)
    want = X @ model.coef_ + model.intercept_
    for x in (X, X.tolist(), np.asfortranarray(X), sparse.csr_array(X), sparse.csc_matrix(X), X.astype(np.float32)):
        np.testing.assert_allclose(model.predict(x), want, rtol=1e-5)


def test_a_single_row_fits_and_a_column_of_y_is_told() -> None:
    model = Lasso(0.1).fit(X[:1], Y[:1])
    assert not model.coef_.any()
    assert model.intercept_ == Y[0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Lasso(0.1).fit(X, Y[:, None]).coef_.shape == (3,)
    with pytest.warns(DataConversionWarning):
        checked(Lasso(), X, Y[:, None])
