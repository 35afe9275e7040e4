"""Parameters of no use: scikit-learn's kinds of errors, the name and the value in a sentence, everywhere."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.model_selection import KFold, LeaveOneOut

import shrinkage
from shrinkage import rules
from tests.estimators.refusing import (
    CHOOSING,
    CLASSES,
    ONE,
    PATHS,
    X,
    Y,
    assert_a_sentence,
    assert_refused_alike,
    error_of,
    ours,
)

FACTORED = (*CLASSES, "ridge_path")
GRIDS = CHOOSING + PATHS
MIXED = ("ElasticNet", "ElasticNetCV", "enet_path")
NO_NUMBERS = [-1, -0.5, np.nan, np.inf, -np.inf, None, "1", "auto", True, 1j, pd.NA, {}]


@pytest.mark.parametrize("alpha", NO_NUMBERS, ids=repr)
@pytest.mark.parametrize("name", ONE)
def test_alpha(name: str, alpha: Any) -> None:
    text = assert_refused_alike(name, alpha=alpha)
    assert text.startswith(f"alpha is {alpha!r}, ") or (name == "Ridge" and text.startswith("alpha "))
    assert "at least 0; give one" in text


@pytest.mark.parametrize("alpha", [[], [1.0, 2.0], [1.0, 2.0, 3.0], [-1.0], ["a"], [None], [np.nan]], ids=repr)
def test_alpha_of_each_target(alpha: Any) -> None:
    assert re.search(r"alpha|penalties", assert_refused_alike("Ridge", alpha=alpha))


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize(
    ("alphas", "words"),
    [
        ([], "alphas is empty, "),
        ((), "alphas is empty, "),
        (np.array([]), "alphas is empty, "),
        (0, "alphas is 0, so that there is no strength"),
        (-5, "alphas is -5, so that there is no strength"),
        ([-1.0], r"alphas\[0\] is -1\.0, "),
        ([1.0, np.nan], r"alphas\[1\] is nan, "),
        ([1.0, np.inf], r"alphas\[1\] is inf, "),
        ([1.0, "a"], r"alphas\[1\] is 'a', "),
        ([1.0, None], r"alphas\[1\] is None, "),
        ([1.0, True], r"alphas\[1\] is True, "),
        ([1j], r"alphas\[0\] is 1j, "),
        ("many", "alphas is 'many', "),
        (True, "alphas is True, "),
        ([[1.0]], r"alphas is \[\[1\.0\]\], "),
        ([[1.0], [1.0, 2.0]], "alphas is "),
        ({}, "alphas"),
        ({0.1, 1.0}, "alphas"),
        (1j, "alphas.* is 1j, "),
        (np.nan, "alphas.* is nan, "),
    ],
    ids=repr,
)
def test_a_grid_of_alphas(name: str, alphas: Any, words: str) -> None:
    text = assert_a_sentence(error_of(lambda: ours(name, alphas=alphas)))
    assert re.search(words, text), text
    if name != "ridge_path":  # which has no counterpart of several alphas
        assert_refused_alike(name, alphas=alphas)


@pytest.mark.parametrize("name", CHOOSING)
def test_no_alphas_at_all(name: str) -> None:
    assert "alphas" in assert_refused_alike(name, alphas=None)


@pytest.mark.parametrize("ratio", [-0.1, 1.1, np.nan, np.inf, None, "x", "0.5", True, 1j], ids=repr)
@pytest.mark.parametrize("name", MIXED)
def test_l1_ratio(name: str, ratio: Any) -> None:
    grid = {} if name in ONE else {"alphas": [1.0, 0.1]}
    text = assert_refused_alike(name, l1_ratio=ratio, **grid)
    assert text == f"l1_ratio is {ratio!r}, but it lies between 0 (L2) and 1 (L1); give such a number."


@pytest.mark.parametrize(
    ("ratios", "words"),
    [([], "l1_ratio is empty"), ([0.5, 2.0], "l1_ratio is 2.0"), ([0.5, np.nan], "is nan"), ([None], "is None")],
)
def test_several_l1_ratios(ratios: Any, words: str) -> None:
    assert words in assert_refused_alike("ElasticNetCV", l1_ratio=ratios)


@pytest.mark.parametrize("name", ["ElasticNetCV", "enet_path"])
def test_no_grid_is_laid_without_an_l1_part(name: str) -> None:
    assert "no grid of alphas can be laid for l1_ratio=0" in assert_refused_alike(name, l1_ratio=0, alphas=10)


@pytest.mark.parametrize("eps", [0, -1, np.nan, np.inf, None, "x", True, 1j, [1e-3]], ids=repr)
@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV", "lasso_path", "enet_path"])
def test_eps(name: str, eps: Any) -> None:
    assert assert_refused_alike(name, eps=eps).startswith(f"eps is {eps!r}, ")


@pytest.mark.parametrize("value", ["yes", 1, 0, None, 2.0, [True]], ids=repr)
@pytest.mark.parametrize("name", [*CLASSES, *PATHS])
def test_switches(name: str, value: Any) -> None:
    switches = {"positive": ("Lasso", "Ridge", "ElasticNet", "LassoCV", "ElasticNetCV", "lasso_path", "enet_path")}
    switches |= {"fit_intercept": FACTORED, "standardize": FACTORED}
    for switch in (switch for switch, names in switches.items() if name in names):
        assert assert_refused_alike(name, **{switch: value}).startswith(f"{switch} is {value!r}, ")


@pytest.mark.parametrize("name", FACTORED)
@pytest.mark.parametrize(
    ("factors", "words"),
    [
        ([-1.0, 1.0, 1.0], "negative or not a number"),
        ([-np.inf, 1.0, 1.0], "negative or not a number"),
        ([np.nan, 1.0, 1.0], "negative or not a number"),
        ([None, 1.0, 1.0], "negative or not a number"),
        ([1.0, 1.0], r"penalty_factors has the shape \(2,\), but X has 3 features"),
        ([[1.0, 1.0, 1.0]], r"penalty_factors has the shape \(1, 3\)"),
        (1.0, r"penalty_factors has the shape \(\)"),
        ([], r"penalty_factors has the shape \(0,\)"),
        ("abc", "penalty_factors is no array of numbers"),
        (list("abc"), "penalty_factors is no array of numbers"),
        ({}, "penalty_factors is no array of numbers"),
        ([1j] * 3, "penalty_factors is no array of numbers"),
        ([[1.0], [1.0, 2.0]], "penalty_factors is no array of numbers"),
    ],
    ids=repr,
)
def test_penalty_factors(name: str, factors: Any, words: str) -> None:
    text = assert_a_sentence(error_of(lambda: ours(name, penalty_factors=factors)))
    assert re.search(words, text), text


@pytest.mark.parametrize("name", FACTORED)
def test_factors_that_leave_nothing_or_everything_free_are_answered(name: str) -> None:
    out, free = (ours(name, penalty_factors=[f] * 3) for f in (np.inf, 0.0))
    if name == "ridge_path":
        assert not out[1].any()
        mine = free[1][:, 0]
        want = np.linalg.lstsq(X, Y, rcond=None)[0]
    else:
        assert not out.coef_.any()
        assert out.intercept_ == pytest.approx(Y.mean(), rel=1e-14)
        mine = free.coef_
        want = np.linalg.lstsq(X - X.mean(axis=0), Y, rcond=None)[0]
    np.testing.assert_allclose(mine, want, rtol=1e-9)


ROWS = np.arange(9)


@pytest.mark.parametrize("name", CHOOSING)
@pytest.mark.parametrize(
    ("cv", "words"),
    [
        *((cv, "folds from 2 on") for cv in (1, 0, -2, 2.5, "five", True, np.nan, object(), KFold)),
        ([], "no split at all"),
        ([1, 2], "cv yields 1, but a split is a pair"),
        ([(1, 2, 3)], r"cv yields \(1, 2, 3\), but a split is a pair"),
        ([(ROWS, [])], "split 1 of cv leaves no row to be held out"),
        ([([], ROWS)], "split 1 of cv leaves no row to be trained on"),
        ([(ROWS, [9]), ([], [10])], "split 2 of cv leaves no row to be trained on"),
        ([(ROWS, [12])], "split 1 of cv names rows to be held out that X does not have; there are 12 rows"),
        ([(ROWS, [-13])], "split 1 of cv names rows to be held out that X does not have"),
        ([([12], ROWS)], "split 1 of cv names rows to be trained on that X does not have"),
        ([(ROWS, [9.0, 10.0])], "split 1 of cv names rows to be held out that X does not have"),
        ([(ROWS, [[9], [10, 11]])], "split 1 of cv leaves no row"),
        ([(["a"], ["b"])], "split 1 of cv names rows to be trained on that X does not have"),
        (13, r"13 folds.*n_samples=12"),
        (KFold(13), r"13 folds.*n_samples=12"),
    ],
)
def test_cv(name: str, cv: Any, words: str) -> None:
    text = assert_refused_alike(name, cv=cv)
    assert re.search(words, text), text


def test_what_a_splitter_itself_says_is_left_to_it() -> None:
    class Own:
        def get_n_splits(self, *given: Any) -> int:
            return 1

        def split(self, *given: Any, **more: Any) -> Any:
            raise RuntimeError("mine")

    for name in CHOOSING:
        with pytest.raises(RuntimeError, match="mine"):
            ours(name, cv=Own())


@pytest.mark.parametrize("name", CHOOSING)
def test_folds_that_overlap_are_scored_as_they_are(name: str) -> None:
    splits = [(ROWS, np.arange(5, 12)), (np.arange(3, 12), np.arange(8)), (np.arange(12), np.arange(-3, 0))]
    table = ours(name, cv=splits, alphas=[1.0, 0.5]).cv_table_
    for fold, (train, test) in enumerate(splits):
        one = name.removesuffix("CV")
        for point, alpha in enumerate(table.alphas):
            model = ours(one, X[train], Y[train], alpha=alpha)
            want = np.mean((Y[test] - model.predict(X[test])) ** 2)
            assert table.fold_mse[fold, point] == pytest.approx(want, rel=1e-9)


def test_r_squared_of_single_rows_is_refused() -> None:
    assert "single row" in assert_a_sentence(error_of(lambda: ours("RidgeCV", cv=LeaveOneOut())))


ANSWERS = [1000, -1000, 1.5, "x", None, np.nan, [1, 2], np.array([1, 2]), {}, 1j]


class Answering:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __call__(self, table: Any) -> Any:
        return self.answer


@pytest.mark.parametrize("name", CHOOSING)
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("best", "rule is 'best'.*'min', '1se'"),
        ("MIN", "did you mean 'min'"),
        (3, "rule is 3, but it is 'min', '1se'"),
        (None, "rule is None, but"),
        (["min"], r"rule is \['min'\], but"),
        (rules.BIC, r"give BIC\(\)"),
        *((Answering(answer), "the number of one of the table's") for answer in ANSWERS),
    ],
)
def test_rules(name: str, rule: Any, words: str) -> None:
    text = assert_a_sentence(error_of(lambda: ours(name, rule=rule, alphas=[1.0, 0.1, 0.01])))
    assert re.search(words, text), text


def test_a_rule_may_count_from_the_end() -> None:
    for name in CHOOSING:
        assert ours(name, rule=lambda table: -1, alphas=[1.0, 0.1, 0.01]).alpha_ == 0.01


@pytest.mark.parametrize("name", PATHS[:2])
def test_what_else_a_path_takes(name: str) -> None:
    for given, words in (
        ({"coef_init": [1.0]}, r"coef_init has the shape \(1,\)"),
        ({"coef_init": ["a"] * 3}, "coef_init is no array of numbers"),
        ({"coef_init": [np.nan] * 3}, "coef_init holds what is no finite number"),
        ({"precompute": np.eye(2)}, r"precompute has the shape \(2, 2\)"),
        ({"precompute": X.T @ X * np.nan}, "precompute holds what is no finite number"),
        ({"precompute": X.T @ X, "Xy": [1.0]}, r"Xy has the shape \(1,\)"),
        ({"alfas": 3}, "no parameter 'alfas'"),
    ):
        assert re.search(words, assert_a_sentence(error_of(lambda given=given: ours(name, **given))))
    dense, as_sparse = (getattr(shrinkage, name)(X, y, alphas=5)[1] for y in (Y[:, None], sparse.csc_array(Y[:, None])))
    np.testing.assert_array_equal(dense, as_sparse)
