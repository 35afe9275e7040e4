"""A PostgreSQL server of the test's own: in a temporary directory, on a free port, gone at the end.

The server is Debian's package (or whichever `initdb` and `postgres` are found); it refuses to run as root, so there it
runs as the system's user postgres, or nobody. Each pytest-xdist worker that needs one starts its own, in a second or
two: nothing is shared, so nothing has to be agreed on. Where the package is absent the tests skip, and say so.
"""

from __future__ import annotations

import csv
import io
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

USER = "owner"
PASSWORD = "s3cret/with@signs"  # characters that a URI must percent-encode
ENCODED = "s3cret%2Fwith%40signs"
# A server whose data may vanish with the machine: no waiting for the disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}


@dataclass(frozen=True)
class Postgres:
    """A running server. ``uri`` names its superuser with the password; over the socket in ``folder`` none is needed."""

    port: int
    folder: Path
    database: str = "postgres"

    @property
    def uri(self) -> str:
        return f"postgresql://{USER}:{ENCODED}@127.0.0.1:{self.port}/{self.database}"

    def run(self, sql: str, stdin: str | None = None) -> str:
        """What psql prints for ``sql`` as CSV with a header; ``stdin`` feeds a ``copy … from stdin``."""
        done = subprocess.run(
            [
                *("psql", "--no-psqlrc", "--quiet", "--csv", "--set=ON_ERROR_STOP=1"),
                *(f"--host={self.folder}", f"--port={self.port}", f"--username={USER}", f"--dbname={self.database}"),
                f"--command={sql}",
            ],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PGCLIENTENCODING": "UTF8"},
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr}")
        return done.stdout

    def rows(self, sql: str) -> list[list[str]]:
        """The rows of ``sql`` as texts, without the header; missing cells are empty."""
        return list(csv.reader(io.StringIO(self.run(sql))))[1:]

    def copy(self, table: str, relation: Any) -> None:
        """Create ``table`` from a DuckDB relation, type for type, and fill it.

        In one transaction: into a table that nobody else knows yet, the server appends row after row, while in an
        older one it may fill gaps, and later hand out the rows in that order.
        """
        names = ['"' + name.replace('"', '""') + '"' for name in relation.columns]
        types = [_TYPES.get(str(kind), str(kind)) for kind in relation.types]
        create = f"create table {table} ({', '.join(map(' '.join, zip(names, types, strict=True)))})"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.csv"
            relation.write_csv(str(path), header=False, na_rep="\\N", quotechar='"', escapechar='"')
            self.run(f"{create}; copy {table} from stdin (format csv, null '\\N')", path.read_text("utf-8"))

    @contextmanager
    def fresh(self, name: str) -> Iterator[Postgres]:
        """A database of its own on the same server, dropped at the end."""
        self.run(f'create database "{name}"')
        try:
            yield Postgres(self.port, self.folder, name)
        finally:
            self.run(f'drop database "{name}" with (force)')


_TYPES = {"DOUBLE": "double precision", "FLOAT": "real", "TINYINT": "smallint", "UTINYINT": "smallint"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for this process's tests; give tables names of your own, or use ``fresh``."""
    home = programs()
    if home is None or not shutil.which("psql"):
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with server(home) as running:
        yield running


@contextmanager
def server(home: Path) -> Iterator[Postgres]:
    """Start a server with the programs in ``home``, and stop it."""
    # Not pytest's own temporary directory: only its owner may enter that, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="shrinkage-postgres-"))
    account = _account()
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        for path in (folder, secret):
            if account is not None:
                os.chown(path, account.pw_uid, account.pw_gid)
        _initdb(home, folder, secret, account)
        port = _free_port()
        process = _start(home, folder, port, account)
        try:
            _wait(process, home, folder, port)
            yield Postgres(port, folder)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path | None:
    """Where the newest server's programs are; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _account() -> pwd.struct_passwd | None:
    """Who runs the server: None for whoever we are, unless that is root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _initdb(home: Path, folder: Path, secret: Path, account: pwd.struct_passwd | None) -> None:
    command = [
        *(str(home / "initdb"), f"--pgdata={folder / 'data'}", f"--username={USER}", f"--pwfile={secret}"),
        *("--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, **_as(account))
    if done.returncode:
        raise RuntimeError(f"initdb: {done.stderr}{done.stdout}")


def _start(home: Path, folder: Path, port: int, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(folder), "port": str(port)}
    # A killed pytest takes its server along (Linux; elsewhere the server is only stopped at a regular end).
    leash = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
    command = [*leash, str(home / "postgres"), "-D", str(folder / "data")]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C at the terminal is for pytest
            **_as(account),
        )


def _wait(process: subprocess.Popen[bytes], home: Path, folder: Path, port: int) -> None:
    ready = [str(home / "pg_isready"), f"--host={folder}", f"--port={port}", "--quiet"]
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.05)
    _stop(process)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text('utf-8', 'replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; who does not obey is killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
