"""What ``fit`` of RidgeCV does: strengths judged by leaving rows out or by folds, one taken, its attributes set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Integral, Number
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import OptionError
from shrinkage.estimators.along import training_errors
from shrinkage.estimators.curve import CoefficientPath, CvTable, LeaveOneOutTable
from shrinkage.estimators.inputs import Inputs, all_or_nothing, checked
from shrinkage.estimators.linear import finish
from shrinkage.estimators.parameters import ParameterError, dimensions, factors_of, flags, strength
from shrinkage.estimators.ridge_fits import RidgeFits, weighed
from shrinkage.estimators.ridge_folds import Asked, folded
from shrinkage.estimators.ridge_left_out import left_out
from shrinkage.estimators.ridge_scores import Scoring, scoring_of
from shrinkage.estimators.ridge_sharp import sharpened
from shrinkage.estimators.splits import splits_of, splitter_of
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats
from shrinkage.selection.criteria import Minimum, OneStandardError, Rule, choose, rule_of
from shrinkage.threads import one_blas_thread

Table = CvTable | LeaveOneOutTable


@dataclass(frozen=True, slots=True)
class _Judged:
    """Over m alphas, strongest first. order: their places as given; errors: a table a target but for what its fits say.

    scores: (t, m), or (1, m) where all targets are judged together; kept: see ``LeftOut``.
    """

    alphas: Floats
    order: NDArray[np.int64]
    tables: list[Table]
    scores: Floats
    kept: Floats | None
    coefficients: list[Floats]


@all_or_nothing
def fit_ridge_cv(estimator: Any, X: Any, y: Any, sample_weight: Any, params: dict[str, Any]) -> None:
    """Choose alphas and set every fitted attribute. Raises ValueErrors with a sentence."""
    _check_options(estimator)
    rule = rule_of(estimator.rule)
    alphas = _alphas(estimator.alphas, none=estimator.cv is not None)
    splitter = None if estimator.cv is None else splitter_of(estimator.cv)  # before routing, which uses up an iterator
    inputs = weighed(checked(estimator, X, y, sample_weight, several=True, unseen=True), sample_weight)
    if isinstance(sample_weight, Number):
        sample_weight = np.full(inputs.rows, sample_weight)
    scoring = scoring_of(estimator, sample_weight, params)
    factors = factors_of(estimator.penalty_factors, inputs.features)
    with one_blas_thread():
        fits = RidgeFits(inputs, intercept=estimator.fit_intercept, standardize=estimator.standardize, factors=factors)
        judged = _judged(estimator, inputs, fits, alphas, splitter, scoring, factors)
        points = _points(estimator, rule, judged, len(fits.problems))
        _finish(estimator, inputs, fits, judged, points, factors)


def _judged(
    estimator: Any, inputs: Inputs, fits: RidgeFits, alphas: Any, splitter: Any, scoring: Scoring, factors: Any
) -> _Judged:
    given = fits.grid(alphas) * inputs.weight if isinstance(alphas, int) else alphas
    order = np.argsort(-given, kind="stable")
    strongest: Floats = given[order]
    lams = strongest / inputs.weight
    if splitter is None:
        fits.sharpen(float(lams[-1]))
    coefficients = [fits.coefficients(lams, target) for target in range(len(fits.problems))]
    each = bool(estimator.alpha_per_target) and len(fits.problems) > 1
    kept: Floats | None = None
    if splitter is None:
        out = left_out(
            inputs,
            fits,
            lams,
            scoring,
            intercept=estimator.fit_intercept,
            each=each,
            keep=bool(estimator.store_cv_results),
        )
        scores, kept = (out.scores if each else out.pooled[None]), out.kept
        errors: list[dict[str, Floats]] = [
            {"cv_mse": mse, "cv_se": se} for mse, se in zip(out.mse, out.standard_error, strict=True)
        ]
    else:
        splits = splits_of(splitter, inputs.x, inputs.y, scoring.split)
        asked = Asked(strongest, factors, estimator.fit_intercept, estimator.standardize)
        found = folded(inputs, splits, asked, scoring)
        scores = found.scores.mean(axis=0)[None]
        errors = [{"fold_mse": mse} for mse in found.mse]
    tables = [_table(fits, target, strongest, lams, coefficients[target], error) for target, error in enumerate(errors)]
    return _Judged(strongest, order, tables, scores, kept, coefficients)


def _table(fits: RidgeFits, target: int, alphas: Floats, lams: Floats, own: Floats, errors: dict[str, Floats]) -> Table:
    problem = fits.problems[target]
    kind: Any = CvTable if "fold_mse" in errors else LeaveOneOutTable
    table = kind(
        alphas=alphas,
        lams=lams,
        l1_ratio=0.0,
        train_mse=training_errors(problem, own),
        nonzero=np.count_nonzero(own, axis=1).astype(np.int64),
        degrees_of_freedom=fits.degrees_of_freedom(lams),
        null_mse=problem.yy,
        rows=problem.rows,
        weight=problem.weight,
        features=problem.features,
        **errors,
    )
    usable = table.folds > 1 and np.isfinite(table.cv_mse).any()
    return replace(table, one_standard_error=OneStandardError()(table)) if usable else table


def _points(estimator: Any, rule: Rule, judged: _Judged, targets: int) -> list[int]:
    """The point that each target takes."""
    if isinstance(rule, Minimum) and isinstance(estimator.rule, str):
        best = [_best(scores, judged.order) for scores in judged.scores]
    elif targets == len(judged.scores):
        best = [choose(rule, [table]).point for table in judged.tables]
    else:
        raise OptionError(
            f"rule is {estimator.rule!r}, but it chooses for one target, and there are {targets} with one alpha for "
            "all; give rule='min', alpha_per_target=True, or one target at a time."
        )
    return best if len(best) == targets else best * targets


def _best(scores: Floats, order: NDArray[np.int64]) -> int:
    """The point of the largest score; of equal ones the first in the order in which alphas were given."""
    given = np.empty_like(scores)
    given[order] = scores
    if np.isnan(given).all():
        raise OptionError("every score is not a number, so that no alpha can be chosen; look at scoring and the data.")
    return int(np.flatnonzero(order == np.nanargmax(given))[0])


def _finish(
    estimator: Any, inputs: Inputs, fits: RidgeFits, judged: _Judged, points: list[int], factors: Floats | None
) -> None:
    several = len(judged.scores) > 1
    taken = judged.alphas[points]
    estimator.alpha_ = taken.copy() if several else float(taken[0])
    best = np.array([scores[point] for scores, point in zip(judged.scores, points, strict=False)])
    column = bool(estimator.alpha_per_target) and inputs.y.ndim == 2  # scikit-learn's shape for a single one too
    estimator.best_score_ = best if column else float(best[0])
    estimator.__dict__.pop("cv_results_", None)
    if judged.kept is not None:
        kept = judged.kept[:, :, np.argsort(judged.order)].astype(inputs.x.dtype, copy=False)
        estimator.cv_results_ = kept[:, 0] if inputs.y.ndim == 1 else kept
    tables = [replace(table, chosen=point) for table, point in zip(judged.tables, points, strict=True)]
    names = getattr(estimator, "feature_names_in_", [f"x{place}" for place in range(inputs.features)])
    paths = [
        _path(table, fits, target, judged.coefficients[target], tuple(map(str, names)))
        for target, table in enumerate(tables)
    ]
    one = len(tables) == 1
    estimator.cv_table_, estimator.path_ = (tables[0], paths[0]) if one else (tuple(tables), tuple(paths))
    own = [w[point] for w, point in zip(judged.coefficients, points, strict=True)]
    lams = tables[0].lams[points]
    own = sharpened(inputs, fits.problems, fits.scalings, lams, factors, own)
    penalties = [ElasticNet(float(tables[0].lams[point]), 0.0, factors) for point in points]
    finish(estimator, inputs, fits.problems, fits.scalings, penalties, own)


def _path(table: Table, fits: RidgeFits, target: int, own: Floats, names: tuple[str, ...]) -> CoefficientPath:
    intercept, coef = fits.scalings[target].original(own)
    return CoefficientPath(
        alphas=table.alphas,
        coef=coef,
        intercept=np.broadcast_to(intercept, table.alphas.shape).copy(),
        l1_ratio=0.0,
        nonzero=table.nonzero,
        degrees_of_freedom=table.degrees_of_freedom,
        feature_names=names,
        chosen=table.chosen,
        one_standard_error=table.one_standard_error,
    )


def _check_options(estimator: Any) -> None:
    flags(estimator, "fit_intercept", "standardize", "store_cv_results", "alpha_per_target")
    if estimator.gcv_mode not in (None, "auto", "svd", "eigen"):
        raise ParameterError(f"gcv_mode is {estimator.gcv_mode!r}, which is none of scikit-learn's; leave it out.")
    if estimator.cv is None:
        return
    for name in ("store_cv_results", "alpha_per_target"):
        if getattr(estimator, name):
            raise ParameterError(
                f"cv!=None and {name}=True are incompatible: errors of single rows and targets are those of "
                "leave-one-out; leave one of the two out."
            )


def _alphas(alphas: Any, *, none: bool) -> Any:
    """A whole number of alphas to lay, or alphas (m,) in the order given; none: whether one may be 0."""
    if isinstance(alphas, (bool, np.bool_, str)) or dimensions(alphas) not in (0, 1):
        raise ParameterError(
            f"alphas is {alphas!r}, but it is how many strengths to lay, or a list of them; give 100 or [0.1, 1.0]."
        )
    if np.ndim(alphas) == 0 and isinstance(alphas, Integral):
        if int(alphas) < 1:
            raise ParameterError(f"alphas is {alphas}, so that there is no strength to choose from; give 1 or more.")
        return int(alphas)
    values = [alphas] if np.ndim(alphas) == 0 else list(alphas)
    if not values:
        raise ParameterError("alphas is empty, so that there is no strength to choose from; give one or more.")
    found = [strength(value, f"alphas[{place}]") for place, value in enumerate(values)]
    if not none and min(found) <= 0:
        raise ParameterError(
            f"alphas[{int(np.argmin(found))}] is 0, which is least squares, but leaving single rows out by one fit "
            "takes a penalty; give alphas above 0, or cv=5."
        )
    return np.array(found)
