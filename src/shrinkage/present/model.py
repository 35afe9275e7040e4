"""A saved model as text: what it is, its coefficients, its strength everywhere, its certificate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from shrinkage.present.face import Face
from shrinkage.present.numbers import column, count, number, small
from shrinkage.present.passport import passport_lines
from shrinkage.present.tables import aligned
from shrinkage.result.model import Model
from shrinkage.result.record import CertificateRecord, Record

if TYPE_CHECKING:
    from rich.console import RenderableType

KINDS = {
    "none": "A least-squares model without penalty",
    "l1": "An L1 (lasso) model",
    "l2": "An L2 (ridge) model",
    "elastic_net": "An elastic-net model",
    "mean": "The mean alone, as a model",
}
_NAMED = 8
MEANINGS = {
    "gap": "the objective is at most this far above its minimum, over that of the mean alone",
    "decrement": "what fitting again could still gain, over the objective of the mean alone",
    "kkt": "the largest scaled violation of the optimality conditions",
}


def model_page(model: Model, face: Face) -> Iterator[RenderableType]:
    """All of ``model`` that a person can use: coefficients that are not 0, largest per sd first."""
    used, total = model.nonzero, len(model.features)
    ratio = f", l1_ratio {model.penalty.l1_ratio:g}" if model.penalty.name == "elastic_net" else ""
    kind = KINDS[model.penalty.name]
    yield Text(
        face.data(
            f"{kind} of {model.target}{ratio}: {used:,} of {count(total, 'feature')}, from "
            f"{count(model.training_rows, 'row')}."
        ),
        style="bold",
    )
    yield from _setting(model, face)
    yield Text()
    yield from _coefficients(model, face)
    yield Text()
    yield Text(face.own(f"Strength: lam {number(model.penalty.lam)}, which is, elsewhere:"), style="bold")
    yield from passport_lines(model.passport, face)
    yield Text()
    yield Text(face.own(f"Certificate: {_certificate(model.certificate)}."))


def _setting(model: Model, face: Face) -> Iterator[RenderableType]:
    """What the penalty was told besides its strength, where it was told anything."""
    penalty = model.penalty
    said: list[str] = []
    if penalty.raw:
        said.append("the strength acted on columns in their own units")
    if penalty.positive:
        said.append("coefficients were held at or above 0")
    by_factor: dict[str, list[str]] = {}
    for name, factor in penalty.factors.items():
        word = "left out" if factor is None else "free of the penalty" if factor == 0 else f"factor {number(factor)}"
        by_factor.setdefault(word, []).append(face.name(name, 30))
    for word, names in by_factor.items():
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        said.append(f"{word}: {', '.join(names[:_NAMED])}{more}")
    if said:
        text = "; ".join(said)
        yield Text(face.own(f"{text[0].upper()}{text[1:]}."))


def _coefficients(model: Model, face: Face) -> Iterator[RenderableType]:
    names = sorted(
        (name for name, value in model.coefficients.items() if value != 0),
        key=lambda name: -abs(model.standardized.get(name, 0.0)),
    )
    per_sd = column([model.standardized.get(name, 0.0) for name in names])
    own = [number(model.coefficients[name], 6) for name in names]
    room = max(face.width - 34, 12)
    rows = [[face.name(name, room), each, value] for name, each, value in zip(names, per_sd, own, strict=True)]
    rows.append(["(intercept)", "", number(model.intercept, 6)])
    unit = "per unit"
    yield aligned(["feature", "per sd", unit], rows, face)
    zero = [name for name in model.coefficients if name not in set(names)]
    if zero:
        some = ", ".join(face.name(name, 30) for name in zero[:12])
        more = f" and {len(zero) - 12:,} more" if len(zero) > 12 else ""
        yield Text(face.own(f"Exactly 0: {some}{more}."), style="dim")


def certificates(record: Record, face: Face) -> Iterator[RenderableType]:
    """Certificate and end of the solve of each model of a record, and the passport of its choice."""
    models = record.models.by_name()
    rows = [
        [name, small(model.certificate.relative_gap), model.certificate.kind, face.data(model.status)]
        for name, model in models.items()
    ]
    yield Text()
    yield Text("Certificates", style="bold")
    yield aligned(["model", "relative gap", "kind", "status"], rows, face, left=(0, 2, 3))
    choice = models.get(record.verdict.choice)
    if choice is not None:
        yield Text()
        yield Text(face.own(f"The strength chosen: lam {number(choice.lam)}, which is, elsewhere:"), style="bold")
        yield from passport_lines(choice.passport, face)


def _certificate(certificate: CertificateRecord) -> str:
    meaning = MEANINGS.get(certificate.kind, certificate.kind)
    return f"relative gap {small(certificate.relative_gap)} ({meaning})"
