"""A first look at a table: its columns, for somebody who is to choose the one to predict."""

from __future__ import annotations

from shrinkage.design.guess import guesses
from shrinkage.source import open_source
from shrinkage.source.cache import CachedSource


def columns(table: str) -> list[dict[str, str]]:
    """Name and role of every column, in the order of the file. Raises SourceError as `compare` does."""
    return [{"name": name, "role": role} for name, role in guesses(CachedSource(open_source(table)))]
