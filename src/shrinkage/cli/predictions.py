"""Where predictions go, a batch at a time: standard output, a CSV file, or a Parquet file, which appear at the end."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from shrinkage.errors import StoreError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Write = Callable[[NDArray[np.float64]], None]

HEADER = "prediction"
_PARQUET = {".parquet", ".pq"}


def writer(output: str | None) -> AbstractContextManager[Write]:
    """The writer for a file's name; ``-`` and None are standard output."""
    if output is None or output == "-":
        return _printed()
    path = Path(output).resolve()  # a link stays one: what it points to is replaced
    if path.suffix.lower() in _PARQUET:
        return _parquet(path)
    return _csv(path) if path.is_file() or not path.exists() else _stream(path)


@contextmanager
def _printed() -> Iterator[Write]:
    sys.stdout.write(f"{HEADER}\n")
    yield lambda batch: _rows(sys.stdout, batch)


@contextmanager
def _stream(path: Path) -> Iterator[Write]:
    """A pipe or a device, which must not be replaced."""
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write(f"{HEADER}\n")
        yield lambda batch: _rows(file, batch)


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with _replacing(path) as temporary, temporary.open("w", encoding="ascii", newline="\n") as file:
        file.write(f"{HEADER}\n")
        yield lambda batch: _rows(file, batch)


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import duckdb

    with _replacing(path) as temporary, duckdb.connect() as connection:
        connection.execute(f"create table predictions ({HEADER} double)")

        def write(batch: NDArray[np.float64]) -> None:
            connection.register("batch", {HEADER: batch})
            connection.execute("insert into predictions select * from batch")
            connection.unregister("batch")

        yield write
        connection.table("predictions").write_parquet(str(temporary))


def _rows(file: TextIO, batch: NDArray[np.float64]) -> None:
    if len(batch):
        file.write("\n".join(map(repr, batch.tolist())) + "\n")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its place at the end, or goes without a trace if anything stops us."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as problem:
        raise _cannot_write(path, problem) from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        try:
            _finish(temporary, path)
        except OSError as problem:
            raise _cannot_write(path, problem) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _finish(temporary: Path, path: Path) -> None:
    """To the disk, with the permissions of an ordinary file, and into place in one step."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
    temporary.replace(path)


def _cannot_write(path: Path, problem: OSError) -> StoreError:
    reason = (problem.strerror or str(problem)).lower()
    return StoreError(f"{path} cannot be written, because {reason}; choose another place.")
