"""Forward folds on the sums: a fold is trained on what is before it alone, by moments and by triangular factors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shrinkage.errors import TableError
from shrinkage.moments.forward import plan_forward
from shrinkage.moments.gather import gather
from shrinkage.moments.resamples import MomentResamples
from shrinkage.moments.triangular import Reread
from tests.moments.made import Table, batches, explicit, part, table, units


def in_time(n: int, seed: int, *, weighted: bool) -> Table:
    """Rows whose keys are moments in time, with ties."""
    made = table(n, seed, weighted=weighted)
    keys = np.random.default_rng(seed).integers(0, n // 2, n, dtype=np.uint64) * np.uint64(1 << 40)
    return Table(replace(made.rows, keys=keys), made.layout)


def gathered(made: Table, folds: int, test: float = 0.2):
    used = made.rows if made.rows.weight is None else part(made.rows, made.rows.weight > 0)
    rule = plan_forward(units(used.keys, used.weight), test=test, folds=folds, time="t")
    sums = gather(batches(made.rows, 64), made.layout, rule)
    resamples = MomentResamples(sums, made.layout, rule.assignment(folds, 1, sums.weights), forward=True)
    return rule, resamples, Reread(lambda: batches(made.rows, 64), rule, resamples, threads=2)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("folds", [1, 2, 5])
def test_every_part_equals_the_explicit_loop(folds, weighted):
    made = in_time(700, folds, weighted=weighted)
    rule, resamples, again = gathered(made, folds)
    factors, block = again.factors(), rule.place(made.rows)
    assert resamples.folds == folds
    rng = np.random.default_rng(0)
    for fold in range(folds):
        training, held = (block >= 0) & (block <= fold), block == fold + 1
        assert made.rows.keys[training].max() < made.rows.keys[held].min()
        loop = explicit(made.rows, made.layout, training, held)
        problem, factor = resamples.train(fold), factors.train(fold)
        np.testing.assert_allclose(problem.gram, loop.gram, rtol=0, atol=1e-12)
        np.testing.assert_allclose(problem.xty, loop.xty, rtol=0, atol=1e-12 * np.sqrt(problem.yy))
        np.testing.assert_allclose(factor.columns.T @ factor.columns, loop.gram, rtol=0, atol=1e-12)
        coefficients = rng.normal(size=(3, problem.features)) * np.sqrt(problem.yy)
        np.testing.assert_allclose(resamples.score(fold, coefficients), loop.errors(coefficients), rtol=1e-10)
        np.testing.assert_allclose(factors.score(fold, coefficients), loop.errors(coefficients), rtol=1e-10)
        live = np.ones(700, dtype=bool) if made.rows.weight is None else made.rows.weight > 0
        assert resamples.rows(fold) == (np.sum(training & live), np.sum(held & live))
        assert factor.rows == problem.rows == np.sum(training & live)


def test_norms_are_those_of_the_rows_before():
    made = in_time(600, 3, weighted=True)
    rule, _, again = gathered(made, 4)
    block, rng = rule.place(made.rows), np.random.default_rng(1)
    directions = {fold: rng.normal(size=(made.layout.features, 2)) for fold in (None, 0, 2, 3)}
    for fold, norms in again.norms(directions).items():
        training = (block >= 0) & ((block <= fold) if fold is not None else True)
        loop = explicit(made.rows, made.layout, training, block < 0)
        product = loop.training @ directions[fold]
        expected = np.sqrt(loop.training_weight @ product**2 / loop.training_weight.sum()).astype(float)
        np.testing.assert_allclose(norms, expected, rtol=1e-11, atol=1e-14)


def test_blocks_weigh_about_the_same():
    made = in_time(2000, 0, weighted=True)
    rule, resamples, _ = gathered(made, 9)
    weights = resamples.gathered.weights
    assert rule.count == weights.size == 10
    assert np.ptp(weights) < 0.05 * weights.mean()
    everything = weights.sum() + resamples.gathered.test.weight
    assert resamples.gathered.test.weight == pytest.approx(0.2 * everything, rel=0.02)
    shares = weights[1:] / np.cumsum(weights)[:-1]
    assert resamples.held_out_share == pytest.approx(shares.mean(), rel=1e-12)


def test_too_few_moments_are_a_sentence():
    made = in_time(40, 0, weighted=False)
    few = units(made.rows.keys % np.uint64(4 << 40))
    with pytest.raises(TableError, match="4 distinct times in 't' in all, but 4 forward-only folds take at least 5"):
        plan_forward(few, test=0, folds=4, time="t")
    assert plan_forward(few, test=0, folds=3, time="t").count == 4
