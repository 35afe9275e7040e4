"""A server that refuses, stalls, dies or is interrupted, and drivers that are not there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from shrinkage.errors import SourceError
from shrinkage.source import open_source
from tests.postgres import PASSWORD, Postgres
from tests.source.cells import cells


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[Postgres]:
    with postgres.fresh("connections") as fresh:
        fresh.run("create table three (a int, b text, c float8)")
        fresh.run("insert into three values (1, 'x', 0.5), (2, 'y', 'NaN'), (3, null, null)")
        yield fresh


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_connections_that_do_not_come_about(database: Postgres) -> None:
    place = f"127.0.0.1:{database.port}"
    cases = {
        f"postgresql://owner:wrong-hush@{place}/connections": ["password", "PGPASSWORD"],
        f"postgresql://owner@{place}/connections": ["password", "PGPASSWORD"],
        f"postgresql://nobody:hush@{place}/connections": ["password"],
        database.uri.replace("/connections", "/hushless"): ["'hushless'", "does not exist"],
        f"postgresql://owner:hush@127.0.0.1:{free_port()}/connections": ["refused", "start the server"],
        "postgresql://owner:hush@no-such-host.invalid/connections": ["no-such-host.invalid", "check the address"],
    }
    for uri, words in cases.items():
        with pytest.raises(SourceError) as caught:
            open_source("three", database=uri)
        said = str(caught.value)
        for word in words:
            assert word in said.replace('"', "'")
        assert "hush@" not in said
        assert "wrong-hush" not in said
        assert PASSWORD not in said


def test_a_server_that_never_answers(database: Postgres) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        uri = f"postgresql://owner:hush@127.0.0.1:{silent.getsockname()[1]}/x?connect_timeout=2"
        began = time.monotonic()
        with pytest.raises(SourceError, match="timeout expired; check host and port"):
            open_source("three", database=uri)
        assert time.monotonic() - began < 8


@pytest.mark.parametrize("way", ["PGPASSWORD", "PGPASSFILE", "passfile", "password"])
def test_other_places_for_a_password(
    database: Postgres, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = f"postgresql://owner@127.0.0.1:{database.port}/connections"
    path = tmp_path / "pgpass"
    path.write_text(f"*:*:*:owner:{PASSWORD}\n")
    path.chmod(0o600)
    monkeypatch.delenv("PGPASSWORD", raising=False)
    if way == "PGPASSWORD":
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
    elif way == "PGPASSFILE":
        monkeypatch.setenv("PGPASSFILE", str(path))
    else:
        uri += f"?{way}=" + (str(path) if way == "passfile" else database.uri.split(":")[2].split("@")[0])
    source = open_source("three", database=uri)
    assert cells(source, "a") == [1, 2, 3]
    assert source.name == f"three in postgresql://owner@127.0.0.1:{database.port}/connections"


def while_streaming(database: Postgres, act: Callable[[str], object]) -> None:
    """Do ``act`` (given our process on the server) as soon as an answer of ours is under way."""

    def wait() -> None:
        ours = "application_name = 'shrinkage' and state = 'active' and datname = current_database()"
        query = f"""select pid from pg_stat_activity where {ours} and query like 'COPY (SELECT "c0"%'"""
        for _ in range(200):
            if found := database.rows(query):
                time.sleep(0.2)
                act(found[0][0])
                return
            time.sleep(0.05)

    threading.Thread(target=wait, daemon=True).start()


SLOW = "select a, b, pg_sleep(0.02)::text as s from three, generate_series(1, 1000)"


def test_a_server_that_ends_the_connection_in_the_middle(database: Postgres) -> None:
    while_streaming(database, lambda pid: database.run(f"select pg_terminate_backend({pid})"))
    with pytest.raises(SourceError, match=r"terminating connection .*; try again when it is up\."):
        open_source(None, database=database.uri, sql=SLOW)


def test_a_statement_that_is_not_given_more_time(database: Postgres) -> None:
    uri = f"{database.uri}?options=-c%20statement_timeout%3D300"
    with pytest.raises(SourceError, match="statement timeout; ask for less, or allow it more time"):
        open_source(None, database=uri, sql=SLOW)


class Impatient:
    """Progress that interrupts as Ctrl-C would: an exception in the thread that waits, after ``patience`` signs."""

    def __init__(self, patience: int) -> None:
        self.stages: list[tuple[str, float]] = []
        self.signs = 0
        self._patience = patience

    def stage(self, name: str) -> None:
        self.stages.append((name, time.monotonic()))

    def advance(self, done: float | None) -> None:
        self.signs += 1
        if self.signs > self._patience:
            raise KeyboardInterrupt


@pytest.mark.parametrize("sql", [SLOW, "select a, count(*) as n from three, pg_sleep(60) group by a"])
def test_an_interrupt_ends_the_statement_on_the_server(database: Postgres, sql: str) -> None:
    progress = Impatient(6)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        open_source(None, database=database.uri, sql=sql, progress=progress)
    assert time.monotonic() - began < 6
    names = [name for name, _ in progress.stages]
    assert names == ["connecting to PostgreSQL", "asking the database", "reading the database's answer"]
    assert all(one <= other for (_, one), (_, other) in pairwise(progress.stages))
    for _ in range(100):
        if not database.rows("select pid from pg_stat_activity where application_name = 'shrinkage'"):
            return
        time.sleep(0.05)
    pytest.fail("the server still works for somebody who has gone")


def test_rows_may_not_be_read(database: Postgres) -> None:
    database.run("create role poor login password 'poor-hush'")
    try:
        with pytest.raises(SourceError, match="permission denied for table three; ask for the right to read it"):
            open_source("three", database=f"postgresql://poor:poor-hush@127.0.0.1:{database.port}/connections")
    finally:
        database.run("drop role poor")


def test_other_encodings_of_the_server(database: Postgres) -> None:
    database.run("create database latin encoding 'LATIN1' template template0 locale 'C'")
    try:
        latin = Postgres(database.port, database.folder, "latin")
        latin.run("create table t as select chr(233) as word")
        assert cells(open_source("t", database=latin.uri), "word") == ["é"]
        assert cells(open_source("t", database=f"{latin.uri}?client_encoding=LATIN1"), "word") == ["é"]
    finally:
        database.run("drop database latin with (force)")


def test_neither_the_driver_s_absence_nor_pyarrow_s_matters_to_files() -> None:
    code = """
import sys
sys.modules["adbc_driver_postgresql"] = None
from shrinkage.errors import SourceError
from shrinkage.source import open_source
try:
    open_source("t", database="postgresql://anna:hush@db/city")
except SourceError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (
        "PostgreSQL is read through the package adbc-driver-postgresql, which is not installed; "
        "pip install 'shrinkage[postgresql]'."
    )


def test_no_arrow_library_is_needed(database: Postgres) -> None:
    address = f"postgresql://owner@127.0.0.1:{database.port}/connections"
    code = f"""
import sys
sys.modules["pyarrow"] = sys.modules["pandas"] = None
from shrinkage.source import open_source
source = open_source("three", database={address!r})
print(sum(batch.rows for batch in source.batches(["a", "b", "c"])))
"""
    environment = {**os.environ, "PGPASSWORD": PASSWORD}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "3\n"
