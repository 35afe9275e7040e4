"""A session with a database through an ADBC driver: low-level, without pyarrow, and to be interrupted at any time.

Each call runs on a thread of its own while the caller waits and is told so: a driver blocks in C, where Python's
Ctrl-C would not be heard before the answer has come. An interrupt cancels the statement, on the server too.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, TypeVar

from shrinkage.errors import SourceError
from shrinkage.progress import Progress
from shrinkage.source.address import Address
from shrinkage.source.arrow import Streamable, read_rows, schema_names

T = TypeVar("T")
PRODUCTS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
_PATIENCE = 0.1  # seconds between two signs of life
_GRACE = 5.0  # seconds that a cancelled statement gets to end


class Refused(Exception):
    """What the database said, cleaned; ``code`` is its SQLSTATE, if it has one."""

    def __init__(self, said: str, code: str | None = None) -> None:
        super().__init__(said)
        self.code = code


class Session:
    """A connection of ``address``. Raises Refused for whatever the database or its driver refuses."""

    def __init__(self, address: Address, progress: Progress) -> None:
        manager, driver = _driver(address)
        self._manager, self._address, self._progress = manager, address, progress
        self._handles: list[Any] = []
        self._busy = False
        try:
            self._handles.append(self._wait(lambda: driver.connect(address.uri)))
            self._handles.append(self._wait(lambda: manager.AdbcConnection(self._handles[0])))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the session, unless a call of it still hangs: then the end of the process ends it."""
        while self._handles and not self._busy:
            with suppress(Exception):
                self._handles.pop().close()

    def run(self, sql: str) -> None:
        """A statement without an answer."""
        with self._statement(sql) as statement:
            self._wait(statement.execute_update, statement.cancel)

    def names(self, sql: str) -> list[str]:
        """The columns of what ``sql`` would answer, whatever their types; nothing is run."""
        with self._statement(sql) as statement:
            return schema_names(self._wait(statement.execute_schema, statement.cancel))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """A small answer of numbers and texts, whole; None is missing."""
        return self.use(sql, read_rows, lambda: None)

    def use(self, sql: str, work: Callable[[Streamable], T], stop: Callable[[], None]) -> T:
        """What ``work`` makes of the stream that answers ``sql``; ``stop`` makes it give up."""
        with self._statement(sql) as statement:

            def cancel() -> None:
                with suppress(Exception):
                    stop()
                statement.cancel()

            stream, _ = self._wait(statement.execute_query, cancel)
            return self._wait(lambda: work(stream), cancel)

    @contextmanager
    def _statement(self, sql: str) -> Iterator[Any]:
        statement = self._manager.AdbcStatement(self._handles[1])
        try:
            statement.set_sql_query(sql)
            yield statement
        finally:
            if not self._busy:
                statement.close()

    def _wait(self, work: Callable[[], T], cancel: Callable[[], None] | None = None) -> T:
        ended = threading.Event()
        result: list[T] = []
        errors: list[BaseException] = []

        def body() -> None:
            try:
                result.append(work())
            except BaseException as error:  # handed over to who waits
                errors.append(error)
            finally:
                self._busy = False
                ended.set()

        self._busy = True
        try:
            _thread(body)
            while not ended.wait(_PATIENCE):
                self._progress.advance(None)
        except BaseException:
            if cancel is not None:
                helper = _thread(lambda: _insist(cancel, ended))
                ended.wait(_GRACE)
                helper.join(1.0)
                self._busy = self._busy or helper.is_alive()  # nothing may be closed that is still in use
            raise
        if errors:
            raise self._refused(errors[0]) from None
        return result[0]

    def _refused(self, error: BaseException) -> BaseException:
        if not isinstance(error, Exception) or isinstance(error, SourceError | MemoryError):
            return error
        return Refused(self._address.scrubbed(_said(error)), getattr(error, "sqlstate", None))


def _thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name="shrinkage-database", daemon=True)
    thread.start()
    return thread


def _insist(cancel: Callable[[], None], ended: threading.Event) -> None:
    """Cancel until it is heard: what comes before the statement has begun is lost, and cancelling may block too.

    A thread that is left behind in C++ would end the process with an abort.
    """
    end = time.monotonic() + _GRACE
    while time.monotonic() < end:
        with suppress(Exception):
            cancel()
        if ended.wait(_PATIENCE):
            return


def _driver(address: Address) -> tuple[Any, Any]:
    """The modules of the driver manager and of the driver."""
    name = f"adbc_driver_{address.engine}"
    try:
        return import_module("adbc_driver_manager"), import_module(name)
    except ImportError as error:
        package = (error.name or name).replace("_", "-")
        raise SourceError(
            f"{PRODUCTS[address.engine]} is read through the package {package}, which is not installed; "
            f"pip install 'shrinkage[{address.engine}]'."
        ) from None


def _said(error: Exception) -> str:
    """What the database said, without the driver's words around it."""
    for key, value in getattr(error, "details", None) or ():
        if key == b"PG_DIAG_MESSAGE_PRIMARY":
            return " ".join(value.decode("utf-8", "replace").split()).rstrip(".")
    # Through DuckDB, which reads the stream, the driver's words come after its own.
    said = re.split(r"\[(?:libpq|SQLite)\] ", str(error).strip())[-1]
    said = re.split(
        r"\n\s*(?:query|Query was):|\nLINE \d+:|\. SQLSTATE: |\n(?:DETAIL|HINT|CONTEXT):|\n\t(?:Is the|This prob)", said
    )[0]
    said = re.sub(r"^(?:[A-Z_]+: )?Failed to (?:connect|prepare query|step query|execute query[^:]*): ", "", said)
    said = re.sub(r"^Execution error \[\w+\]: |\b(?:FATAL|ERROR):\s+", "", said)
    return " ".join(said.split()).rstrip(".")
