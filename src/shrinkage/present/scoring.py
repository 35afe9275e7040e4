"""What a model met in the rows that it scored: a sentence for each column that was not there, a table of odd cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from shrinkage.errors import near_choices
from shrinkage.present.face import Face
from shrinkage.present.numbers import count
from shrinkage.present.tables import aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from shrinkage.result.scoring import Meaning, Met

_NAME, _EXAMPLE = 24, 14


def absences(met: Met, meanings: Sequence[Meaning], known: Sequence[str], face: Face) -> Iterator[str]:
    """A line for each column that the model uses (``meanings``) and the table, whose names are ``known``, lacks."""
    for meaning in meanings:
        if meaning.name in met.absent:
            near = near_choices(meaning.name, known)
            hint = f" ({near})" if near.startswith("did you mean") else ""
            instead = f"{meaning.instead_of_missing} takes its place in every row."
            yield face.data(f"{meaning.name!r} is not in the table{hint}; {instead}")


def odd_cells(met: Met, meanings: Sequence[Meaning], face: Face) -> Iterator[RenderableType]:
    """The table of cells that were missing, unreadable or unseen, a line a column."""
    rows: list[list[str]] = []
    for meaning in meanings:
        name = meaning.name
        counts = [each.get(name, 0) for each in (met.missing, met.unreadable, met.unseen)]
        if any(counts):
            instead = [meaning.instead_of_missing] * any(counts[:2]) + [meaning.instead_of_unseen] * (counts[2] > 0)
            example = face.name(met.examples[name], _EXAMPLE) if name in met.examples else ""
            shown = ", ".join(dict.fromkeys(instead))
            rows.append([face.name(name, _NAME), *(f"{cells:,}" if cells else "" for cells in counts), example, shown])
    if rows:
        yield Text(f"{count(met.rows, 'row')} scored; cells that the model could not take as they are:")
        headings = ["column", "missing", "unreadable", "unseen", "such as", "instead"]
        used = [k for k in range(len(headings)) if any(row[k] for row in rows)]
        left = [place for place, k in enumerate(used) if k in (0, 4, 5)]
        yield aligned([headings[k] for k in used], [[row[k] for k in used] for row in rows], face, left=left)
        if 3 in used:
            yield Text(
                "unseen: a level that was not there in training, or too rare to be told from others", style="dim"
            )
