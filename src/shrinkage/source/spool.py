"""Bytes that must be read more than once but cannot be (a pipe, some compressions), kept in a temporary file."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from shrinkage.errors import SourceError, system_reason


class Spool:
    """A temporary file that lives as long as this object, and no longer than the process, also when interrupted."""

    def __init__(self, fill: Callable[[BinaryIO], None], ending: str = ".csv") -> None:
        handle, name = tempfile.mkstemp(prefix="shrinkage-", suffix=ending)
        self.path = Path(name)
        # finalize() also runs at exit, KeyboardInterrupt included.
        self._finalizer = weakref.finalize(self, _remove, name)
        try:
            with os.fdopen(handle, "wb") as file:
                fill(file)
        except OSError as error:
            self.close()
            raise SourceError(
                f"a temporary copy cannot be written to {str(self.path.parent)!r}: {system_reason(error)}; "
                "make room there, or name another place in TMPDIR."
            ) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._finalizer()


def spool_input(stream: BinaryIO) -> Spool:
    """Everything that ``stream`` (standard input) still holds."""
    return Spool(lambda file: shutil.copyfileobj(stream, file, 1 << 20))


def _remove(name: str) -> None:
    with suppress(OSError):
        Path(name).unlink()
