"""The letters in the page are all that its formulas are set with."""

from __future__ import annotations

from fontTools.ttLib import TTFont

from tests.scripts import script


def test_the_font_has_every_sign_of_the_formulas_and_their_places() -> None:
    made = script("web/build/font.py")
    font = TTFont(made.PART)
    asked = made.signs(made.BODY.read_text("utf-8"))
    assert len(asked) > 50
    missing = sorted(sign for sign in asked if ord(sign) not in font.getBestCmap() and sign not in "\u2061\u2062\u00a0")
    assert not missing, f"run python web/build/font.py: the formulas use {missing}"
    assert "MATH" in font  # where subscripts, fractions and limits stand
