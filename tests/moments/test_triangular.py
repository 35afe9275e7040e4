"""Triangular factors: the Gram to full precision, held-out errors by residuals, and norms of candidate dependencies."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from shrinkage.design.features import Layout, Rows
from shrinkage.errors import OptionError
from shrinkage.moments.buckets import plan
from shrinkage.moments.directions import span
from shrinkage.moments.gather import gather
from shrinkage.moments.resamples import MomentResamples
from shrinkage.moments.triangular import Reread
from shrinkage.problem import LeastSquares
from tests.moments.made import Table, batches, explicit, hashes, table, units


def reread(made: Table, *, folds: int = 4, repeats: int = 1, threads: int = 2, test: float = 0.2, size: int = 64):
    used = made.rows.keys if made.rows.weight is None else made.rows.keys[made.rows.weight > 0]
    split = plan(units(used), folds=folds, repeats=repeats, test=test)
    gathered = gather(batches(made.rows, size), made.layout, split)
    assignment = split.assignment(folds, repeats, gathered.weights)
    resamples = MomentResamples(gathered, made.layout, assignment)
    return Reread(lambda: batches(made.rows, size), split, resamples, threads=threads), resamples, split


@pytest.mark.parametrize("repeats", [1, 2])
@pytest.mark.parametrize("weighted", [False, True])
def test_factors_are_the_gram_and_the_errors_of_moments(weighted, repeats):
    made = table(900, 1, weighted=weighted)
    again, resamples, _ = reread(made, repeats=repeats)
    factors = again.factors()
    rng = np.random.default_rng(0)
    for fold in (None, *range(resamples.folds)):
        factor, problem = factors.train(fold), resamples.train(fold)
        np.testing.assert_allclose(factor.columns.T @ factor.columns, problem.gram, rtol=0, atol=1e-12)
        np.testing.assert_allclose(factor.columns.T @ factor.target, problem.xty, rtol=0, atol=1e-12)
        assert factor.target @ factor.target == pytest.approx(problem.yy, rel=1e-12)
        assert (factor.weight, factor.rows) == (problem.weight, problem.rows)
        coefficients = rng.normal(size=(4, problem.features))
        np.testing.assert_allclose(factors.score(fold, coefficients), resamples.score(fold, coefficients), rtol=1e-10)
        assert factors.scaling(fold) is resamples.scaling(fold)


def test_the_number_of_threads_changes_not_one_byte():
    made = table(900, 2)
    (one, _, _), (four, _, _) = (reread(made, threads=threads) for threads in (1, 4))
    left, right = one.factors(), four.factors()
    for fold in (None, 0, 3):
        assert left.train(fold).columns.tobytes() == right.train(fold).columns.tobytes()
    directions = {fold: np.eye(made.layout.features)[:, :3] for fold in (None, 0, 1)}
    for fold, norms in one.norms(directions).items():
        assert norms.tobytes() == four.norms(directions)[fold].tobytes()


@pytest.mark.parametrize("weighted", [False, True])
def test_norms_are_those_of_the_rows(weighted):
    made = table(500, 3, weighted=weighted)
    again, resamples, split = reread(made, repeats=2)
    rng = np.random.default_rng(0)
    p = made.layout.features
    directions = {fold: rng.normal(size=(p, 1 + (fold or 0) % 3)) for fold in (None, 0, 2, 7)}
    # Every column of the second block sums to one: in original units a dependency to the last bit.
    dependency = np.zeros(p)
    dependency[-7:] = resamples.scaling(2).scale[-7:]
    directions[2] = np.column_stack([directions[2], dependency])
    norms = again.norms(directions)
    bucket = split.place(made.rows)
    for fold, v in directions.items():
        own = np.full(len(made.rows), True)
        if fold is not None:
            repeat, number = resamples.part(fold)
            own = resamples.assignment[repeat][bucket] != number
        loop = explicit(made.rows, made.layout, (bucket >= 0) & own, bucket < 0)
        product = loop.training @ v
        expected = np.sqrt(loop.training_weight @ product**2 / loop.training_weight.sum()).astype(float)
        np.testing.assert_allclose(norms[fold], expected, rtol=1e-11, atol=1e-14)
    assert norms[2][-1] < 1e-14


def test_folds_share_the_dependencies_they_have_in_common():
    """Null spaces in a basis of each fold's own: two dependencies span what eleven folds ask about."""
    again, resamples, _ = reread(table(2000, 5, weighted=False), folds=10)
    weak = {}
    for fold in (None, *range(10)):
        values, vectors = np.linalg.eigh(resamples.train(fold).gram)
        weak[fold] = vectors[:, values < 1e-10 * values[-1]]
    assert span(resamples, weak).basis.shape[1] == weak[None].shape[1] > 0
    assert max(float(norms.max()) for norms in again.norms(weak).values()) < 1e-13


def test_no_directions_have_no_norms():
    again, resamples, _ = reread(table(200, 1))
    empty = np.zeros((resamples.layout.features, 0))
    assert {fold: norm.shape for fold, norm in again.norms({None: empty, 1: empty}).items()} == {None: (0,), 1: (0,)}
    assert again.norms({}) == {}


def dense_table(X: np.ndarray, y: np.ndarray) -> Table:
    layout = Layout(X.shape[1], (), (), X.mean(axis=0), float(y.mean()))
    return Table(Rows(np.ascontiguousarray(X), np.zeros((len(y), 0), np.int32), y, None, hashes(len(y))), layout)


def minimum_norm(problem: LeastSquares) -> np.ndarray:
    cut_off = max(problem.rows, problem.features) * np.finfo(float).eps
    return np.linalg.lstsq(problem.columns, problem.target, rcond=cut_off)[0]


def assert_least_squares_of_the_rows(made: Table, folds: int = 5) -> float:
    """Fold errors of least squares by factors equal those of lstsq on rows; returns by how much a Gram is off."""
    again, resamples, split = reread(made, folds=folds)
    assert again.cheap
    factors = again.factors()
    bucket = split.place(made.rows)
    worst = 0.0
    for fold in range(folds):
        held = (bucket >= 0) & (resamples.assignment[0][bucket] == fold)
        loop = explicit(made.rows, made.layout, (bucket >= 0) & ~held, held)
        z, y = loop.training.astype(float), loop.training_target.astype(float)
        rank_cut = max(z.shape) * np.finfo(float).eps
        w = np.linalg.lstsq(z, y, rcond=rank_cut)[0]
        own = minimum_norm(factors.train(fold))
        fitted = z @ w
        # Backward errors of eps move fitted values by eps·κ·‖residual‖: 4e-8 at bloodbrain's κ of 2e8, for both.
        assert np.linalg.norm(z @ own - fitted) <= 1e-7 * np.linalg.norm(fitted)
        expected = float(loop.errors(w[None])[0])
        assert factors.score(fold, own[None])[0] == pytest.approx(expected, rel=1e-5)
        values, vectors = np.linalg.eigh(resamples.train(fold).gram)
        kept = values > values[-1] * 1e-12
        by_gram = vectors[:, kept] @ (vectors[:, kept].T @ resamples.train(fold).xty / values[kept])
        worst = max(worst, abs(resamples.score(fold, by_gram[None])[0] / expected - 1))
    return worst


def test_least_squares_where_a_gram_fails():
    """Columns that differ from one another by 2e-7 of their size: a Gram sees copies, the factor sees them."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=(400, 6))
    twins = base + 2e-7 * rng.normal(size=(400, 6))
    y = base @ np.ones(6) + 5e6 * (base - twins) @ np.ones(6) + 0.1 * rng.normal(size=400)
    assert assert_least_squares_of_the_rows(dense_table(np.hstack([base, twins]), y)) > 1.0


def test_fewer_rows_than_columns():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 60))
    assert_least_squares_of_the_rows(dense_table(X, X[:, 0] + rng.normal(size=40)), folds=4)


def test_the_test_part_must_exist_to_be_scored():
    again, resamples, _ = reread(table(120, 2), test=0)
    with pytest.raises(OptionError, match="--test"):
        again.factors().score(None, np.zeros((1, resamples.layout.features)))


@pytest.mark.data
@pytest.mark.skipif("SHRINKAGE_DATA" not in os.environ, reason="SHRINKAGE_DATA names no folder of tables")
@pytest.mark.parametrize(
    ("file", "target"),
    [("bloodbrain", "logBBB"), ("tecator", "fat"), ("longley", "Employed"), ("diabetes", "target")],
)
def test_least_squares_of_real_tables(file, target):
    X, y = real_table(Path(os.environ["SHRINKAGE_DATA"]), file, target)
    assert_least_squares_of_the_rows(dense_table(X, y), folds=5 if len(y) > 50 else 3)


def real_table(folder: Path, name: str, target: str) -> tuple[np.ndarray, np.ndarray]:
    if (folder / f"{name}.npz").exists():  # tecator: spectra, and water, fat, protein
        with np.load(folder / f"{name}.npz") as arrays:
            return arrays["X"].astype(float), arrays["y"][:, 1].astype(float)
    import duckdb

    columns = duckdb.sql(f"from '{folder / name}.parquet'").fetchnumpy()
    y = np.asarray(columns.pop(target), dtype=float)
    return np.column_stack([np.asarray(column, dtype=float) for column in columns.values()]), y
