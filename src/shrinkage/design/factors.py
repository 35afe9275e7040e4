"""Penalty factors: how much of the strength each feature bears, as a person says it.

A factor is keyed by a column of the table, and then holds for all features made of it (levels, calendar parts, the
indicator of missing cells), or by the exact name of a feature, which wins over its column. 0 leaves a feature free of
any penalty, infinite leaves it out, 1 is the default.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from shrinkage.design.asked import Asked
from shrinkage.design.features import Feature
from shrinkage.design.spec import Spec
from shrinkage.errors import OptionError, near_choices, system_reason
from shrinkage.problem import Floats

_HEADER = ("name", "factor")


def read_factors(texts: Iterable[str]) -> dict[str, float]:
    """Factors by name, of texts that are each ``NAME=F,…`` or the name of a file (CSV ``name,factor``, or JSON).

    A name with a comma goes into double quotes together with its factor; the last ``=`` divides, since names of levels
    have one too. Raises OptionError.
    """
    pairs = [pair for text in texts for pair in (_file(Path(text)) if _is_file(text) else _listed(text))]
    if not pairs:
        raise OptionError("--factors names no factor; give COLUMN=FACTOR,… or a file, or leave it out.")
    return _checked(pairs)


def checked_factors(factors: Mapping[str, float]) -> dict[str, float]:
    """Factors given as a mapping, each a number of at least 0 (it may be infinite). Raises OptionError."""
    return _checked(list(factors.items()))


def factors_of(asked: Mapping[str, float] | None, spec: Spec) -> Floats | None:
    """Factors (p,) of the features of ``spec``, or None where every one is 1.

    Raises OptionError for a name that is neither a column nor a feature, and where no feature is left.
    """
    if not asked:
        return None
    features = spec.features()
    by_column, by_name = _places(features)
    _check_names(asked, spec, by_column, by_name)
    factors = np.ones(len(features))
    for places in (by_column, by_name):  # a feature's own factor wins over that of its column
        for name, factor in asked.items():
            factors[places.get(name, [])] = factor
    if features and np.isinf(factors).all():
        raise OptionError("--factors leaves every feature out, so that nothing is left to learn from; keep some.")
    return None if (factors == 1).all() else factors


def without_features(asked: Mapping[str, float] | None, spec: Spec) -> list[str]:
    """Columns with a factor of which nothing is used, because learning them left them out."""
    out = {column.name for column in spec.columns if column.role == "dropped"}
    return [name for name in asked or {} if name in out]


def _places(features: Sequence[Feature]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Features by their column, and by their own name where that is not the name of their column."""
    by_column: dict[str, list[int]] = {}
    for index, feature in enumerate(features):
        by_column.setdefault(feature.column, []).append(index)
    by_name = {f.name: [index] for index, f in enumerate(features) if f.name != f.column}
    return by_column, by_name


def _check_names(
    asked: Mapping[str, float], spec: Spec, by_column: Mapping[str, Any], by_name: Mapping[str, Any]
) -> None:
    unused = {column.name for column in spec.columns if column.role == "dropped"}
    for name in asked:
        if name in by_column and name in by_name:
            raise OptionError(
                f"--factors names {name!r}, which is a column and a feature of another one as well; rename the column."
            )
        if name not in by_column and name not in by_name and name not in unused:
            raise _unknown(name, [*by_column, *by_name])


def refuse_names(factors: Mapping[str, float] | None, asked: Asked) -> None:
    """Raises OptionError, before any row is read, for names that cannot have a coefficient."""
    columns = [field.name for field in asked.fields]
    for name in factors or ():
        for part, column in (("target", asked.target), ("weight", asked.weights)):
            if column is not None and name == column.name:
                raise OptionError(f"--factors names the {part} {name!r}, which has no coefficient; take it out there.")
        reason = asked.left_out.get(name, "")
        if "--" in reason:  # by another option, rather than for what the column holds
            raise OptionError(f"--factors names the column {name!r}, but {_because(reason)}; take it out of --factors.")
        if not any(name.startswith(column) for column in columns):  # as the names of all features do
            raise _unknown(name, columns)


def _because(reason: str) -> str:
    return reason if reason.startswith("it ") else f"it is {reason}"


def _unknown(name: str, known: Sequence[str]) -> OptionError:
    near = near_choices(name, known, what="columns and features")
    return OptionError(f"--factors names {name!r}, but there is no such column or feature; {near}")


def _is_file(text: str) -> bool:
    return bool(text) and ("=" not in text or Path(text).is_file())


def _listed(text: str) -> list[tuple[str, Any]]:
    try:
        cells = next(csv.reader([text], skipinitialspace=True, strict=True), [])
    except csv.Error:
        raise OptionError(
            f"--factors got {text!r}, whose quotes do not close; quote a name with a comma as '\"a,b=0.5\",c=2'."
        ) from None
    pairs: list[tuple[str, Any]] = []
    for cell in filter(None, map(str.strip, cells)):
        name, sign, factor = cell.rpartition("=")
        if not sign or not name:
            raise OptionError(f"--factors got {cell!r}, but each of its parts is NAME=FACTOR; write it so.")
        pairs.append((name.strip(), factor))
    return pairs


def _file(path: Path) -> list[tuple[str, Any]]:
    """The pairs of a file. Raises OptionError for one that is not there, not text, empty or of another form."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise OptionError(
            f"--factors got {str(path)!r}, but there is no such file; name one, or write COLUMN=FACTOR,…."
        ) from None
    except OSError as problem:
        reason = system_reason(problem)
        raise OptionError(f"the factors in {path} cannot be read: {reason}; check the path.") from None
    except UnicodeDecodeError:
        raise OptionError(f"the factors in {path} are not UTF-8 text; save them as such.") from None
    pairs = _json(path, text) if text.lstrip().startswith("{") else _csv(path, text)
    if not pairs:
        raise OptionError(f"the file {path} names no factor; give it lines NAME,FACTOR, or leave --factors out.")
    return pairs


def _json(path: Path, text: str) -> list[tuple[str, Any]]:
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise OptionError(f"the factors in {path} are no JSON object, because {problem}; correct it.") from None
    # As in our own models, null is an infinite factor: JSON has no other word for it.
    return [(name, math.inf if factor is None else factor) for name, factor in pairs]


def _csv(path: Path, text: str) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            if not any(cells) or (not pairs and tuple(cell.strip().lower() for cell in cells) == _HEADER):
                continue
            if len(cells) != 2:
                raise OptionError(
                    f"line {reader.line_num} of the factors in {path} has {len(cells)} cells, but it takes two, "
                    "a name and a factor; correct it."
                )
            pairs.append((cells[0], cells[1]))
    except csv.Error as problem:
        raise OptionError(f"the factors in {path} are no CSV, because {problem}; correct it.") from None
    return pairs


def _checked(pairs: Sequence[tuple[str, Any]]) -> dict[str, float]:
    factors: dict[str, float] = {}
    for name, value in pairs:
        factor = _number(name, value)
        if factors.get(name, factor) != factor:
            raise OptionError(f"--factors gives {name!r} twice, {factors[name]:g} and {factor:g}; give it one.")
        factors[name] = factor
    return factors


def _number(name: str, value: Any) -> float:
    try:
        if (isinstance(value, str) and "_" in value) or isinstance(value, bool):
            raise ValueError
        factor = float(value)
    except (TypeError, ValueError, OverflowError):
        factor = math.nan
    if not factor >= 0:
        raise OptionError(
            f"the factor of {name!r} is {str(value).strip() or 'empty'}, but a factor is a number of at least 0 "
            "(0 for no penalty, inf to leave it out); give such a number."
        )
    return factor + 0.0
