"""SQLite: which table is meant, which types a column's cells have, and the SELECT that hands them out.

A column of SQLite's may hold anything; what its cells are is asked of all of them. The person's SQL becomes a temporary
view, which nothing but one SELECT can, and which knows the declared types of the columns that it passes on. The file
itself is opened read-only.
"""

from __future__ import annotations

from shrinkage.source.adbc import Session
from shrinkage.source.relations import Answer, AnswerColumn, Relation
from shrinkage.source.sqltypes import quote

VIEW = "temp.shrinkage_answer"
_BARE = "'shrinkage_answer'"
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
    cells = [quote(name) for name, _ in declared]
    asked = [
        f"typeof(max({c})), {f'max({c} NOT IN (0, 1))' if _boolean(kind) else 'NULL'}"
        for c, (_, kind) in zip(cells, declared, strict=True)
    ]
    # In SQLite's order of all values, numbers come before texts and texts before blobs: the last tells what there is.
    ends = session.rows(f"SELECT {', '.join(asked)} FROM {VIEW}")[0]
    columns: list[AnswerColumn] = []
    firsts: list[str] = []
    read: list[str] = []
    for k, (cell, (name, kind)) in enumerate(zip(cells, declared, strict=True)):
        most, other = ends[2 * k], ends[2 * k + 1]
        text = most == "text"
        boolean = _boolean(kind) and other == 0
        columns.append(AnswerColumn(name, kind or most.upper(), read=most != "blob", boolean=boolean and not text))
        if most != "blob":
            firsts.append(f"{chr(39) * 2 if text else '0.0'} AS c{k}")
            read.append(_TEXT.format(c=cell) if text else f"CAST({cell} AS REAL)")
    select = f"SELECT {', '.join(firsts) or '1'} UNION ALL SELECT {', '.join(read) or '1'} FROM {VIEW}"
    return Answer(select, tuple(columns), skip=1)


def _boolean(declared: str) -> bool:
    return declared.upper().startswith("BOOL")
