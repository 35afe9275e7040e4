"""SQLite: which table is meant, which types a column's cells have, and the SELECT that hands them out.

A column of SQLite's may hold anything; what its cells are is asked of all of them. The person's SQL becomes a temporary
view, which nothing but one SELECT can, and which knows the declared types of the columns that it passes on. The file
itself is opened read-only.
"""

from __future__ import annotations

from collections.abc import Sequence

from shrinkage.source.adbc import Session
from shrinkage.source.relations import Answer, AnswerColumn, Relation, two_columns
from shrinkage.source.sqltypes import quote

VIEW = "temp.shrinkage_answer"
_BARE, _EMPTY = "'shrinkage_answer'", "''"
_AT_ONCE = 500  # columns looked at in one query, whose answer may have 2,000
# Reals are written with 15 digits where these give the number back, and else with 17.
_TEXT = (
    "CASE WHEN typeof({c}) = 'real' AND CAST(CAST({c} AS TEXT) AS REAL) <> {c} "
    "THEN printf('%!.17g', {c}) ELSE CAST({c} AS TEXT) END"
)


def begin(session: Session) -> None:
    """One snapshot for everything that follows."""
    session.run("BEGIN")


def relations(session: Session) -> list[Relation]:
    """Every table and view."""
    found = session.rows("SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
    return [Relation("main", name, True, name.startswith("sqlite_")) for (name,) in found]


def answer(session: Session, sql: str) -> Answer:
    """The SELECT that hands out what ``sql`` (nested already) answers, and its columns.

    The driver takes a column's type from its first cells, so the first row is ours, to be skipped: a 0.0 or a text.
    """
    session.run(f"CREATE TEMP VIEW shrinkage_answer AS {sql}")
    declared = session.rows(f"SELECT name, type FROM pragma_table_info({_BARE})")
    _check_renamed([name for name, _ in declared])
    columns: list[AnswerColumn] = []
    firsts: list[str] = []
    cells: list[str] = []
    for k, ((name, kind), (last, boolean)) in enumerate(zip(declared, _looked_at(session, declared), strict=True)):
        read = last != "blob"
        word = kind if kind not in ("", "BLOB") else last.upper()  # a view declares BLOB where nothing is declared
        columns.append(AnswerColumn(name, word if read else "BLOB", read, boolean))
        if read:
            firsts.append(f"{_EMPTY if last == 'text' else '0.0'} AS c{k}")
            cells.append((_TEXT if last == "text" else "CAST({c} AS REAL)").format(c=quote(name)))
    select = f"SELECT {', '.join(firsts) or '1'} UNION ALL SELECT {', '.join(cells) or '1'} FROM {VIEW}"
    return Answer(select, tuple(columns), skip=1)


def _looked_at(session: Session, declared: Sequence[tuple[str, str]]) -> list[tuple[str, bool]]:
    """For each column the type of its last cell in SQLite's order of all values, and whether it is a boolean.

    Numbers come before texts in that order, and texts before blobs: the last tells what there is.
    """
    found: list[tuple[str, bool]] = []
    for start in range(0, len(declared), _AT_ONCE):
        asked: list[str] = []
        for name, kind in declared[start : start + _AT_ONCE]:
            cell = quote(name)
            boolean = f"max({cell} NOT IN (0, 1))" if kind.upper().startswith("BOOL") else "1"
            asked += [f"typeof(max({cell}))", f"ifnull({boolean}, 1)"]
        (ends,) = session.rows(f"SELECT {', '.join(asked)} FROM {VIEW}")
        found += [(last, other == 0) for last, other in zip(ends[::2], ends[1::2], strict=True)]
    return found


def _check_renamed(names: Sequence[str]) -> None:
    """A view tells columns of one name apart: the second ``a`` becomes ``a:1``, which nobody has asked for."""
    seen: set[str] = set()
    for name in names:
        first, colon, number = name.rpartition(":")
        if colon and number.isdecimal() and first.casefold() in seen:
            raise two_columns(first)
        seen.add(name.casefold())
