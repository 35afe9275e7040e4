"""What every estimator shares: predicting, tags, and the attributes that a finished fit sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from shrinkage.estimators.inputs import Inputs
from shrinkage.passport import passport
from shrinkage.path.grid import largest_strength
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic, Scaling
from shrinkage.solver.certificate import certificate


class Linear(RegressorMixin, BaseEstimator):
    """Base of the estimators; ``_several``: whether y may have several columns."""

    coef_: Any
    intercept_: Any
    _several = False

    def predict(self, X: Any) -> Any:
        """Predictions (n,) or (n, t) for X (n, p), dense or sparse. NotFittedError before ``fit``."""
        check_is_fitted(self)
        x = validate_data(self, X, accept_sparse=["csr", "csc", "coo"], dtype=[np.float64, np.float32], reset=False)
        return x @ self.coef_.T + self.intercept_

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
    problems: Sequence[Quadratic],
    scalings: Sequence[Scaling],
    penalty: ElasticNet | Sequence[ElasticNet],
    coefficients: Floats | Sequence[Floats],
    steps: Sequence[int] | None = None,
) -> None:
    """Set coef_, intercept_, certificate_, passport_, dual_gap_ and n_iter_ from coefficients in problem units."""
    one = len(problems) == 1
    penalties = [penalty] * len(problems) if isinstance(penalty, ElasticNet) else list(penalty)
    rows = np.reshape(np.asarray(coefficients, dtype=float), (len(problems), -1))
    found = [scaling.original(w) for scaling, w in zip(scalings, rows, strict=True)]
    proofs = [certificate(q, pen, w) for q, pen, w in zip(problems, penalties, rows, strict=True)]
    gaps = [proof.relative_gap * q.null_objective for proof, q in zip(proofs, problems, strict=True)]
    papers = [_passport(q, pen) for q, pen in zip(problems, penalties, strict=True)]
    counts = [max(1, int(count)) for count in steps or [1] * len(problems)]
    kind = inputs.x.dtype.type
    coef = np.stack([w for _, w in found]).astype(kind, copy=False)
    estimator.coef_ = coef[0] if one else coef
    intercept = np.array([b for b, _ in found]).astype(kind, copy=False)
    estimator.intercept_ = 0.0 if not estimator.fit_intercept else intercept[0] if inputs.y.ndim == 1 else intercept
    estimator.certificate_, estimator.passport_ = (proofs[0], papers[0]) if one else (proofs, papers)
    estimator.dual_gap_ = gaps[0] if one else np.array(gaps)
    estimator.n_iter_ = counts[0] if one else counts


def _passport(problem: Quadratic, penalty: ElasticNet) -> dict[str, Any]:
    f = penalty.factors
    return passport(
        penalty.lam,
        penalty.l1_ratio,
        weight=problem.weight,
        target_sd=float(np.sqrt(problem.yy)),
        lambda_max=largest_strength(problem, 1.0, f, positive=penalty.positive),
        factor_mean=1.0 if f is None else float(np.where(np.isfinite(f), f, 1.0).mean()),
    )
