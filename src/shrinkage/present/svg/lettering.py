"""Words on a figure: how wide they are without a font at hand, and names that fit where they stand.

Widths are those of a broad sans serif (DejaVu Sans), so that what fits in it fits in the narrower ones of most systems.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from shrinkage.present.safe import shorten
from shrinkage.present.svg.markup import LETTERS, SMALL, element, filled, text, words

LINE = 1.3  # from one line of letters to the next, in their size
# Advances, in parts of the size; marks without one of their own count as broad letters.
_ADVANCES = (
    (0.30, "'ijlIJ"),
    (0.36, " ,.·’/:;\\|f-"),
    (0.42, "()[]t!r²₁⁰"),
    (0.53, '"*_`–▸“”sz'),
    (0.60, "cLFkvxyλP"),
    (0.64, "abdeghnopquTYES0123456789${}?⁻"),
    (0.73, "ABCKRUVXZ"),
    (0.79, "DGHNOQ&"),
    (0.85, "w#+<=>^~±−→↑×"),
    (1.01, "mMW%@…—"),
)
_WIDTHS = {mark: advance for advance, marks in _ADVANCES for mark in marks}
_OTHER, _SQUARE = 0.75, 1.05
_MOST = 60  # cells of a name anywhere
_WITHIN = 48  # cells of a name within a sentence


def width(said: str, size: float = LETTERS) -> float:
    """About how wide the words are, rather too much than too little."""
    return size * sum(map(_part, said))


def fitted(name: str, room: float, size: float = LETTERS) -> str:
    """A name from a table in at most so much room: both ends stay, since both tell names apart."""
    if len(name) > 4 * _MOST:  # what is cut out here would not be shown
        name = name[: 2 * _MOST] + name[-2 * _MOST :]
    cells = _MOST
    shown = shorten(name, cells)
    while cells > 1 and width(shown, size) > room:
        cells -= 1
        shown = shorten(name, cells)
    return shown


def quoted(name: str) -> str:
    """A name from a table within a sentence."""
    return shorten(name, _WITHIN)


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([*([", ".join(parts[:-1])] if parts[:-1] else []), *parts[-1:]])


def sentence(said: str) -> str:
    """With a capital at its head."""
    return said[:1].upper() + said[1:]


def heading(x: float, y: float, bold: str, rest: str) -> str:
    """What a figure shows, its first words bold."""
    return filled("ink", element("text", element("tspan", words(bold), font_weight="600"), words(rest), x=x, y=y))


def small_print(sentences: Iterable[str], x: float, y: float, room: float) -> tuple[str, float]:
    """Sentences, each on lines of its own, the first at y; and the height of all."""
    lines = [each for said in sentences for each in _wrapped(said, room)]
    written = [text(x, y + LINE * SMALL * k, each) for k, each in enumerate(lines)]
    return filled("svg-label", *written, font_size=SMALL), LINE * SMALL * len(lines)


def _wrapped(said: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in said.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, SMALL) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _part(mark: str) -> float:
    if unicodedata.combining(mark):
        return 0.0
    return _WIDTHS.get(mark) or (_SQUARE if unicodedata.east_asian_width(mark) in "WF" else _OTHER)
