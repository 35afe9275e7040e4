"""The judge against closed forms: what it says of a known distance from the optimum."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.judge import judge

LAM = 0.4


@pytest.fixture
def design() -> tuple[np.ndarray, np.ndarray]:
    """Uncorrelated columns of mean 3 and population sd 1, so that soft thresholding is the lasso."""
    draw = np.random.default_rng(7)
    raw = draw.normal(size=(120, 6))
    x = np.linalg.qr(raw - raw.mean(axis=0))[0] * np.sqrt(120.0)
    y = x @ np.array([2.0, -1.0, 0.5, 0.1, 0.0, 0.0]) + draw.normal(size=120) + 10.0
    return x + 3.0, y


def optimum(x: np.ndarray, y: np.ndarray, lam: float, l1_ratio: float) -> tuple[np.ndarray, float]:
    plain = (x - x.mean(axis=0)).T @ (y - y.mean()) / len(y)
    w = np.sign(plain) * np.maximum(np.abs(plain) - lam * l1_ratio, 0) / (1 + lam * (1 - l1_ratio))
    return w, float(y.mean() - x.mean(axis=0) @ w)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
def test_the_optimum_has_no_gap(design: tuple[np.ndarray, np.ndarray], l1_ratio: float) -> None:
    x, y = design
    w, b = optimum(x, y, LAM, l1_ratio)
    found = judge(x, y, w, b, LAM, l1_ratio)
    assert abs(found.worst) < 1e-14
    residual = y - b - x @ w
    by_hand = 0.5 * np.mean(residual**2) + LAM * (l1_ratio * np.abs(w).sum() + 0.5 * (1 - l1_ratio) * (w**2).sum())
    assert found.objective[0] == pytest.approx(by_hand, rel=1e-13)
    assert found.nonzero[0] == np.count_nonzero(w)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("error", [1e-2, 1e-5])
def test_a_gap_is_never_less_than_the_distance(
    design: tuple[np.ndarray, np.ndarray], l1_ratio: float, error: float
) -> None:
    x, y = design
    w, b = optimum(x, y, LAM, l1_ratio)
    best = judge(x, y, w, b, LAM, l1_ratio)
    wrong = judge(x, y, w * (1 + error), b, LAM, l1_ratio)
    distance = (wrong.objective[0] - best.objective[0]) / (0.5 * np.var(y))
    assert distance > 0
    assert wrong.worst >= distance * (1 - 1e-6)


def test_a_wrong_intercept_is_seen(design: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = design
    w, b = optimum(x, y, LAM, 1.0)
    found = judge(x, y, w, b + 0.01, LAM)
    assert found.worst == pytest.approx(0.5 * 0.01**2 / (0.5 * np.var(y)), rel=1e-6)


def test_zeros_are_right_only_at_the_top(design: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = design
    top = np.abs((x - x.mean(axis=0)).T @ (y - y.mean())).max() / len(y)
    lams = np.array([1.5, 1.0, 0.5, 1e-3]) * top
    found = judge(x, y, np.zeros((4, 6)), np.full(4, y.mean()), lams)
    assert np.all(np.abs(found.gap[:2]) < 1e-14)
    assert np.all(found.gap[2:] > 0.01)
    assert found.gap[3] == pytest.approx(1.0, abs=0.01)


def test_weights_are_repetitions(design: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = design
    times = np.arange(len(y)) % 3 + 1
    w, b = np.array([1.5, -0.5, 0.0, 0.0, 0.0, 0.1]), 9.0
    weighted = judge(x, y, w, b, LAM, weights=times.astype(float))
    repeated = judge(np.repeat(x, times, axis=0), np.repeat(y, times), w, b, LAM)
    assert weighted.worst == pytest.approx(repeated.worst, rel=1e-12)


def test_nonsense_has_an_infinite_gap(design: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = design
    assert judge(x, y, np.full(6, np.nan), 0.0, LAM).worst == np.inf


def test_blocks_of_rows_change_nothing(design: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = design
    w, b = np.ones(6), 1.0
    whole = judge(x, y, w, b, LAM)
    monkeypatch.setattr("benchmarks.judge.BLOCK_ROWS", 7)
    assert judge(x, y, w, b, LAM).worst == pytest.approx(whole.worst, rel=1e-12)
