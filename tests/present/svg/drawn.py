"""All figures of a record, and what an SVG says when it is read again."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from shrinkage.present.svg.coefficients import coefficients_figure
from shrinkage.present.svg.cv_curve import cv_curve_figure
from shrinkage.present.svg.errors import errors_figure
from shrinkage.present.svg.lettering import width
from shrinkage.present.svg.path import path_figure
from shrinkage.present.svg.selection import selection_figure
from shrinkage.result.record import MODEL_NAMES, Record

SVG = "{http://www.w3.org/2000/svg}"


def figures(record: Record) -> dict[str, str]:
    """Every figure there is of a record, by name."""
    found = {
        "errors": errors_figure(record, id="errors"),
        "coefficients": coefficients_figure(record, id="coefficients"),
        "selection": selection_figure(record, id="selection"),
    }
    for name in MODEL_NAMES:
        found[f"path_{name}"] = path_figure(record, name, id=f"path-{name}")
        found[f"cv_curve_{name}"] = cv_curve_figure(record, name, id=f"cv-{name}")
    return {name: drawn for name, drawn in found.items() if drawn}


def read(drawn: str) -> ET.Element:
    drawn.encode("utf-8")
    return ET.fromstring(drawn)


def box(root: ET.Element) -> tuple[float, float]:
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    assert left == top == 0.0
    return wide, high


def points(element: ET.Element) -> Iterator[tuple[float, float]]:
    """The furthest places an element reaches, its outline aside."""
    kind, has = element.tag.removeprefix(SVG), {key: element.attrib[key] for key in element.attrib}
    if kind == "path":
        yield from trodden(has["d"])
    elif kind == "line":
        yield float(has["x1"]), float(has["y1"])
        yield float(has["x2"]), float(has["y2"])
    elif kind == "circle":
        x, y, r = float(has["cx"]), float(has["cy"]), float(has["r"])
        yield from ((x - r, y - r), (x + r, y + r))
    elif kind == "rect":
        x, y = float(has["x"]), float(has["y"])
        yield from ((x, y), (x + float(has["width"]), y + float(has["height"])))


def trodden(d: str) -> Iterator[tuple[float, float]]:
    """Where a path of one move and relative lines goes, as a browser reads it."""
    assert re.fullmatch(r"M[-\d. ]+(l[-\d. ]+)?z?", d), d
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", d)]
    x = y = 0.0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x, y


def texts(root: ET.Element) -> Iterator[tuple[float, float, float, str]]:
    """Where every text begins and ends (as far as that is known without its font), its height, and what it says."""

    def walk(element: ET.Element, size: float, anchor: str) -> Iterator[tuple[float, float, float, str]]:
        size = float(element.get("font-size", size))
        anchor = element.get("text-anchor", anchor)
        if element.tag == f"{SVG}text":
            said = "".join(element.itertext())
            wide = width(said, size)
            start = float(element.attrib["x"]) - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
            yield start, start + wide, float(element.attrib["y"]), said
        for child in element:
            yield from walk(child, size, anchor)

    return walk(root, 16.0, "start")


def description(drawn: str) -> str:
    found = read(drawn).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""
