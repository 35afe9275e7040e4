"""Factors, bounds, raw columns and columns to keep, through a whole comparison and training, against scipy by rows."""

from __future__ import annotations

from math import inf, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import lsq_linear, nnls

from shrinkage.result.record import ModelRecord, Record
from shrinkage.result.store import read_model
from shrinkage.workflow import compare, train

N = 240
FACTORS = {"a": 0.0, "b": 0.5, "c": 3.0, "d": inf}
ARRAY = np.array([0.0, 0.5, 3.0, inf, 1.0, 1.0])
NAMES = "abcdef"


def table(seed: int = 0) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    x = draw.standard_normal((N, 6)) @ (np.eye(6) + 0.4 * draw.standard_normal((6, 6))) * [1, 20, 0.1, 3, 1, 1]
    y = x @ [1.0, -0.05, 8.0, 0.4, 0.0, -0.6] + 2 * draw.standard_normal(N) + 7
    return {**dict(zip(NAMES, x.T, strict=True)), "y": y}


def rows(data: dict[str, np.ndarray], *, raw: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centred (and scaled) columns, centred target, scales."""
    x = np.column_stack([data[name] for name in NAMES])
    scale = np.ones(6) if raw else x.std(axis=0)
    return (x - x.mean(axis=0)) / scale, data["y"] - data["y"].mean(), scale


def by_scipy(z: np.ndarray, y: np.ndarray, lam: float, ratio: float, factors: np.ndarray, positive: bool) -> np.ndarray:
    """The optimum by bounded least squares: w = u − v with u, v ≥ 0, the kinks as a linear term completed to a square.

    Any l'w is q'Zw for a q with Z'q = l, so that ½‖y − Zw‖²/n + l'w = ½‖y − n·q − Zw‖²/n + const.
    """
    n = len(y)
    kept = np.isfinite(factors)
    z, f = z[:, kept], factors[kept]
    rows_of = np.vstack([z / sqrt(n), np.diag(np.sqrt(lam * (1 - ratio) * f))])
    target = np.concatenate([y / sqrt(n), np.zeros(len(f))])
    if not positive:
        rows_of = np.hstack([rows_of, -rows_of])
        f = np.concatenate([f, f])
    # A tiny independent row a coefficient makes the linear term expressible; it is subtracted from the L2 part again.
    kinks = lam * ratio * f
    gram, pull = rows_of.T @ rows_of, rows_of.T @ target - kinks
    values, vectors = np.linalg.eigh(gram + 1e-11 * np.eye(len(f)))
    half = (vectors * np.sqrt(values)).T
    found = lsq_linear(half, (vectors / np.sqrt(values)).T @ pull, (0, np.inf), "bvls", tol=1e-15, max_iter=500).x
    own = found if positive else found[: kept.sum()] - found[kept.sum() :]
    w = np.zeros(len(factors))
    w[kept] = own
    return w


def models(record: Record) -> dict[str, ModelRecord]:
    return record.models.by_name()


def vector(values: dict[str, float]) -> np.ndarray:
    return np.array([values[name] for name in NAMES])


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("factors", [None, FACTORS])
def test_every_model_of_a_comparison_is_scipys_optimum(positive: bool, raw: bool, factors: Any) -> None:
    data = table()
    record = compare(data, "y", test=0.0, positive=positive, raw=raw, factors=factors).record
    z, y, scale = rows(data, raw=raw)
    f = ARRAY if factors else np.ones(6)
    deviations = np.column_stack([data[name] for name in NAMES]).std(axis=0)
    for name, model in models(record).items():
        expected = by_scipy(z, y, model.lam, model.l1_ratio, np.where(np.isfinite(f), f, inf), positive)
        found = vector(model.coefficients) * scale
        np.testing.assert_allclose(found * deviations / scale, expected * deviations / scale, rtol=0, atol=2e-6)
        objective = _objective(z, y, found, model, f)
        assert objective <= _objective(z, y, expected, model, f) + 1e-8 * float(y @ y) / N
        np.testing.assert_allclose(vector(model.standardized), vector(model.coefficients) * deviations, rtol=1e-12)
        assert model.certificate.relative_gap is not None
        assert model.certificate.relative_gap <= 1e-10
        assert model.certificate.kind == ("kkt" if positive and (factors or name == "none") else model.certificate.kind)
        if name == "l1" and model.selection_frequency is not None and factors:
            assert model.selection_frequency["d"] == 0.0
            assert positive or model.selection_frequency["a"] == 1.0
    assert record.setting.raw == raw
    assert record.setting.positive == positive
    assert record.setting.factors == ({"a": 0.0, "b": 0.5, "c": 3.0, "d": None} if factors else {})


def _objective(z: np.ndarray, y: np.ndarray, w: np.ndarray, model: ModelRecord, f: np.ndarray) -> float:
    penalty = np.abs(w) * model.l1_ratio + (1 - model.l1_ratio) / 2 * w**2
    r = y - z @ w
    return 0.5 * float(r @ r) / len(y) + model.lam * float(
        np.where(w != 0, np.where(np.isfinite(f), f, 0), 0) @ penalty
    )


def test_none_with_a_bound_is_nnls() -> None:
    data = table(3)
    record = compare(data, "y", test=0.0, positive=True).record
    z, y, _ = rows(data)
    np.testing.assert_allclose(vector(record.models.none.standardized), nnls(z, y)[0], rtol=1e-8, atol=1e-10)
    assert record.models.none.certificate.kind == "kkt"


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
def test_a_factor_of_zero_regresses_the_column_out(penalty: str) -> None:
    """Frisch & Waugh 1933: the same coefficients as of what the free column leaves of target and columns."""
    data = table(1)
    lam = 0.3
    steps = list(train(data, "y", penalty=penalty, lam=lam, convention="lam", epochs=3000, test=0.0, factors={"a": 0}))
    found = steps[-1][penalty].weights
    z, y, _ = rows(data)
    free, rest = z[:, :1], z[:, 1:]
    project = free @ np.linalg.pinv(free)
    ratio = {"l1": 1.0, "l2": 0.0, "elastic_net": 0.5}[penalty]
    expected = by_scipy(rest - project @ rest, y - project @ y, lam, ratio, np.ones(5), False)
    np.testing.assert_allclose(found[1:], expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found[0], (np.linalg.pinv(free) @ (y - rest @ expected))[0], rtol=0, atol=1e-6)


@pytest.mark.parametrize("penalty", ["none", "l1", "l2", "elastic_net"])
def test_an_infinite_factor_is_a_dropped_column_and_equal_factors_are_a_strength(penalty: str) -> None:
    data = table(2)

    def last(lam: float = 0.2, **choices: Any) -> dict[str, float]:
        run = train(data, "y", penalty=penalty, lam=lam, convention="lam", epochs=400, test=0.0, **choices)
        weights = list(run)[-1][penalty].coefficients
        return dict(zip(run.features, weights.tolist(), strict=True))

    without, infinite = last(drop=("b",)), last(factors={"b": inf})
    assert infinite.pop("b") == 0.0
    assert infinite == pytest.approx(without, rel=1e-12, abs=1e-14)
    kept = last(keep=("a", "c", "d", "e", "f"))
    assert kept == without
    assert last(lam=0.6) == pytest.approx(last(factors=dict.fromkeys(NAMES, 3.0)), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("optimizer", ["coordinate", "proximal"])
@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("raw", [False, True])
def test_optimizers_reach_what_compare_finds(optimizer: str, positive: bool, raw: bool, tmp_path: Path) -> None:
    data = table(4)
    choices: dict[str, Any] = {"positive": positive, "raw": raw, "factors": FACTORS, "test": 0.0}
    run = train(
        data, "y", penalty=("l1", "l2"), lam=0.2, convention="lam", epochs=20_000 if raw else 3000,
        optimizer=optimizer, **choices,
    )  # fmt: skip
    last = list(run)[-1]
    z, y, scale = rows(data, raw=raw)
    for name, ratio in (("l1", 1.0), ("l2", 0.0)):
        expected = by_scipy(z, y, 0.2, ratio, ARRAY, positive)
        assert run.excess(name) <= 1e-6
        np.testing.assert_allclose(
            last[name].coefficients * scale, expected, rtol=1e-2, atol=1e-2 * abs(expected).max()
        )
    run.save(tmp_path)
    model = read_model(tmp_path / "l2.model.json")
    assert (model.penalty.raw, model.penalty.positive) == (raw, positive)
    assert model.penalty.factors == {"a": 0.0, "b": 0.5, "c": 3.0, "d": None}
    assert model.certificate.kind == ("kkt" if positive else "gap")


def test_sentences_and_pages_tell_what_was_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from shrinkage.cli.main import main

    done = compare(table(9), "y", factors=FACTORS, positive=True, raw=True)
    verdict = done.record.verdict
    assert any("a is free of the penalty and d is left out" in reason for reason in verdict.because)
    assert "of 6 features" not in verdict.sentence, "a feature that a factor leaves out is no candidate"
    done.save(tmp_path)
    assert main(["show", str(tmp_path / "l1.model.json")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for part in (
        "in their own units",
        "held at or above 0",
        "free of the penalty: a",
        "left out: d",
        "factor 3.000: c",
    ):
        assert part in shown


def test_keep_is_dropping_the_others_to_the_last_bit() -> None:
    data = table(5)
    kept = compare(data, "y", keep=("a", "c", "e")).record
    dropped = compare(data, "y", drop=("b", "d", "f")).record
    assert kept.models == dropped.models
    assert kept.verdict == dropped.verdict
    assert {column.reason for column in kept.data.columns if column.role == "dropped"} == {"left out by --keep"}


def test_raw_least_squares_is_least_squares() -> None:
    data = table(6)
    raw, plain = (compare(data, "y", raw=choice).record for choice in (True, False))
    np.testing.assert_allclose(vector(raw.models.none.coefficients), vector(plain.models.none.coefficients), rtol=1e-9)
    assert raw.models.none.cv_rmse == pytest.approx(plain.models.none.cv_rmse, rel=1e-9)
    assert any("--raw" in reason for reason in raw.verdict.because)


@pytest.mark.parametrize("unit", [1e-12, 1e-3, 1e3, 1e12])
def test_the_unit_of_the_target_decides_nothing_but_the_mix(unit: float, tmp_path: Path) -> None:
    """The same folds in another unit: none, L1 and L2 are the same, an elastic net no worse than the worse of both."""
    plain_data = table(7)
    data = {**plain_data, "y": plain_data["y"] * unit}
    folds = tmp_path / "folds.csv"
    places = [f"{row + 1},{1 + row % 5}" for row in range(N)]
    folds.write_text("\n".join(["row,fold", *places]) + "\n")
    plain, scaled = (compare(rows_of, "y", folds=folds).record.models for rows_of in (plain_data, data))
    for name in ("none", "l1", "l2"):
        assert getattr(scaled, name).cv_rmse / unit == pytest.approx(getattr(plain, name).cv_rmse, rel=1e-6)
    worse = max(plain.l1.cv_rmse, plain.l2.cv_rmse)
    assert scaled.elastic_net.cv_rmse / unit <= worse * (1 + 1e-4)


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("factors", [None, FACTORS])
def test_no_fold_leaks(positive: bool, factors: Any, tmp_path: Path) -> None:
    """CV errors on the path are those of an explicit loop that sees the training rows of each fold only."""
    data = table(8)
    fold_of = np.arange(N) % 4
    folds = tmp_path / "folds.csv"
    folds.write_text("\n".join(["row,fold", *(f"{row + 1},{fold + 1}" for row, fold in enumerate(fold_of))]) + "\n")
    record = compare(data, "y", folds=folds, positive=positive, factors=factors).record
    f = ARRAY if factors else np.ones(6)
    x, y = np.column_stack([data[name] for name in NAMES]), data["y"]
    for name, model in models(record).items():
        assert model.path is not None
        for point in {0, len(model.path.lam) // 2, len(model.path.lam) - 1}:
            for fold in range(4):
                own = fold_of != fold
                mean, sd = x[own].mean(axis=0), x[own].std(axis=0)
                z, center = (x[own] - mean) / sd, y[own].mean()
                w = by_scipy(z, y[own] - center, model.path.lam[point], model.l1_ratio, f, positive)
                error = y[~own] - center - ((x[~own] - mean) / sd) @ w
                assert model.path.fold_mse[fold][point] == pytest.approx(float(np.mean(error**2)), rel=1e-6), name
