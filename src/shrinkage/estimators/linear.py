"""What every estimator shares: predicting, tags, and the attributes that a finished fit sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

from shrinkage.estimators.inputs import FLOATS, Inputs, are_finite, checked_rows, sentences
from shrinkage.passport import passport
from shrinkage.path.grid import largest_strength
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Problem, Scaling
from shrinkage.solver.certificate import certificate


class Linear(RegressorMixin, BaseEstimator):
    """Base of the estimators; ``_several``: whether y may have several columns."""

    coef_: Any
    intercept_: Any
    _several = False

    def predict(self, X: Any) -> Any:
        """Predictions (n,) or (n, t) for X (n, p), dense or sparse. NotFittedError before ``fit``."""
        if not _is_plain(self, X):
            X = checked_rows(self, X)
        return X @ self.coef_.T + self.intercept_

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """R² of the predictions for X (n, p) against y (n,) or (n, t), rows weighted by sample_weight (n,).

        1 is perfect, 0 is what the mean of y would reach. NotFittedError before ``fit``.
        """
        with sentences(type(self).__name__, X):
            return super().score(X, y, sample_weight)

    @cached_property
    def passport_(self) -> Any:
        """The strength in every convention (``shrinkage.passport``), worked out when it is asked for."""
        facts = self.__dict__.get("_facts")
        if facts is None:
            raise AttributeError(f"{type(self).__name__} has no passport_ before it is fitted; call fit first.")
        papers = [passport(**each) for each in facts]
        return papers[0] if len(papers) == 1 else papers

    @property
    def sparse_coef_(self) -> Any:
        """``coef_`` as a sparse matrix (t, p)."""
        from scipy import sparse

        return sparse.csr_matrix(np.atleast_2d(self.coef_))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.multi_output = self._several
        return tags


def finish(
    estimator: Any,
    inputs: Inputs,
    problems: Sequence[Problem],
    scalings: Sequence[Scaling],
    penalty: ElasticNet | Sequence[ElasticNet],
    coefficients: Floats | Sequence[Floats],
    steps: Sequence[int] | None = None,
) -> None:
    """Set coef_, intercept_, certificate_, passport_, dual_gap_ and n_iter_ from coefficients in problem units."""
    one = len(problems) == 1
    penalties = [penalty] * len(problems) if isinstance(penalty, ElasticNet) else list(penalty)
    rows = [np.asarray(w, dtype=float).reshape(-1) for w in coefficients] if not one else [np.ravel(coefficients)]
    found = [scaling.original(w) for scaling, w in zip(scalings, rows, strict=True)]
    proofs = [certificate(q, pen, w) for q, pen, w in zip(problems, penalties, rows, strict=True)]
    gaps = [proof.relative_gap * q.null_objective for proof, q in zip(proofs, problems, strict=True)]
    counts = [max(1, int(count)) for count in steps or [1] * len(problems)]
    kind = inputs.x.dtype.type
    intercept = np.array([b for b, _ in found], dtype=kind)
    estimator.coef_ = found[0][1].astype(kind, copy=False) if one else np.array([w for _, w in found], dtype=kind)
    estimator.intercept_ = 0.0 if not estimator.fit_intercept else intercept[0] if inputs.y.ndim == 1 else intercept
    estimator.certificate_ = proofs[0] if one else proofs
    estimator.dual_gap_ = gaps[0] if one else np.array(gaps)
    estimator.n_iter_ = counts[0] if one else counts
    estimator.__dict__.pop("passport_", None)
    estimator._facts = [_facts(q, pen) for q, pen in zip(problems, penalties, strict=True)]


def _is_plain(estimator: Any, X: Any) -> bool:
    """Whether X is seen at once to be what a fitted estimator takes: scikit-learn's own checks cost 100 µs."""
    fitted = estimator.__dict__
    return (
        type(X) is np.ndarray
        and X.ndim == 2
        and X.dtype in FLOATS
        and "coef_" in fitted
        and X.shape[1] == fitted.get("n_features_in_")
        and X.shape[0] > 0
        and "feature_names_in_" not in fitted
        and are_finite(X)
    )


def _facts(problem: Problem, penalty: ElasticNet) -> dict[str, Any]:
    """What ``passport`` is to be told."""
    f = penalty.factors
    plain = f is None and not penalty.positive
    return {
        "lam": penalty.lam,
        "l1_ratio": penalty.l1_ratio,
        "weight": problem.weight,
        "target_sd": sqrt(problem.yy),
        "lambda_max": float(np.abs(problem.xty).max(initial=0.0))
        if plain
        else largest_strength(problem, 1.0, f, positive=penalty.positive),
        "factor_mean": 1.0 if f is None else float(np.where(np.isfinite(f), f, 1.0).mean()),
    }
