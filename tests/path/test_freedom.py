"""Effective degrees of freedom against the definition: how the fit follows the target."""

from __future__ import annotations

import numpy as np
import pytest

from shrinkage.path import freedom
from shrinkage.path.freedom import degrees_of_freedom
from shrinkage.path.trace import trace
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.ridge import Spectrum

RATIOS = (0.0, 0.25, 0.75, 1.0)


def rows(features: int, n: int = 120, seed: int = 0) -> tuple[Floats, Floats]:
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, features)) + 0.5 * draw.normal(size=(n, 1))
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = x[:, 0] - 2.0 * x[:, -1] + draw.normal(size=n)
    return x, y - y.mean()


def problem_of(x: Floats, y: Floats) -> Quadratic:
    n = len(y)
    return Quadratic(x.T @ x / n, x.T @ y / n, float(y @ y) / n, float(n), n)


@pytest.mark.parametrize("ratio", RATIOS)
def test_they_are_the_divergence_of_the_fitted_values(ratio: float) -> None:
    """Stein 1981: df = Σᵢ ∂ŷᵢ/∂yᵢ, by differences of whole fits."""
    x, y = rows(6, n=25)
    lams = np.array([0.4, 0.05])
    found = degrees_of_freedom(problem_of(x, y), trace(problem_of(x, y), lams, ratio))
    step = 1e-5
    moved = np.zeros(2)
    for i in range(len(y)):
        for sign in (1.0, -1.0):
            other = y + sign * step * np.eye(len(y))[i]
            # Not centred again: 1'X = 0, and so the fit is the same.
            moved += sign * (trace(problem_of(x, other), lams, ratio).coefficients @ x[i]) / (2 * step)
    np.testing.assert_allclose(found, moved, rtol=1e-6)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("weak", [1e-3, 1e-9])
def test_every_way_of_computing_them_agrees(ratio: float, weak: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """All points in one call, one by one, and by a decomposition."""
    problem = problem_of(*rows(30))
    path = trace(problem, np.geomspace(1.0, weak, 40), ratio, factors=np.r_[0.0, 2.0, np.inf, np.ones(27)])
    factors = np.r_[0.0, 2.0, np.inf, np.ones(27)]
    together = degrees_of_freedom(problem, path, factors)
    monkeypatch.setattr(freedom, "TOGETHER", 0)
    decomposed = degrees_of_freedom(problem, path, factors)
    monkeypatch.setattr(freedom, "WORTH_DECOMPOSING", 1000)
    single = degrees_of_freedom(problem, path, factors)
    np.testing.assert_allclose(decomposed, together, rtol=1e-9)
    np.testing.assert_allclose(single, together, rtol=1e-9)


def test_those_of_ridge_are_the_spectrum_s() -> None:
    problem = problem_of(*rows(60))
    path = trace(problem, np.geomspace(1e3, 1e-6, 50), 0.0)
    expected = Spectrum(problem).degrees_of_freedom(path.lams)
    np.testing.assert_allclose(degrees_of_freedom(problem, path), expected, rtol=1e-9)


def test_an_empty_path_has_none_and_lasso_counts() -> None:
    problem = problem_of(*rows(60))
    path = trace(problem, np.array([1e9, 0.1]), 1.0)
    assert degrees_of_freedom(problem, path).tolist() == [0.0, float(path.nonzero[1])]
    mixed = trace(problem, np.array([1e9, 1e8]), 0.5)
    assert degrees_of_freedom(problem, mixed).tolist() == [0.0, 0.0]


def test_columns_that_depend_on_each_other_count_by_their_rank() -> None:
    x, y = rows(60)
    problem = problem_of(np.hstack((x, x)), y)
    path = trace(problem, np.array([1e-12]), 0.0)
    assert degrees_of_freedom(problem, path)[0] == pytest.approx(60.0, abs=0.1)
