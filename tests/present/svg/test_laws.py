"""Whatever a record holds, its figures are well-formed, stay within their box, and show words as words."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from shrinkage.present.svg.markup import COLOURS
from shrinkage.result.record import Record
from tests.present.conftest import build
from tests.present.svg.drawn import SVG, box, figures, points, read, texts
from tests.present.svg.odd import NASTY, records, renamed

ELEMENTS = {"svg", "title", "desc", "g", "text", "tspan", "line", "path", "circle", "rect"}
ATTRIBUTES = {
    *("class", "id", "role", "viewBox", "aria-labelledby", "color", "fill", "stroke", "d", "data-quiet"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"),
    *("stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-opacity", "fill-opacity"),
    *("font-family", "font-size", "font-weight", "text-anchor"),
}
NUMERIC = {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "font-size", "stroke-width"}
HALF_A_LETTER = 7.0


def lawful(drawn: str) -> None:
    root = read(drawn)
    wide, high = box(root)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        for key in NUMERIC & set(element.attrib):
            assert re.fullmatch(r"-?\d+(\.\d+)?", element.attrib[key])
        for x, y in points(element):
            assert 0.0 <= x <= wide
            assert 0.0 <= y <= high
        kind = element.get("class", "")
        if kind in COLOURS:
            assert element.get("color") == COLOURS[kind]
        else:
            assert kind in ("", "svg-figure", "hollow")
    for start, end, y, said in texts(root):
        assert start >= -1.0, said
        assert end <= wide + 1.0, said
        assert HALF_A_LETTER < y < high, said


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_figures_of_any_record_are_lawful(record: Record) -> None:
    found = figures(record)
    assert "errors" in found
    for drawn in found.values():
        lawful(drawn)


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_names_are_words(name: str) -> None:
    record = renamed(build(), {"bmi": name})
    for drawn in figures(record).values():
        lawful(drawn)
        assert "<script" not in drawn
        assert "]]>" not in drawn
        assert not any(ord(mark) < 32 or mark in "\u202e\ufffe" for mark in drawn)
