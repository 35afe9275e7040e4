"""The share of the target that one table column explains by itself."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.moments.buckets import plan
from shrinkage.moments.gather import gather
from shrinkage.moments.leaks import explained
from shrinkage.moments.resamples import MomentResamples
from shrinkage.problem import Quadratic
from tests.moments.made import explicit, table, units


def test_r_squared_is_that_of_least_squares_on_the_group():
    made = table(400, 1)
    split = plan(units(made.rows.keys), folds=4)
    problem = MomentResamples(gather([made.rows], made.layout, split), made.layout, 4).train(None)
    groups = {"number": [0, 3], "year": [1], "block": [4, 5, 6, 7], "nothing": []}
    shares = explained(problem, groups)
    training = split.place(made.rows) >= 0
    rows = explicit(made.rows, made.layout, training, ~training)
    root = np.sqrt(rows.training_weight.astype(float))
    target = rows.training_target.astype(float) * root
    assert set(shares) == {"number", "year", "block"}
    for name, share in shares.items():
        columns = rows.training[:, groups[name]].astype(float) * root[:, None]
        residual = target - columns @ np.linalg.lstsq(columns, target, rcond=None)[0]
        assert share == pytest.approx(1 - residual @ residual / (target @ target), abs=1e-10)


def test_a_copy_of_the_target_explains_it_all():
    gram = np.array([[1.0, 1.0 - 1e-14], [1.0 - 1e-14, 1.0]])
    problem = Quadratic(gram, np.array([2.0, 2.0]), 4.0, 10.0, 10)
    assert explained(problem, {"copy": [0], "both": [0, 1]}) == pytest.approx({"copy": 1.0, "both": 1.0})


def test_constant_and_enormous_groups_are_passed_over():
    problem = Quadratic(np.zeros((200, 200)), np.zeros(200), 1.0, 10.0, 10)
    assert explained(problem, {"constant": [3], "enormous": range(150)}) == {"constant": 0.0}
    assert explained(Quadratic(np.eye(1), np.zeros(1), 0.0, 5.0, 5), {"a": [0]}) == {"a": 0.0}
