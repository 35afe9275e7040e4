"""A call refused by ours and by scikit-learn's counterpart: the same kinds of errors, and what ours must read like."""

from __future__ import annotations

import builtins
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import sklearn.exceptions
from sklearn import linear_model

import shrinkage
from shrinkage.errors import ShrinkageError

ONE = ("Lasso", "Ridge", "ElasticNet")
CHOOSING = ("LassoCV", "RidgeCV", "ElasticNetCV")
CLASSES = ONE + CHOOSING
PATHS = ("lasso_path", "enet_path", "ridge_path")
NAMES = CLASSES + PATHS
OWN = ("standardize", "penalty_factors", "rule")

X = np.random.default_rng(0).standard_normal((12, 3))
Y = X[:, 0] + np.random.default_rng(1).standard_normal(12)

# What escapes scikit-learn by accident, rather than by its checks, is no kind of error to keep.
ACCIDENTS = (UnboundLocalError, ZeroDivisionError, IndexError, np.linalg.LinAlgError, AttributeError)


def ours(name: str, x: Any = X, y: Any = Y, weights: Any = None, **options: Any) -> Any:
    return _called(getattr(shrinkage, name), x, y, weights, options, path=name in PATHS)


def theirs(name: str, x: Any = X, y: Any = Y, weights: Any = None, **options: Any) -> Any:
    """Of ridge_path, which scikit-learn has not, the counterpart is Ridge."""
    if name == "ridge_path":
        options = {"alpha" if key == "alphas" else key: value for key, value in options.items()}
    options = {key: value for key, value in options.items() if key not in OWN}
    kind = linear_model.Ridge if name == "ridge_path" else getattr(linear_model, name)
    return _called(kind, x, y, weights, options, path=name in PATHS[:2])


def _called(kind: Any, x: Any, y: Any, weights: Any, options: dict[str, Any], *, path: bool) -> Any:
    given = {} if weights is None else {"sample_weight": weights}
    if path:
        return kind(x, y, **given, **({"alphas": 10} | options))
    return kind(**options).fit(x, y, **given)


def error_of(call: Callable[[], Any]) -> Exception | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            call()
        except Exception as error:
            return error
    return None


def kinds_of(error: Exception) -> list[type]:
    """The classes of an error that others can name in an ``except``."""
    named = [*vars(builtins).values(), *vars(sklearn.exceptions).values()]
    return [kind for kind in type(error).__mro__ if kind in named and kind not in (object, BaseException)]


def assert_a_sentence(error: Exception | None) -> str:
    """One line of ours that ends in a full stop, and dumps no array."""
    assert error is not None, "nothing was refused"
    text = str(error)
    assert isinstance(error, ShrinkageError), repr(error)
    assert isinstance(error, ValueError)
    assert "\n" not in text, text
    assert text.endswith(".") or re.search(r"; did you mean .*\?$", text), text
    assert "; " in text, f"nothing says what to do: {text}"
    assert len(text) < 500, text
    return text


def assert_refused_alike(name: str, *given: Any, **options: Any) -> str:
    """Ours is a sentence, and caught by whatever catches what scikit-learn raises (if it refuses at all)."""
    mine = error_of(lambda: ours(name, *given, **options))
    text = assert_a_sentence(mine)
    other = error_of(lambda: theirs(name, *given, **options))
    if other is not None and not isinstance(other, ACCIDENTS):
        missing = [kind for kind in kinds_of(other) if not isinstance(mine, kind)]
        assert not missing, f"scikit-learn raises {other!r}, ours {mine!r}"
    return text
