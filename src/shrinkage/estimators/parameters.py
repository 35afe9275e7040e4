"""Constructor parameters, looked at when ``fit`` is called, as scikit-learn does: wrong ones are a sentence."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import numpy as np

from shrinkage.errors import OptionError
from shrinkage.problem import Floats


class ParameterError(OptionError, TypeError):
    """A parameter of an estimator cannot be used: a ValueError and a TypeError, as scikit-learn's own kind is."""


def strength(value: Any, name: str = "alpha") -> float:
    """A finite number of at least 0."""
    if not _is_number(value) or not (0 <= value < np.inf):
        raise ParameterError(f"{name} is {value!r}, but a strength is a finite number of at least 0; give one.")
    return float(value)


def share(value: Any, name: str = "l1_ratio") -> float:
    """A number between 0 and 1."""
    if not _is_number(value) or not (0 <= value <= 1):
        raise ParameterError(f"{name} is {value!r}, but it lies between 0 (L2) and 1 (L1); give such a number.")
    return float(value)


def flags(estimator: Any, *names: str) -> None:
    """Each of these parameters must be True or False."""
    for name in names:
        flag(getattr(estimator, name), name)


def flag(value: Any, name: str) -> bool:
    """True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise ParameterError(f"{name} is {value!r}, but it is switched on or off; give True or False.")
    return bool(value)


def grid_of(alphas: Any) -> Any:
    """A whole number of alphas, or the alphas themselves (m,), each a finite number of at least 0."""
    if isinstance(alphas, Integral) and not isinstance(alphas, bool):
        if alphas < 1:
            raise ParameterError(f"alphas is {alphas}, so that there is no strength to choose from; give 1 or more.")
        return int(alphas)
    if isinstance(alphas, (str, bool)) or dimensions(alphas) != 1:
        raise ParameterError(
            f"alphas is {alphas!r}, but it is how many strengths to lay, or a list of them; give 100 or [1.0, 0.1]."
        )
    if len(alphas) == 0:
        raise ParameterError("alphas is empty, so that there is no strength to choose from; give one or more.")
    return np.array([strength(alpha, f"alphas[{place}]") for place, alpha in enumerate(alphas)])


def dimensions(values: Any) -> int:
    """How many axes an array of ``values`` has; −1 where lengths differ, so that there is no such array."""
    try:
        return np.ndim(values)
    except ValueError:
        return -1


def depth(eps: Any) -> float:
    """The smallest strength of a laid grid as a share of the largest."""
    if isinstance(eps, bool) or not isinstance(eps, (float, int, np.floating, np.integer)) or not 0 < eps < np.inf:
        raise ParameterError(f"eps is {eps!r}, but it is what share of the largest alpha the smallest is; give 1e-3.")
    return float(eps)


def factors_of(values: Any, features: int) -> Floats | None:
    """(p,) penalty factors as asked, None where all are 1; the parameter itself stays as it was given."""
    if values is None:
        return None
    try:
        f = np.asarray(values)
        if f.dtype.kind == "c":
            raise TypeError("complex numbers have no order")
        f = f.astype(np.float64)
    except (TypeError, ValueError) as error:
        finding = str(error).partition("\n")[0].rstrip(".")
        raise ParameterError(f"penalty_factors is no array of numbers ({finding}); give one a feature.") from error
    if f.shape != (features,):
        raise ParameterError(f"penalty_factors has the shape {f.shape}, but X has {features} features; give one each.")
    if not np.all(f >= 0):
        raise ParameterError("a penalty factor is negative or not a number; factors are 0 (free) or more, inf is out.")
    return None if np.all(f == 1) else f


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_))
