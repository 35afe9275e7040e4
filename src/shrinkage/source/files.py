"""From what the person typed to files: paths, patterns, formats by name, and sentences where there is nothing."""

from __future__ import annotations

import difflib
import glob
from dataclasses import dataclass
from pathlib import Path

from shrinkage.errors import SourceError, system_reason
from shrinkage.source.address import is_database, safely_shown

# Ending without a compression ending → format.
FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
ACCEPTED = "CSV (.csv, .tsv, .tab, .txt), Parquet (.parquet, .pq) and JSON lines (.jsonl, .ndjson, .json)"
WILD = "*?["


@dataclass(frozen=True, slots=True)
class Files:
    """Files of one format, in the order in which their rows follow each other. ``format``: csv, parquet or json."""

    name: str
    paths: tuple[Path, ...]
    format: str


def find_files(table: str) -> Files:
    """The files that ``table`` (a path or a pattern) stands for, sorted by name.

    Raises SourceError: nothing there (near names offered), a directory, an unknown ending, endings that differ.
    """
    if is_database(table):
        raise SourceError(
            f"{safely_shown(table)!r} is a database, not a file; give it with --database, and name one of its tables."
        )
    if "://" in table:
        shown = safely_shown(table)
        raise SourceError(f"{shown!r} is an address on a network, which is not read; fetch the file and name it here.")
    path = _expanded(Path(table))
    if path.is_dir():
        raise SourceError(f"{table!r} is a directory, not a table; name a file in it, or all with '{table}/*.csv'.")
    if path.exists():
        paths = [path]
    elif any(sign in table for sign in WILD):
        paths = sorted(p for p in map(Path, glob.glob(str(path), recursive=True)) if p.is_file())  # noqa: PTH207
        if not paths:
            raise SourceError(f"no file matches {table!r}; check the pattern, and quote it so that the shell keeps it.")
    else:
        raise SourceError(f"there is no file {table!r}; {_near_files(path)}")
    formats = {path: _format_of(path) for path in paths}
    first = formats[paths[0]]
    for path, found in formats.items():
        if found != first:
            raise SourceError(
                f"{table!r} matches files of different formats ({paths[0].name!r} and {path.name!r}); "
                "use a pattern that matches one."
            )
    for path in paths:
        _check_readable(path)
    return Files(table, tuple(paths), first)


def _expanded(path: Path) -> Path:
    """``~`` as a shell reads it; of a user who does not exist it is a name."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def compression_of(path: Path) -> str | None:
    """gzip, zstd or None, by the file's ending."""
    return COMPRESSIONS.get(path.suffix.lower())


def _format_of(path: Path) -> str:
    bare = path.with_suffix("") if compression_of(path) else path
    found = FORMATS.get(bare.suffix.lower())
    if found is None:
        ending = f"the ending {path.suffix!r}" if path.suffix else "no ending"
        raise SourceError(f"{str(path)!r} has {ending}, which says nothing about its format; accepted are {ACCEPTED}.")
    return found


def _check_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise SourceError(f"{str(path)!r} is empty; name a file with columns and rows.")
    except PermissionError:
        raise SourceError(f"{str(path)!r} may not be read; check its permissions.") from None
    except OSError as error:
        raise SourceError(f"{str(path)!r} cannot be read: {system_reason(error)}.") from None


def _near_files(path: Path) -> str:
    """What is there instead: near names in the same directory, or that there is no such directory."""
    folder = path.parent
    if not folder.is_dir():
        return f"the directory {str(folder)!r} does not exist either; check the path."
    try:
        known = [entry.name for entry in folder.iterdir() if entry.is_file()]
    except OSError:
        return "check the path."
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(path.name.casefold(), list(folded), n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(repr(str(folder / folded[match])) for match in near)}?"
    return "check the path."
