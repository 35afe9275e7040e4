"""Constructor parameters, looked at when ``fit`` is called, as scikit-learn does: wrong ones are a sentence."""

from __future__ import annotations

from numbers import Real
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
        value = getattr(estimator, name)
        if not isinstance(value, (bool, np.bool_)):
            raise ParameterError(f"{name} is {value!r}, but it is switched on or off; give True or False.")


def factors_of(values: Any, features: int) -> Floats | None:
    """(p,) penalty factors as asked, None where all are 1; the parameter itself stays as it was given."""
    if values is None:
        return None
    f = np.asarray(values, dtype=np.float64)
    if f.shape != (features,):
        raise ParameterError(f"penalty_factors has the shape {f.shape}, but X has {features} features; give one each.")
    if not np.all(f >= 0):
        raise ParameterError("a penalty factor is negative or not a number; factors are 0 (free) or more, inf is out.")
    return None if np.all(f == 1) else f


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_))
