"""Which columns take part, and as what: the options a person gave, checked against the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shrinkage.design.rowhash import hashed_columns
from shrinkage.errors import OptionError, TableError, no_such_column
from shrinkage.source.protocol import Field, Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """A table's fields by their part in the question.

    left_out: name → reason, of columns that are no features and never read for one; hashed: the columns that a
    hash of a row's content is made of, by name.
    """

    fields: tuple[Field, ...]
    target: Field
    features: tuple[Field, ...]
    weights: Field | None
    hashed: tuple[str, ...]
    left_out: Mapping[str, str]


def asked_of(
    fields: Iterable[Field],
    target: str,
    *,
    drop: Sequence[str] = (),
    keep: Sequence[str] | None = None,
    weights: str | None = None,
    group: str | None = None,
    time: str | None = None,
) -> Asked:
    """Sort the columns. Raises TableError for a name the table does not have, OptionError for options that clash."""
    every = tuple(fields)
    known = {field.name: field for field in every}
    _check_names(known, {"--target": [target], "--drop": drop, "--keep": keep or ()})
    single = {"--weights": weights, "--group": group, "--time": time}
    _check_names(known, {option: [name] for option, name in single.items() if name is not None})
    for name in keep or ():
        if name in drop:
            raise OptionError(f"{name!r} is named by --keep and by --drop; take it out of one of them.")
    _check_clashes(target, drop, {"weight": weights, "group": group, "time": time})
    if weights is not None and weights == group:
        raise OptionError(f"{weights!r} is named by --weights and by --group; name another column for one of them.")
    if group is not None and known[group].kind is Kind.OTHER:
        raise TableError(
            f"--group names {group!r}, which is of type {known[group].type} and is not read; give a column of single "
            "values."
        )
    if known[target].kind is Kind.OTHER:
        raise TableError(
            f"the target {target!r} is of type {known[target].type}, but what is predicted must be a number; "
            "give --target a numeric column."
        )
    left_out = _left_out(every, target, drop, keep, group)
    features = tuple(f for f in every if f.name not in left_out and f.name not in (target, weights))
    if not features and (drop or keep is not None or group or weights):
        raise OptionError(
            f"no column is left to predict {target!r} from, because the options take all of them out; name one more in "
            "--keep, or fewer in the others."
        )
    hashed = hashed_columns(every, tuple(left_out), weights)
    return Asked(every, known[target], features, None if weights is None else known[weights], hashed, left_out)


def _check_names(known: Mapping[str, Field], asked: Mapping[str, Sequence[str]]) -> None:
    for option, names in asked.items():
        for name in names:
            if name not in known:
                raise no_such_column(name, known, option=option)


def _check_clashes(target: str, drop: Sequence[str], parts: Mapping[str, str | None]) -> None:
    if target in drop:
        raise OptionError(f"{target!r} is the target and is to be dropped as well; take it out of --drop.")
    for part, name in parts.items():
        if name == target:
            raise OptionError(f"{target!r} is the target and the {part} as well; name another column.")


def _left_out(
    fields: Sequence[Field], target: str, drop: Sequence[str], keep: Sequence[str] | None, group: str | None
) -> dict[str, str]:
    reasons = {f.name: f"of type {f.type}, which is not read" for f in fields if f.kind is Kind.OTHER}
    if keep is not None:
        reasons |= {f.name: "left out by --keep" for f in fields if f.name not in {*keep, target}}
    reasons |= dict.fromkeys(drop, "left out by --drop")
    return reasons if group is None else reasons | {group: "it says which rows stay together (--group)"}
