"""Every model over its whole path, with cross-validation, and the verdict: `compare` below the waist.

Array in, arrays out: a ``Selection`` holds all that a record says, before features have names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import Literal

import numpy as np

from shrinkage.path.exact import Exact, exact_lasso, exact_ridge
from shrinkage.path.freedom import degrees_of_freedom
from shrinkage.path.grid import largest_strength
from shrinkage.path.path import Path
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic, Rereading, Resamples, Scaling
from shrinkage.selection.products import Products, products_of
from shrinkage.selection.rules import best_of, crossfit, one_standard_error
from shrinkage.selection.unpenalised import Unpenalised, least_squares
from shrinkage.selection.validate import L1_RATIO, L2_RATIO, MIXED_RATIOS, Curve, Setting, validate
from shrinkage.selection.verdict import MEAN, MODELS, Competitor, ModelName, Verdict, judge
from shrinkage.solver.certificate import Certificate, certificate
from shrinkage.solver.knots import Knots
from shrinkage.solver.ridge import Expansion
from shrinkage.threads import run

RULE = "min"
PENALISED: tuple[ModelName, ...] = ("l1", "l2", "elastic_net")
Edge = Literal["null", "unpenalised"]


@dataclass(frozen=True, slots=True)
class Fit:
    """One of the four models, chosen on the training part and described there.

    curve: at the chosen l1_ratio; others: at those not chosen; point: index of the smallest CV error;
    one_se: index of the one-standard-error point, None for `none`; crossfit: (k,) fold errors at strengths that the
    other folds chose; test_mse, one_se_test_mse: None without a test part; edge: "null", "unpenalised" or None;
    used: (p,) share of the folds whose fit at the chosen point used each feature; freedom: (m,) effective degrees of
    freedom along the curve; exact: the curve's coefficients at every strength, where they are known.
    """

    name: ModelName
    curve: Curve
    others: tuple[Curve, ...]
    point: int
    one_se: int | None
    crossfit: Floats
    test_mse: float | None
    one_se_test_mse: float | None
    edge: Edge | None
    certificate: Certificate
    status: str
    rank: int | None
    used: Floats
    freedom: Floats
    exact: Knots | Expansion | None = None

    @property
    def lam(self) -> float:
        return float(self.curve.table.lams[self.point])

    @property
    def l1_ratio(self) -> float:
        return self.curve.l1_ratio

    @property
    def coefficients(self) -> Floats:
        """(p,) at the chosen point, in the units of the training problem."""
        return self.curve.coefficients[self.point]

    @property
    def nonzero(self) -> int:
        return int(np.count_nonzero(self.coefficients))

    @property
    def cv_mse(self) -> float:
        return float(self.curve.table.cv_mse[self.point])

    @property
    def cv_se(self) -> float:
        return float(self.curve.table.cv_se[self.point])

    @property
    def train_mse(self) -> float:
        return float(self.curve.train_mse[self.point])

    @property
    def crossfit_mse(self) -> float:
        return float(self.crossfit.mean())


@dataclass(frozen=True, slots=True)
class Baseline:
    """The mean of the training part: fold_mse (k,), test_mse None without a test part."""

    fold_mse: Floats
    test_mse: float | None

    @property
    def cv_mse(self) -> float:
        return float(self.fold_mse.mean())

    @property
    def cv_se(self) -> float:
        return float(self.fold_mse.std(ddof=1)) / sqrt(self.fold_mse.size)


@dataclass(frozen=True, slots=True)
class Collinearity:
    """Of the training part's correlation matrix, without columns that a factor leaves out.

    condition: √(largest / smallest eigenvalue), infinite at rounding; varying: columns that vary; twins: those whose
    correlation with some other is above 0.95 in size.
    """

    varying: int
    condition: float
    twins: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What was found. weight, rows, target_sd: of the training part; lambda_max: of its L1 problem; emptying: where L1
    leaves nothing at all if every factor is 1.

    scaling: of the training part; deviations: (p,) population sd of each column, also where columns were used raw;
    products: what is needed to solve the problem again, of its largest features.
    """

    fits: Mapping[ModelName, Fit]
    baseline: Baseline
    verdict: Verdict
    scaling: Scaling
    deviations: Floats
    collinearity: Collinearity
    weight: float
    rows: int
    target_sd: float
    lambda_max: float
    emptying: float
    products: Products | None


def select(
    resamples: Resamples,
    rereading: Rereading | None = None,
    *,
    held_out_share: float | None = None,
    setting: Setting | None = None,
) -> Selection:
    """Fit, validate and compare `none`, `l1`, `l2`, `elastic_net` and the mean.

    resamples: training and held-out parts, folds numbered repeat by repeat; rereading: a second look at the rows, None
    where there are only moments; held_out_share: mean n_test/n_train over folds, 1/(K − 1) by default.
    """
    setting = setting or Setting()
    share = held_out_share if held_out_share is not None else 1.0 / (resamples.folds // setting.repeats - 1)
    curves = validate(resamples, (L1_RATIO, *MIXED_RATIOS, L2_RATIO), setting)
    setting.progress.stage("least squares without a penalty")
    plain = least_squares(resamples, rereading, setting)
    setting.progress.stage("judging")
    return _selection(resamples, curves, plain, share, setting)


def _selection(
    resamples: Resamples, curves: Mapping[float, Curve], plain: Unpenalised, share: float, setting: Setting
) -> Selection:
    full, scaling = resamples.train(None), resamples.scaling(None)

    def fit(name: ModelName) -> Fit:
        if name == "none":
            return _fit(name, (plain.curve,), resamples, setting, plain)
        ratios = {"l1": (L1_RATIO,), "l2": (L2_RATIO,), "elastic_net": MIXED_RATIOS}[name]
        return _fit(name, tuple(curves[ratio] for ratio in ratios), resamples, setting, None)

    fits: dict[ModelName, Fit] = dict(zip(MODELS, run(fit, MODELS, setting.threads), strict=True))
    baseline = _baseline(resamples, full.features)
    errors: dict[Competitor, Floats] = {name: fitted.crossfit for name, fitted in fits.items()}
    errors[MEAN] = baseline.fold_mse
    return Selection(
        fits=fits,
        baseline=baseline,
        verdict=judge(errors, share),
        scaling=scaling,
        deviations=scaling.scale * np.sqrt(np.maximum(np.diagonal(full.gram), 0.0)),
        collinearity=collinearity(full.gram, setting.factors),
        weight=full.weight,
        rows=full.rows,
        target_sd=sqrt(full.yy),
        lambda_max=largest_strength(full, 1.0, setting.factors, positive=setting.positive),
        emptying=largest_strength(full, 1.0),
        products=products_of(full, [fits[name].curve.coefficients for name in PENALISED], setting.factors),
    )


def _fit(
    name: ModelName, family: tuple[Curve, ...], resamples: Resamples, setting: Setting, plain: Unpenalised | None
) -> Fit:
    tables = [curve.table for curve in family]
    chosen = best_of(tables)
    others = tuple(curve for index, curve in enumerate(family) if index != chosen.table)
    (curve, exact), point = _exact(resamples.train(None), family[chosen.table], setting), chosen.point
    one_se = one_standard_error(curve.table) if plain is None else None
    test_mse, one_se_test = _test_errors(resamples, curve, point, one_se)
    penalty = ElasticNet(float(curve.table.lams[point]), curve.l1_ratio, setting.factors, setting.positive)
    return Fit(
        name=name,
        curve=curve,
        others=others,
        point=point,
        one_se=one_se,
        crossfit=crossfit(tables, setting.repeats),
        test_mse=test_mse,
        one_se_test_mse=one_se_test,
        edge=edge_of(curve, point) if plain is None else None,
        certificate=certificate(resamples.train(None), penalty, curve.coefficients[point]),
        status=plain.status if plain is not None else curve.statuses[point].value,
        rank=plain.rank if plain is not None else None,
        used=curve.used(point).mean(axis=0),
        freedom=_freedom(resamples, curve, setting) if plain is None else np.array([float(plain.degrees_of_freedom)]),
        exact=exact,
    )


def _exact(problem: Quadratic, curve: Curve, setting: Setting) -> tuple[Curve, Knots | Expansion | None]:
    """The curve at every strength, and the curve itself, which where optima are not unique goes on with those."""
    path = _path(curve)
    found: Exact | None = None
    if curve.l1_ratio == L1_RATIO and path.lams.size > 1:
        found = exact_lasso(problem, path, factors=setting.factors, positive=setting.positive)
    elif curve.spectrum is not None:
        found = exact_ridge(problem, path, curve.spectrum, factors=setting.factors)
    return (curve, None) if found is None else (replace(curve, coefficients=found.coefficients), found.form)


def _path(curve: Curve) -> Path:
    return Path(curve.table.lams, curve.l1_ratio, curve.coefficients, curve.statuses)


def _freedom(resamples: Resamples, curve: Curve, setting: Setting) -> Floats:
    return degrees_of_freedom(resamples.train(None), _path(curve), setting.factors)


def _test_errors(
    resamples: Resamples, curve: Curve, point: int, one_se: int | None
) -> tuple[float | None, float | None]:
    if not resamples.has_test:
        return None, None
    errors = resamples.score(None, curve.coefficients[[point, point if one_se is None else one_se]])
    return float(errors[0]), None if one_se is None else float(errors[1])


def edge_of(curve: Curve, point: int) -> Edge | None:
    """ "null" at the strongest point of a grid, "unpenalised" at the weakest, where widening it has ended."""
    if point == 0:
        return "null"
    return "unpenalised" if point == curve.table.lams.size - 1 else None


def _baseline(resamples: Resamples, features: int) -> Baseline:
    nothing = np.zeros((1, features))
    errors = np.array([float(resamples.score(fold, nothing)[0]) for fold in range(resamples.folds)])
    return Baseline(errors, float(resamples.score(None, nothing)[0]) if resamples.has_test else None)


def collinearity(gram: Floats, factors: Floats | None = None) -> Collinearity:
    """How much the columns say the same, from G (p, p); those with an infinite factor take no part."""
    scale = np.sqrt(np.maximum(np.diagonal(gram), 0.0))
    if factors is not None:
        scale = np.where(np.isfinite(factors), scale, 0.0)
    used = np.flatnonzero(scale > 0)
    if not used.size:
        return Collinearity(0, 1.0, 0)
    correlation = gram[np.ix_(used, used)] / np.outer(scale[used], scale[used])
    values = np.linalg.eigvalsh(correlation)
    largest, smallest = float(values[-1]), float(values[0])
    rounding = largest * used.size * float(np.finfo(np.float64).eps)
    condition = sqrt(largest / smallest) if smallest > rounding else inf
    np.fill_diagonal(correlation, 0.0)
    twins = int(np.count_nonzero(np.max(np.abs(correlation), axis=0, initial=0.0) > 0.95))
    return Collinearity(used.size, condition, twins)
