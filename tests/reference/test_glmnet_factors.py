"""glmnet with infinite factors and lower limits of 0, at the passport's strength, finds what training finds."""

from __future__ import annotations

import json
from math import inf, sqrt
from pathlib import Path

import numpy as np
import pytest

from shrinkage.passport import passport
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.result.build import factor_mean
from shrinkage.solver.certificate import certificate
from tests.solver import catalogue

HERE = Path(__file__).parent
GLMNET = json.loads((HERE / "glmnet_factors.json").read_text())


@pytest.mark.parametrize("case", range(len(GLMNET["cases"])))
def test_glmnet(case: int) -> None:
    recorded = GLMNET["cases"][case]
    factors = np.array([inf if f is None else f for f in GLMNET["factors"][recorded["factors"]]])
    table = np.loadtxt(HERE.parents[1] / "examples" / "diabetes.csv", delimiter=",", skiprows=1)
    x, y = table[:, :-1], table[:, -1]
    problem = catalogue.quadratic(x, y)
    lam, l1_ratio, positive = recorded["lam"], recorded["l1_ratio"], recorded["positive"]
    facts = {"weight": float(len(y)), "target_sd": sqrt(problem.yy), "factor_mean": factor_mean(factors)}
    entry = passport(lam, l1_ratio, **facts)["glmnet"]
    assert entry is not None
    assert entry["lambda"] == pytest.approx(recorded["lambda"], rel=1e-12)
    assert entry["alpha"] == pytest.approx(recorded["alpha"], rel=1e-12)
    (found,) = trace(problem, np.array([lam]), l1_ratio, factors, positive).coefficients
    assert certificate(problem, ElasticNet(lam, l1_ratio, factors, positive), found).relative_gap < 1e-14
    np.testing.assert_allclose(np.array(recorded["coefficients"]) * x.std(axis=0), found, rtol=0, atol=1e-6)
