"""Imports obey the house: who may import whom is written here once and read from the import statements."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "shrinkage"

# Room → rooms it may import. A file of the package root is a room of its own name.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "atomic": {"errors"},
    "progress": set(),
    "threads": {"progress"},
    "_version": set(),
    "problem": {"errors"},
    "penalty": {"errors", "problem"},
    "passport": {"errors"},
    "solver": {"errors", "problem", "penalty", "_kernel"},
    "path": {"errors", "problem", "penalty", "solver"},
    "selection": {"errors", "problem", "penalty", "solver", "path", "progress", "threads"},
    "source": {"atomic", "errors", "progress", "threads", "_kernel"},
    "design": {"errors", "problem", "source.protocol", "progress", "_kernel"},
    "moments": {"errors", "problem", "design", "source.protocol", "threads", "_kernel"},
    "result": {
        *("atomic", "errors", "problem", "passport", "path", "selection", "design", "source.protocol", "_version"),
    },
    "workflow": {
        *("atomic", "errors", "progress", "threads", "problem", "penalty", "passport", "_version", "_kernel"),
        *("source", "design", "moments", "solver", "path", "selection", "result"),
    },
    "cli": {"atomic", "errors", "progress", "workflow", "result", "present", "server", "passport", "_version"},
    "present": {"errors", "result", "web", "_version"},
    # What it serves is of `present`; what it computes, it has the command line compute in a process of its own.
    "server": {"errors", "atomic", "present", "result", "_version"},
    "web": set(),  # data only: what web/ is built into
    "api": {"errors", "progress", "passport", "source", "design.factors", "workflow", "result", "present", "_version"},
    # moments: arrays are summed by the engine that sums tables (docs/decisions/0007).
    "estimators": {
        *("errors", "problem", "penalty", "passport", "threads", "progress", "_kernel"),
        *("moments", "solver", "path", "selection"),
    },
    "rules": {"selection"},
    "plots": {"present.figures"},
    "__main__": {"cli"},
    "__init__": {"_version", "api", "estimators", "rules", "plots"},
}

# Engines and heavy libraries, and the only rooms that may name them.
ENGINES: dict[str, set[str]] = {
    "duckdb": {"source", "cli"},
    "rich": {"cli", "present"},
    "click": {"cli"},
    "msgspec": {"design", "result", "present"},
    "pandas": {"source"},
    "polars": {"source"},
    "pyarrow": {"source"},
    "IPython": {"api"},
    "sklearn": {"estimators"},
    "matplotlib": {"present"},
    "starlette": {"server"},
    "uvicorn": {"server"},
}

FILES = sorted(SOURCE.rglob("*.py"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imports_of(path: Path) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno} imports relatively; name the room"
            if node.module == "shrinkage":
                found += [(f"shrinkage.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((node.module or "", node.lineno))
    return found


def may_import(room: str, rest: str) -> bool:
    """Whether ``room`` may import ``shrinkage.<rest>``."""
    if not rest or rest.partition(".")[0] == room:
        return True
    return any(rest == allowed or rest.startswith(f"{allowed}.") for allowed in ALLOWED[room])


@every_file
def test_a_file_imports_only_the_rooms_it_may(path: Path) -> None:
    room = room_of(path)
    wrong: list[str] = []
    for module, line in imports_of(path):
        top, _, rest = module.partition(".")
        if (top == "shrinkage" and not may_import(room, rest)) or (top in ENGINES and room not in ENGINES[top]):
            wrong.append(f"line {line}: {room} imports {module}")
    assert not wrong


@every_file
def test_nothing_prints_below_the_command_line(path: Path) -> None:
    if room_of(path) in {"cli", "__main__"}:
        return
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert not [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


@every_file
def test_a_room_is_one_subject_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300, "a room of over 300 lines is two rooms"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, shrinkage; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "scipy", "duckdb", "msgspec", "rich", "click", "sklearn"}
    heavy |= {"pandas", "polars", "pyarrow", "matplotlib", "starlette", "uvicorn"}
    assert not heavy & set(done.stdout.split())


def test_the_repository_names_no_place_of_its_making() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    absolute = re.compile(r"(?<![\w.:/])/(?:work|home|root|Users)/")
    read = {".py", ".md", ".toml", ".hpp", ".cpp", ".txt", ".sh", ".R", ".json", ""}
    hits: list[str] = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in read and path.is_file() and path != Path(__file__):
            lines = path.read_text("utf-8", "replace").splitlines()
            hits += [f"{name}:{number}" for number, line in enumerate(lines, 1) if absolute.search(line)]
    assert not hits
