"""What a call asked for, as `workflow` takes it: NumPy's numbers, names that are no text, one name or several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from shrinkage.api.options import Options
from shrinkage.errors import OptionError, TableError, near_choices
from shrinkage.source.imported import is_a


def checked(options: Mapping[str, Any], others: Sequence[str] = ()) -> dict[str, Any]:
    """Options as `workflow` takes them. Raises OptionError for a name that is none, with near ones, and for values."""
    known = [*Options.__annotations__, *others]
    for name in options:
        if name not in known:
            raise OptionError(f"there is no option {name!r}; {near_choices(name, known, what='the options')}")
    return {name: _CHECKS[name](name, value) if name in _CHECKS else value for name, value in options.items()}


def target_name(data: Any, target: Any, options: Mapping[str, Any]) -> str:
    """The target, which names a column. Raises OptionError for what is no name, TableError for that of an index."""
    name = _name("target", target)
    if name is None:
        raise OptionError("the target is None; give the name of the column to predict.")
    if options.get("sql") is None and options.get("database") is None:
        for option in ("target", "weights", "group", "time"):
            _refuse_index(data, option, name if option == "target" else options.get(option))
    return name


def trained(penalty: Any, **how: Any) -> tuple[list[str], dict[str, Any]]:
    """The penalties, and lam, l1_ratio, epochs, step as numbers. Raises OptionError."""
    names = [penalty] if isinstance(penalty, str) else list(penalty) if isinstance(penalty, Iterable) else []
    if not names or not all(isinstance(name, str) for name in names):
        raise OptionError("penalty names no penalty; give 'l1', 'l2', 'elastic_net' or 'none', or several of them.")
    checks = {"lam": _strengths, "l1_ratio": _share, "epochs": _whole, "step": _step}
    return names, {name: checks[name](name, value) for name, value in how.items()}


def _strengths(option: str, value: Any) -> list[float]:
    several = isinstance(value, list | tuple) or (hasattr(value, "__array__") and np.ndim(value) == 1)
    return [_share(option, one) for one in (value if several else [value])]


def _refuse_index(data: Any, option: str, name: str | None) -> None:
    if name is None or not is_a(data, "pandas", "DataFrame"):
        return
    levels = [str(level) for level in data.index.names if level is not None]
    if name in levels and name not in map(str, data.columns):
        raise TableError(
            f"{option} names {name!r}, which is the index of the frame, and the index is not read; make a column of it "
            "with reset_index()."
        )


def _name(option: str, value: Any) -> str | None:
    """One column: names are text here, as pandas writes those that are not."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list | dict | set | np.ndarray) or (hasattr(value, "__array__") and np.ndim(value)):
        raise OptionError(
            f"{option} is {_a(value)}, but it names a column; put the values into the table as a column, and give its "
            "name."
        )
    return str(value)


def _names(option: str, value: Any) -> tuple[str, ...] | None:
    if value is None:
        return () if option == "drop" else None
    if isinstance(value, str) or not isinstance(value, Iterable):
        return (str(value),)
    return tuple(map(str, value))


def _whole(option: str, value: Any) -> int:
    if isinstance(value, Real) and float(value).is_integer():
        return int(float(value)) if isinstance(value, float | np.floating) else int(value)  # pyright: ignore
    raise OptionError(f"{option} is {_shown(value)}, but it is a whole number; give one.")


def _share(option: str, value: Any) -> float:
    if isinstance(value, Real):
        return float(value)
    raise OptionError(f"{option} is {_shown(value)}, but it is a number; give one.")


def _truth(option: str, value: Any) -> bool:
    if isinstance(value, bool | np.bool_) or (isinstance(value, Integral) and value in (0, 1)):
        return bool(value)
    raise OptionError(f"{option} is {_shown(value)}, but it is True or False; give one of them.")


def _folds(option: str, value: Any) -> int | str | os.PathLike[str]:
    if isinstance(value, str | os.PathLike):
        return value
    if isinstance(value, Real):
        return _whole(option, value)
    raise OptionError(
        f"{option} is {_a(value)}, but it is their number, or a file that says the fold of every row, as folds_out "
        "writes it; give one of them."
    )


def _step(option: str, value: Any) -> float | None:
    return None if value is None else _share(option, value)


def _threads(option: str, value: Any) -> int | None:
    return None if value is None else _whole(option, value)


def _text(option: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise OptionError(f"{option} is {_a(value)}, but it is a text; give one.")


def _factors(option: str, value: Any) -> Mapping[str, float] | None:
    if isinstance(value, str | os.PathLike):
        from shrinkage.workflow import read_factors

        return read_factors([os.fspath(value)])
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise OptionError(f"{option} is {_a(value)}, but it says a factor for each of some names; give name → factor.")
    return {str(name): factor for name, factor in value.items()}


def _shown(value: Any) -> str:
    return repr(value) if value is None or isinstance(value, str | Real) else _a(value)


def _a(value: Any) -> str:
    kind = type(value).__name__
    return f"{'an' if kind[:1].lower() in 'aeiou' or kind == 'ndarray' else 'a'} {kind}"


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "sql": _text,
    "database": _text,
    "drop": _names,
    "keep": _names,
    "weights": _name,
    "group": _name,
    "time": _name,
    "folds": _folds,
    "repeats": _whole,
    "test": _share,
    "seed": _whole,
    "max_levels": _whole,
    "threads": _threads,
    "positive": _truth,
    "raw": _truth,
    "factors": _factors,
    "lambda_convention": _text,
}
