"""What every bad input must end in: exit code 2, one sentence on standard error, and every file as it was."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fuzz.calls import answered, call, inside

Content = str | bytes


@dataclass(frozen=True)
class Bad:
    """What lies in the folder, what is typed after ``shrinkage``, and words that the sentence must have."""

    files: Mapping[str, Content]
    arguments: Sequence[str]
    words: Sequence[str]
    stdin: bytes = b""


@dataclass(frozen=True)
class Odd:
    """Content that looks wrong and is not: what the record of a comparison must say."""

    content: Content
    holds: Callable[[Any], bool]
    arguments: Sequence[str] = ()
    name: str = "table.csv"
    also: Mapping[str, Content] = field(default_factory=dict)


def compare(*arguments: str, table: str = "table.csv", target: str = "y") -> tuple[str, ...]:
    return ("compare", table, "--target", target, "--folds", "3", "--json", "--quiet", *arguments)


def table(cell: Callable[[int], object] | None = None, name: str = "c", rows: int = 60) -> str:
    """``x``, ``z``, the target ``y`` and, if asked for, one column more, as CSV."""
    draw = random.Random(1)
    lines = ["x,z,y" + (f",{name}" if cell else "")]
    for k in range(rows):
        x, z, noise = (draw.gauss(0, 1) for _ in range(3))
        more = f",{cell(k)}" if cell else ""
        lines.append(f"{x:.5f},{z:.5f},{2 * x - z + noise:.5f}{more}")
    return "\n".join(lines) + "\n"


def put(folder: Path, files: Mapping[str, Content]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(bad: Bad, folder: Path) -> str:
    """The sentence, of which everything that is promised holds."""
    put(folder, bad.files)
    before = snapshot(folder)
    with inside(folder):
        ended = answered(bad.arguments, bad.stdin)
    assert ended.code == 2, ended.out[:300]
    assert ended.out == b""
    assert ended.err.count("\n") == 1, ended.err
    for word in bad.words:
        assert word in ended.err, ended.err
    assert snapshot(folder) == before
    assert not [path for path in folder.iterdir() if path.is_dir() and not any(path.iterdir()) and path.name == "out"]
    return ended.err


def recorded(odd: Odd, folder: Path) -> Any:
    """The record; nothing but it is said."""
    put(folder, {odd.name: odd.content, **odd.also})
    before = snapshot(folder)
    with inside(folder):
        ended = call(compare(*odd.arguments, table=odd.name))
    assert ended.code == 0, ended.err
    assert ended.err == ""
    assert snapshot(folder) == before
    record = json.loads(ended.out)
    assert odd.holds(record), {key: record[key] for key in ("data", "warnings", "split")}
    return record


def column_of(record: Any, name: str) -> Any:
    (found,) = [column for column in record["data"]["columns"] if column["name"] == name]
    return found
