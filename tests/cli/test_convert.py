"""The passport at the terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest


def test_the_contracts_example(shrinkage: Any) -> None:
    done = shrinkage("convert", "--lambda", "0.1", "--from", "textbook", "--to", "sklearn", "--rows", "442", "--json")
    assert done.code == 0
    assert json.loads(done.out)["sklearn"] == {"class": "Lasso", "alpha": pytest.approx(0.1 / 884)}


def test_ridge_and_lasso_differ_by_the_rows(shrinkage: Any) -> None:
    alphas = {}
    for penalty in ("l1", "l2"):
        done = shrinkage("convert", "--lambda", "2", "--from", "lam", "--rows", "50", "--penalty", penalty, "--json")
        alphas[penalty] = json.loads(done.out)["sklearn"]["alpha"]
    assert alphas["l2"] == pytest.approx(50 * alphas["l1"])


def test_all_conventions_for_people(shrinkage: Any) -> None:
    done = shrinkage("convert", "--lambda", "2", "--from", "lam", "--rows", "50", "--penalty", "elastic_net")
    assert done.code == 0
    assert "λ₁ = 100, λ₂ = 50" in done.out
    assert "ElasticNet(alpha=2, l1_ratio=0.5)" in done.out
    assert done.err == ""
