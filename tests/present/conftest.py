"""A small record, made by hand: rendering is tested on what a record may hold, not on what one table gave."""

from __future__ import annotations

import math
from typing import Any

import pytest

from shrinkage.passport import passport
from shrinkage.result.record import (
    BaselineRecord,
    CertificateRecord,
    CollinearityRecord,
    ColumnRecord,
    DataRecord,
    FeatureRecord,
    ModelRecord,
    ModelsRecord,
    OneStandardErrorRecord,
    PathRecord,
    Record,
    SplitRecord,
    VerdictRecord,
    WarningRecord,
)

NAMES = ["bmi", "bp", "s5", "sex", "age"]
ROWS = 354


def path(points: int = 40) -> PathRecord:
    lam = [45.0 * 10 ** (-4 * k / (points - 1)) for k in range(points)]
    progress = [k / (points - 1) for k in range(points)]
    cv = [3000 + 2900 * (1 - s) ** 4 + 60 * s**3 for s in progress]
    return PathRecord(
        lam=lam,
        cv_mse=cv,
        cv_se=[150.0] * points,
        fold_mse=[cv, cv],
        train_mse=[value - 100 for value in cv],
        nonzero=[min(5, int(6 * s)) for s in progress],
        features=NAMES,
        coefficients=[
            [25 * max(0.0, s - 0.05), 15 * max(0.0, s - 0.2), 22 * s, -12 * max(0.0, s - 0.4), 0.0] for s in progress
        ],
        features_left_out=0,
    )


def model(
    name: str, lam: float, ratio: float, weights: list[float], cv: float, *, with_path: bool = True
) -> ModelRecord:
    standardized = dict(zip(NAMES, weights, strict=True))
    nonzero = sum(value != 0 for value in weights)
    passports = passport(lam, ratio, weight=ROWS, target_sd=77.0, lambda_max=45.0)
    calm = OneStandardErrorRecord(
        lam=lam * 4,
        l1_ratio=ratio,
        nonzero=max(nonzero - 1, 0),
        cv_rmse=cv + 0.9,
        test_rmse=55.0,
        passport=passports,
        intercept=152.1,
        coefficients=standardized,
    )
    return ModelRecord(
        lam=lam,
        l1_ratio=ratio,
        rule="min",
        passport=passports,
        intercept=152.1,
        coefficients={key: value * 20 for key, value in standardized.items()},
        standardized=standardized,
        nonzero=nonzero,
        train_rmse=cv - 1.3,
        cv_rmse=cv,
        cv_rmse_se=1.5,
        crossfit_rmse=cv + 0.1,
        test_rmse=cv + 0.7,
        edge=None,
        certificate=CertificateRecord(kind="gap", relative_gap=3e-15),
        status="Solved: the optimality conditions hold to rounding.",
        one_standard_error=calm if with_path else None,
        path=path() if with_path else None,
    )


def build(**changes: Any) -> Record:
    fields: dict[str, Any] = {
        "version": "0.1.0",
        "options": {"lambda_convention": "textbook"},
        "seconds": {"reading": 0.01, "total": 0.21},
        "data": DataRecord(
            source="examples/diabetes.csv",
            target="target",
            rows_read=442,
            rows_used=440,
            columns=[
                *(ColumnRecord(name=name, role="numeric") for name in NAMES),
                ColumnRecord(name="id", role="dropped", reason="every value is different, like an identifier"),
            ],
            notes=["fields are separated by commas"],
        ),
        "features": [FeatureRecord(name=name, column=name, kind="number", mean=0.0, scale=0.05) for name in NAMES],
        "warnings": [],
        "split": SplitRecord(scheme="random", folds=10, repeats=1, train_rows=ROWS, test_rows=88, seed=0),
        "baseline": BaselineRecord(cv_rmse=77.2, cv_rmse_se=2.1, test_rmse=76.0),
        "collinearity": CollinearityRecord(varying=5, condition=4.2, twins=0),
        "models": ModelsRecord(
            none=model("none", 0.0, 1.0, [24.8, 15.1, 22.3, -11.4, -0.5], 55.3, with_path=False),
            l1=model("l1", 0.9, 1.0, [24.1, 13.9, 21.5, -9.2, 0.0], 54.5),
            l2=model("l2", 0.05, 0.0, [23.3, 14.0, 20.2, -10.1, 0.2], 54.8),
            elastic_net=model("elastic_net", 0.1, 0.5, [24.0, 13.9, 21.0, -9.7, 0.0], 54.6),
        ),
        "verdict": VerdictRecord(
            choice="l1",
            tie=True,
            best="l1",
            runner_up="elastic_net",
            difference=-12.0,
            standard_error=40.0,
            sentence="Use L1 (lasso): it is as good as anything here, and needs 4 of 5 features.",
            because=["Nothing beats it by more than one standard error.", "The features bmi and s5 carry most of it."],
        ),
    }
    return Record(**{**fields, **changes})


@pytest.fixture
def record() -> Record:
    assert math.isfinite(ROWS)
    return build()


@pytest.fixture
def make_record() -> Any:
    return build


@pytest.fixture
def leaky() -> Record:
    return build(
        warnings=[WarningRecord(kind="leak", column="s5", sentence="The column s5 is almost a copy of the target.")]
    )
