"""Gathering as a stream: blocks, calls, failures, empty buckets."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from shrinkage.design.features import Layout, Rows
from shrinkage.errors import OptionError, TableError
from shrinkage.moments.buckets import plan
from shrinkage.moments.gather import Gathered, gather
from shrinkage.moments.resamples import MomentResamples
from tests.moments.made import batches, hashes, part, table, units


def test_blocks_may_be_calls_that_run_on_the_threads():
    made = table(500, weighted=False)
    split = plan(units(made.rows.keys))
    seen = set()

    def call(rows: Rows) -> Rows:
        seen.add(threading.current_thread().name)
        return rows

    calls = ((lambda rows=rows: call(rows)) for rows in batches(made.rows, 50))
    gathered = gather(calls, made.layout, split, threads=2)
    assert gathered.rows + gathered.test.rows == 500
    assert threading.main_thread().name not in seen


def test_a_failure_while_encoding_reaches_the_caller():
    made = table(100)

    def fail() -> Rows:
        raise TableError("cell 3 is infinite, because it says so; drop it.")

    with pytest.raises(TableError, match="infinite"):
        gather([made.rows, fail, made.rows], made.layout, plan(units(made.rows.keys)))


def test_batch_size_changes_rounding_only():
    made = table(700, 9)
    split = plan(units(made.rows.keys))
    whole, cut = gather([made.rows], made.layout, split), gather(batches(made.rows, 13), made.layout, split)
    for a, b in zip(whole.buckets, cut.buckets, strict=True):
        assert a.rows == b.rows
        np.testing.assert_allclose(a.scatter, b.scatter, rtol=1e-9, atol=1e-9)


def test_no_rows_at_all_leave_empty_moments():
    made = table(50)
    gathered = gather([part(made.rows, slice(0, 0))], made.layout, plan(units(made.rows.keys)))
    assert gathered.rows == 0
    assert all(bucket.weight == 0 for bucket in gathered.buckets)
    assert not np.isnan(gathered.buckets[0].offset).any()


def test_categories_alone_are_enough():
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 3, (200, 2)).astype(np.int32)
    layout = Layout(0, (3, 3), (), np.zeros(0), 0.0)
    rows = Rows(np.zeros((200, 0)), codes, rng.normal(size=200), None, hashes(200))
    resamples = MomentResamples(gather([rows], layout, plan(units(rows.keys))), layout, 10)
    assert np.array_equal(np.diagonal(resamples.train(0).gram), np.ones(6))


def test_asking_for_what_was_not_gathered_is_a_sentence():
    made = table(100)
    gathered = gather([made.rows], made.layout, plan(units(made.rows.keys), test=0, folds=5, buckets=5))
    with pytest.raises(OptionError, match="into 5 buckets"):
        MomentResamples(gathered, made.layout, 10)
    resamples = MomentResamples(gathered, made.layout, 5)
    assert not resamples.has_test
    with pytest.raises(OptionError, match="--test"):
        resamples.score(None, np.zeros((1, made.layout.features)))
    few = Gathered((gathered.buckets[0], *(gathered.test for _ in range(4))), gathered.test)
    with pytest.raises(TableError, match="holds no rows"):
        MomentResamples(few, made.layout, 5).train(0)


def test_parts_may_be_asked_for_from_many_threads():
    made = table(400, 3)
    split = plan(units(made.rows.keys), repeats=2)
    gathered = gather([made.rows], made.layout, split)
    assignment = split.assignment(10, 2, gathered.weights)
    resamples = MomentResamples(gathered, made.layout, assignment)
    alone = MomentResamples(gathered, made.layout, assignment)
    nothing = np.zeros((1, made.layout.features))
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for fold in range(20):
                assert np.array_equal(resamples.train(fold).gram, alone.train(fold).gram)
                assert resamples.score(fold, nothing) == alone.score(fold, nothing)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


@pytest.mark.parametrize("weighted", [False, True])
def test_levels_that_never_or_always_occur_are_constant(weighted):
    n = 150
    rng = np.random.default_rng(4)
    codes = np.column_stack([rng.integers(0, 3, n), np.ones(n)]).astype(np.int32)
    codes[7, 0] = 3
    weight = np.full(n, 2.0) if weighted else None
    if weight is not None:
        weight[7] = 0.0  # a row of weight 0 is absent, and its level with it
    layout = Layout(0, (5, 2), (), np.zeros(0), 0.0)
    rows = Rows(np.zeros((n, 0)), codes, rng.normal(size=n), weight, hashes(n))
    gathered = gather([rows], layout, plan(units(rows.keys, weight), test=0))
    scale = MomentResamples(gathered, layout, 10).scaling(None).scale
    assert np.flatnonzero(scale == 0).tolist() == ([3, 4, 5, 6] if weighted else [4, 5, 6])
