"""The call that makes a record again, from what the record says of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shrinkage.result.record import Record

_DATABASE = re.compile(r"(?P<what>.*) in (?P<uri>(?:postgres(?:ql)?|sqlite):.*)", re.DOTALL)
_IN_MEMORY = re.compile(r"arrays|(?:an?|the) [A-Z]?\w+(?: \w+)?")  # what `source` calls tables that are no files
# The options that a record keeps, as the command line has them, with what they are where nobody says.
_DEFAULTS: Mapping[str, Any] = {
    "keep": None,
    "weights": None,
    "group": None,
    "time": None,
    "folds": 10,
    "repeats": 1,
    "test": 0.2,
    "seed": 0,
    "max_levels": 100,
}


@dataclass(frozen=True, slots=True)
class Call:
    """data: the words of a command line that say table, target and options; they are the same for every verb."""

    data: Sequence[str]

    @classmethod
    def of(cls, record: Record) -> Call | None:
        """None for a table that was in memory: no command can name it."""
        source, options = record.data.source, record.options
        sql = options.get("sql")
        database = _DATABASE.fullmatch(source)
        if database is not None:
            table = [] if database["what"] == sql else [database["what"]]
            where = [*table, "--database", database["uri"]]
        elif _IN_MEMORY.fullmatch(source):
            return None
        else:
            where = [source]
        query = [] if sql is None else ["--sql", str(sql)]
        return cls([*where, *query, "--target", record.data.target, *_options(options)])


def _options(options: Mapping[str, Any]) -> Iterator[str]:
    """Those that differ from their defaults."""
    if options.get("drop"):
        yield from ("--drop", _names(options["drop"]))
    for key, default in _DEFAULTS.items():
        value = options.get(key, default)
        if value != default:
            yield from (f"--{key.replace('_', '-')}", _names(value) if isinstance(value, list) else _word(value))
    for name, factor in _mapping(options.get("factors")).items():
        yield from ("--factors", f"{name}={'inf' if factor is None else _word(factor)}")
    for key in ("positive", "raw"):
        if options.get(key):
            yield f"--{key}"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _names(names: Any) -> str:
    """Separated by commas; one that holds a comma or a quote is quoted as in CSV."""
    quoted = (
        '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"') or name != name.strip() else name
        for name in map(str, names)
    )
    return ",".join(quoted)


def _word(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)


def shell(words: Sequence[str]) -> str:
    """As it is typed in a POSIX shell."""
    return shlex.join(words)


def python(record: Record) -> str:
    """The same as a call from Python, for a table that is called ``table`` there."""
    options = record.options
    given: dict[str, Any] = {"target": record.data.target}
    for key in ("sql", "drop", *_DEFAULTS, "factors", "positive", "raw"):
        value = options.get(key)
        if value and value != _DEFAULTS.get(key):
            given[key] = value
    if given.get("factors"):
        given["factors"] = {
            name: float("inf") if factor is None else factor for name, factor in given["factors"].items()
        }
    if options.get("test") == 0:
        given["test"] = 0
    words = ", ".join(f"{key}={_literal(value)}" for key, value in given.items())
    return f"import shrinkage as sh\n\nsh.compare(table, {words})"


def _literal(value: Any) -> str:
    return repr(value).replace(": inf", ': float("inf")')
