"""Selection + names → Record and models. Here coefficients return to the columns' own units."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt

import numpy as np

from shrinkage._version import __version__
from shrinkage.design.features import Feature
from shrinkage.passport import passport
from shrinkage.problem import Floats
from shrinkage.result.because import because, sentence
from shrinkage.result.facts import Facts
from shrinkage.result.model import Model, PenaltyRecord
from shrinkage.result.packing import products_record
from shrinkage.result.paths import path_record, per_deviation
from shrinkage.result.record import (
    BaselineRecord,
    CertificateRecord,
    CollinearityRecord,
    FeatureRecord,
    ModelRecord,
    ModelsRecord,
    OneStandardErrorRecord,
    PassportValues,
    Record,
    SettingRecord,
    VerdictRecord,
)
from shrinkage.result.remarks import warnings_of
from shrinkage.selection.select import RULE, Fit, Selection
from shrinkage.selection.verdict import MEAN, MODELS


def record_of(selection: Selection, facts: Facts) -> Record:
    """The record of a comparison."""
    return Record(
        version=__version__,
        options=dict(facts.options),
        seconds=dict(facts.seconds),
        data=facts.data,
        features=_features(selection, facts),
        warnings=[*facts.warnings, *warnings_of(selection, facts)],
        split=facts.split,
        setting=SettingRecord(
            raw=facts.raw, positive=facts.positive, factors=named_factors(facts.factors, facts.names)
        ),
        baseline=_baseline(selection),
        collinearity=_collinearity(selection),
        models=ModelsRecord(**{name: _model(selection, fit, facts) for name, fit in selection.fits.items()}),
        verdict=_verdict(selection, facts),
        products=products_record(selection.products, facts.names),
    )


def models_of(selection: Selection, facts: Facts) -> dict[str, Model]:
    """The four models, and ``chosen``: one of them, or the mean alone."""
    saved = {name: _saved(selection, selection.fits[name], facts) for name in MODELS}
    choice = selection.verdict.choice
    saved["chosen"] = _mean_model(selection, facts) if choice == MEAN else saved[choice]
    return saved


def _features(selection: Selection, facts: Facts) -> list[FeatureRecord]:
    return feature_records(facts.features, selection.scaling.center, selection.deviations)


def feature_records(features: Sequence[Feature], means: Floats, deviations: Floats) -> list[FeatureRecord]:
    """Encoded columns with their mean and population sd (p,) over the rows outside the test part."""
    return [
        FeatureRecord(
            name=feature.name,
            column=feature.column,
            kind=feature.kind,
            level=feature.level,
            mean=float(mean),
            scale=float(sd),
        )
        for feature, mean, sd in zip(features, means, deviations, strict=True)
    ]


def _baseline(selection: Selection) -> BaselineRecord:
    base = selection.baseline
    return BaselineRecord(
        cv_rmse=sqrt(base.cv_mse), cv_rmse_se=_rmse_se(base.cv_mse, base.cv_se), test_rmse=_root(base.test_mse)
    )


def _collinearity(selection: Selection) -> CollinearityRecord:
    found = selection.collinearity
    condition = found.condition if np.isfinite(found.condition) else None
    return CollinearityRecord(varying=found.varying, condition=condition, twins=found.twins)


def _rmse_se(mse: float, se: float) -> float | None:
    """Delta method: the standard error of √mse is se / (2√mse); None for an error of 0."""
    return se / (2.0 * sqrt(mse)) if mse > 0 else None


def _root(mse: float | None) -> float | None:
    return None if mse is None else sqrt(mse)


def _model(selection: Selection, fit: Fit, facts: Facts) -> ModelRecord:
    intercept, own = selection.scaling.original(fit.coefficients)
    return ModelRecord(
        lam=fit.lam,
        l1_ratio=fit.l1_ratio,
        rule=RULE,
        passport=_passport(selection, fit.lam, fit.l1_ratio, facts),
        intercept=float(intercept),
        coefficients=_named(facts, own),
        standardized=_named(facts, _standardized(selection, fit.coefficients)),
        nonzero=fit.nonzero,
        train_rmse=sqrt(fit.train_mse),
        cv_rmse=sqrt(fit.cv_mse),
        cv_rmse_se=_rmse_se(fit.cv_mse, fit.cv_se),
        crossfit_rmse=sqrt(fit.crossfit_mse),
        test_rmse=_root(fit.test_mse),
        edge=fit.edge,
        certificate=_certificate(fit),
        status=fit.status,
        rank=fit.rank,
        one_standard_error=_one_standard_error(selection, fit, facts),
        selection_frequency=_named(facts, fit.used) if fit.l1_ratio > 0 else None,
        path=path_record(selection, fit, facts),
    )


def _named(facts: Facts, values: Floats) -> dict[str, float]:
    return dict(zip(facts.names, values.tolist(), strict=True))


def _standardized(selection: Selection, coefficients: Floats) -> Floats:
    return coefficients * per_deviation(selection)


def _certificate(fit: Fit) -> CertificateRecord:
    gap = fit.certificate.relative_gap
    return CertificateRecord(kind=fit.certificate.kind, relative_gap=gap if np.isfinite(gap) else None)


def _passport(selection: Selection, lam: float, l1_ratio: float, facts: Facts) -> PassportValues:
    return passport(
        lam,
        l1_ratio,
        weight=selection.weight,
        target_sd=selection.target_sd,
        lambda_max=selection.lambda_max,
        factor_mean=factor_mean(facts.factors),
    )


def factor_mean(factors: Floats | None) -> float:
    """Σf/p, by which glmnet's strength differs; it counts an infinite factor as 1."""
    return 1.0 if factors is None else float(np.where(np.isfinite(factors), factors, 1.0).mean())


def named_factors(factors: Floats | None, names: Sequence[str]) -> dict[str, float | None]:
    """Factors that are not 1, by feature; None for an infinite one, as JSON has no word for it."""
    values = [] if factors is None else zip(names, factors.tolist(), strict=True)
    return {name: value if isfinite(value) else None for name, value in values if value != 1}


def _one_standard_error(selection: Selection, fit: Fit, facts: Facts) -> OneStandardErrorRecord | None:
    if fit.one_se is None:
        return None
    coefficients = fit.curve.coefficients[fit.one_se]
    intercept, own = selection.scaling.original(coefficients)
    lam = float(fit.curve.table.lams[fit.one_se])
    return OneStandardErrorRecord(
        lam=lam,
        l1_ratio=fit.l1_ratio,
        nonzero=int(np.count_nonzero(coefficients)),
        cv_rmse=sqrt(float(fit.curve.table.cv_mse[fit.one_se])),
        test_rmse=_root(fit.one_se_test_mse),
        passport=_passport(selection, lam, fit.l1_ratio, facts),
        intercept=float(intercept),
        coefficients=_named(facts, own),
    )


def _verdict(selection: Selection, facts: Facts) -> VerdictRecord:
    verdict = selection.verdict
    error = verdict.pair.standard_error
    return VerdictRecord(
        choice=verdict.choice,
        tie=verdict.tie,
        best=verdict.best,
        runner_up=verdict.runner_up,
        difference=verdict.pair.difference,
        standard_error=error if np.isfinite(error) else None,
        sentence=sentence(selection, facts),
        because=because(selection, facts),
    )


def _saved(selection: Selection, fit: Fit, facts: Facts) -> Model:
    intercept, own = selection.scaling.original(fit.coefficients)
    penalty = PenaltyRecord(
        name=fit.name,
        lam=fit.lam,
        l1_ratio=fit.l1_ratio,
        raw=facts.raw,
        positive=facts.positive,
        factors=named_factors(facts.factors, facts.names),
    )
    return Model(
        version=__version__,
        target=facts.data.target,
        spec=facts.spec,
        features=_features(selection, facts),
        fills=dict(facts.fills),
        intercept=float(intercept),
        coefficients=_named(facts, own),
        standardized=_named(facts, _standardized(selection, fit.coefficients)),
        penalty=penalty,
        passport=_passport(selection, fit.lam, fit.l1_ratio, facts),
        certificate=_certificate(fit),
        training_rows=facts.split.train_rows,
        training_weight=selection.weight,
    )


def _mean_model(selection: Selection, facts: Facts) -> Model:
    """Intercept only: what is left when the verdict is that no feature helps."""
    zeros = _named(facts, np.zeros(len(facts.features)))
    return Model(
        version=__version__,
        target=facts.data.target,
        spec=facts.spec,
        features=_features(selection, facts),
        fills=dict(facts.fills),
        intercept=selection.scaling.target_mean,
        coefficients=zeros,
        standardized=zeros,
        penalty=PenaltyRecord(name=MEAN, lam=selection.emptying, l1_ratio=1.0, raw=facts.raw, positive=facts.positive),
        passport=passport(
            selection.emptying,
            1.0,
            weight=selection.weight,
            target_sd=selection.target_sd,
            lambda_max=selection.emptying,
        ),
        certificate=CertificateRecord(kind="gap", relative_gap=0.0),
        training_rows=facts.split.train_rows,
        training_weight=selection.weight,
    )
