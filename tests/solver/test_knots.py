"""The L1 path by its knots: against its twin, against the grid's solver, and the certificate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shrinkage import _kernel
from shrinkage.path.grid import largest_strength
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.gram import gram_path
from shrinkage.solver.knots import Knots, lasso_knots
from tests.solver import catalogue, homotopy

UNIQUE = ("plain", "alike", "constants", "saturated", "single", "wide")
DEGENERATE = ("one_hot", "crossed", "copies", "low_rank")


def settings(problem: Quadratic) -> list[dict[str, Any]]:
    factors = np.resize([1.0, 2.0, 0.0, 1.0, np.inf, 0.5], problem.features)
    return [{}, {"positive": True}, {"factors": factors}, {"factors": factors, "positive": True}]


def top_of(problem: Quadratic, setting: dict[str, Any]) -> float:
    return largest_strength(problem, 1.0, setting.get("factors"), positive=setting.get("positive", False))


def walked(problem: Quadratic, lams: Floats, setting: dict[str, Any]) -> Knots:
    found = lasso_knots(problem, lams, **setting)
    assert found is not None
    assert np.all(np.diff(found.lams) < 0)
    assert (found.lams[0], found.lams[-1]) == (lams[0], lams[-1])
    return found


def between(found: Knots, lams: Floats) -> Floats:
    """The path (m, q) by interpolation alone."""
    return np.column_stack([np.interp(-lams, -found.lams, column) for column in found.coefficients.T])


@pytest.mark.parametrize("name", ["plain", "alike", "constants", "saturated", "single", "spectra"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_knots_are_those_of_the_twin(name: str, which: int) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    setting = settings(problem)[which]
    if name == "spectra" and which == 2:
        return  # free columns that nearly depend on each other are no general position
    top = top_of(problem, setting)
    bottom = top * (0.05 if name == "spectra" else 1e-4)
    factors = setting.get("factors", np.ones(problem.features))
    expected = homotopy.knots(problem, top, bottom, factors, positive=setting.get("positive", False))
    found = walked(problem, np.array([top, bottom]), setting)
    distinct = np.append(found.lams[:-1] > (1.0 + 1e-9) * found.lams[1:], True)  # rounding may tell a tie apart
    np.testing.assert_allclose(found.lams[distinct], expected[:, 0], rtol=1e-10)
    size = np.abs(expected[:, 1:]).max(initial=1.0)
    np.testing.assert_allclose(found.coefficients[distinct], expected[:, 1:], atol=1e-10 * size)


@pytest.mark.parametrize("name", catalogue.NAMES)
@pytest.mark.parametrize("which", range(4))
def test_knots_and_all_between_them_are_certified(name: str, which: int) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    setting = settings(problem)[which]
    top = top_of(problem, setting)
    top = top if top > 1e-12 else 1.0  # nothing is left to explain
    found = walked(problem, np.array([top, 1e-4 * top]), setting)
    assert found.repairs == 0
    enough = 1e-12 if name != "spectra" else 1e-8  # digits that its Gram has
    middles = 0.5 * (found.coefficients[1:] + found.coefficients[:-1])
    for lam, w in zip(found.lams, found.coefficients, strict=True):
        assert certificate(problem, ElasticNet(float(lam), **setting), w).relative_gap <= enough
    for lam, w in zip(0.5 * (found.lams[1:] + found.lams[:-1]), middles, strict=True):
        assert certificate(problem, ElasticNet(float(lam), **setting), w).relative_gap <= enough
    assert found.nonzero.tolist() == [*np.count_nonzero(middles, axis=1), np.count_nonzero(found.coefficients[-1])]
    assert np.array_equal(found.used, np.any(found.coefficients != 0, axis=0))


@pytest.mark.parametrize("name", [*UNIQUE, *DEGENERATE])
@pytest.mark.parametrize("which", range(4))
def test_in_between_they_are_the_grid_s_solutions(name: str, which: int) -> None:
    problem = catalogue.quadratic(*catalogue.rows(name))
    setting = settings(problem)[which]
    lams = top_of(problem, setting) * np.geomspace(1.0, 1e-4, 57)
    found, expected = walked(problem, lams, setting), gram_path(problem, lams, 1.0, **setting).coefficients
    np.testing.assert_allclose(found.on_grid, between(found, lams), atol=1e-13 * np.abs(expected).max(initial=1.0))
    fits = expected @ problem.gram
    np.testing.assert_allclose(found.on_grid @ problem.gram, fits, atol=1e-11 * np.abs(fits).max(initial=1.0))
    if name in UNIQUE:
        np.testing.assert_allclose(found.on_grid, expected, atol=1e-9 * np.abs(expected).max(initial=1.0))
        assert np.array_equal(found.on_grid == 0, expected == 0)


def test_copies_are_told_apart_by_their_order() -> None:
    """Wherever the rounding falls, the first of several equal columns is the one that enters."""
    x, y = catalogue.rows("plain")
    problem = catalogue.quadratic(np.hstack([x, x, -x]), y)
    top = top_of(problem, {})
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(y))
        again = catalogue.quadratic(np.hstack([x, x, -x])[order], y[order])
        found = walked(again, np.array([top, 1e-3 * top]), {})
        assert np.all(found.coefficients[:, x.shape[1] :] == 0)
        assert np.all(np.any(found.coefficients[:, : x.shape[1]] != 0, axis=0) == found.used[: x.shape[1]])


def test_ties_of_every_kind_at_once() -> None:
    """A full factorial, where correlations are whole numbers of one unit, and a circle of columns alike in all."""
    signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * 4)).reshape(4, -1).T
    x = np.hstack([signs, signs[:, [0]] * signs[:, 1:]])
    y = x @ np.array([2.0, -2.0, 1.0, 1.0, 0.0, -1.0, 2.0])
    circle = np.array([np.roll([1.0, 0.0, -1.0, 2.0, 0.0, 0.0, 1.0], k) for k in range(7)])
    for problem in (catalogue.quadratic(x, y), catalogue.quadratic(circle, np.array([0.0, 1, 2, 0, 1, 2, 0]))):
        lams = top_of(problem, {}) * np.geomspace(1.0, 1e-3, 40)
        found, path = walked(problem, lams, {}), gram_path(problem, lams, 1.0).coefficients
        np.testing.assert_allclose(found.on_grid @ problem.gram, path @ problem.gram, atol=1e-12)


def test_free_columns_without_a_pull_of_their_own_enter_when_they_gain_one() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    gram, xty = problem.gram.copy(), problem.xty.copy()
    gram[0, 1] = gram[1, 0] = 0.3
    gram[0, 2:] = gram[2:, 0] = xty[0] = 0.0
    changed = Quadratic(gram, xty, problem.yy, problem.weight, problem.rows)
    factors = np.append(0.0, np.ones(problem.features - 1))
    lams = top_of(changed, {"factors": factors}) * np.geomspace(1.0, 1e-3, 30)
    found = walked(changed, lams, {"factors": factors})
    expected = gram_path(changed, lams, 1.0, factors=factors).coefficients
    assert np.any(expected[:, 0] != 0)
    np.testing.assert_allclose(found.on_grid, expected, atol=1e-12)


def test_only_the_features_asked_for_are_kept_and_others_while_there_is_room() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    lams = top_of(problem, {}) * np.array([1.0, 1e-3])
    every = walked(problem, lams, {})
    some = walked(problem, lams, {"kept": [9, 3], "room": 4})
    first = [j for j in np.argsort(np.argmax(every.coefficients != 0, axis=0)) if j not in (3, 9) and every.used[j]]
    assert some.features.tolist() == sorted([3, 9, *first[:2]])
    assert np.array_equal(some.coefficients, every.coefficients[:, some.features])
    assert np.array_equal(some.nonzero, every.nonzero)
    assert np.array_equal(some.used, every.used)
    none = walked(problem, lams, {"room": 0})
    assert none.coefficients.shape == (every.lams.size, 0)


def test_too_many_numbers_are_no_path() -> None:
    problem = catalogue.quadratic(*catalogue.rows("plain"))
    lams = top_of(problem, {}) * np.array([1.0, 1e-3])
    runs = [np.flatnonzero(column)[[0, -1]] for column in walked(problem, lams, {}).coefficients.T if column.any()]
    numbers = sum(int(last - first) + 1 for first, last in runs)
    assert lasso_knots(problem, lams, most=numbers) is not None
    assert lasso_knots(problem, lams, most=numbers - 1) is None


def test_the_binding_refuses_what_does_not_fit() -> None:
    gram, xty, lams, out = np.eye(3), np.ones(3), np.array([1.0, 0.5]), np.zeros((2, 3))
    good: list[Any] = [gram, xty, 1.0, lams, np.ones(3), False, np.zeros(1, dtype=np.int32), 3, 100, out]
    assert _kernel.lasso_knots(*good) is not None
    for place, wrong in ((1, np.ones(2)), (3, np.zeros(0)), (4, np.ones(4)), (9, np.zeros((1, 3)))):
        with pytest.raises(ValueError, match="shapes"):
            _kernel.lasso_knots(*[wrong if at == place else one for at, one in enumerate(good)])
    for kept, room in (([3], 3), ([-1], 3), ([0, 0], 3), ([0, 1], 1)):
        with pytest.raises(ValueError, match="feature"):
            _kernel.lasso_knots(*good[:6], np.array(kept, dtype=np.int32), room, 100, out)
