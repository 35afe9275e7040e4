"""Words fit where they stand; what they are in the widest usual font is known."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.present.svg.lettering import fitted, listed, sentence, width


@given(st.text(max_size=300), st.floats(30.0, 300.0))
def test_names_fit_their_room(name: str, room: float) -> None:
    shown = fitted(name, room)
    assert width(shown) <= room
    assert not name.isalnum() or not name.isascii() or shown


def test_both_ends_of_a_long_name_stay() -> None:
    shown = fitted("Neighborhood" * 500 + "=Edwards", 130.0)
    assert shown.startswith("Neigh")
    assert shown.endswith("rds")
    assert "…" in shown
    assert fitted("s5", 130.0) == "s5"


def test_widths_are_not_below_those_of_a_broad_font() -> None:
    ft2font = pytest.importorskip("matplotlib.ft2font")
    from matplotlib.font_manager import FontProperties, findfont

    font = ft2font.FT2Font(findfont(FontProperties(family=["DejaVu Sans"])))
    font.set_size(100, 72)
    for mark in string.ascii_letters + string.digits + string.punctuation + " …·’±²−–▸→↑×⁻éüßñ":
        glyph = font.load_char(ord(mark), flags=ft2font.LoadFlags.NO_HINTING)
        assert width(mark, 1.0) >= glyph.linearHoriAdvance / 65536 / 100 - 0.011, mark


def test_words_of_sentences() -> None:
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert sentence("no penalty") == "No penalty"
    assert sentence("") == ""
