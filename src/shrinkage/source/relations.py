"""Which table of a database a person means, and what its answer looks like before it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shrinkage.errors import SourceError, near_choices
from shrinkage.source.sqltypes import quote


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view. ``visible``: found without its schema; ``system``: not made by the database's users."""

    schema: str
    name: str
    visible: bool
    system: bool

    @property
    def sql(self) -> str:
        return f"{quote(self.schema)}.{quote(self.name)}"

    @property
    def shown(self) -> str:
        return self.name if self.visible else f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """``type``: the database's word; not ``read``: cells that we have no use for; ``boolean``: 0 and 1 mean it."""

    name: str
    type: str
    read: bool = True
    boolean: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """``sql`` hands out the columns that are read, as c0, c1, … by their place; the first ``skip`` rows are ours."""

    sql: str
    columns: tuple[AnswerColumn, ...]
    skip: int = 0


def find_relation(wanted: str, known: Sequence[Relation]) -> Relation:
    """The table that ``wanted`` names: as it is, as ``schema.table``, or with SQL's double quotes.

    A name is taken letter by letter; where there is none like it, in any case of letters, if that is unambiguous.
    """
    parts = _parts(wanted)
    folds: tuple[Callable[[str], str], ...] = (str, str.casefold)
    for fold in folds:
        exact = [one for one in known if fold(one.name) == fold(wanted) and one.visible]
        found = exact or [one for one in known if _is(one, parts, fold)]
        if len(found) == 1:
            return found[0]
        if found:
            names = " and ".join(repr(f"{one.schema}.{one.name}") for one in found[:3])
            raise SourceError(f"{wanted!r} could be {names}; name one of them.")
    own = sorted((one for one in known if not one.system), key=lambda one: not one.visible)
    names = [one.shown if len(parts) == 1 else f"{one.schema}.{one.name}" for one in own]
    advice = near_choices(wanted, names, what="its tables and views") if names else "it has no table that you may see."
    raise SourceError(f"the database has no table or view {wanted!r}; {advice}")


def _is(one: Relation, parts: Sequence[str], fold: Callable[[str], str]) -> bool:
    if len(parts) == 1:
        return one.visible and fold(one.name) == fold(parts[0])
    return len(parts) == 2 and fold(one.schema) == fold(parts[0]) and fold(one.name) == fold(parts[1])


def _parts(wanted: str) -> list[str]:
    """``a.b`` → a, b; ``"a.b"."c""d"`` → a.b, c"d."""
    found = re.fullmatch(r'(?:"((?:[^"]|"")+)"|([^".]+))(?:\.(?:"((?:[^"]|"")+)"|([^".]+)))?', wanted)
    if found is None:
        return [wanted]
    quoted, plain, next_quoted, next_plain = found.groups()
    pairs = ((quoted, plain), (next_quoted, next_plain))
    return [inner.replace('""', '"') if inner else bare for inner, bare in pairs if inner or bare]


def two_columns(name: str) -> SourceError:
    """The answer has a name twice."""
    return SourceError(f"the answer of the database has two columns named {name!r}; rename one with AS.")


def one_select(sql: str) -> str:
    """``sql`` without its last semicolon, in parentheses' reach. Raises SourceError for what is plainly no SELECT.

    This is for the sentence only; that nothing writes is the database's doing.
    """
    text = sql.strip().rstrip("; \t\r\n")
    bare = re.sub(r"\A(?:\s|\(|--[^\n]*(?:\n|\Z)|/\*.*?\*/)+", "", text, flags=re.DOTALL)
    word = re.match(r"[A-Za-z]*", bare)
    first = word.group().upper() if word else ""
    if not bare:
        raise SourceError("--sql holds no statement; give one SELECT in the database's own SQL.")
    if first not in ("SELECT", "WITH", "VALUES", "TABLE"):
        what = f"it begins with {first}" if first else "it does not begin with SELECT"
        raise SourceError(f"--sql may only read, but {what}; give one SELECT in the database's own SQL.")
    return f"SELECT * FROM (\n{text}\n) AS answer"
