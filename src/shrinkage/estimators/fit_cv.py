"""What ``fit`` of LassoCV and ElasticNetCV does: their own arguments in, their attributes set."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np

from shrinkage.errors import OptionError
from shrinkage.estimators.cross_validated import Asked, Chosen, choose_strength, coefficient_path
from shrinkage.estimators.inputs import all_or_nothing, checked
from shrinkage.estimators.linear import finish
from shrinkage.estimators.parameters import depth, factors_of, flags, grid_of
from shrinkage.estimators.resampled import Parts
from shrinkage.estimators.splits import splits_of, splitter_of
from shrinkage.penalty import ElasticNet
from shrinkage.selection.criteria import rule_of


@all_or_nothing
def fit_cv(
    estimator: Any, X: Any, y: Any, sample_weight: Any, params: dict[str, Any], ratios: Sequence[float]
) -> float:
    """Choose a strength (and an l1_ratio among ``ratios``) by cross-validation, and set every fitted attribute.

    Returns the l1_ratio that was taken.
    """
    flags(estimator, "fit_intercept", "positive", "standardize")
    splitter = splitter_of(estimator.cv)  # before routing, which would use up an iterator of splits
    routed = _routed(estimator, sample_weight, params)
    rule = rule_of(estimator.rule)
    alphas, eps = grid_of(estimator.alphas), depth(estimator.eps)
    inputs = checked(estimator, X, y, sample_weight, unseen=True)
    splits = splits_of(splitter, inputs.x, inputs.y, routed)
    factors = factors_of(estimator.penalty_factors, inputs.features)
    parts = Parts(inputs, splits, intercept=estimator.fit_intercept, standardize=estimator.standardize)
    asked = Asked(ratios, alphas, eps, factors, bool(estimator.positive), rule)
    chosen = choose_strength(parts, asked, rows=inputs.rows)
    _set_choice(estimator, chosen)
    table, scaling = chosen.table, parts.scaling(None)
    intercept, coef = scaling.original(chosen.path.coefficients)
    names = getattr(estimator, "feature_names_in_", None)
    names = [f"x{place}" for place in range(inputs.features)] if names is None else names
    estimator.path_ = coefficient_path(chosen, np.asarray(intercept), coef, tuple(str(name) for name in names))
    penalty = ElasticNet(float(table.lams[chosen.point]), table.l1_ratio, factors, asked.positive)
    steps = chosen.path.steps[chosen.point : chosen.point + 1] or None
    finish(estimator, inputs, [chosen.problem], [scaling], penalty, chosen.path.coefficients[chosen.point], steps)
    return table.l1_ratio


def _set_choice(estimator: Any, chosen: Chosen) -> None:
    """alpha_, alphas_ and mse_path_, shaped as scikit-learn does: (m, k) or (r, m, k), without axes of length 1."""
    tables = chosen.tables
    estimator.alpha_ = chosen.table.alphas[chosen.point]
    laid = isinstance(estimator.alphas, Integral) and len(tables) > 1
    estimator.alphas_ = np.stack([table.alphas for table in tables]) if laid else chosen.table.alphas
    estimator.mse_path_ = np.squeeze(np.stack([table.fold_mse.T for table in tables]))
    estimator.cv_table_, estimator.cv_tables_ = chosen.table, tables


def _routed(estimator: Any, sample_weight: Any, params: dict[str, Any]) -> dict[str, Any]:
    """What metadata routing has for the splitter, such as groups; nothing where routing is not enabled."""
    from sklearn import get_config
    from sklearn.utils.metadata_routing import process_routing

    if get_config()["enable_metadata_routing"]:
        # Where there are none, nobody has to have asked for them: they may go to scores alone.
        weights = {} if sample_weight is None else {"sample_weight": sample_weight}
        return dict(process_routing(estimator, "fit", **weights, **params).splitter.split)
    if params:
        raise OptionError(
            f"fit was given {', '.join(sorted(params))} for the splitter, but scikit-learn's metadata routing is not "
            "enabled; call sklearn.set_config(enable_metadata_routing=True), or give cv the splits themselves."
        )
    return {}
