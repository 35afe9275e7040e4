"""Files written whole or not at all: the one place where this package puts anything on a disk for good.

A write goes to a temporary file beside the final one, is flushed to the disk, and takes its name in one step
(`os.replace` is atomic on POSIX and on Windows); whoever interrupts it leaves what was there before. The rules, for
every file of ours:

    a link       stays one: what it points to is replaced
    permissions  of the file that was there, else those of any new file; one that may not be written to is refused
    a device     (``/dev/null``, a named pipe) cannot be replaced, and is written to
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from shrinkage.errors import StoreError, system_reason

Name = str | os.PathLike[str]


def write_atomic(path: Name, content: bytes) -> None:
    """Replace ``path`` by ``content``, or leave it as it was; directories above it are made.

    Raises StoreError where the place cannot be written to, or is full.
    """
    with replacing(path, parents=True) as file:
        file.write(content)


class Output:
    """An open file whose failures are sentences. path: where its bytes go for now."""

    def __init__(self, file: BinaryIO, path: Path, target: Path) -> None:
        self.path = path
        self._file, self._target = file, target

    def write(self, content: bytes) -> None:
        """Raises StoreError."""
        with said(self._target):
            self._file.write(content)

    def flush(self) -> None:
        """From now on others can read what was written. Raises StoreError."""
        with said(self._target):
            self._file.flush()

    def settle(self) -> None:
        """Onto the disk, and closed. Raises StoreError."""
        with said(self._target):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


@contextmanager
def replacing(path: Name, *, parents: bool = False) -> Iterator[Output]:
    """A new file that takes the place of ``path`` at the end, or goes without a trace if anything stops us.

    The place is tried at once, so that nothing long is begun in vain. Raises StoreError.
    """
    given = Path(path)
    if _is_device(given):
        with said(given):
            file = given.open("wb")
        with _closed(file):
            output = Output(file, given, given)
            yield output
            output.flush()
        return
    with said(given):
        target = Path(os.path.realpath(given))
        if parents:
            target.parent.mkdir(parents=True, exist_ok=True)
    _refuse_kept(target, given)
    with _temporary(target, given) as output:
        yield output
        output.settle()
        with said(given):
            if target.exists():
                output.path.chmod(target.stat().st_mode & 0o7777)
            os.replace(output.path, target)  # noqa: PTH105  (the whole point, by its usual name)


@contextmanager
def scratch(output: Output) -> Iterator[Output]:
    """Another file in the directory of ``output``, which is gone at the end. Raises StoreError."""
    with _temporary(output.path, output.path) as other:
        yield other


def check_file(path: Name) -> None:
    """Raises StoreError if ``path`` could not be written now; leaves everything as it is."""
    given = Path(path)
    if not _is_device(given):
        with said(given):
            target = Path(os.path.realpath(given))
        _refuse_kept(target, given)
        _try(target, given)


def check_directory(path: Name) -> None:
    """Raises StoreError if no file could be written into the directory ``path`` now, which need not exist yet."""
    given = Path(path)
    with said(given):
        place = Path(os.path.realpath(given))
        while not place.exists() and place != place.parent:
            place = place.parent
    if not place.is_dir():
        raise StoreError(f"{given} cannot be written into, because {place} is no directory; choose another place.")
    _try(place / "check", given)


@contextmanager
def said(path: Path) -> Iterator[None]:
    """An OSError as a sentence about ``path``."""
    try:
        yield
    except OSError as problem:
        raise cannot_write(path, system_reason(problem)) from None


def cannot_write(path: Name, reason: str) -> StoreError:
    """``path`` cannot be written, because of ``reason``."""
    return StoreError(f"{path} cannot be written, because {reason}; choose another place.")


@contextmanager
def _temporary(target: Path, given: Path) -> Iterator[Output]:
    """A new file beside ``target``, removed if it is still there when the block ends."""
    temporary = _beside(target)
    try:
        with said(given):
            file = os.fdopen(_new(temporary), "wb")
        with _closed(file):
            yield Output(file, temporary, given)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def _closed(file: BinaryIO) -> Iterator[None]:
    """Close ``file`` whatever happens; what its buffer still holds then is of no use, and may not fit either."""
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            file.close()


def _is_device(given: Path) -> bool:
    with said(given):
        return given.exists() and not given.is_file() and not given.is_dir()


def _refuse_kept(target: Path, given: Path) -> None:
    """A directory, and a file that its owner protects: to rename over it would need no permission of its own."""
    if target.is_dir():
        raise cannot_write(given, "it is a directory")
    if target.exists() and not os.access(target, os.W_OK):
        raise cannot_write(given, "it is there already and read-only")


def _beside(target: Path) -> Path:
    """A name of our own in the same directory, not longer than a name may be."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.tmp")


def _new(temporary: Path) -> int:
    # the permissions of an ordinary new file; never through a file or link that is already there
    return os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def _try(target: Path, given: Path) -> None:
    """Make a file there and remove it: permissions alone do not tell of quotas, read-only disks and access lists."""
    trial = _beside(target)
    with said(given):
        os.close(_new(trial))
        trial.unlink()
