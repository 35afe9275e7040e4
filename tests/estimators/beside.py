"""How numbers are held to scikit-learn's: which criterion applies, and a reference that shares nothing with either."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

TIGHT = {"tol": 1e-14, "max_iter": 20_000}


def silent(model: Any, *data: Any) -> bool:
    """Fit scikit-learn's model; whether it did not warn of anything about its convergence."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.fit(*data)
    return not any(issubclass(each.category, (ConvergenceWarning, RuntimeWarning)) for each in caught)


def centred(x: Any, y: Any, weights: Any, intercept: bool) -> tuple[Any, Any]:
    """Rows times the root of their weight as a share of all, about the weighted means: ½‖y − Xw‖² is the loss."""
    v = np.ones(len(y)) if weights is None else np.asarray(weights)
    v = v / v.sum()
    if intercept:
        x, y = x - v @ x, y - v @ y
    return np.sqrt(v)[:, None] * x, np.sqrt(v) * y


def full_rank(x: Any) -> bool:
    """Of columns brought to one length, since a rank must not depend on units."""
    return bool(np.linalg.matrix_rank(x / np.linalg.norm(x, axis=0)) == x.shape[1])


def objective(x: Any, y: Any, w: Any, alpha: float, l1_ratio: float) -> float:
    """Of centred rows, as a share of that of no coefficients."""
    penalty = alpha * (l1_ratio * np.abs(w).sum() + 0.5 * (1 - l1_ratio) * w @ w)
    return float((0.5 * np.sum((y - x @ w) ** 2) + penalty) / (0.5 * y @ y))


def apart(x: Any, ours: Any, theirs: Any) -> float:
    """Largest difference of coefficients in standardised units (times the length of the centred column, its standard
    deviation), as a share of the largest coefficient in those units."""
    length = np.linalg.norm(x, axis=0)
    return float(np.abs((ours - theirs) * length).max() / max(np.abs(theirs * length).max(), np.finfo(float).tiny))


def exact(x: Any, y: Any, alpha: float, l1_ratio: float, start: Any) -> Any:
    """The elastic net of centred rows by feature-sign search (Lee, Battle, Raina & Ng 2007), each step a least-squares
    problem of the rows themselves, never of their products; unlike both estimators in method and in arithmetic."""
    w = np.array(start, dtype=float)
    length = np.linalg.norm(x, axis=0)
    l1, l2 = alpha * l1_ratio, alpha * (1 - l1_ratio)
    sign = np.sign(w)
    for _ in range(20 * x.shape[1] + 200):
        active = np.flatnonzero(sign)
        if active.size:
            w, settled = _step(x, y, w, sign, active, l1, l2)
            if not settled:
                sign = np.where(w != 0, sign, 0.0)
                continue
        slope = x.T @ (y - x @ w) - l2 * w
        beyond = np.where(sign == 0, np.abs(slope) - l1, -np.inf) / length
        worst = int(np.argmax(beyond))
        if beyond[worst] <= 1e-12 * np.linalg.norm(y):
            return w
        sign[worst] = np.sign(slope[worst])
    raise AssertionError("the reference did not end")


def _step(x: Any, y: Any, w: Any, sign: Any, active: Any, l1: float, l2: float) -> tuple[Any, bool]:
    """Towards the optimum of these signs, as far as the first of them changes; whether none did."""
    columns = x[:, active]
    length = np.linalg.norm(columns, axis=0)
    q, r = np.linalg.qr(np.vstack((columns / length, np.diag(np.sqrt(l2) / length))))
    pull = q[: len(y)].T @ y - np.linalg.solve(r.T, l1 * sign[active] / length)
    target = np.linalg.solve(r, pull) / length
    own = w[active]
    crossing = target * sign[active] < 0
    moved = np.array(w)
    if not crossing.any():
        moved[active] = target
        return moved, True
    share = np.where(crossing, own / np.where(crossing, own - target, 1.0), np.inf)
    first = float(share.min())
    moved[active] = own + first * (target - own)
    moved[active[share <= first * (1 + 1e-14)]] = 0.0
    return moved, False


def exact_mse(x: Any, y: Any, folds: Any, alphas: Any, l1_ratio: float) -> Any:
    """Mean squared errors (m, k) of the loop over folds and alphas, an intercept in each training part."""
    table = np.empty((len(alphas), len(folds)))
    for fold, (train, test) in enumerate(folds):
        rows, target = centred(x[train], y[train], None, True)
        w = np.zeros(x.shape[1])
        used = np.linalg.norm(rows, axis=0) > 0
        for point, alpha in enumerate(alphas):
            w[used] = exact(rows[:, used], target, alpha, l1_ratio, w[used])
            predicted = y[train].mean() + (x[test] - x[train].mean(axis=0)) @ w
            table[point, fold] = np.mean((y[test] - predicted) ** 2)
    return table
