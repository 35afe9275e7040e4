"""The server that other tests rely on does what they rely on."""

from __future__ import annotations

import os
import socket
import subprocess

import duckdb
import pytest

from tests.postgres import PASSWORD, Postgres, programs, server


def test_a_relation_arrives_type_for_type(postgres: Postgres) -> None:
    relation = duckdb.sql(
        """select * from (values (1, 1.5::double, 'a, "b"', date '2020-01-02', true), (2, null, null, null, null))
        t("i d", x, word, day, flag)"""
    )
    with postgres.fresh("arrives") as database:
        database.copy("t", relation)
        assert database.rows('select * from t order by "i d"') == [
            ["1", "1.5", 'a, "b"', "2020-01-02", "t"],
            ["2", "", "", "", ""],
        ]
        assert database.rows("select count(*) from t where word is null") == [["1"]]


def test_the_network_asks_for_the_password(postgres: Postgres) -> None:
    def connect(password: str) -> int:
        command = ["psql", "-X", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "owner", "-d", "postgres", "-c", ""]
        environment = {**os.environ, "PGPASSWORD": password}
        return subprocess.run(command, capture_output=True, env=environment, check=False).returncode

    assert connect(PASSWORD) == 0
    assert connect("wrong") == 2


def test_nothing_is_left_of_a_server(postgres: Postgres) -> None:
    home = programs()
    assert home is not None
    with server(home) as other:
        assert other.port != postgres.port
        assert other.rows("select 1") == [["1"]]
    assert not other.folder.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", other.port), 5)
