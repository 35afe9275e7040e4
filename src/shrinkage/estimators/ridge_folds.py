"""RidgeCV by folds: alpha is held fixed, so that in a training part of weight W' the strength is alpha / W'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from shrinkage.errors import OptionError
from shrinkage.estimators.cross_validated import TINY, walk
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.resampled import Parts
from shrinkage.estimators.ridge import Ridge
from shrinkage.estimators.ridge_scores import Scoring
from shrinkage.estimators.row_errors import row_errors
from shrinkage.estimators.splits import Split, row_numbers
from shrinkage.problem import Floats, Scaling
from shrinkage.threads import run


@dataclass(frozen=True, slots=True)
class Folded:
    """mse: (t, k, m) weighted; scores: (k, m) of all targets together."""

    mse: Floats
    scores: Floats


@dataclass(frozen=True, slots=True)
class Asked:
    """Of every fold alike. alphas: (m,) strongest first."""

    alphas: Floats
    factors: Floats | None
    intercept: bool
    standardize: bool


def folded(inputs: Inputs, splits: Sequence[Split], asked: Asked, scoring: Scoring) -> Folded:
    """Errors and scores on every split's held-out rows."""
    _check(splits, scoring)
    targets = np.reshape(inputs.y, (inputs.rows, -1)).T
    wide = inputs.features > inputs.rows
    parts = [
        Parts(
            replace(inputs, y=np.ascontiguousarray(y)),
            splits,
            intercept=asked.intercept,
            standardize=asked.standardize,
            by_rows=wide,
        )
        for y in targets
    ]

    def one(fold: int) -> tuple[Floats, Floats]:
        own: list[tuple[Scaling, Floats]] = []
        mse = np.empty((len(parts), asked.alphas.size))
        for target, part in enumerate(parts):
            path = walk(part.train(fold), asked.alphas / part.weight(fold), 0.0, asked.factors)
            mse[target] = part.score(fold, path.coefficients)
            own.append((part.scaling(fold), part.scaling(fold).original(path.coefficients)[1]))
        return mse, _scores(inputs, splits[fold], own, mse, scoring, asked)

    size = float(len(splits)) * min(inputs.features, inputs.rows) ** 2 * (inputs.rows + asked.alphas.size)
    found = run(one, range(len(splits)), 1 if size < TINY else None)
    return Folded(np.stack([mse for mse, _ in found], axis=1), np.stack([scores for _, scores in found]))


def _scores(
    inputs: Inputs, split: Split, own: list[tuple[Scaling, Floats]], mse: Floats, scoring: Scoring, asked: Asked
) -> Floats:
    """(m,) on one split's held-out rows, of coefficients (m, p) in the units of X for every target."""
    if scoring.scorer is not None:
        return _by_scorer(inputs, split, own, scoring, asked)
    test = split[1]
    targets = np.reshape(inputs.y, (inputs.rows, -1))
    weights = inputs.weights if scoring.weighted else None
    if inputs.weights is not None and weights is None:
        plain = [Inputs(_by_row(inputs.x), targets[:, k], None) for k in range(len(own))]
        mse = np.stack([row_errors(one, test, *fit) for one, fit in zip(plain, own, strict=True)])
    held, v = targets[test], None if weights is None else weights[test]
    constant = np.ptp(held, axis=0) == 0
    variance = np.average((held - np.average(held, axis=0, weights=v)) ** 2, axis=0, weights=v)
    return scoring.of_errors(mse, np.where(constant, 0.0, variance))


def _by_scorer(
    inputs: Inputs, split: Split, own: list[tuple[Scaling, Floats]], scoring: Scoring, asked: Asked
) -> Floats:
    """A scorer is handed a Ridge that has the coefficients."""
    rows = row_numbers(split[1])
    x, y = _by_row(inputs.x)[rows], inputs.y[rows]
    one = inputs.y.ndim == 1
    scores = np.empty(asked.alphas.size)
    for point, alpha in enumerate(asked.alphas.tolist()):
        model: Any = Ridge(alpha, fit_intercept=asked.intercept, standardize=asked.standardize)
        coef = np.array([w[point] for _, w in own])
        intercept = np.array([scaling.target_mean - w[point] @ scaling.center for scaling, w in own])
        model.coef_ = coef[0] if len(own) == 1 else coef
        model.intercept_ = intercept[0] if one else intercept
        model.n_features_in_ = inputs.features
        scores[point] = scoring.of_rows(model, x, y, rows, inputs.rows)
    return scores


def _by_row(x: Any) -> Any:
    return x if isinstance(x, np.ndarray) else x.tocsr()


def _check(splits: Sequence[Split], scoring: Scoring) -> None:
    if scoring.name not in (None, "r2"):
        return
    for fold, (_, test) in enumerate(splits, 1):
        if row_numbers(test).shape[0] < 2:
            raise OptionError(
                f"split {fold} of cv holds out a single row, on which R² is not defined; give larger folds, "
                "scoring='neg_mean_squared_error', or cv=None, which is exact leave-one-out."
            )
