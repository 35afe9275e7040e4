"""What a record or a fitted estimator holds, found by its names, and a sentence where it holds none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shrinkage.errors import OptionError, near_choices
from shrinkage.result.record import MODEL_NAMES, ModelRecord, PathRecord, Record

STRENGTH = r"Strength $\lambda$"
ALPHA = "alpha"


def record_of(comparison: Any) -> Record:
    """The record of a comparison, or the record itself."""
    for found in (comparison, getattr(comparison, "record", None)):
        if isinstance(found, Record):
            return found
    raise OptionError(
        f"a {type(comparison).__name__} was given, but a comparison or its record is needed; "
        "give what shrinkage.compare returned."
    )


def model_of(record: Record, name: str) -> ModelRecord:
    """One of the four; ``chosen`` is the one that the verdict takes, or the best where that is the mean."""
    if name == "chosen":
        verdict = record.verdict
        name = next(choice for choice in (verdict.choice, verdict.best, "l1") if choice != "mean")
    if name not in MODEL_NAMES:
        raise OptionError(
            f"model is {name!r}, but there is none of that name; {near_choices(str(name), (*MODEL_NAMES, 'chosen'))}"
        )
    return record.models.by_name()[name]


def walked_of(record: Record, name: str) -> ModelRecord:
    """As ``model_of``, but ``chosen`` is L1 where the verdict's own choice has no path."""
    found = model_of(record, name)
    return record.models.l1 if name == "chosen" and found is record.models.none else found


def name_of(record: Record, model: ModelRecord) -> str:
    """What the record calls this model."""
    return next(name for name, one in record.models.by_name().items() if one is model)


def path_of(record: Record, model: ModelRecord) -> PathRecord:
    """Its path, which a model without a penalty has none of."""
    if model.path is None or len(model.path.lam) < 2:
        raise OptionError(
            f"the model {name_of(record, model)!r} has no path, because it was fitted at one strength; "
            "take 'l1', 'l2' or 'elastic_net'."
        )
    return model.path


def marked(path: PathRecord, model: ModelRecord) -> tuple[int | None, int | None]:
    """Points of the path that the model and its one-standard-error twin were taken from."""
    calm = model.one_standard_error
    inside = calm is not None and calm.l1_ratio == model.l1_ratio
    return _index(path.lam, model.lam), _index(path.lam, calm.lam) if calm is not None and inside else None


def _index(lams: list[float], lam: float) -> int | None:
    return lams.index(lam) if lam in lams else None


def estimator_of(estimator: Any) -> Any:
    """The fitted model itself, inside a pipeline or a search."""
    while True:
        if hasattr(estimator, "best_estimator_"):
            estimator = estimator.best_estimator_
        elif hasattr(estimator, "steps") and hasattr(estimator, "__getitem__"):
            estimator = estimator[-1]
        else:
            return estimator


def fitted(estimator: Any, attribute: str, instead: Iterable[str]) -> Any:
    """An attribute of a fitted estimator, or a sentence on why it has none."""
    inner = estimator_of(estimator)
    if isinstance(inner, type):
        raise OptionError(f"{inner.__name__} is a class, but a fitted estimator is needed; make one and call fit.")
    found = getattr(inner, attribute, None)
    if found is not None:
        return found
    kind = type(inner).__name__
    if not hasattr(inner, "coef_"):
        raise OptionError(f"this {kind} cannot be drawn, because it is not fitted; call fit(X, y) first.")
    raise OptionError(
        f"this {kind} cannot be drawn so, because it has no {attribute}; give a fitted {' or '.join(instead)}."
    )
