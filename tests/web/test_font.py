"""The letters in the page are all that its formulas are set with."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]


def test_the_font_has_every_sign_of_the_formulas_and_their_places() -> None:
    spec = spec_from_file_location("font", ROOT / "web/build/font.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    font = TTFont(made.PART)
    asked = made.signs(made.BODY.read_text("utf-8"))
    assert len(asked) > 50
    missing = sorted(sign for sign in asked if ord(sign) not in font.getBestCmap() and sign not in "\u2061\u2062\u00a0")
    assert not missing, f"run python web/build/font.py: the formulas use {missing}"
    assert "MATH" in font  # where subscripts, fractions and limits stand
