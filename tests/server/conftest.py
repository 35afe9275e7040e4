"""A guide that is served on a real socket, with small limits, and a browser that knows its token."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from shrinkage.server import child
from shrinkage.server.app import guide_app
from shrinkage.server.jobs import Jobs
from shrinkage.server.limits import Limits
from shrinkage.server.run import Server, configured, listening

TABLE = Path(__file__).parents[2] / "examples" / "diabetes.csv"
STUB = """
import os, sys, time
arguments = sys.argv[1:]
def say(line):
    print(line, file=sys.stderr, flush=True)
"""
LIMITS = Limits(upload=2 << 20, seconds=60, stalled=2, unheard=20, beat=0.2)


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower case), body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def sentence(self) -> str:
        return self.json["sentence"]


@dataclass
class Guide:
    """A guide under test: where it is, what it told its terminal, and a browser's ways to ask it."""

    port: int
    token: str
    room: Path
    jobs: Jobs
    told: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Answer:
        """With the token, unless headers say otherwise; ``X_Y`` is the header ``X-Y``, None leaves one out."""
        with self.connected() as connection:
            connection.request(method, path, body, self._headers(headers))
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())

    @contextmanager
    def connected(self) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            yield connection
        finally:
            connection.close()

    def _headers(self, headers: dict[str, str | None]) -> dict[str, str]:
        given = {"X-Shrinkage-Token": self.token} | {name.replace("_", "-"): value for name, value in headers.items()}
        return {name: value for name, value in given.items() if value is not None}

    def start(self, body: bytes, name: str = "t.csv", tab: str = "a", **options: Any) -> str:
        """Begin a comparison; its job."""
        query = urlencode({"name": name, "target": "target", **options}, doseq=True, quote_via=quote)
        answer = self.ask("POST", f"/api/compare?{query}", body, X_Shrinkage_Tab=tab)
        assert answer.status == 202, answer
        return answer.json["job"]

    @contextmanager
    def listening(self, job: str) -> Iterator[Iterator[tuple[str, Any]]]:
        """The events of a job; left early, the browser is gone."""
        with self.connected() as connection:
            connection.request("GET", f"/api/jobs/{job}/events", headers=self._headers({}))
            response = connection.getresponse()
            assert response.status == 200, response.read()
            yield _events(response)
            response.close()

    def compare(self, body: bytes, name: str = "t.csv", **options: Any) -> tuple[list[str], str, Any]:
        """Stages, the last event's name, and what it said."""
        with self.listening(self.start(body, name, **options)) as events:
            *stages, (last, said) = events
        return [stage["stage"] for _, stage in stages], last, said

    def raw(self, request: bytes, *, finish: bool = False) -> bytes:
        """Bytes as they are, and all that comes back. finish: say that no more will be sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            got = b""
            try:
                connection.sendall(request)
                if finish:
                    connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(1 << 16):
                    got += part
            except ConnectionError:
                pass
            return got

    def settled(self) -> None:
        """Wait until nothing is left of any job."""
        until(lambda: not self.jobs._jobs and not self.jobs._tasks and not list(self.room.iterdir()))


def _events(response: http.client.HTTPResponse) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in response:
        if line.startswith(b"event: "):
            name = line[7:].decode().strip()
        elif line.startswith(b"data: "):
            yield name, json.loads(line[6:])


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that another thread or process is about to do."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@contextmanager
def served(room: Path, **limits: Any) -> Iterator[Guide]:
    """A guide in a thread of this process, until the block ends."""
    ready = threading.Event()
    made: dict[str, Any] = {}

    async def serve(listener: socket.socket, guide: Guide) -> None:
        guide.jobs = Jobs(room, replace(LIMITS, **limits), guide.told.append)
        made["server"] = Server(
            configured(guide_app(guide.jobs, guide.token, guide.port, guide.told.append)), guide.jobs
        )
        ready.set()
        await made["server"].serve(sockets=[listener])

    with listening(0) as listener:
        guide = Guide(listener.getsockname()[1], "token-of-this-run", room, None)  # type: ignore[arg-type]
        thread = threading.Thread(target=lambda: asyncio.run(serve(listener, guide)))
        thread.start()
        assert ready.wait(20)
        try:
            yield guide
        finally:
            made["server"].should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    """One that compares by the real command line."""
    with served(tmp_path_factory.mktemp("room")) as guide:
        yield guide
        guide.settled()


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Replace the command line by a few lines of Python; ``arguments`` are what it is given."""

    def replaced(code: str) -> None:
        monkeypatch.setattr(child, "COMMAND", (sys.executable, "-I", "-S", "-c", STUB + code))

    return replaced
