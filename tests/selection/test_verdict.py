from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shrinkage.selection.verdict import MODELS, ORDER, compare, judge


def by_hand(first: list[float], second: list[float], share: float) -> tuple[float, float]:
    differences = [a - b for a, b in zip(first, second, strict=True)]
    folds = len(differences)
    middle = math.fsum(differences) / folds
    variance = math.fsum((value - middle) ** 2 for value in differences) / (folds - 1)
    return middle, math.sqrt((1 / folds + share) * variance)


@given(seed=st.integers(0, 2**32 - 1), folds=st.integers(2, 20), spread=st.floats(0.0, 1.0))
def test_the_verdict_by_the_definitions(seed: int, folds: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    shared = rng.uniform(1, 3, folds)
    errors = {name: shared + 0.1 * rng.uniform() + spread * rng.uniform(0, 0.2, folds) for name in (*MODELS, "mean")}
    share = 1.0 / (folds - 1)
    verdict = judge(errors, share)

    means = {name: float(np.mean(values)) for name, values in errors.items()}
    ranked = sorted(means, key=lambda name: means[name])
    assert [verdict.best, verdict.runner_up] == ranked[:2]
    difference, error = by_hand(list(errors[ranked[0]]), list(errors[ranked[1]]), share)
    assert verdict.pair.difference == pytest.approx(difference, rel=1e-9, abs=1e-12)
    assert verdict.pair.standard_error == pytest.approx(error, rel=1e-9, abs=1e-12)
    margin = abs(difference) - stats.t.ppf(0.975, folds - 1) * error
    assert verdict.tie == (margin <= 0) or abs(margin) < 1e-12

    for name in ORDER:
        away, error = by_hand(list(errors[name]), list(errors[ranked[0]]), share)
        if away <= error and math.sqrt(means[name]) <= 1.01 * math.sqrt(means[ranked[0]]):
            assert verdict.choice == name
            break


def test_models_that_say_the_same_tie_and_the_simplest_is_chosen() -> None:
    same = np.array([1.0, 2.0, 3.0])
    verdict = judge(dict.fromkeys((*MODELS, "mean"), same), 0.5)
    assert verdict.tie
    assert verdict.choice == "mean"
    assert verdict.pair.difference == 0


def test_a_clear_winner_is_chosen_without_a_tie() -> None:
    rng = np.random.default_rng(0)
    base = rng.uniform(1, 2, 10)
    errors = {"mean": base + 9, "none": base + 5, "l1": base + 4, "l2": base, "elastic_net": base + 3}
    verdict = judge(errors, 1 / 9)
    assert (verdict.choice, verdict.best, verdict.runner_up, verdict.tie) == ("l2", "l2", "elastic_net", False)


def test_fewer_features_win_when_errors_are_no_worse() -> None:
    rng = np.random.default_rng(0)
    base = rng.uniform(1, 2, 10)
    near = base * rng.uniform(0.99, 1.012, 10)
    errors = {"mean": base + 9, "none": base + 5, "l1": near, "l2": base, "elastic_net": near}
    assert judge(errors, 1 / 9).choice == "l1"


def test_the_standard_error_counts_that_folds_share_rows() -> None:
    first, second = np.array([1.0, 2.0, 4.0]), np.array([1.0, 1.0, 1.0])
    pair = compare(first, second, 0.5)
    plain = np.std(first - second, ddof=1)
    assert pair.standard_error == pytest.approx(plain * math.sqrt(1 / 3 + 0.5))
