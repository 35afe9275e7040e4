"""Laws of shrinkage paths, on drawn problems: what must hold whatever the numbers are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.path.grid import largest_strength, ridge_grid
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate
from shrinkage.solver.gram import gram_path
from shrinkage.solver.ridge import Spectrum
from tests.solver import catalogue

Test = Callable[..., None]


def law(*strategies: st.SearchStrategy[object]) -> Callable[[Test], Test]:
    """``given``, without a deadline: the machine may be busy."""
    return lambda test: settings(deadline=None, max_examples=60)(given(*strategies)(test))


@st.composite
def problems(draw: st.DrawFn, *, unique: bool = False) -> Quadratic:
    """Gaussian, whole-number, one-hot or repeated columns; ``unique`` asks for independent ones only."""
    seed, p = draw(st.integers(0, 2**32 - 1)), draw(st.integers(1, 12))
    n = draw(st.integers(p + 5, 60)) if unique else draw(st.integers(3, 60))
    random = np.random.default_rng(seed)
    kind = "gauss" if unique else draw(st.sampled_from(["gauss", "whole", "levels", "copies", "constant"]))
    x = random.standard_normal((n, p))
    if kind == "whole":
        x = random.integers(-1, 2, (n, p)).astype(float)
    elif kind == "levels":
        x = np.hstack([np.eye(k)[random.integers(0, k, n)] for k in (2, 3, 4)])
    elif kind == "copies":
        x = np.hstack([x, x, -x[:, :1]])
    elif kind == "constant":
        x[:, 0] = 4.0
    y = x[:, 0] - x[:, -1] + random.standard_normal(n)
    return catalogue.quadratic(x, y)


ratios = st.sampled_from([1.0, 0.9, 0.5, 0.1])


def grid(problem: Quadratic, l1_ratio: float, **others: object) -> Floats:
    top = largest_strength(problem, l1_ratio, **others)  # type: ignore[arg-type]
    return np.geomspace(1.0, 1e-4, 9) * (top if top > 1e-12 else 1.0)


def fits(problem: Quadratic, coefficients: Floats) -> Floats:
    """What is unique even where coefficients are not: products with the Gram stand for fitted values."""
    return coefficients @ problem.gram


@law(problems(), ratios, st.booleans())
def test_every_point_is_certified(problem: Quadratic, l1_ratio: float, positive: bool) -> None:
    lams = grid(problem, l1_ratio, positive=positive)
    path = trace(problem, lams, l1_ratio, positive=positive)
    for lam, w, status in zip(lams, path.coefficients, path.statuses, strict=True):
        assert status.solved
        penalty = ElasticNet(float(lam), l1_ratio, None, positive)
        assert certificate(problem, penalty, w).relative_gap <= 1e-12


@law(problems(), ratios)
def test_lambda_max_zeroes_everything_exactly_and_not_much_less_does(problem: Quadratic, l1_ratio: float) -> None:
    top = largest_strength(problem, l1_ratio)
    path = trace(problem, np.array([2.0, 1.0, 0.99]) * top, l1_ratio)
    assert np.all(path.coefficients[:2] == 0)
    if top > 1e-10:
        assert np.any(path.coefficients[2] != 0)


@law(problems(unique=True), ratios, st.randoms(use_true_random=False))
def test_permuting_columns_permutes_coefficients(problem: Quadratic, l1_ratio: float, random: Random) -> None:
    order = np.random.default_rng(random.getrandbits(32)).permutation(problem.features)
    shuffled = replace(problem, gram=np.ascontiguousarray(problem.gram[np.ix_(order, order)]), xty=problem.xty[order])
    lams = grid(problem, l1_ratio)
    np.testing.assert_allclose(
        trace(shuffled, lams, l1_ratio).coefficients, trace(problem, lams, l1_ratio).coefficients[:, order], atol=1e-9
    )


@law(problems(unique=True), st.sampled_from([1e-6, 3.0, 1e5]))
def test_scaling_the_target_scales_lam_and_coefficients(problem: Quadratic, scale: float) -> None:
    # The L2 part is quadratic: its strength does not scale with the target, so the law is L1's alone.
    lams = grid(problem, 1.0)
    scaled = replace(problem, xty=problem.xty * scale, yy=problem.yy * scale**2)
    np.testing.assert_allclose(
        trace(scaled, lams * scale, 1.0).coefficients, scale * trace(problem, lams, 1.0).coefficients, atol=1e-9 * scale
    )


@law(problems(unique=True), st.sampled_from([1e-3, 2.0, 1e4]))
def test_scaling_columns_and_lam_together_changes_only_units(problem: Quadratic, scale: float) -> None:
    # z = s·x: w_z = w_x / s, so lam·|w| is unchanged with s·lam. (L2 would need s²: L1 alone.)
    scaled = replace(problem, gram=problem.gram * scale**2, xty=problem.xty * scale)
    lams = grid(problem, 1.0)
    np.testing.assert_allclose(
        scale * trace(scaled, lams * scale, 1.0).coefficients, trace(problem, lams, 1.0).coefficients, atol=1e-9
    )


@law(problems(unique=True), ratios, st.integers(0, 2**12 - 1))
def test_flipping_a_column_flips_its_coefficient(problem: Quadratic, l1_ratio: float, mask: int) -> None:
    sign = np.where((mask >> np.arange(problem.features)) & 1, -1.0, 1.0)
    flipped = replace(problem, gram=problem.gram * np.outer(sign, sign), xty=problem.xty * sign)
    lams = grid(problem, l1_ratio)
    np.testing.assert_allclose(
        trace(flipped, lams, l1_ratio).coefficients * sign, trace(problem, lams, l1_ratio).coefficients, atol=1e-9
    )


@law(problems())
def test_a_copy_of_a_column_changes_no_l1_fit(problem: Quadratic) -> None:
    again = np.append(np.arange(problem.features), 0)
    doubled = replace(problem, gram=np.ascontiguousarray(problem.gram[np.ix_(again, again)]), xty=problem.xty[again])
    lams = grid(problem, 1.0)
    before, after = trace(problem, lams, 1.0).coefficients, trace(doubled, lams, 1.0).coefficients
    merged = after[:, :-1].copy()
    merged[:, 0] += after[:, -1]
    np.testing.assert_allclose(fits(problem, merged), fits(problem, before), atol=1e-9)


@law(problems(), st.sampled_from([0.9, 0.5, 0.1]))
def test_copies_share_equally_under_elastic_net(problem: Quadratic, l1_ratio: float) -> None:
    again = np.append(np.arange(problem.features), 0)
    doubled = replace(problem, gram=np.ascontiguousarray(problem.gram[np.ix_(again, again)]), xty=problem.xty[again])
    path = trace(doubled, grid(problem, l1_ratio), l1_ratio).coefficients
    np.testing.assert_allclose(path[:, 0], path[:, -1], atol=1e-7)


@law(problems(unique=True))
def test_the_limits_of_l1_ratio_meet_l1_and_l2(problem: Quadratic) -> None:
    lams = grid(problem, 1.0)
    near_l1 = gram_path(problem, lams, 1.0 - 1e-10).coefficients
    np.testing.assert_allclose(near_l1, trace(problem, lams, 1.0).coefficients, atol=1e-7)
    lams = ridge_grid(Spectrum(problem).largest, 7)
    near_l2 = gram_path(problem, lams, 1e-12).coefficients
    np.testing.assert_allclose(near_l2, trace(problem, lams, 0.0).coefficients, atol=1e-7)
    np.testing.assert_allclose(gram_path(problem, lams, 0.0).coefficients, trace(problem, lams, 0.0).coefficients,
                               atol=1e-9)  # fmt: skip


@law(problems(), ratios)
def test_objectives_rise_and_penalties_fall_with_lam(problem: Quadratic, l1_ratio: float) -> None:
    lams = grid(problem, l1_ratio)
    path = trace(problem, lams, l1_ratio).coefficients
    smooth = np.array([problem.smooth(w) for w in path])
    size = np.array([ElasticNet(1.0, l1_ratio).value(w) for w in path])
    assert np.all(np.diff(smooth) <= 1e-10 * problem.yy)
    assert np.all(np.diff(size) >= -1e-9 * (1 + size[:-1]))


@law(problems(), ratios, st.booleans())
def test_an_excluded_column_is_as_if_it_were_not_there(problem: Quadratic, l1_ratio: float, positive: bool) -> None:
    out = np.arange(problem.features) % 3 == 1
    if out.all():
        return
    factors = np.where(out, np.inf, 1.0)
    kept = np.flatnonzero(~out)
    less = replace(problem, gram=np.ascontiguousarray(problem.gram[np.ix_(kept, kept)]), xty=problem.xty[kept])
    lams = grid(problem, l1_ratio)
    path = trace(problem, lams, l1_ratio, factors, positive).coefficients
    assert np.all(path[:, out] == 0)
    expected = trace(less, lams, l1_ratio, None, positive).coefficients
    np.testing.assert_allclose(path[:, kept] @ less.gram, expected @ less.gram, atol=1e-9)


@law(problems(), ratios)
def test_bounds_that_never_bind_change_nothing(problem: Quadratic, l1_ratio: float) -> None:
    lams = grid(problem, l1_ratio)
    free = trace(problem, lams, l1_ratio).coefficients
    sign = np.where(free[-1] < 0, -1.0, 1.0)
    turned = replace(problem, gram=problem.gram * np.outer(sign, sign), xty=problem.xty * sign)
    if np.all(free * sign >= 0):
        bounded = trace(turned, lams, l1_ratio, positive=True).coefficients
        np.testing.assert_allclose(fits(turned, bounded), fits(turned, free * sign), atol=1e-9)
