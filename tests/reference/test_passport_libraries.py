"""Every cell of the passport: the named library, at the converted strength, finds our optimum.

The optimum is the one of ``tests/truth/oracle.py``, which proves it; the conversion is ``shrinkage.passport``'s. So a
factor of two or of n that is wrong in either place shows here. glmnet's numbers come from ``glmnet_passport.R``.
"""

from __future__ import annotations

import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, Ridge

from shrinkage import compare
from shrinkage.passport import from_convention, passport
from shrinkage.result.record import Record
from tests.truth import oracle

HERE = Path(__file__).parent
TOLERANCE = 1e-6

STRENGTHS = (0.05, 0.9, 8.0)
RATIOS = (1.0, 0.75, 0.5, 0.25, 0.0)
WEIGHTINGS = ("none", "some")


@cache
def rows() -> tuple[np.ndarray, np.ndarray]:
    table = np.loadtxt(HERE.parents[1] / "examples" / "diabetes.csv", delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1]


@cache
def glmnet() -> dict[str, Any]:
    return json.loads((HERE / "glmnet_passport.json").read_text())


def weights(weighting: str) -> np.ndarray | None:
    given = glmnet()["weights"][weighting]
    return None if given is None else np.array(given, dtype=float)


@cache
def table(weighting: str) -> oracle.Table:
    return oracle.standardised(*rows(), weights(weighting))


@cache
def truth(weighting: str, lam: float, l1_ratio: float, factors: tuple[float, ...] | None = None) -> np.ndarray:
    found = oracle.solve(table(weighting), lam, l1_ratio, None if factors is None else np.array(factors))
    assert found.gap < 1e-14
    return found.coefficients.astype(float)


def facts(weighting: str, factor_mean: float = 1.0) -> dict[str, float]:
    """What the passport needs to know of the rows."""
    v, y = weights(weighting), rows()[1]
    v = np.ones(len(y)) if v is None else v
    return {
        "weight": float(v.sum()),
        "target_sd": float(np.sqrt(np.average((y - np.average(y, weights=v)) ** 2, weights=v))),
        "lambda_max": float(np.abs(table(weighting).xty).max()),
        "factor_mean": factor_mean,
    }


def converted(weighting: str, lam: float, l1_ratio: float) -> dict[str, dict[str, Any] | None]:
    return passport(lam, l1_ratio, **facts(weighting))


def assert_same(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE * max(1.0, float(np.abs(expected).max())))


cells = pytest.mark.parametrize(
    ("weighting", "lam", "l1_ratio"), list(itertools.product(WEIGHTINGS, STRENGTHS, RATIOS))
)


@cells
def test_scikit_learn(weighting: str, lam: float, l1_ratio: float) -> None:
    entry = converted(weighting, lam, l1_ratio)["sklearn"]
    assert entry is not None
    arguments = dict(entry)
    kind = {"Lasso": Lasso, "Ridge": Ridge, "ElasticNet": ElasticNet}[arguments.pop("class")]
    assert kind is (Lasso if l1_ratio == 1 else Ridge if l1_ratio == 0 else ElasticNet)
    precise = {} if kind is Ridge else {"tol": 1e-13, "max_iter": 100_000}
    z, y = table(weighting).z.astype(float), rows()[1]
    model = kind(**arguments, **precise).fit(z, y, sample_weight=weights(weighting))
    assert_same(model.coef_, truth(weighting, lam, l1_ratio))


@pytest.mark.parametrize(("weighting", "lam", "l1_ratio"), list(itertools.product(WEIGHTINGS, STRENGTHS, RATIOS[:-1])))
def test_scikit_learn_elastic_net_serves_every_ratio(weighting: str, lam: float, l1_ratio: float) -> None:
    """All but pure L2, against which its coordinate descent advises."""
    entry = converted(weighting, lam, l1_ratio)["sklearn_elastic_net"]
    assert entry is not None
    model = ElasticNet(alpha=entry["alpha"], l1_ratio=l1_ratio, tol=1e-13, max_iter=100_000)
    model.fit(table(weighting).z.astype(float), rows()[1], sample_weight=weights(weighting))
    assert_same(model.coef_, truth(weighting, lam, l1_ratio))


@pytest.mark.parametrize(("lam", "l1_ratio"), list(itertools.product(STRENGTHS, RATIOS)))
def test_statsmodels(lam: float, l1_ratio: float) -> None:
    from statsmodels.regression.linear_model import OLS

    entry = converted("none", lam, l1_ratio)["statsmodels"]
    assert entry is not None
    z, y = table("none").z.astype(float), rows()[1]
    design = np.column_stack([np.ones(len(y)), z])
    strength = np.r_[0.0, np.full(z.shape[1], entry["alpha"])]
    precise = {"cnvrg_tol": 1e-14, "maxiter": 100_000, "zero_tol": 0.0} if l1_ratio > 0 else {}
    fit = OLS(y, design).fit_regularized("elastic_net", alpha=strength, L1_wt=entry["L1_wt"], **precise)
    assert_same(np.asarray(fit.params)[1:], truth("none", lam, l1_ratio))


@pytest.mark.parametrize("case", range(len(glmnet()["cases"])))
def test_glmnet(case: int) -> None:
    recorded = glmnet()["cases"][case]
    factors = glmnet()["factors"][recorded["factors"]]
    weighting, lam, l1_ratio = recorded["weights"], recorded["lam"], recorded["l1_ratio"]
    entry = passport(lam, l1_ratio, **facts(weighting, float(np.mean(factors))))["glmnet"]
    assert entry is not None
    assert entry["lambda"] == pytest.approx(recorded["lambda"], rel=1e-12)
    assert entry["alpha"] == pytest.approx(recorded["alpha"], rel=1e-12)
    expected = truth(weighting, lam, l1_ratio, tuple(factors))
    found = np.array(recorded["coefficients"])
    if recorded["standardize"]:
        found = found * table(weighting).scale.astype(float)
    assert_same(found, expected)


@cells
def test_textbook(weighting: str, lam: float, l1_ratio: float) -> None:
    """No library has it: the optimality conditions of Σ v r² + λ₁ Σ|w| + λ₂ Σ w² hold at our optimum."""
    entry = converted(weighting, lam, l1_ratio)["textbook"]
    assert entry is not None
    w, v, y = truth(weighting, lam, l1_ratio), weights(weighting), rows()[1]
    v = np.ones(len(y)) if v is None else v
    z = table(weighting).z.astype(float)
    residual = y - np.average(y, weights=v) - z @ w
    slope = 2 * z.T @ (v * residual) - 2 * entry["lambda_2"] * w
    scale = float(np.abs(2 * z.T @ (v * y)).max())
    np.testing.assert_allclose(slope[w != 0], entry["lambda_1"] * np.sign(w[w != 0]), rtol=0, atol=1e-10 * scale)
    assert np.all(np.abs(slope[w == 0]) <= entry["lambda_1"] + 1e-10 * scale)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_fraction_of_lam_max(weighting: str) -> None:
    """At the fraction 1 the L1 problem is empty, just below it is not; other penalties count on the same scale."""
    full = facts(weighting)["lambda_max"]
    above = from_convention(1.0, "fraction", l1_ratio=1.0, **facts(weighting))
    assert above == pytest.approx(full, rel=1e-14)
    assert np.count_nonzero(truth(weighting, above * (1 + 1e-9), 1.0)) == 0
    assert np.count_nonzero(truth(weighting, above * 0.999, 1.0)) == 1
    for l1_ratio in RATIOS:
        entry = converted(weighting, 0.25 * full, l1_ratio)["fraction"]
        assert entry is not None
        assert entry["fraction"] == pytest.approx(0.25, rel=1e-14)


@cache
def compared() -> Record:
    table = HERE.parents[1] / "examples" / "diabetes.csv"
    return compare(str(table), "target", test=0.0).record


@pytest.mark.parametrize("name", ["l1", "l2", "elastic_net"])
def test_a_record_carries_numbers_that_work(name: str) -> None:
    """scikit-learn, given the strength that ``compare`` chose and wrote down, finds its coefficients."""
    model = getattr(compared().models, name)
    arguments = dict(model.passport["sklearn"] or {})
    kind = {"Lasso": Lasso, "Ridge": Ridge, "ElasticNet": ElasticNet}[arguments.pop("class")]
    precise = {} if kind is Ridge else {"tol": 1e-13, "max_iter": 100_000}
    fit = kind(**arguments, **precise).fit(table("none").z.astype(float), rows()[1])
    assert_same(np.array(list(model.standardized.values())), fit.coef_)
    assert_same(np.array(list(model.coefficients.values())), fit.coef_ / table("none").scale.astype(float))
