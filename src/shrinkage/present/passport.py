"""A passport as a table: one strength in every convention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from shrinkage.present import strengths
from shrinkage.present.face import Face
from shrinkage.present.tables import aligned

if TYPE_CHECKING:
    from rich.console import RenderableType


def passport_lines(passport: Mapping[str, strengths.Values], face: Face) -> Iterator[RenderableType]:
    """convention and its numbers in full, with what they are numbers of where there is room; ``–`` where none."""
    rows = [[name, face.own(strengths.inline(values, full=True))] for name, values in passport.items()]
    headings = ["convention", "strength"]
    if face.width >= 120:
        headings.append("")
        rows = [[*row, face.own(strengths.meaning(name))] for row, name in zip(rows, passport, strict=True)]
    yield aligned(headings, rows, face, left=(0, 1, 2))
