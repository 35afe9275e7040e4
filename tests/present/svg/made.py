"""Records made for figures: one by hand, wide ones, and one in other units."""

from __future__ import annotations

import random

from msgspec.structs import replace

from shrinkage.result.record import FeatureRecord, ModelRecord, ModelsRecord, PathRecord, Record
from tests.present.conftest import build


def with_models(record: Record, **changes: ModelRecord) -> Record:
    return replace(record, models=ModelsRecord(**{**record.models.by_name(), **changes}))


def selecting() -> Record:
    """The record by hand, with how often folds selected its features."""
    record = build()
    shares = {"bmi": 1.0, "bp": 0.9, "s5": 1.0, "sex": 0.3, "age": 0.0}
    l1, net = record.models.l1, record.models.elastic_net
    return with_models(
        record,
        l1=replace(l1, selection_frequency=shares),
        elastic_net=replace(net, selection_frequency=shares | {"age": 0.6}),
    )


def wide(p: int, m: int) -> Record:
    """A record of p features whose paths wander, and m strengths."""
    rng = random.Random(5)
    names = [f"{'Neighborhood' if j % 3 else 'été'}={j}" for j in range(p)]
    lam = [10.0 ** (3 - 5 * k / m) for k in range(m)]
    walks = [[rng.gauss(0, 1) * (200 - j) for j in range(p)] for _ in lam]
    rows = [[sum(step[j] for step in walks[: k + 1]) for j in range(p)] for k in range(m)]
    noise = [[2e3 + 500 * rng.random() for _ in lam] for _ in range(12)]
    path = PathRecord(
        lam=lam,
        cv_mse=noise[0],
        cv_se=[100 * rng.random() for _ in lam],
        fold_mse=noise[1:11],
        train_mse=noise[11],
        nonzero=[min(k, p) for k in range(m)],
        features=names,
        coefficients=rows,
        features_left_out=1_234,
    )
    base = build()

    def of(called: str, model: ModelRecord) -> ModelRecord:
        weights = dict(zip(names, rows[-1], strict=True))
        shares = {name: rng.random() for name in names} if called in ("l1", "elastic_net") else None
        return replace(model, lam=lam[m // 2], standardized=weights, selection_frequency=shares, path=path)

    models = {called: of(called, model) for called, model in base.models.by_name().items()}
    features = [FeatureRecord(name=name, column=name, kind="level", mean=0.0, scale=1.0) for name in names]
    return replace(base, features=features, models=ModelsRecord(**models))


def enlarged(record: Record, factor: float) -> Record:
    """Of a target in other units: errors and coefficients that many times as large."""

    def of(model: ModelRecord) -> ModelRecord:
        path = model.path
        if path is not None:
            path = replace(
                path,
                cv_mse=[mse * factor**2 for mse in path.cv_mse],
                train_mse=[mse * factor**2 for mse in path.train_mse],
                cv_se=[(se or 0.0) * factor**2 for se in path.cv_se],
                fold_mse=[[mse * factor**2 for mse in fold] for fold in path.fold_mse],
                coefficients=[[value * factor for value in row] for row in path.coefficients],
                nonzero=[used * 10_000 for used in path.nonzero],
            )
        return replace(
            model,
            path=path,
            standardized={name: value * factor for name, value in model.standardized.items()},
            train_rmse=model.train_rmse * factor,
            cv_rmse=model.cv_rmse * factor,
            cv_rmse_se=(model.cv_rmse_se or 0.0) * factor,
            crossfit_rmse=model.crossfit_rmse * factor,
            test_rmse=(model.test_rmse or 0.0) * factor,
        )

    mean = replace(record.baseline, cv_rmse=record.baseline.cv_rmse * factor)
    models = ModelsRecord(**{name: of(model) for name, model in record.models.by_name().items()})
    return replace(record, baseline=mean, models=models)
