"""Words on the page. Whatever comes from a record passes through here, so that none of it can be markup.

Names of columns and levels are a user's data: characters without a shape are written as escapes (`present.safe`), long
ones lose their middle (the record has them whole), and what HTML would read is escaped.
"""

from __future__ import annotations

from html import escape

from shrinkage.present.safe import clean, one_line

LONGEST_NAME = 120  # characters; beyond it a name is a text, and a table of such names could not be read


def plain_name(text: str) -> str:
    """A name as people see it, still plain text: cleaned, short enough for a cell, and never nothing to see."""
    shown = clean(text) if text.strip() else "(blank)"
    if len(shown) <= LONGEST_NAME:
        return shown
    head, tail = LONGEST_NAME * 2 // 3, LONGEST_NAME // 3 - 1
    return f"{shown[:head]}…{shown[-tail:]}"


def marked_name(text: str) -> str:
    """``plain_name`` as HTML, set apart from its surroundings where it may run from right to left."""
    shown = escape(plain_name(text))
    return shown if shown.isascii() else f"<bdi>{shown}</bdi>"


def said(text: str) -> str:
    """A sentence of a record as HTML."""
    return escape(one_line(text))


def code(text: str) -> str:
    """Something to type, as HTML."""
    return f"<code>{said(text)}</code>"
