"""Thin end-to-end checks: grids, both solvers, and the certificate as the assertion."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.path.grid import extend, largest_strength, ridge_grid, sparse_grid
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.ridge import Spectrum


@pytest.fixture
def problem() -> Quadratic:
    rng = np.random.default_rng(0)
    columns = rng.standard_normal((300, 20)) @ rng.standard_normal((20, 20))
    target = columns[:, :4] @ np.array([1.0, -2.0, 0.5, 3.0]) + rng.standard_normal(300)
    z = (columns - columns.mean(0)) / columns.std(0)
    t = target - target.mean()
    return Quadratic(z.T @ z / 300, z.T @ t / 300, float(t @ t) / 300, 300.0, 300)


@pytest.mark.parametrize("l1_ratio", [1.0, 0.75, 0.25])
def test_sparse_path_is_certified_at_every_point(problem: Quadratic, l1_ratio: float) -> None:
    lams = sparse_grid(problem, l1_ratio)
    path = trace(problem, lams, l1_ratio)
    assert np.all(path.coefficients[0] == 0)
    assert path.nonzero[-1] > 4
    for lam, coefficients, status in zip(lams, path.coefficients, path.statuses, strict=True):
        assert status.solved
        assert certificate(problem, ElasticNet(lam, l1_ratio), coefficients).relative_gap <= 1e-12


def test_ridge_path_is_certified_at_every_point(problem: Quadratic) -> None:
    lams = ridge_grid(Spectrum(problem).largest)
    path = trace(problem, lams, 0.0)
    for lam, coefficients in zip(lams, path.coefficients, strict=True):
        assert certificate(problem, ElasticNet(lam, 0.0), coefficients).relative_gap <= 1e-12


def test_grid_starts_at_lambda_max_and_extends_to_a_millionth(problem: Quadratic) -> None:
    lams = sparse_grid(problem)
    assert lams.size == 100
    assert lams[0] == largest_strength(problem)
    while (more := extend(lams)).size:
        assert more.size <= 25
        lams = np.concatenate([lams, more])
    assert 1e-6 * 0.99 <= lams[-1] / lams[0] <= 1.2e-6
    assert np.allclose(np.diff(np.log(lams)), np.log(lams[1] / lams[0]))
