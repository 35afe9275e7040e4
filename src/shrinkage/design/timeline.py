"""The column that says when: how its cells are written, which must be known before they can be put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from shrinkage.design.cells import Counts, Mask
from shrinkage.design.formats import Numbers, Times
from shrinkage.design.keys import TimeKeys
from shrinkage.design.observe import Again, Facts, LevelFacts, TruthFacts, watcher
from shrinkage.errors import TableError
from shrinkage.source.protocol import Batch, Field, Kind, Source

Usable = Callable[[Batch], tuple[Mask | None, Counts]]
_MOST_PASSES = 4
_INSTEAD = "give --time a column of numbers, dates or times"


def time_keys(source: Source, field: Field, reads: Sequence[str], usable: Usable) -> TimeKeys:
    """Look at the column alone: one pass over all usable rows, test rows too, since they must be found.

    usable: which rows of a batch are, and how often each counts; reads: the columns it needs. Raises TableError:
    nested, text, false and true, or no cells.
    """
    if field.kind is Kind.OTHER:
        raise TableError(f"--time names {field.name!r}, which is of type {field.type}; {_INSTEAD}.")
    facts = _watched(source, field, reads, usable)
    if isinstance(facts, LevelFacts | TruthFacts):
        raise TableError(f"--time names {field.name!r}, which {_what(facts)}, so it has no order; {_INSTEAD}.")
    reading = facts.reading
    assert isinstance(reading, Numbers | Times)
    return TimeKeys(field.name, reading)


def _watched(source: Source, field: Field, reads: Sequence[str], usable: Usable) -> Facts:
    again: Again | None = None
    for _ in range(_MOST_PASSES):
        column = watcher(field.kind, again)
        for batch in source.batches(tuple(dict.fromkeys((field.name, *reads)))):
            column.add(batch.columns[field.name], *usable(batch))
        verdict = column.verdict(None)
        if not isinstance(verdict, Again):
            return verdict
        again = verdict
    raise TableError(f"the times {field.name!r} change while the table is read; read it when nothing writes to it.")


def _what(facts: LevelFacts | TruthFacts) -> str:
    if isinstance(facts, TruthFacts):
        return "holds false and true"
    table = facts.table
    if not table.present:
        return "has no value in any row with a target"
    examples = ", ".join(map(repr, table.texts(np.arange(min(table.used, 3)))))
    return f"is text ({examples}{', …' if table.used > 3 else ''})"
