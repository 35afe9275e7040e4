"""The problem of a path function: X and y as they are, and X'X and X'y where the caller has them already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from shrinkage.errors import OptionError
from shrinkage.estimators.inputs import Inputs, checked_arrays
from shrinkage.estimators.parameters import ParameterError
from shrinkage.estimators.problems import problems_of
from shrinkage.estimators.row_problems import by_rows_better, row_problems_of
from shrinkage.problem import Floats, Problem, Quadratic


def path_problem(X: Any, y: Any, weights: Any, *, gram: Any = "auto", xty: Any = None) -> tuple[Problem, Any]:
    """The problem about the origin, and the type of X, which coefficients are to have.

    gram: (p, p) X'X, or anything else for "not at hand"; xty: (p,) X'y, looked at beside a gram only, as scikit-learn
    does. Neither is at hand where rows are weighted.
    """
    inputs = _inputs(X, y, weights)
    at_hand = hasattr(gram, "__array__") or isinstance(gram, list)
    if not at_hand or inputs.weights is not None:
        of = row_problems_of if by_rows_better(inputs) else problems_of
        return of(inputs, intercept=False, standardize=False)[0][0], inputs.x.dtype
    n, p = inputs.rows, inputs.features
    products = shaped(gram, (p, p), "precompute")
    _spot_check(products, inputs)
    right = inputs.x.T @ inputs.y if xty is None else shaped(xty, (p,), "Xy")
    yy = float(inputs.y @ inputs.y) / n
    return Quadratic(
        np.ascontiguousarray(products) / n, np.asarray(right, dtype=float) / n, yy, float(n), n
    ), inputs.x.dtype


def _inputs(X: Any, y: Any, weights: Any) -> Inputs:
    inputs = checked_arrays(X, y.toarray() if sparse.issparse(y) else y, weights)
    target = inputs.y
    if target.ndim == 2 and target.shape[1] == 1:
        return replace(inputs, y=target.ravel())
    if target.ndim != 1:
        raise OptionError(
            f"y has {target.ndim} dimensions, but a path is traced for one target: scikit-learn's path of several "
            "ties their coefficients together by a group penalty, which is none of this package's; give one column of "
            "y at a time, or use scikit-learn's function."
        )
    return inputs


def shaped(values: Any, shape: tuple[int, ...], name: str) -> Floats:
    """An array of finite numbers of this shape."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{name} is no array of numbers; give one of shape {shape}, or leave it out.") from error
    if found.shape != shape:
        raise OptionError(f"{name} has the shape {found.shape}, but X asks for {shape}; give that or leave it out.")
    if not np.isfinite(found).all():
        raise OptionError(f"{name} holds what is no finite number; compute it from X, or leave it out.")
    return found


def _spot_check(products: Floats, inputs: Inputs) -> None:
    """One product is computed and compared, as scikit-learn does: a gram of other columns would go unnoticed."""
    a = inputs.features // 2
    b = min(a + 1, inputs.features - 1)
    columns = inputs.x[:, [a, b]]
    one, other = (columns if isinstance(columns, np.ndarray) else columns.toarray()).astype(np.float64).T
    single = inputs.x.dtype == np.float32 or products.dtype == np.float32
    expected = float(one @ other)
    if not np.isclose(expected, products[a, b], rtol=1e-4 if single else 1e-7, atol=1e-5):
        raise OptionError(
            f"precompute is not X'X: its element ({a}, {b}) is {products[a, b]}, and that of X is {expected}; compute "
            "it from the same X, or leave it out."
        )
