"""What RidgeCV makes as large as possible: a score, as scikit-learn's scorers have it.

Three scores follow from mean squared errors alone, which the folds have without predicting a row:

    R² = 1 − mse/variance (of a constant target 1 or 0)        −mse        −√mse          averaged over targets

Any other is a scorer, called as scikit-learn calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import get_config
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.metrics import check_scoring, get_scorer
from sklearn.utils.metadata_routing import process_routing

from shrinkage.errors import OptionError
from shrinkage.problem import Floats

PLAIN: tuple[Any, ...] = (None, "r2", "neg_mean_squared_error", "neg_root_mean_squared_error")


@dataclass(frozen=True, slots=True)
class Scoring:
    """name: as given; scorer: None where errors alone tell the score; weighted: whether rows' weights count in it.

    extra: what metadata routing has for the scorer; split: what it has for the splitter.
    """

    name: Any
    scorer: Callable[..., float] | None
    weighted: bool
    extra: dict[str, Any]
    split: dict[str, Any]

    def of_errors(self, mse: Floats, variance: Floats) -> Floats:
        """(m,) scores of one held-out part, from mse (t, m) and the target's variance on it (t,)."""
        if self.name == "neg_mean_squared_error":
            return -mse.mean(axis=0)
        if self.name == "neg_root_mean_squared_error":
            return -np.sqrt(mse).mean(axis=0)
        constant = variance == 0
        share = mse / np.where(constant, 1.0, variance)[:, None]
        return np.where(constant[:, None], np.where(mse == 0, 1.0, 0.0), 1.0 - share).mean(axis=0)

    def of_rows(self, estimator: Any, x: Any, y: Any, rows: NDArray[np.int64] | None, n: int) -> float:
        """The scorer's word on some rows (all for None) of n."""
        assert self.scorer is not None
        extra = {name: value if rows is None else _part(value, rows, n) for name, value in self.extra.items()}
        return float(self.scorer(estimator, x, y, **extra))


class Told(RegressorMixin, BaseEstimator):
    """An estimator whose predictions are made already: what a scorer is handed beside them."""

    def predict(self, X: Any) -> Any:
        return X


def scorer_of(estimator: Any) -> Any:
    """The scorer, asking for the rows' weights where routing is enabled and none was given."""
    if estimator.scoring is None and get_config()["enable_metadata_routing"]:
        return get_scorer("r2").set_score_request(sample_weight=True)
    return check_scoring(estimator, scoring=estimator.scoring, allow_none=True)


def scoring_of(estimator: Any, sample_weight: Any, params: dict[str, Any]) -> Scoring:
    """How strengths are judged. A scorer that takes rows' weights is handed them; with metadata routing, as asked."""
    name, left_out = estimator.scoring, estimator.cv is None
    scorer = scorer_of(estimator)
    routing = bool(get_config()["enable_metadata_routing"])
    if params and not routing:
        raise OptionError(
            f"fit was given {', '.join(sorted(params))}, but scikit-learn's metadata routing is not enabled; call "
            "sklearn.set_config(enable_metadata_routing=True), or give cv the splits themselves."
        )
    weights = {} if sample_weight is None else {"sample_weight": sample_weight}
    extra: dict[str, Any] = weights if _takes_weights(scorer) else {}
    split: dict[str, Any] = {}
    if routing:
        routed = process_routing(estimator, "fit", **weights, **params)
        extra, split = dict(routed.scorer.score), dict(getattr(routed, "splitter", {"split": {}})["split"])
    plain = (name is None) if left_out else (isinstance(name, (str, type(None))) and name in PLAIN)
    return Scoring(name, None if plain else scorer, "sample_weight" in extra, extra, split)


def _takes_weights(scorer: Any) -> bool:
    accepts = getattr(scorer, "_accept_sample_weight", None)
    return bool(accepts()) if accepts is not None else "sample_weight" in signature(scorer).parameters


def _part(value: Any, rows: NDArray[np.int64], n: int) -> Any:
    """A value for every row, of those rows; anything else as it is."""
    return np.asarray(value)[rows] if np.ndim(value) > 0 and len(value) == n else value
