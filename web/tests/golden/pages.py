"""The data of whole pages, and what Python solves at strengths between those of their grids."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from web.tests.golden.problems import solution, unique

import shrinkage as sh
from shrinkage.path.freedom import degrees_of_freedom
from shrinkage.penalty import ElasticNet
from shrinkage.present.report.gather import report_data
from shrinkage.problem import Floats, Quadratic
from shrinkage.result.record import ModelRecord, Record

Json = dict[str, Any]
Table = Mapping[str, Any]

DIABETES = str(Path(__file__).parents[3] / "examples" / "diabetes.csv")
STRENGTHS = 8
PENALISED = ("l1", "l2", "elastic_net")


def pages() -> list[Json]:
    return [_page(name, record) for name, record in _records()]


def _records() -> Iterator[tuple[str, Record]]:
    yield "diabetes", sh.compare(DIABETES, target="target", folds=2).record
    yield "levels of a category", sh.compare(_levels(), target="y", folds=2).record
    yield "more columns than rows", sh.compare(_wide(), target="y", folds=2).record
    options: Any = {"raw": True, "positive": True, "factors": {"x0": 0.0, "x1": 3.0}}
    yield "raw, held at or above 0, with factors", sh.compare(_numbers(), target="y", folds=2, **options).record


def _levels() -> Table:
    draw = np.random.default_rng(21)
    kind = draw.integers(0, 4, 120)
    x = draw.standard_normal(120)
    y = x + 0.7 * kind + draw.standard_normal(120)
    return {"kind": np.array(list("abcd"))[kind], "x": x, "other": draw.uniform(size=120), "y": y}


def _wide() -> Table:
    draw = np.random.default_rng(22)
    x = draw.standard_normal((24, 30)) + draw.standard_normal((24, 1))
    return {**{f"x{j}": x[:, j] for j in range(30)}, "y": x[:, 0] - x[:, 5] + 0.3 * draw.standard_normal(24)}


def _numbers() -> Table:
    draw = np.random.default_rng(23)
    x = (draw.standard_normal((90, 6)) + 3.0) * np.array([1.0, 10.0, 0.1, 1.0, 2.0, 5.0])
    y = x @ np.array([0.5, 0.1, 2.0, 0.0, -0.4, 0.05]) + draw.standard_normal(90)
    return {**{f"x{j}": x[:, j] for j in range(6)}, "y": y}


def _page(name: str, record: Record) -> Json:
    data = msgspec.to_builtins(report_data(_carried(record), "textbook", record.features))
    data["products"]["complete"] = True
    data |= {"source": name, "version": "0"}  # neither where this runs nor which version of the package it is
    problem, factors, unit = _problem(record)
    solutions = [
        {"model": key, **solution}
        for key in PENALISED
        for solution in _solutions(record, getattr(record.models, key), problem, factors, unit)
    ]
    return {"name": name, "data": data, "solutions": solutions}


def _carried(record: Record) -> Record:
    """The record as of a page whose kernel cannot find a path again: then the page carries all of them."""
    assert record.products is not None
    return msgspec.structs.replace(record, products=msgspec.structs.replace(record.products, complete=False))


def _problem(record: Record) -> tuple[Quadratic, Floats, Floats]:
    """The table's own problem from the record's products, which must hold all of it."""
    products = record.products
    assert products is not None
    assert products.complete
    k = len(products.features)
    gram = np.zeros((k, k))
    gram[np.triu_indices(k)] = np.frombuffer(products.gram)
    gram = np.triu(gram) + np.triu(gram, 1).T
    known = (record.setting.factors.get(feature, 1.0) for feature in products.features)
    factors = np.array([math.inf if factor is None else factor for factor in known])
    unit = np.ones(k) if products.unit is None else np.frombuffer(products.unit)
    weight = float(record.split.train_rows)
    return Quadratic(gram, np.frombuffer(products.xty), products.yy, weight, int(weight)), factors, unit


def _solutions(record: Record, model: ModelRecord, problem: Quadratic, factors: Floats, unit: Floats) -> Iterator[Json]:
    """At strengths of the grid and between them, by solvers that know nothing of knots and spectra as records do."""
    path = model.path
    assert path is not None
    draw = np.random.default_rng(len(path.features))
    some = np.exp(draw.uniform(np.log(path.lam[-1]), np.log(path.lam[0]), STRENGTHS - 2)).tolist()
    for lam in (path.lam[0], *sorted(some, reverse=True), path.lam[-1]):
        penalty = ElasticNet(lam, model.l1_ratio, factors, record.setting.positive)
        yield _solution(record, model, problem, penalty, unit)


def _solution(record: Record, model: ModelRecord, problem: Quadratic, penalty: ElasticNet, unit: Floats) -> Json:
    assert record.products is not None
    assert penalty.factors is not None
    path = solution(problem, penalty)
    w = path.coefficients[0]
    found = {"lambda": penalty.lam, "objective": problem.smooth(w) + penalty.value(w)}
    if not unique(problem, penalty.lam * (1.0 - penalty.l1_ratio), penalty.factors):
        return {**found, "standardized": None, "intercept": None, "degrees_of_freedom": None}
    by_name = dict(zip(record.products.features, (w * unit).tolist(), strict=True))
    standardized = [by_name.get(feature.name, 0.0) for feature in record.features]
    pairs = list(zip(record.features, standardized, strict=True))
    own = {feature.name: value / feature.scale if value else 0.0 for feature, value in pairs}
    shift = sum(feature.mean * (model.coefficients[feature.name] - own[feature.name]) for feature in record.features)
    return {
        **found,
        "standardized": standardized,
        "intercept": model.intercept + shift,
        "degrees_of_freedom": float(degrees_of_freedom(problem, path, penalty.factors)[0]),
    }
