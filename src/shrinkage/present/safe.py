"""Names and sentences from a table, made safe to print: they are data, never markup and never commands.

A column may be called ``[red]``, hold an escape sequence that clears the screen, or a mark that turns the rest of the
line around. Characters without a shape of their own are written as escapes; rich never parses what comes from here,
since it goes into `Text` objects.
"""

from __future__ import annotations

import unicodedata

# Joiners that scripts from Persian to Hindi need; all other format characters (bidirectional marks above all) are
# written out.
_KEPT = "\u200c\u200d"
LONGEST_SENTENCE = 2_000  # characters
_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str, *, unicode: bool = True) -> str:
    """``text`` with control, format and unassigned characters as escapes (``\\x1b``); in ASCII if not ``unicode``."""
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(
        _escape(mark) if unicodedata.category(mark) in _SHAPELESS and mark not in _KEPT else mark for mark in text
    )
    return shown if unicode else shown.encode("ascii", "backslashreplace").decode("ascii")


def one_line(text: str) -> str:
    """A sentence on one line: its own line breaks become spaces, the rest is cleaned; what quotes a cell of megabytes
    loses its middle."""
    if len(text) > LONGEST_SENTENCE:
        text = f"{text[: LONGEST_SENTENCE // 2]} … {text[-LONGEST_SENTENCE // 4 :]}"
    return clean(" ".join(text.splitlines()))


def shorten(text: str, cells: int, *, unicode: bool = True) -> str:
    """``text``, cleaned, in at most ``cells`` terminal cells: the middle goes, since both ends tell names apart."""
    from rich.cells import cell_len

    shown = clean(text, unicode=unicode)
    if cell_len(shown) <= cells:
        return shown
    gap = "…" if unicode else "..."
    room = max(cells - len(gap), 0)
    tail = _fitting(shown[::-1], room // 3)[::-1]
    head = _fitting(shown, room - cell_len(tail))
    return (head + gap + tail)[: max(cells, 0)]


def _fitting(text: str, cells: int) -> str:
    """The longest start of ``text`` that takes at most ``cells`` cells."""
    from rich.cells import cell_len

    used = 0
    for index, mark in enumerate(text):
        used += cell_len(mark)
        if used > cells:
            return text[:index]
    return text


def _escape(mark: str) -> str:
    """As in Python's own literals."""
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(mark)
    code = ord(mark)
    return named or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
