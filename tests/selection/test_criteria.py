"""Rules as values: what each chooses, by formulas written out again, and what it says to nonsense."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from math import comb

import numpy as np
import pytest

from shrinkage.errors import OptionError
from shrinkage.rules import AIC, BIC, EBIC, Minimum, OneStandardError
from shrinkage.selection.criteria import choose, rule_of
from shrinkage.selection.table import Table


@dataclass(frozen=True)
class Told:
    """A table of errors as plain numbers."""

    fold_mse: np.ndarray
    train_mse: np.ndarray
    degrees_of_freedom: np.ndarray
    null_mse: float = 10.0
    rows: int = 50
    features: int = 12

    @property
    def cv_mse(self) -> np.ndarray:
        return self.fold_mse.mean(axis=0)

    @property
    def cv_se(self) -> np.ndarray:
        return self.fold_mse.std(axis=0, ddof=1) / np.sqrt(self.fold_mse.shape[0])


def told(seed: int = 0, points: int = 9, folds: int = 5) -> Told:
    rng = np.random.default_rng(seed)
    level = 4.0 + (np.arange(points) - 0.6 * points) ** 2 / 20
    return Told(
        level + rng.normal(scale=0.3, size=(folds, points)),
        np.geomspace(9.0, 2.0, points),
        np.arange(points, dtype=float),
    )


ALL = [Minimum(), OneStandardError(), AIC(), BIC(), EBIC(), EBIC(gamma=1.0)]


def test_the_minimum_is_the_smallest_mean_error_and_the_first_of_equal_ones():
    table = told()
    assert Minimum()(table) == np.argmin(table.fold_mse.mean(axis=0))
    tied = replace(table, fold_mse=np.array([[3.0, 1.0, 1.0], [3.0, 1.0, 1.0]]))
    assert Minimum()(tied) == 1


@pytest.mark.parametrize("seed", range(20))
def test_one_standard_error_is_the_strongest_within_reach(seed):
    table = told(seed)
    best = int(np.argmin(table.cv_mse))
    within = [point for point in range(9) if table.cv_mse[point] <= table.cv_mse[best] + table.cv_se[best]]
    assert OneStandardError()(table) == min(within)


def test_criteria_are_their_formulas():
    table = told()
    n, df = table.rows, table.degrees_of_freedom
    deviance = n * np.log(table.train_mse)
    np.testing.assert_allclose(AIC().values(table), deviance + 2 * df, rtol=1e-13)
    np.testing.assert_allclose(BIC().values(table), deviance + np.log(n) * df, rtol=1e-13)
    models = np.array([comb(12, int(k)) for k in df], dtype=float)
    expected = deviance + np.log(n) * df + 2 * 0.7 * np.log(models)
    np.testing.assert_allclose(EBIC(gamma=0.7).values(table), expected, rtol=1e-13)
    np.testing.assert_allclose(EBIC(gamma=0).values(table), BIC().values(table), rtol=1e-13)


def test_an_interpolating_fit_is_no_candidate():
    table = replace(
        told(),
        rows=6,
        train_mse=np.array([9.0, 6, 5, 4, 3, 1e-3, 1e-20, 0, 0]),
    )
    for rule in (AIC(), BIC(), EBIC()):
        values = rule.values(table)
        assert np.isinf(values[5:]).all()
        assert np.isfinite(values[:5]).all()
        assert rule(table) < 5


@pytest.mark.parametrize("rule", ALL, ids=str)
def test_rules_are_values(rule):
    assert pickle.loads(pickle.dumps(rule)) == rule
    assert hash(rule) == hash(replace(rule))
    assert rule_of(rule) is rule


def test_rules_have_names():
    assert rule_of("min") == Minimum()
    assert rule_of("1se") == OneStandardError()


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("mim", "did you mean 'min'"),
        ("best", "known are 'min', '1se'"),
        (3, "'min', '1se', a value of shrinkage.rules"),
        (None, "give one of these"),
        (BIC, r"give BIC\(\)"),
    ],
)
def test_a_bad_rule_is_a_sentence(rule, says):
    with pytest.raises(OptionError, match=says):
        rule_of(rule)


@pytest.mark.parametrize("answer", [9, -10, 1.5, None, "3", np.nan, [1, 2]])
def test_a_rule_of_the_user_must_answer_with_a_point(answer):
    with pytest.raises(OptionError, match="answered"):
        choose(lambda table: answer, [told()])


@pytest.mark.parametrize("answer", [3, np.int64(3), 3.0, -6])
def test_a_rule_of_the_user_may_answer_in_any_kind_of_number(answer):
    assert choose(lambda table: answer, [told()]).point == 3


def test_over_several_tables_values_decide_and_points_belong_to_the_table_of_the_minimum():
    one, other = told(0), told(1)
    lower = replace(other, fold_mse=other.fold_mse - 1.0)
    assert choose(Minimum(), [one, lower]).table == 1
    picked = choose(OneStandardError(), [one, lower])
    assert (picked.table, picked.point) == (1, OneStandardError()(lower))
    closer = replace(one, train_mse=one.train_mse / 2)
    picked = choose(BIC(), [closer, lower])
    assert (picked.table, picked.point) == (0, BIC()(closer))
    assert choose(lambda table: 4, [one, lower]) == replace(picked, table=1, point=4)


def test_gamma_is_between_0_and_1():
    for gamma in (-0.1, 1.5, float("nan")):
        with pytest.raises(OptionError, match="gamma"):
            EBIC(gamma=gamma)


def test_one_fold_has_no_standard_error():
    with pytest.raises(OptionError, match="2 folds"):
        OneStandardError()(told(folds=1))


def test_no_finite_error_is_a_sentence():
    empty = replace(told(), fold_mse=np.full((5, 9), np.nan))
    with pytest.raises(OptionError, match="no strength can be chosen"):
        Minimum()(empty)


def test_the_tables_of_compare_serve_the_rules_by_folds():
    table = Table(np.geomspace(1, 0.1, 9), 1.0, told().fold_mse)
    assert Minimum()(table) == Minimum()(told())  # type: ignore[arg-type]
    assert OneStandardError()(table) == OneStandardError()(told())  # type: ignore[arg-type]
