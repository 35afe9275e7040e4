"""From a record to the data of its page. Nothing is computed here: numbers are packed, and names become indices."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from shrinkage.errors import StoreError
from shrinkage.present.report import data
from shrinkage.present.report.words import plain_name
from shrinkage.present.strengths import PRIMARY
from shrinkage.result.because import UNINFORMATIVE_ROWS
from shrinkage.result.payload import KnotsRecord, ProductsRecord, RunsRecord, SpectrumRecord
from shrinkage.result.record import FeatureRecord, ModelRecord, PassportValues, PathRecord, Record

Index = Mapping[str, int]

# Numbers of an exact path that a page carries: half a megabyte each. Of 200 features a spectrum is 40,000; larger
# tables would make pages grow with every feature, and so with the rows that their levels come from.
KNOT_NUMBERS, BASIS_NUMBERS = 40_000, 50_000
_DOUBLE = 8  # bytes


def page_data(record: Record, convention: str, features: Sequence[FeatureRecord]) -> bytes:
    """The data of the page of ``record`` as compact JSON; strengths in ``convention``, ``features`` those it shows."""
    return msgspec.json.encode(report_data(record, convention, features))


def report_data(record: Record, convention: str, features: Sequence[FeatureRecord]) -> data.ReportData:
    """The same as structs. StoreError where a part of the record is of features that it does not list."""
    index = {feature.name: j for j, feature in enumerate(features)}
    if len(index) < len(features):
        raise StoreError("the record lists a feature twice, so it was changed after it was written; write it again.")
    split = record.split
    try:
        solvable = record.products is not None and record.products.complete
        models = {key: _model(model, key, index, solvable) for key, model in record.models.by_name().items()}
        products = None if record.products is None else _products(record.products, record.setting.factors, index)
    except KeyError as missing:
        raise StoreError(
            f"the record speaks of a feature {missing.args[0]!r} that it does not list, so it was changed after it was "
            "written; write it again."
        ) from None
    return data.ReportData(
        version=record.version,
        target=plain_name(record.data.target),
        source=plain_name(record.data.source),
        convention=convention,
        choice=record.verdict.choice,
        folds=split.folds,
        repeats=split.repeats,
        weight=float(split.train_rows if split.train_weight is None else split.train_weight),
        positive=record.setting.positive,
        features=[
            data.Feature(
                name=plain_name(each.name),
                column=plain_name(each.column),
                kind=each.kind,
                level=None if each.level is None else plain_name(each.level),
                mean=each.mean,
                scale=each.scale,
            )
            for each in features
        ],
        baseline=data.Baseline(
            cv_rmse=record.baseline.cv_rmse,
            cv_rmse_se=record.baseline.cv_rmse_se,
            test_rmse=record.baseline.test_rmse,
        ),
        test_informative=is_test_informative(record),
        models=data.Models(**models),
        products=products,
    )


def is_test_informative(record: Record) -> bool:
    """Whether the test part is large enough for its error to mean something; counted as the verdict counts it."""
    split, weights = record.split, record.data.weights
    counted = split.test_rows if weights is None or not weights.counts else round(split.test_weight or 0.0)
    return counted >= UNINFORMATIVE_ROWS


def _model(model: ModelRecord, key: str, index: Index, solvable: bool) -> data.ModelData:
    calm = model.one_standard_error
    frequency = model.selection_frequency
    return data.ModelData(
        lam=model.lam,
        l1_ratio=None if key == "none" else model.l1_ratio,
        nonzero=model.nonzero,
        train_rmse=model.train_rmse,
        cv_rmse=model.cv_rmse,
        cv_rmse_se=model.cv_rmse_se,
        crossfit_rmse=model.crossfit_rmse,
        test_rmse=model.test_rmse,
        coefficients=_by_feature(model.coefficients, index),
        standardized=_by_feature(model.standardized, index),
        selection_frequency=None if frequency is None else _by_feature(frequency, index),
        one_standard_error=None
        if calm is None
        else data.OneStandardError(lam=calm.lam, nonzero=calm.nonzero, cv_rmse=calm.cv_rmse),
        intercept=model.intercept,
        edge=model.edge,
        scales=scales(model),
        path=None if model.path is None else _path(model.path, index, solvable),
    )


def scales(model: ModelRecord) -> dict[str, float]:
    """What a lambda of this model is multiplied by to be a strength of each convention (all are linear in lambda).

    Read off a passport: of the chosen strength, or of that one standard error away where the chosen one is 0.
    """
    known = [(model.lam, model.passport)]
    if model.one_standard_error is not None:
        known.append((model.one_standard_error.lam, model.one_standard_error.passport))
    found: dict[str, float] = {}
    for lam, passport in known:
        if lam > 0 and not found:
            found = {key: value / lam for key, value in _strengths(passport)}
    return {key: factor for key, factor in found.items() if math.isfinite(factor) and factor > 0}


def _strengths(passport: PassportValues) -> Iterable[tuple[str, float]]:
    """convention → the one number of it that is the strength; the others are shares, or zero with it."""
    for convention, values in passport.items():
        for argument in PRIMARY:
            value = (values or {}).get(argument)
            if isinstance(value, int | float) and value:
                yield convention, float(value)
                break


def _path(path: PathRecord, index: Index, solvable: bool) -> data.PathData:
    """``solvable``: the page has all products, so that its kernel finds a path again, and need not carry it."""
    exact = _exact(path.exact)
    carried = exact is None and not (solvable and len(path.lam) > 1)
    return data.PathData(
        lam=packed(path.lam),
        cv_mse=packed(path.cv_mse),
        cv_se=packed(path.cv_se),
        fold_mse=[packed(fold) for fold in path.fold_mse],
        train_mse=packed(path.train_mse),
        nonzero=path.nonzero,
        degrees_of_freedom=None if path.degrees_of_freedom is None else packed(path.degrees_of_freedom),
        features=[index[feature] for feature in path.features],
        features_left_out=path.features_left_out,
        grid=runs_of(path.coefficients, len(path.features)) if carried else None,
        exact=exact,
    )


def runs_of(coefficients: Sequence[Sequence[float]], features: int) -> data.Runs:
    """A table (m, features) by feature, from the first row that is not 0 to the last."""
    first: list[int] = []
    kept: list[Sequence[float]] = []
    columns: Iterable[Sequence[float]] = zip(*coefficients, strict=True) if coefficients else [()] * features
    for column in columns:
        rows = [row for row, value in enumerate(column) if value != 0]
        first.append(rows[0] if rows else 0)
        kept.append(column[rows[0] : rows[-1] + 1] if rows else ())
    values = b"".join(map(packed, kept))
    return data.Runs(first=first, count=[len(run) for run in kept], values=values)


def _exact(exact: KnotsRecord | SpectrumRecord | None) -> data.Knots | data.Spectrum | None:
    """An exact path, unless it is so large that a page is better mailed with the grid."""
    if isinstance(exact, KnotsRecord):
        if len(exact.runs.values) > _DOUBLE * KNOT_NUMBERS:
            return None
        return data.Knots(lam=packed(exact.lam), nonzero=exact.nonzero, runs=_runs(exact.runs))
    if exact is None or len(exact.basis) > _DOUBLE * BASIS_NUMBERS:
        return None
    return data.Spectrum(
        values=packed(exact.values),
        pull=packed(exact.pull),
        basis=exact.basis,
        offset=exact.offset,
        free_rank=exact.free_rank,
    )


def _runs(runs: RunsRecord) -> data.Runs:
    return data.Runs(first=runs.first, count=runs.count, values=runs.values)


def _products(products: ProductsRecord, factors: Mapping[str, float | None], index: Index) -> data.Products:
    """Factors are those of the setting; null there is an infinite one."""
    of_each = [factors.get(feature, 1.0) for feature in products.features]
    known = [math.inf if factor is None else factor for factor in of_each]
    return data.Products(
        features=[index[feature] for feature in products.features],
        gram=products.gram,
        xty=products.xty,
        yy=products.yy,
        unit=products.unit,
        factors=None if all(factor == 1 for factor in known) else packed(known),
        complete=products.complete,
    )


def _by_feature(values: Mapping[str, float], index: Index) -> bytes:
    """One number a feature of the record, NaN where ``values`` does not say."""
    found = [math.nan] * len(index)
    for feature, value in values.items():
        if feature in index:  # a very wide table's page shows its largest features only
            found[index[feature]] = value
    return packed(found)


def packed(values: Sequence[float | None]) -> bytes:
    """Little-endian float64, NaN for what is not known."""
    return struct.pack(f"<{len(values)}d", *(math.nan if value is None else value for value in values))
