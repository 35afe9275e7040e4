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
# The options that a record keeps, by keyword, with what they are where nobody says.
_DEFAULTS: Mapping[str, Any] = {
    "drop": [],
    "keep": None,
    "weights": None,
    "group": None,
    "time": None,
    "folds": 10,
    "repeats": 1,
    "test": 0.2,
    "seed": 0,
    "max_levels": 100,
    "factors": {},
    "positive": False,
    "raw": False,
}
TABLE = "TABLE"
"""Stands for a table that the record does not name: of one that was queried it has the query."""
_INFINITE = 'float("inf")'
_CONVENTION = {"lambda_convention": "textbook"}


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
        elif source == str(sql).strip():
            where = [TABLE]
        elif _IN_MEMORY.fullmatch(source):
            return None
        else:
            where = [source]
        query = [] if sql is None else ["--sql", str(sql)]
        return cls([*where, *query, "--target", record.data.target, *_options(options)])


def convention(record: Record) -> list[str]:
    """The option that says in which convention its strengths were shown."""
    return list(_options(record.options, _CONVENTION))


def python(record: Record) -> str:
    """The same as a call from Python, for a table that is called ``table`` there."""
    known: Mapping[str, Any] = {"sql": None, **_DEFAULTS, **_CONVENTION}
    given = {"target": record.data.target, **_unlike(record.options, known)}
    words = ", ".join(f"{key}={_literal(value)}" for key, value in given.items())
    return f"import shrinkage as sh\n\nsh.compare(table, {words})"


def _unlike(options: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``options`` that somebody chose."""
    return {key: options[key] for key, default in defaults.items() if key in options and options[key] != default}


def _options(options: Mapping[str, Any], defaults: Mapping[str, Any] = _DEFAULTS) -> Iterator[str]:
    for key, value in _unlike(options, defaults).items():
        option = f"--{key.replace('_', '-')}"
        if value is True:
            yield option
        elif isinstance(value, Mapping):
            for name, factor in value.items():
                yield from (option, f"{name}={'inf' if factor is None else _word(factor)}")
        else:
            yield from (option, _names(value) if isinstance(value, list) else _word(value))


def _names(names: Sequence[Any]) -> str:
    """Separated by commas; one that holds a comma or a quote is quoted as in CSV."""
    quoted = (
        '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"') or name != name.strip() else name
        for name in map(str, names)
    )
    return ",".join(quoted)


def _word(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)


def _literal(value: Any) -> str:
    """As Python has it; in factors null stands for infinity."""
    if isinstance(value, Mapping):
        entries = (f"{name!r}: {_INFINITE if each is None else repr(each)}" for name, each in value.items())
        return f"{{{', '.join(entries)}}}"
    return repr(value)


def shell(words: Sequence[str]) -> str:
    """As it is typed in a POSIX shell."""
    return shlex.join(words)
