"""Laws of paths that are known at every strength, on drawn problems: what must hold whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from shrinkage.path.exact import exact_lasso, exact_ridge
from shrinkage.path.grid import largest_strength, ridge_grid
from shrinkage.path.trace import ridge_trace, trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.gram import gram_path
from shrinkage.solver.knots import Knots, lasso_knots
from shrinkage.solver.ridge import Spectrum
from tests.laws.test_path_laws import law, problems
from tests.solver import catalogue


@st.composite
def nasty(draw: st.DrawFn) -> Quadratic:
    """Those of the other laws, and: more columns than rows, nearly equal ones, sums of others, circles of ties."""
    kind = draw(st.sampled_from(["others", "wide", "near", "sums", "circle"]))
    if kind == "others":
        return draw(problems())
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, p = draw(st.integers(3, 12)), draw(st.integers(2, 9))
    x = random.standard_normal((n, 2 * n if kind == "wide" else p))
    if kind == "near":
        x = np.hstack([x, x + 1e-3 * random.standard_normal(x.shape)])
    elif kind == "sums":
        x = np.hstack([x, x[:, [0]] + x[:, [-1]], 0.5 * (x[:, [0]] - x[:, [-1]])])
    elif kind == "circle":
        x = np.array([np.roll(random.integers(-2, 3, p), k) for k in range(p)], dtype=float)
    y = random.integers(-2, 3, len(x)).astype(float) if kind == "circle" else random.standard_normal(len(x))
    return catalogue.quadratic(x, y, standardise=draw(st.booleans()))


weights = st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.0, 1.0, 3.0, float("inf")]), min_size=40, max_size=40)
shares = st.lists(st.floats(1e-4, 1.0), min_size=1, max_size=8)


def top_of(problem: Quadratic, factors: Floats | None = None, positive: bool = False) -> float:
    top = largest_strength(problem, 1.0, factors, positive=positive)
    return top if top > 1e-9 * np.sqrt(problem.yy) else 0.0


def walked(problem: Quadratic, lams: Floats, factors: Floats | None = None, positive: bool = False) -> Knots:
    found = lasso_knots(problem, lams, factors=factors, positive=positive)
    assert found is not None
    return found


def resolved(problem: Quadratic, lams: Floats, factors: Floats | None, positive: bool) -> bool:
    """Whether the grid's solver finds the optimum: a Gram has too few digits where free columns make up nearly all."""
    path = gram_path(problem, lams, 1.0, factors=factors, positive=positive)
    return all(status.solved for status in path.statuses)


def at(found: Knots, lam: float) -> Floats:
    return np.array([np.interp(-lam, -found.lams, column) for column in found.coefficients.T])


@law(nasty(), st.one_of(st.none(), weights), st.booleans(), shares)
def test_knots_are_solutions_at_random_strengths(
    problem: Quadratic, given: list[float] | None, positive: bool, strengths: list[float]
) -> None:
    factors = None if given is None else np.array(given[: problem.features])
    if not (top := top_of(problem, factors, positive)):
        return
    lams = top * np.sort([1.0, *strengths, 1e-4])[::-1]
    if not resolved(problem, lams, factors, positive):
        return
    found = walked(problem, lams, factors, positive)
    path = gram_path(problem, lams, 1.0, factors=factors, positive=positive)
    scale = np.sqrt(problem.yy) * np.sqrt(np.diag(problem.gram).max())
    for lam, expected in zip(lams.tolist(), path.coefficients, strict=True):
        w = at(found, lam)
        np.testing.assert_allclose(problem.gram @ w, problem.gram @ expected, atol=1e-9 * scale)
        penalty = ElasticNet(lam, 1.0, factors, positive)
        assert abs(penalty.value(w) - penalty.value(expected)) <= 1e-9 * problem.yy
        assert certificate(problem, penalty, w).relative_gap <= 1e-10


@law(problems(unique=True), st.booleans(), shares)
def test_where_solutions_are_unique_coefficients_are_the_grid_s(
    problem: Quadratic, positive: bool, strengths: list[float]
) -> None:
    if not (top := top_of(problem, None, positive)):
        return
    lams = top * np.sort([1.0, *strengths, 1e-4])[::-1]
    found, path = walked(problem, lams, None, positive), gram_path(problem, lams, 1.0, positive=positive)
    size = np.abs(path.coefficients).max()
    for lam, expected in zip(lams.tolist(), path.coefficients, strict=True):
        np.testing.assert_allclose(at(found, lam), expected, atol=1e-9 * size)


@law(nasty(), st.one_of(st.none(), weights), st.booleans())
def test_the_first_knot_is_where_everything_is_zero_and_counts_are_true(
    problem: Quadratic, given: list[float] | None, positive: bool
) -> None:
    factors = None if given is None else np.array(given[: problem.features])
    if not (top := top_of(problem, factors, positive)):
        return
    lams = top * np.array([1.0, 1e-3])
    if not resolved(problem, lams, factors, positive):
        return
    found = walked(problem, lams, factors, positive)
    penalised = np.ones(problem.features, dtype=bool) if factors is None else factors > 0
    assert found.lams[0] == top
    assert np.all(found.coefficients[0, penalised] == 0)
    # The path bends there: 1e-9 below, which is more than ties may take apart, something penalised has entered.
    assert np.any(at(found, (1.0 - 1e-6) * top)[penalised] != 0)
    assert np.all(np.diff(found.lams) < 0)
    middles = 0.5 * (found.coefficients[1:] + found.coefficients[:-1])
    assert found.nonzero.tolist() == [*np.count_nonzero(middles, axis=1), np.count_nonzero(found.coefficients[-1])]


@law(problems(), st.booleans(), st.integers(-20, 20), st.integers(-6, 6))
def test_powers_of_two_change_units_and_nothing_else(
    problem: Quadratic, positive: bool, target: int, columns: int
) -> None:
    if not (top := top_of(problem, None, positive)):
        return
    y, z = 2.0**target, 2.0**columns
    scaled = replace(problem, gram=problem.gram * z**2, xty=problem.xty * (y * z), yy=problem.yy * y**2)
    lams = top * np.array([1.0, 1e-3])
    first, second = walked(problem, lams, None, positive), walked(scaled, lams * (y * z), None, positive)
    assert np.array_equal(first.lams * (y * z), second.lams)
    assert np.array_equal(first.coefficients * (y / z), second.coefficients)


@law(problems(unique=True), st.randoms(use_true_random=False))
def test_permuting_columns_permutes_knots(problem: Quadratic, random: object) -> None:
    if not (top := top_of(problem)):
        return
    order = np.random.default_rng(random.getrandbits(32)).permutation(problem.features)  # type: ignore[attr-defined]
    shuffled = replace(problem, gram=np.ascontiguousarray(problem.gram[np.ix_(order, order)]), xty=problem.xty[order])
    lams = top * np.geomspace(1.0, 1e-3, 20)
    first, second = walked(problem, lams), walked(shuffled, lams)
    size = np.abs(first.on_grid).max()
    np.testing.assert_allclose(second.on_grid, first.on_grid[:, order], atol=1e-9 * size)


@law(nasty(), st.one_of(st.none(), weights), st.booleans())
def test_what_a_record_may_carry_holds_on_the_grid(
    problem: Quadratic, given: list[float] | None, positive: bool
) -> None:
    factors = None if given is None else np.array(given[: problem.features])
    if not (top := top_of(problem, factors, positive)):
        return
    lams = top * np.geomspace(1.0, 1e-4, 30)
    if not resolved(problem, lams, factors, positive):
        return
    path = trace(problem, lams, 1.0, factors, positive)
    exact = exact_lasso(problem, path, factors=factors, positive=positive)
    assert exact is not None
    assert isinstance(exact.form, Knots)
    size = np.abs(exact.coefficients).max()
    for lam, w in zip(path.lams.tolist(), exact.coefficients, strict=True):
        np.testing.assert_allclose(at(exact.form, lam)[exact.form.features.argsort()], w[exact.form.features],
                                   atol=2e-9 * size)  # fmt: skip
        assert certificate(problem, ElasticNet(lam, 1.0, factors, positive), w).relative_gap <= 1e-10


@law(problems(unique=True), st.one_of(st.none(), weights), st.lists(st.floats(-6.0, 3.0), min_size=1, max_size=8))
def test_expansions_are_ridge_paths(problem: Quadratic, given: list[float] | None, exponents: list[float]) -> None:
    factors = None if given is None else np.array(given[: problem.features])
    spectrum = Spectrum(problem, factors)
    if not spectrum.largest:
        return
    lams = spectrum.largest * np.sort(10.0 ** np.array(exponents))[::-1]
    path, found = ridge_trace(problem, lams, spectrum, factors), spectrum.expansion()
    np.testing.assert_allclose(found.at(lams), path.coefficients, atol=1e-10 * np.abs(path.coefficients).max())
    shares = (found.values / (found.values + lams[:, None])).sum(axis=1) + found.free_rank
    np.testing.assert_allclose(shares, spectrum.degrees_of_freedom(lams), atol=1e-9)


@law(nasty(), st.one_of(st.none(), weights))
def test_expansions_that_are_kept_are_solutions(problem: Quadratic, given: list[float] | None) -> None:
    factors = None if given is None else np.array(given[: problem.features])
    spectrum = Spectrum(problem, factors)
    if not spectrum.largest:
        return
    path = ridge_trace(problem, ridge_grid(spectrum.largest, 30, weakest=spectrum.weakest), spectrum, factors)
    exact = exact_ridge(problem, path, spectrum, factors=factors)
    if exact is None:
        return  # a Gram has too few digits
    for lam, w in zip(path.lams.tolist(), exact.coefficients, strict=True):
        assert certificate(problem, ElasticNet(lam, 0.0, factors), w).relative_gap <= 1e-8
