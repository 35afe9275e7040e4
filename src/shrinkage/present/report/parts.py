"""Small pieces that sections are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shrinkage.present.numbers import number
from shrinkage.present.report.words import said
from shrinkage.present.summary import label
from shrinkage.result.record import FeatureRecord, ModelRecord, Record


@dataclass(frozen=True, slots=True)
class View:
    """A record and how it is shown: strengths in ``convention``; features: those on the page, in the record's order."""

    record: Record
    convention: str
    features: list[FeatureRecord]

    @property
    def models(self) -> dict[str, ModelRecord]:
        return self.record.models.by_name()

    @property
    def penalised(self) -> dict[str, ModelRecord]:
        """The three with a penalty."""
        return {name: model for name, model in self.models.items() if name != "none"}


def section(identity: str, title: str, *parts: str) -> str:
    """A section under its heading; empty parts are left out."""
    body = "".join(parts)
    return (
        f'<section id="{identity}" aria-labelledby="{identity}-title">'
        f'<h2 id="{identity}-title">{title}</h2>{body}</section>'
    )


def lead(text: str) -> str:
    """The paragraph that says how to read what follows; HTML."""
    return f'<p class="lead">{text}</p>'


def small(text: str) -> str:
    """A remark; HTML. Nothing where there is none."""
    return f'<p class="small">{text}</p>' if text else ""


def mark(name: str, *static: str) -> str:
    """The place of a live figure, which takes the place of ``static`` once scripts run."""
    return f'<div class="mark" data-mark="{name}">{"".join(static)}</div>'


def figure(kind: str, drawing: str, caption: str) -> str:
    """A drawing with its caption; nothing where nothing was drawn."""
    if not drawing:
        return ""
    return f'<figure class="fig fig-{kind}">{drawing}<figcaption>{caption}</figcaption></figure>'


def numbers_of(title: str, table: str) -> str:
    """The numbers of a figure, folded away."""
    return f'<details class="numbers"><summary>{title}</summary>{table}</details>'


def bullets(kind: str, items: Iterable[str]) -> str:
    """A list of HTML items; nothing where there are none."""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="{kind}">{listed}</ul>' if listed else ""


def pairs(entries: Iterable[tuple[str, str]]) -> str:
    """Names (text of ours) and values (HTML); those without a value are left out."""
    found = "".join(f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in entries if value)
    return f'<dl class="pairs">{found}</dl>'


def model_name(name: str, model: ModelRecord | None, *, chosen: bool = False) -> str:
    """What a model is called, with the colour and shape it has in figures; ``chosen`` is said too."""
    badge = ' <span class="badge">chosen</span>' if chosen else ""
    return f"{keyed(name, said(label(name, model)))}{badge}"


def keyed(name: str, words: str) -> str:
    """Words (HTML) behind the colour and shape of a model."""
    return f'<span class="key key-{name}" aria-hidden="true"></span>{words}'


def rmse(mse: float | None) -> float | None:
    """The error in units of the target."""
    return None if mse is None or not mse >= 0 else mse**0.5


def with_error(value: str, error: float | None) -> str:
    """``55.76 ± 1.5`` in one cell."""
    return value if error is None else f'{value} <span class="pm">± {number(error, 2)}</span>'
