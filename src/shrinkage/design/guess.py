"""What each column of a table seems to hold, before anybody has said which one is to be predicted."""

from __future__ import annotations

from shrinkage.design.learn import MOST_PASSES, decimal_by_notes, decimal_of
from shrinkage.design.observe import Again, Facts, watcher
from shrinkage.design.roles import column_spec
from shrinkage.errors import TableError
from shrinkage.source.protocol import Kind, Source


def guesses(source: Source, max_levels: int = 100) -> list[tuple[str, str]]:
    """Name and role (as in a spec) of every column, by all rows, whichever will be test rows."""
    kinds = {field.name: field.kind for field in source.fields if field.kind is not Kind.OTHER}
    found = _watched(source, kinds)
    return [(field.name, _role(field.name, found.get(field.name), max_levels)) for field in source.fields]


def _watched(source: Source, kinds: dict[str, Kind]) -> dict[str, Facts]:
    again: dict[str, Again | None] = dict.fromkeys(kinds)
    decimal, found = decimal_by_notes(source.notes), dict[str, Facts]()
    for turn in range(MOST_PASSES):
        watchers = {name: watcher(kinds[name], asks) for name, asks in again.items()}
        for batch in source.batches(tuple(watchers)):
            for name, column in watchers.items():
                column.add(batch.columns[name], None)
        if turn == 0:
            decimal = decimal_of(watchers.values()) or decimal
        verdicts = {name: column.verdict(decimal) for name, column in watchers.items()}
        found |= {name: facts for name, facts in verdicts.items() if not isinstance(facts, Again)}
        again = {name: asks for name, asks in verdicts.items() if isinstance(asks, Again)}
        if not again:
            break
    return found


def _role(name: str, facts: Facts | None, max_levels: int) -> str:
    if facts is None:
        return "dropped"
    try:
        return column_spec(name, facts, max_levels).role
    except TableError:  # of numbers that are infinite or too large, which a comparison will say
        return "numeric"
