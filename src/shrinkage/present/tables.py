"""Aligned tables without rules: headings dim, numbers to the right, cells folded rather than cut on narrow paper."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from shrinkage.present.face import Face


def aligned(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Text]],
    face: Face,
    *,
    left: Sequence[int] = (0,),
    styles: Sequence[str] = (),
) -> Table:
    """rows under ``headings``; the columns in ``left`` are words, the others numbers. styles: one a row."""
    table = Table(box=None, pad_edge=False, padding=(0, _gap(face), 0, 0), header_style="dim", show_edge=False)
    for index, heading in enumerate(headings):
        words = index in left
        table.add_column(Text(face.own(heading)), justify="left" if words else "right", overflow="fold")
    for index, row in enumerate(rows):
        style = styles[index] if index < len(styles) else ""
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row), style=style)
    return table


def width_of(headings: Sequence[str], rows: Sequence[Sequence[str]], face: Face) -> int:
    """Cells that ``aligned`` needs in order to fold nothing."""
    widest = (max(cell_len(face.own(text)) for text in texts) for texts in zip(headings, *rows, strict=True))
    return sum(widest) + _gap(face) * (len(headings) - 1)


def _gap(face: Face) -> int:
    return 2 if face.width >= 72 else 1


def bullet(face: Face, sentence: str, style: str = "") -> Table:
    """A sentence with a mark before it, its further lines set under its first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(face.own("•"), style=style or "dim"), Text(face.data(sentence), style=style))
    return grid
