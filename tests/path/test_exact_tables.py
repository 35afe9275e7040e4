"""Exact paths of real tables, encoded as `compare` encodes them: certified at every knot and between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shrinkage.path.exact import exact_lasso, exact_ridge
from shrinkage.path.grid import grid
from shrinkage.path.trace import ridge_trace, trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.knots import Knots, lasso_knots
from shrinkage.solver.ridge import Spectrum
from shrinkage.workflow.prepare import Choices, prepare
from tests.data import real_table
from tests.solver import catalogue

FLIGHTS = Path(__file__).parents[2] / "examples" / "flights.csv"
TABLES = {
    "diabetes": "target",
    "prostate": "lpsa",
    "hitters": "Salary",
    "boston": "medv",
    "ames": "price",
    "flights": "arr_delay",
}


def prepared(name: str, **choices: Any) -> tuple[Quadratic, Floats | None]:
    """The training problem of a table, and the factors of its features."""
    if name == "golub":
        table = np.load(real_table("golub.npz"))
        y = np.unique(table["y"], return_inverse=True)[1]
        return catalogue.quadratic(table["X"].astype(float), y.astype(float)), None
    source = FLIGHTS if name == "flights" else real_table(f"{name}.parquet")
    done = prepare(str(source), TABLES[name], Choices(**choices))
    return done.resamples.train(None), done.factors


def problem_of(name: str) -> Quadratic:
    return prepared(name)[0]


def at(found: Knots, lam: float) -> Floats:
    return np.array([np.interp(-lam, -found.lams, column) for column in found.coefficients.T])


# Table, choices, and which share of the knots is looked at.
CASES: list[tuple[str, dict[str, Any], int]] = [
    *((name, {}, 1) for name in ("diabetes", "prostate", "hitters", "boston")),
    *((name, {"raw": True}, 1) for name in ("diabetes", "prostate", "hitters", "boston")),
    ("hitters", {"positive": True}, 1),
    ("hitters", {"factors": {"Years": 0.0, "CHits": float("inf"), "Hits": 3.0}}, 1),
    ("ames", {}, 9),
    ("flights", {}, 37),
    ("golub", {}, 5),
]


@pytest.mark.data
@pytest.mark.parametrize(("name", "choices", "every"), CASES, ids=lambda case: str(case))
def test_knots_are_exact(name: str, choices: dict[str, Any], every: int) -> None:
    problem, factors = prepared(name, **choices)
    positive = choices.get("positive", False)
    lams = grid(problem, 1.0, factors, positive=positive).lams
    found = lasso_knots(problem, lams, factors=factors, positive=positive)
    assert found is not None
    assert found.repairs == 0
    middles = 0.5 * (found.coefficients[1:] + found.coefficients[:-1])
    assert found.nonzero.tolist() == [*np.count_nonzero(middles, axis=1), np.count_nonzero(found.coefficients[-1])]
    for lam, w in list(zip(found.lams.tolist(), found.coefficients, strict=True))[::every]:
        assert certificate(problem, ElasticNet(lam, 1.0, factors, positive), w).relative_gap <= 1e-10
    for lam, w in list(zip((0.5 * (found.lams[1:] + found.lams[:-1])).tolist(), middles, strict=True))[::every]:
        assert certificate(problem, ElasticNet(lam, 1.0, factors, positive), w).relative_gap <= 1e-10


@pytest.mark.data
@pytest.mark.parametrize("name", ["diabetes", "prostate", "hitters", "boston", "ames", "flights"])
def test_what_a_record_carries_is_the_path(name: str) -> None:
    problem = problem_of(name)
    path = trace(problem, grid(problem).lams, 1.0)
    exact = exact_lasso(problem, path)
    assert exact is not None
    assert isinstance(exact.form, Knots)
    size = np.abs(exact.coefficients).max()
    for lam, w in list(zip(path.lams.tolist(), exact.coefficients, strict=True))[::7]:
        np.testing.assert_allclose(at(exact.form, lam), w[exact.form.features], atol=1e-9 * size)
        assert certificate(problem, ElasticNet(lam), w).relative_gap <= 1e-12
    fits = path.coefficients @ problem.gram
    np.testing.assert_allclose(exact.coefficients @ problem.gram, fits, atol=1e-10 * np.abs(fits).max())


@pytest.mark.data
@pytest.mark.parametrize("name", ["diabetes", "prostate", "hitters", "boston", "ames", "flights"])
def test_expansions_are_exact(name: str) -> None:
    problem = problem_of(name)
    spectrum = Spectrum(problem)
    path = ridge_trace(problem, grid(problem, 0.0, spectrum=spectrum).lams, spectrum)
    exact = exact_ridge(problem, path, spectrum)
    assert exact is not None
    assert not isinstance(exact.form, Knots)
    between = np.sqrt(path.lams[1:] * path.lams[:-1])[::7]
    for lam, w in zip(between.tolist(), exact.form.at(between), strict=True):
        assert certificate(problem, ElasticNet(lam, 0.0), w).relative_gap <= 1e-12
    # Where no direction is without variance, which rounding would fill, the two are one.
    size = np.abs(path.coefficients).max()
    alike = 1e-10 if name in {"diabetes", "prostate", "boston"} else 1e-6
    np.testing.assert_allclose(exact.form.at(path.lams), path.coefficients, atol=alike * size)


@pytest.mark.data
def test_an_expansion_of_more_columns_than_rows_has_as_many_terms_as_rows_and_none_to_spare() -> None:
    table = np.load(real_table("golub.npz"))
    y = np.unique(table["y"], return_inverse=True)[1].astype(float)
    problem = catalogue.quadratic(table["X"][:, :600].astype(float), y)
    spectrum = Spectrum(problem)
    path = ridge_trace(problem, grid(problem, 0.0, spectrum=spectrum).lams, spectrum)
    exact = exact_ridge(problem, path, spectrum)
    assert exact is not None
    assert not isinstance(exact.form, Knots)
    assert exact.form.values.size == len(y) - 1
    for lam, w in list(zip(path.lams.tolist(), exact.coefficients, strict=True))[::7]:
        assert certificate(problem, ElasticNet(lam, 0.0), w).relative_gap <= 1e-12
