"""Tables as a reader needs them: a caption, headings with a scope, numbers to the right, room to scroll by keyboard.

End tags of rows and cells are left out, as HTML lets them be: of a long table they would be a quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

LONG = 20  # rows; a longer table shows its first ones
FIRST = 12
LONGEST = 2_000  # rows; the rest of a longer one is in the record alone, or the page could not be mailed


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as HTML, the first of which is the row's heading; ``kind`` is a class: chosen, dropped, mean."""

    cells: Sequence[str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parts of a table share. headings: HTML; words: columns of words, not numbers; groups: a line above the
    headings, (HTML, columns that it spans), for wide tables."""

    headings: Sequence[str]
    words: frozenset[int] = frozenset({0})
    groups: Sequence[tuple[str, int]] = ()


def table(name: str, caption: str, frame: Frame, rows: Iterable[Row]) -> str:
    """name: what the scrolling region is called, as plain text, unlike that of any other table; caption: HTML."""
    body = "".join(_row(row, frame.words) for row in rows)
    wide = ' class="wide"' if frame.groups else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}"><table{wide}>'
        f"<caption>{caption}</caption><thead>{_head(frame)}</thead><tbody>{body}</tbody></table></div>"
    )


def long_table(name: str, caption: str, frame: Frame, rows: Sequence[Row], others: str) -> str:
    """All ``rows``, those after the first few behind a line that opens them; others: what they are, in the plural."""
    if len(rows) <= LONG:
        return table(name, caption, frame, rows)
    rest = rows[FIRST:LONGEST]
    summary = f"The other {len(rest):,} {others}"
    left = len(rows) - FIRST - len(rest)
    note = f'<p class="small">{left:,} more {others} are in the record (record.json).</p>' if left else ""
    more = table(f"{name}, continued", f"{caption[:-1] if caption.endswith('.') else caption}, continued.", frame, rest)
    return (
        f"{table(name, caption, frame, rows[:FIRST])}"
        f'<details class="more"><summary>{summary}</summary>{more}{note}</details>'
    )


def _head(frame: Frame) -> str:
    lines = ""
    if frame.groups:
        spans = "".join(
            f'<th scope="colgroup" colspan="{span}">{words}' if words else f'<td colspan="{span}">'
            for words, span in frame.groups
        )
        lines = f"<tr>{spans}"
    cells = "".join(f'<th scope="col"{_kind(k in frame.words)}>{cell}' for k, cell in enumerate(frame.headings))
    return f"{lines}<tr>{cells}"


def _row(row: Row, words: frozenset[int]) -> str:
    heading, *cells = row.cells
    body = "".join(_cell(cell, k in words) for k, cell in enumerate(cells, 1))
    kind = f' class="{row.kind}"' if row.kind else ""
    return f'<tr{kind}><th scope="row"{_kind(0 in words)}>{heading}{body}'


def _cell(cell: str, words: bool) -> str:
    if not cell:
        return "<td>"
    if cell == "–":
        return '<td class="none">–'
    if cell == "0" and not words:
        return '<td class="zero">0'
    return f"<td{_kind(words)}>{cell}"


def _kind(words: bool) -> str:
    return ' class="w"' if words else ""
