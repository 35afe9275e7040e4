"""What a person's SQL may be: one SELECT that reads the table and writes nothing.

It is parsed by the engine's own parser, looked through as a tree (a SELECT may hide an INSERT in a WITH), and then run
nested, ``SELECT * FROM (…)``, which by itself admits nothing that writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shrinkage.errors import SourceError
from shrinkage.source.digest import digest
from shrinkage.source.scan import distinct_names

if TYPE_CHECKING:
    import duckdb

# Physical operators that hand on rows one by one, in the order of the file, whatever the number of threads.
_STREAMING = frozenset(["PROJECTION", "FILTER", "UNNEST", "STREAMING_LIMIT", "EMPTY_RESULT", "DUMMY_SCAN"])
_ADVICE = "give one SELECT over the table, which is called data."


@dataclass(frozen=True, slots=True)
class Statement:
    """``sql``: the person's SELECT, nested; ``settled``: reading it twice gives the same rows in the same order;
    ``random``: the functions or samples by which another run may find other rows."""

    sql: str
    settled: bool
    random: tuple[str, ...]


def check_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> Statement:
    """Raises SourceError unless ``sql`` is exactly one SELECT that the connection understands."""
    text = sql.strip().rstrip("; \t\r\n")
    nested = f"SELECT * FROM (\n{text}\n)"
    _only_select(connection, text)
    tree = _tree(connection, text)
    for word in ("INSERT", "UPDATE", "DELETE", "MERGE"):
        if any(str(node.get("type", "")).startswith(f"{word}_QUERY") for node in _nodes(tree)):
            raise SourceError(f"--sql may only read, but it holds {_a(word)} {word}; {_ADVICE}")
    _only_select(connection, nested)
    try:
        distinct_names(connection.sql(text).columns, "the answer of --sql", "rename one with AS.")
        plan = connection.execute(f"EXPLAIN (FORMAT json) {nested}").fetchall()[0][1]
    except SourceError:
        raise
    except Exception as error:
        raise digest(error, "--sql cannot be run") from None
    random = _random(connection, tree)
    operators = {str(node["name"]).strip() for node in _nodes(json.loads(plan)) if "name" in node}
    streaming = all(name in _STREAMING or name.startswith("READ_") or name.endswith("_SCAN") for name in operators)
    return Statement(nested, streaming and not random, random)


def _only_select(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    try:
        statements = connection.extract_statements(text)
    except Exception as error:
        raise digest(error, "--sql cannot be parsed") from None
    if not statements:
        raise SourceError(f"--sql holds no statement; {_ADVICE}")
    if len(statements) > 1:
        raise SourceError(f"--sql holds {len(statements)} statements; {_ADVICE}")
    kind = statements[0].type.name
    if kind != "SELECT":
        shown = "statement of several parts" if kind == "MULTI" else kind.replace("_", " ")
        raise SourceError(f"--sql may only read, but it is {_a(shown)} {shown}; {_ADVICE}")


def _tree(connection: duckdb.DuckDBPyConnection, text: str) -> Any:
    row = connection.execute("SELECT json_serialize_sql(?)", [text]).fetchone()
    tree = json.loads(row[0]) if row else {"error": True}
    if tree.get("error"):
        said = tree.get("error_message", "it is no plain SELECT")
        raise SourceError(f"--sql cannot be checked: {said}; {_ADVICE}")
    return tree


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON tree, without recursion: expressions nest deeply."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _random(connection: duckdb.DuckDBPyConnection, tree: Any) -> tuple[str, ...]:
    query = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability = 'VOLATILE'"
    volatile = {str(name).lower() for (name,) in connection.execute(query).fetchall()}
    found = {
        f"{node['function_name']}()" for node in _nodes(tree) if str(node.get("function_name")).lower() in volatile
    }
    if any(isinstance(node.get("sample"), dict) for node in _nodes(tree)):
        found.add("a sample")
    return tuple(sorted(found))


def _a(word: str) -> str:
    return "an" if word[0].upper() in "AEIOU" else "a"
