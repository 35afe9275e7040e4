"""Problems of rows against the same as a Gram: solutions, certificates, and every kind of penalty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.problems import problems_of
from shrinkage.estimators.row_problems import row_problems_of
from shrinkage.path.grid import largest_strength
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Quadratic, RowProblem
from shrinkage.solver.certificate import certificate


def pair(
    kind: Any = np.asarray, n: int = 30, p: int = 90, seed: int = 0, *, weighted: bool = True, **how: bool
) -> tuple[Quadratic, RowProblem]:
    rng = np.random.default_rng(seed)
    x = np.where(rng.random((n, p)) < 0.6, rng.standard_normal((n, p)) * rng.uniform(0.2, 3, p), 0.0)
    x[:, 0] += 30
    x[:, 3], x[:, 4], x[:, 5] = 2.0, 0.0, x[:, 7]
    y = x[:, :6] @ rng.standard_normal(6) + rng.standard_normal(n) + 4
    v = rng.integers(0, 4, n).astype(float) if weighted else None
    how = {"intercept": True, "standardize": True} | how
    gram, _ = problems_of(Inputs(x, y, v), **how)
    rows, _ = row_problems_of(Inputs(kind(x), y, v), **how)
    return gram[0], rows[0]


KINDS = [np.asarray, np.asfortranarray, sparse.csc_array]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("standardize", [False, True])
def test_rows_are_the_same_problem(kind: Any, intercept: bool, standardize: bool) -> None:
    gram, rows = pair(kind, intercept=intercept, standardize=standardize)
    w = np.random.default_rng(1).standard_normal(90) * (rows.length > 0)
    np.testing.assert_allclose(rows.xty, gram.xty, atol=1e-10)
    np.testing.assert_allclose(rows.length**2, np.diag(gram.gram), atol=1e-10)
    np.testing.assert_allclose(rows.correlation(w), gram.correlation(w), rtol=1e-9, atol=1e-9)
    assert rows.smooth(w) == pytest.approx(gram.smooth(w), rel=1e-10)
    assert (rows.yy, rows.weight, rows.rows) == (pytest.approx(gram.yy), gram.weight, gram.rows)
    assert largest_strength(rows) == pytest.approx(largest_strength(gram), rel=1e-10)


def factors(kind: str) -> Any:
    if kind == "none":
        return None
    f = np.random.default_rng(2).uniform(0.5, 2, 90)
    f[[10, 11]] = np.inf
    if kind == "free":
        f[[1, 2, 3]] = 0.0
    return f


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("f", ["none", "some", "free"])
def test_paths_are_those_of_the_gram(kind: Any, l1_ratio: float, positive: bool, f: str) -> None:
    gram, rows = pair(kind)
    given = factors(f)
    top = largest_strength(gram, 1.0, given, positive=positive)
    assert largest_strength(rows, 1.0, given, positive=positive) == pytest.approx(top, rel=1e-9)
    lams = np.geomspace(top, 1e-2 * top, 7)
    ours, want = (trace(problem, lams, l1_ratio, given, positive) for problem in (rows, gram))
    for lam, a, b in zip(lams, ours.coefficients, want.coefficients, strict=True):
        penalty = ElasticNet(float(lam), l1_ratio, given, positive)
        objective = [gram.smooth(w) + penalty.value(w) for w in (a, b)]
        assert objective[0] == pytest.approx(objective[1], rel=1e-10)
        assert certificate(rows, penalty, a).relative_gap < 1e-10
        assert certificate(gram, penalty, a).relative_gap < 1e-8
        if l1_ratio < 1 and f != "free":
            np.testing.assert_allclose(a, b, atol=1e-8)


def test_one_strength_is_that_point_of_the_path() -> None:
    gram, rows = pair()
    lam = 0.01 * largest_strength(gram)
    alone = trace(rows, np.array([lam]), 0.7).coefficients[0]
    np.testing.assert_allclose(alone, trace(gram, np.array([lam]), 0.7).coefficients[0], atol=1e-9)
    again = trace(rows, np.array([lam]), 0.7, start=alone).coefficients[0]
    np.testing.assert_allclose(again, alone, atol=1e-12)


@pytest.mark.parametrize("f", ["none", "some"])
def test_strength_0_has_least_norm(f: str) -> None:
    _, rows = pair(weighted=False)
    given = factors(f)
    w = trace(rows, np.array([1.0, 0.0]), 1.0, given).coefficients[1]
    members = np.flatnonzero((rows.length > 0) & (np.isfinite(given) if given is not None else True))
    want = np.linalg.lstsq(rows.columns(members), rows.target, rcond=None)[0]
    np.testing.assert_allclose(w[members], want, atol=1e-9)
    proof = certificate(rows, ElasticNet(0.0, 1.0, given), w)
    assert proof.kind == "decrement"
    assert proof.relative_gap < 1e-12


def test_certificates_see_what_is_wrong() -> None:
    gram, rows = pair()
    for penalty in (ElasticNet(0.1), ElasticNet(0.1, 0.5), ElasticNet(0.1, 1.0, factors("free"))):
        w = trace(rows, np.array([penalty.lam]), penalty.l1_ratio, penalty.factors).coefficients[0]
        w[1] += 0.5
        a, b = certificate(rows, penalty, w), certificate(gram, penalty, w)
        assert a.kind == b.kind
        assert a.relative_gap == pytest.approx(b.relative_gap, rel=1e-6)
        assert a.relative_gap > 1e-3


def test_sparse_columns_far_from_0_keep_their_digits() -> None:
    rng = np.random.default_rng(3)
    x = np.where(rng.random((40, 60)) < 0.2, rng.standard_normal((40, 60)), 0.0)
    x[:, 0] = rng.standard_normal(40)
    y = x[:, 0] + 0.1 * rng.standard_normal(40)
    found = []
    for far in (0.0, 1e6):
        x[:, 0] += far
        problems, _ = row_problems_of(Inputs(sparse.csc_array(x), y, None), intercept=True, standardize=False)
        found.append(trace(problems[0], np.array([0.02]), 1.0).coefficients[0])
    np.testing.assert_allclose(found[1], found[0], atol=1e-8)


def test_products_of_columns_are_those_of_columns_written_out() -> None:
    for kind in KINDS:
        _, rows = pair(kind)
        left, right = np.array([0, 8, 9, 20]), np.array([2, 3, 0])
        want = rows.columns(left).T @ rows.columns(right)
        np.testing.assert_allclose(rows.products(left, right), want, atol=1e-13)
