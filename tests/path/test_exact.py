"""What a record may carry instead of a grid: held against the grid, small enough, and else nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from shrinkage.path import exact
from shrinkage.path.exact import Exact, exact_lasso, exact_ridge
from shrinkage.path.grid import grid
from shrinkage.path.path import Path
from shrinkage.path.trace import ridge_trace, trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.knots import Knots, lasso_knots
from shrinkage.solver.ridge import Spectrum
from tests.solver import catalogue


def lasso_of(problem: Quadratic) -> tuple[Path, Exact | None]:
    path = trace(problem, grid(problem).lams, 1.0)
    return path, exact_lasso(problem, path)


def ridge_of(problem: Quadratic, factors: Floats | None = None) -> tuple[Path, Exact | None]:
    spectrum = Spectrum(problem, factors)
    path = ridge_trace(problem, grid(problem, 0.0, factors, spectrum=spectrum).lams, spectrum, factors)
    return path, exact_ridge(problem, path, spectrum, factors=factors)


@pytest.mark.parametrize("name", [name for name in catalogue.NAMES if name != "spectra"])
@pytest.mark.parametrize("standardise", [True, False])
def test_every_design_has_knots_and_goes_on_with_solutions(name: str, standardise: bool) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name), standardise=standardise)
    path, found = lasso_of(problem)
    assert found is not None
    for lam, w in zip(path.lams.tolist(), found.coefficients, strict=True):
        assert certificate(problem, ElasticNet(lam), w).relative_gap <= 1e-12


@pytest.mark.parametrize("name", [name for name in catalogue.NAMES if name != "spectra"])
@pytest.mark.parametrize("standardise", [True, False])
def test_every_design_has_an_expansion_and_goes_on_with_solutions(name: str, standardise: bool) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name), standardise=standardise)
    path, found = ridge_of(problem)
    assert found is not None
    for lam, w in zip(path.lams.tolist(), found.coefficients, strict=True):
        assert certificate(problem, ElasticNet(lam, 0.0), w).relative_gap <= 1e-12


def test_where_solutions_are_many_the_path_takes_those_that_hold_everywhere() -> None:
    """The grid's points may each have chosen another of two equal columns; a path that jumps to and fro is none."""
    x, y = catalogue.rows("copies")
    problem = catalogue.quadratic(x, y)
    path, found = lasso_of(problem)
    assert found is not None
    assert isinstance(found.form, Knots)
    assert found.coefficients is not path.coefficients
    assert np.all(found.coefficients[:, 12:] == 0)  # copies of columns before them
    np.testing.assert_allclose(found.coefficients @ problem.gram, path.coefficients @ problem.gram, atol=1e-12)


def test_where_they_are_one_the_path_stays_as_it_is() -> None:
    path, found = lasso_of(catalogue.quadratic(*catalogue.rows("plain")))
    assert found is not None
    assert found.coefficients is path.coefficients


def test_ridge_drops_directions_that_are_none() -> None:
    problem = catalogue.quadratic(*catalogue.rows("wide"))
    _, found = ridge_of(problem)
    assert found is not None
    assert not isinstance(found.form, Knots)
    assert found.form.values.size == 19  # 20 rows, centred
    assert found.form.values.min() > 1e-3


@pytest.mark.parametrize("name", ["KNOT_NUMBERS", "BASIS_NUMBERS"])
def test_what_would_be_large_is_left_to_the_grid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    of = lasso_of if name == "KNOT_NUMBERS" else ridge_of
    monkeypatch.setattr(exact, name, 25 * 25)
    assert of(problem)[1] is not None
    monkeypatch.setattr(exact, name, 300)
    assert of(problem)[1] is None


def test_where_a_gram_has_too_few_digits_the_grid_is_all_there_is() -> None:
    """Free columns that nearly depend on each other: profiling them out leaves little of a weak ridge."""
    problem = catalogue.quadratic(*catalogue.rows("spectra"))
    _, found = ridge_of(problem, np.resize([1.0, 0.0, 2.0, np.inf], problem.features))
    assert found is None


def test_a_form_that_is_no_solution_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = catalogue.quadratic(*catalogue.rows("copies"))

    def off(*given: Any, **options: Any) -> Knots | None:
        found = lasso_knots(*given, **options)
        return None if found is None else replace(found, on_grid=(1.0 + 1e-4) * found.on_grid)

    assert lasso_of(problem)[1] is not None
    monkeypatch.setattr(exact, "lasso_knots", off)
    assert lasso_of(problem)[1] is None
    spectrum, wrong = Spectrum(problem), replace(problem, xty=(1.0 + 1e-4) * problem.xty)
    path = ridge_trace(problem, grid(problem, 0.0, spectrum=spectrum).lams, spectrum)
    assert exact_ridge(problem, path, spectrum) is not None
    assert exact_ridge(problem, path, spectrum.of_target(wrong)) is None
