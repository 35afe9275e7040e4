"""What a person should know about how their columns were read, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shrinkage.design.formats import PLAIN, NumberFormat
from shrinkage.design.nearly import mostly_numbers
from shrinkage.design.observe import Facts, LevelFacts, NumberFacts, TimeFacts
from shrinkage.design.spec import Spec

_MARKS = {",": "a comma", ".": "a point", " ": "a space", "'": "an apostrophe"}


@dataclass(frozen=True, slots=True)
class LearnWarning:
    """kind: odd_cells | number_format | date_order | target | dropped; column: where, or None for the whole table."""

    kind: str
    column: str | None
    sentence: str


def warnings_for(spec: Spec, found: Mapping[str, Facts]) -> Iterator[LearnWarning]:
    """In the order of the columns, the target first."""
    name = spec.target.name
    yield from _on_cells(name, found[name], "rows without a target")
    if spec.target.role == "boolean" and spec.target.words is not None:
        no, yes = spec.target.words
        yield LearnWarning("target", name, f"the target {name!r} says {no} and {yes}: it is predicted as 0 and 1.")
    for column in spec.columns:
        facts = found.get(column.name)
        if column.role == "dropped":
            if facts is not None:
                yield LearnWarning("dropped", column.name, f"column {column.name!r} is left out: {column.reason}.")
        elif not column.value:
            yield LearnWarning("dropped", column.name, f"column {column.name!r} is reduced: {column.reason}.")
        if facts is not None and column.role != "dropped":
            yield from _on_cells(column.name, facts, "missing")


def _on_cells(name: str, facts: Facts, fate: str) -> Iterator[LearnWarning]:
    if isinstance(facts, NumberFacts | TimeFacts) and facts.odd_rows:
        kind = "numbers" if isinstance(facts, NumberFacts) else "dates"
        listed = ", ".join(map(repr, facts.reading.odd))
        cells = "1 cell says" if facts.odd_rows == 1 else f"{facts.odd_rows:,} cells say"
        yield LearnWarning("odd_cells", name, f"column {name!r} holds {kind}, but {cells} {listed}: taken as {fate}.")
    if isinstance(facts, NumberFacts) and (facts.reading.format != PLAIN or facts.reading.other is not None):
        yield LearnWarning("number_format", name, _on_format(name, facts))
    if isinstance(facts, TimeFacts) and facts.reading.order != "iso":
        yield LearnWarning("date_order", name, f"column {name!r} holds dates with the {facts.reading.order}.")
    if isinstance(facts, LevelFacts):
        yield from _on_levels(name, facts)
    if isinstance(facts, LevelFacts) and facts.reading.either_order:
        yield LearnWarning(
            "date_order",
            name,
            f"column {name!r} looks like dates, but nothing in it says whether the day or the month comes first, so it "
            "is read as text; write the dates as 2020-12-31 to have them used.",
        )


def _on_levels(name: str, facts: LevelFacts) -> Iterator[LearnWarning]:
    """A column of numbers with too many odd cells becomes levels, which loses nearly all it says."""
    if clause := mostly_numbers(facts.table):
        yield LearnWarning("odd_cells", name, f"column {name!r} is read as text, although {clause}.")


def _on_format(name: str, facts: NumberFacts) -> str:
    sentence = f"column {name!r} is read as numbers with {_described(facts.reading.format)}"
    if facts.reading.other is None:
        return f"{sentence}."
    return f"{sentence}; {_described(facts.reading.other)} would read it as well, so check that this is meant."


def _described(form: NumberFormat) -> str:
    decimal = f"{_MARKS[form.decimal]} before decimals"
    return f"{decimal} and {_MARKS[form.thousands]} between thousands" if form.thousands else decimal
