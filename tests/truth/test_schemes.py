"""The no-leak law of `compare`, whatever places the rows: a penalised CV error equals the explicit loop over folds.

The loop reads the folds from the file that ``--folds-out`` wrote, and shares nothing else with the package but the
encoding: training rows are imputed, standardised and fitted by themselves, by the oracle, and scored row by row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import shrinkage
from shrinkage.result.record import ModelRecord
from tests.data import real_table
from tests.truth import oracle
from tests.truth.tables import EXAMPLES, TEST, Case, case
from tests.truth.test_truth import PROVEN, has_many_optima

POINTS = 3
DIABETES = str(EXAMPLES / "diabetes.csv")


@dataclass(frozen=True)
class Law:
    """A table (of SHRINKAGE_DATA, unless there is a slash in its name), its target, and how its rows are placed."""

    table: str
    target: str
    choices: dict[str, Any]


LAWS = {
    "repeats": Law(DIABETES, "target", {"repeats": 3, "folds": 4}),
    "group": Law(DIABETES, "target", {"group": "age", "folds": 6}),
    "group, repeats": Law(DIABETES, "target", {"group": "age", "folds": 3, "repeats": 2, "seed": 2}),
    "time": Law(DIABETES, "target", {"time": "bp", "folds": 5}),
    "time, no test part": Law(DIABETES, "target", {"time": "s5", "folds": 4, "test": 0.0, "drop": ("s5",)}),
    "weights": Law(DIABETES, "target", {"weights": "s6", "folds": 5}),
    "weights, group": Law(DIABETES, "target", {"weights": "s6", "group": "age", "folds": 4}),
    "weights, time": Law(DIABETES, "target", {"weights": "s6", "time": "bmi", "folds": 4}),
    "weights, repeats": Law(DIABETES, "target", {"weights": "s6", "repeats": 2, "folds": 3}),
    "hitters by years": Law("hitters.parquet", "Salary", {"group": "Years", "folds": 5}),
    "bikeshare in time": Law("bikeshare.parquet", "bikers", {"time": "day", "folds": 6}),
    "ames by neighbourhood": Law("ames.parquet", "price", {"group": "Neighborhood", "folds": 4}),
    "ames by the year built": Law("ames.parquet", "price", {"time": "Year.Built", "folds": 3}),
    "visits with weights": Law("nmes1988.parquet", "visits", {"weights": "school", "repeats": 2, "folds": 3}),
}
laws = pytest.mark.parametrize(
    "law",
    [pytest.param(name, marks=() if "/" in law.table else pytest.mark.data) for name, law in LAWS.items()],
    indirect=True,
)


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    with threadpool_limits(1):
        yield


@dataclass(frozen=True)
class Done:
    """A comparison, the folds it wrote, and the rows written out."""

    models: dict[str, ModelRecord]
    listed: np.ndarray
    case: Case


@lru_cache(maxsize=2)
def done(name: str, folder: Path) -> Done:
    law = LAWS[name]
    path = Path(law.table) if "/" in law.table else real_table(law.table)
    file = folder / "folds.csv"
    record = shrinkage.compare(str(path), law.target, folds_out=file, **law.choices).record
    with file.open(newline="") as lines:
        _, *rows = csv.reader(lines)
    words = {"test": TEST} | {str(fold): fold - 1 for fold in range(51)}
    listed = np.array([[words[cell] for cell in row[1:]] for row in rows if row[1]]).T
    return Done(record.models.by_name(), listed, case(name, path, law.target, **law.choices))


@pytest.fixture
def law(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Done:
    return done(request.param, tmp_path_factory.getbasetemp())


@laws
def test_the_folds_that_are_written_are_those_that_were_used(law: Done) -> None:
    assert np.array_equal(law.listed, law.case.fold)


@laws
@pytest.mark.parametrize("model", ["l1", "l2", "elastic_net"])
def test_penalised_errors_are_those_of_the_explicit_loop(law: Done, model: str) -> None:
    found = law.models[model]
    assert found.path is not None
    lams, errors, ratio = np.array(found.path.lam), np.array(found.path.fold_mse), found.l1_ratio
    parts = errors.shape[0]
    assert parts == law.listed.shape[0] * (law.listed.max() + 1)
    promised = np.flatnonzero(lams * (ratio or 1.0) >= 1e-5 * lams[0] * (ratio or 1e-3))
    for part in sorted({0, parts // 2, parts - 1}):
        table, guess = law.case.training(part), None
        for point in promised[np.unique(np.linspace(2, promised.size - 1, POINTS).astype(int))]:
            best = oracle.solve(table, lams[point], ratio, start=guess)
            guess = best.coefficients
            assert best.gap < PROVEN
            if ratio == 1 and has_many_optima(table, best, lams[point]):
                continue
            expected = law.case.held_out_error(part, table, guess)
            assert errors[part, point] == pytest.approx(expected, rel=1e-8), f"part {part}, point {point}"


@laws
def test_least_squares_errors_are_those_of_the_explicit_loop(law: Done) -> None:
    found = law.models["none"]
    assert found.path is not None
    for part, error in enumerate(np.array(found.path.fold_mse)[:, 0]):
        table = law.case.training(part)
        root = np.sqrt(table.v.astype(float))
        reference, *_ = np.linalg.lstsq(table.z.astype(float) * root[:, None], table.y.astype(float) * root, rcond=None)
        assert error == pytest.approx(law.case.held_out_error(part, table, reference), rel=1e-6)
