"""What a request asks of `compare`: options out of a query, each checked, none of which names a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from shrinkage.present.safe import shorten
from shrinkage.server.refusal import Refusal

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".pq", ".jsonl", ".ndjson", ".json")
_ACCEPTED = "CSV (.csv, .tsv, .tab, .txt), Parquet (.parquet, .pq) and JSON lines (.jsonl, .ndjson, .json)"
_LONGEST_NAME = 120

Query = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """name: of the reader's file, for sentences; ending: of it; options: for the command line."""

    name: str
    ending: str
    options: tuple[str, ...]


def columns_asked(query: Query) -> Asked:
    """For a first look at a file. Raises Refusal."""
    return _asked(query, {})


def compare_asked(query: Query) -> Asked:
    """For a comparison. Raises Refusal."""
    asked = _asked(query, _OPTIONS)
    if not any(option.startswith("--target=") for option in asked.options):
        raise Refusal(422, "no target is given; choose the column to predict.")
    return asked


def _asked(query: Query, known: dict[str, Callable[[str, str], str]]) -> Asked:
    name, options, seen = None, list[str](), set[str]()
    for key, value in query:
        if "\0" in value:
            raise Refusal(422, f"{_shown(key)} holds a zero byte, which no name has; give another.")
        if key in seen and key not in _LISTS:
            raise Refusal(422, f"{_shown(key)} is given twice; give it once.")
        seen.add(key)
        if key == "name":
            name = value
        elif key in known:
            options.append(known[key](key, value))
        else:
            raise Refusal(422, f"there is no option {_shown(key)}; give one of {', '.join(('name', *known))}.")
    if name is None:
        raise Refusal(422, "no name of the file is given, whose ending says what it holds; give it as name.")
    return Asked(shorten(name, _LONGEST_NAME), _ending(name), tuple(filter(None, options)))


def _ending(name: str) -> str:
    """The only part of a reader's name that anything is done with."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        what = f"the ending {_shown(ending)}" if ending else "no ending"
        raise Refusal(415, f"{_shown(name, _LONGEST_NAME)} has {what}, which is not read; accepted are {_ACCEPTED}.")
    return ending


def _shown(value: str, cells: int = 60) -> str:
    return f"'{shorten(value, cells)}'"


def _column(key: str, value: str) -> str:
    if not value:
        raise Refusal(422, f"{key} is empty; give the name of a column, or leave it out.")
    return f"--{key}={value}"


def _one_of_several(key: str, value: str) -> str:
    """A name as the command line takes one of a list, whatever commas and quotes are in it."""
    if not value:
        raise Refusal(422, f"{key} is empty; give the name of a column, or leave it out.")
    quoted = value.replace('"', '""')
    return f'--{key}="{quoted}"'


def _flag(key: str, value: str) -> str:
    if value not in ("true", "false"):
        raise Refusal(422, f"{key} is {_shown(value)}; give true or false.")
    return f"--{key}" if value == "true" else ""


def _whole(least: int, most: int) -> Callable[[str, str], str]:
    def option(key: str, value: str) -> str:
        if not re.fullmatch("[0-9]{1,19}", value) or not least <= int(value) <= most:
            raise Refusal(422, f"{key} is {_shown(value)}; give a whole number from {least} to {most:,}.")
        return f"--{key.replace('_', '-')}={int(value)}"

    return option


def _share(key: str, value: str) -> str:
    if not re.fullmatch(r"0|0?\.[0-9]{1,17}", value):
        raise Refusal(422, f"{key} is {_shown(value)}; give a share below 1, such as 0.2, or 0 for none.")
    return f"--{key}={float(value)!r}"


_LISTS = ("drop", "keep")
_OPTIONS: dict[str, Callable[[str, str], str]] = {
    **dict.fromkeys(("target", "weights", "group", "time"), _column),
    **dict.fromkeys(_LISTS, _one_of_several),
    **dict.fromkeys(("positive", "raw"), _flag),
    "folds": _whole(2, 1_000),  # a number alone: the command line would take anything else for a file
    "repeats": _whole(1, 100),
    "seed": _whole(0, 2**63 - 1),
    "max_levels": _whole(1, 100_000),
    "test": _share,
}
