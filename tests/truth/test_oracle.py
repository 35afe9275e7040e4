"""The oracle itself: closed forms, and its proof on tables that are hard."""

from __future__ import annotations

import numpy as np
import pytest

from tests.truth import oracle

LAM = 0.3


def orthonormal(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Columns of mean 0, population sd 1, uncorrelated: every penalty has a closed form."""
    draw = np.random.default_rng(seed)
    raw = draw.normal(size=(64, 8))
    x = np.linalg.qr(raw - raw.mean(axis=0))[0] * 8.0
    return x, x @ np.linspace(-1, 1, 8) + draw.normal(size=64)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
def test_orthonormal_columns_have_a_closed_form(l1_ratio: float) -> None:
    x, y = orthonormal()
    table = oracle.standardised(x, y)
    found = oracle.solve(table, LAM, l1_ratio)
    plain = table.xty
    expected = np.sign(plain) * np.maximum(np.abs(plain) - LAM * l1_ratio, 0) / (1 + LAM * (1 - l1_ratio))
    np.testing.assert_allclose(found.coefficients.astype(float), expected.astype(float), rtol=0, atol=1e-14)
    assert found.gap < 1e-17


def hard_tables() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    draw = np.random.default_rng(1)
    common = draw.normal(size=(80, 1))
    alike = common + 0.01 * draw.normal(size=(80, 30))
    levels = np.eye(7)[draw.integers(0, 7, 80)]
    wide = draw.normal(size=(20, 60))
    twins = np.hstack([alike, alike[:, :5], np.ones((80, 1))])
    hilbert = 1.0 / (1 + np.arange(12)[:, None] + np.arange(8)[None, :])
    tables = {"alike": alike, "levels": np.hstack([levels, levels]), "wide": wide, "twins": twins, "hilbert": hilbert}
    return {name: (x, x[:, :3].sum(axis=1) + draw.normal(size=len(x))) for name, x in tables.items()}


@pytest.mark.parametrize("name", list(hard_tables()))
@pytest.mark.parametrize("l1_ratio", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("weighted", [False, True])
def test_every_answer_is_proven(name: str, l1_ratio: float, weighted: bool) -> None:
    x, y = hard_tables()[name]
    table = oracle.standardised(x, y, np.arange(1.0, len(y) + 1) if weighted else None)
    largest = float(np.abs(table.xty).max())
    guess = None
    for share in np.geomspace(0.9, 1e-5, 6):
        found = oracle.solve(table, share * largest, l1_ratio, start=guess)
        guess = found.coefficients
        assert -1e-17 < found.gap < 1e-12
        assert found.objective == pytest.approx(
            float(oracle.objective(table, guess, share * largest, l1_ratio)), rel=1e-14
        )


def test_factors_free_and_heavy() -> None:
    x, y = hard_tables()["alike"]
    factors = np.ones(30)
    factors[:2], factors[2:6] = 0.0, 5.0
    table = oracle.standardised(x, y)
    found = oracle.solve(table, 0.05, 1.0, factors)
    assert found.gap < 1e-13
    assert np.all(found.coefficients[:2] != 0)


def test_a_worse_point_is_not_proven() -> None:
    """The bound is a bound: a wrong answer shows a gap of its own size."""
    x, y = hard_tables()["alike"]
    table = oracle.standardised(x, y)
    found = oracle.solve(table, 0.05, 1.0)
    worse = oracle.objective(table, found.coefficients * 0.9, 0.05, 1.0)
    assert worse > found.objective
    assert float(found.objective - found.lower) < 1e-6 * float(worse - found.objective)
