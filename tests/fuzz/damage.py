"""Harm to bytes, and to JSON documents whose syntax stays whole."""

from __future__ import annotations

import json
import random
import re
from copy import deepcopy
from typing import Any

from tests.fuzz.draw import below, chance, pick


def harmed(draw: random.Random, data: bytes) -> bytes:
    """``data`` cut short, with bytes flipped, taken out, doubled or put in; once or a few times."""
    for _ in range(1 + below(draw, 3)):
        data = _harm_once(draw, data)
    return data


def _harm_once(draw: random.Random, data: bytes) -> bytes:
    start = below(draw, len(data) + 1)
    stop = min(len(data), start + 1 + below(draw, 40))
    way = below(draw, 6)
    if way == 0:
        return data[:start]
    if way == 1:
        flipped = bytes(byte ^ (1 << below(draw, 8)) for byte in data[start : start + 1])
        return data[:start] + flipped + data[start + 1 :]
    if way == 2:
        return data[:start] + data[stop:]
    if way == 3:
        return data[:stop] + data[start:]
    if way == 4:
        return data[:start] + bytes(below(draw, 256) for _ in range(1 + below(draw, 8))) + data[start:]
    return (
        data[:start]
        + pick(draw, [b"\0", b"\xff\xfe", b"\r", b'"', b"\xc3", b"{" * 40, b"null", b"1e999"])
        + data[start:]
    )


_RAW = re.compile(r'"@raw:((?:[^"\\\\]|\\\\.)*)"')
RAW = "@raw:"  # what follows is written as it is, without quotes

# What JSON can hold in a place that wants something else.
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 3, 0.5, -0.0, 1e-320, 1e308, -1e308, 2**31, 2**53 + 1, 2**63, 2**64,
    "", "x", "0", "nan", "l1", "none", "mean", "\u0000", "\ud83d\ude00", "[red]x[/]", "\x1b[31m", "a" * 5000, "é\u202e",
    [], {}, [None], [[]], [{}], {"x": None}, {"": 0}, [0] * 50, RAW + "1e999", RAW + "-1e999", RAW + "NaN",
    RAW + "Infinity", RAW + "9" * 400, RAW + "1" + "0" * 5000 + "e-5000", RAW + "[" * 3000 + "]" * 3000,
    RAW + '{"a":1,"a":2}',
)  # fmt: skip


def changed(draw: random.Random, document: Any) -> str:
    """``document`` as JSON with one to four of its places changed, most often to something of the same type."""
    document = json.loads(json.dumps(document))
    for _ in range(pick(draw, (1, 1, 1, 2, 4))):
        _change_once(draw, document)
    return written(document)


def written(document: Any) -> str:
    """JSON in ASCII, lone surrogates and all."""
    return _RAW.sub(lambda found: json.loads('"' + found[1] + '"'), json.dumps(document))


def _change_once(draw: random.Random, document: Any) -> None:
    place, key = _some_place(draw, document)
    value = place[key]
    if chance(draw, 0.25):
        place[key] = deepcopy(pick(draw, STRANGE))
    elif isinstance(value, dict) and value:
        _change_object(draw, value)
    elif isinstance(value, list) and value:
        _change_list(draw, value)
    elif isinstance(value, bool) or value is None:
        place[key] = not value
    elif isinstance(value, int):
        place[key] = pick(draw, (0, 1, -1, value + 1, value - 1, -value, 2 * value, 10**6, 2**31, 2**62))
    elif isinstance(value, float):
        place[key] = pick(draw, (0.0, -value, value / 3, value * 1e9, 1e-320, 1e308, -1e308, 1.0, value + 1))
    else:
        place[key] = _some_text(draw, document)


def _change_object(draw: random.Random, place: dict[str, Any]) -> None:
    key, way = pick(draw, list(place)), below(draw, 4)
    if way == 0:
        del place[key]
    elif way == 1:
        place[pick(draw, ("x", "", "name", "x1", key + " "))] = place.pop(key)
    elif way == 2:
        place[pick(draw, ("x", "", "\n"))] = deepcopy(place[key])
    else:
        place[key], place[other] = place[(other := pick(draw, list(place)))], place[key]


def _change_list(draw: random.Random, place: list[Any]) -> None:
    key, way = below(draw, len(place)), below(draw, 5)
    if way == 0:
        place.append(deepcopy(place[key]))
    elif way == 1:
        del place[key]
    elif way == 2:
        place.reverse()
    elif way == 3:
        place[key] = deepcopy(place[below(draw, len(place))])
    else:
        place.clear()


def _some_text(draw: random.Random, document: Any) -> str:
    """A text of the document itself, most often: it belongs to some other place."""
    for _ in range(20):
        place, key = _some_place(draw, document)
        if isinstance(place[key], str):
            return place[key]
    return pick(draw, ("", "x", "0"))


def _some_place(draw: random.Random, document: Any) -> tuple[Any, Any]:
    """A container and a key of it, deeper ones as likely as shallow ones."""
    place, key = document, pick(draw, list(document))
    while isinstance(place[key], dict | list) and place[key] and chance(draw, 0.8):
        place = place[key]
        key = pick(draw, list(place) if isinstance(place, dict) else range(len(place)))
    return place, key
