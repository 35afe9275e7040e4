"""The cross-validated curves that competitors' curves are held against.

K folds are an explicit loop, fitted tightly: each fold's fit is scikit-learn's coordinate descent on p pseudo-rows that
have the fold's Gram matrix, at a tolerance far below anybody's default; held-out rows are predicted one by one, and the
judge says how good these fits are. Leave-one-out of ridge is by a decomposition of the rows.
"""

from __future__ import annotations

import warnings

import numpy as np

from benchmarks.data.simulated import Data, Floats
from benchmarks.judge import judge


def reference_errors(data: Data) -> tuple[Floats, float]:
    """Every fold's errors (m, k), and the worst gap of the fits behind them (of the first fold, like the others)."""
    folds = range(int(data.fold.max()) + 1)
    errors, worst = [], 0.0
    for fold in folds:
        train, held = data.fold != fold, data.fold == fold
        coefficients, intercepts = _tight_path(data.x[train], data.y[train], data.lams)
        if fold == 0:
            worst = judge(data.x[train], data.y[train], coefficients, intercepts, data.lams).worst
        residual = data.y[held, None] - intercepts - data.x[held] @ coefficients.T
        errors.append((residual**2).mean(axis=0))
    return np.column_stack(errors), worst


def reference_leave_one_out(data: Data) -> Floats:
    """Leave-one-out errors of ridge (m,) by a singular value decomposition of the rows, never of their products."""
    rows, centre, target = len(data.y), data.x.mean(axis=0), data.y.mean()
    left, values, _ = np.linalg.svd(data.x - centre, full_matrices=False)
    along = left.T @ (data.y - target)
    curve = np.empty(len(data.lams))
    for point, lam in enumerate(data.lams):
        kept = values**2 / (values**2 + rows * lam)
        residual = data.y - target - left @ (kept * along)
        curve[point] = np.mean((residual / (1 - 1 / rows - (left**2) @ kept)) ** 2)
    return curve


def _tight_path(x: Floats, y: Floats, lams: Floats) -> tuple[Floats, Floats]:
    from sklearn.linear_model import lasso_path

    n, p = x.shape
    mean, target = x.mean(axis=0), y.mean()
    x -= mean
    gram, xty = x.T @ x / n, x.T @ (y - target) / n
    # p rows whose Gram is p·gram: 1/(2p) ‖goal − root w‖² = 1/2 (w'gram w − 2 xty·w) + constant
    root = np.linalg.cholesky(gram).T * np.sqrt(p)
    goal = np.linalg.solve(root.T, p * xty)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a tolerance below rounding is meant; the judge has the last word
        _, found, _ = lasso_path(
            np.asfortranarray(root), goal, alphas=lams, precompute=p * gram, Xy=p * xty, tol=1e-15, max_iter=50_000
        )
    coefficients = found.T
    x += mean
    return coefficients, target - coefficients @ mean
