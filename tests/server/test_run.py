"""`shrinkage guide` as it is run: its address, its end, and what a run leaves behind, which is nothing."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from tests.server.conftest import TABLE, Guide, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent")


ADDRESS = re.compile(r"The guide is at http://127\.0\.0\.1:(\d+)/\?token=([\w-]{40,})\n")


class Run(Guide):
    """A guide in a process of its own."""

    process: subprocess.Popen[str]

    @property
    def folders(self) -> list[Path]:
        return list(self.room.iterdir())

    def kept(self) -> list[Path]:
        """Files and folders of jobs."""
        return [path for folder in self.folders for path in folder.iterdir()]

    def children(self) -> list[int]:
        task = f"/proc/{self.process.pid}/task"
        return [int(pid) for path in Path(task).glob("*/children") for pid in path.read_text().split()]

    def resident(self) -> int:
        """Bytes of memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)[1])  # type: ignore[index]

    def end(self, number: int) -> tuple[int, str]:
        """Its exit code, and what it said last."""
        self.process.send_signal(number)
        _, error = self.process.communicate(timeout=30)
        return self.process.returncode, error


@contextmanager
def running(home: Path, *options: str, **environment: str) -> Iterator[Run]:
    """Everything of a user's own is under ``home``; temporary files are in home/tmp."""
    room = home / "tmp"
    room.mkdir(parents=True, exist_ok=True)
    work = home / "work"
    work.mkdir(exist_ok=True)
    own = {"HOME": str(home), "TMPDIR": str(room), "XDG_CACHE_HOME": str(home / "cache")}
    process = subprocess.Popen(
        [sys.executable, "-m", "shrinkage", "guide", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=work,
        env={**os.environ, **own, **environment},
    )
    with process:
        try:
            address = ADDRESS.fullmatch(_line(process.stdout))
            assert address is not None, process.stderr and process.stderr.read()
            assert _line(process.stdout) == "Ctrl-C ends it.\n"
            run = Run(int(address[1]), address[2], room, None)  # type: ignore[arg-type]
            run.process = process
            yield run
        finally:
            process.kill()


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def long_table() -> bytes:
    """One whose comparison takes some seconds."""
    draw = random.Random(1)
    names = ",".join(f"x{k}" for k in range(300))
    rows = (",".join(f"{draw.random():.4f}" for _ in range(301)) for _ in range(1500))
    return f"{names},target\n".encode() + "\n".join(rows).encode()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_an_end_in_the_middle_of_a_comparison_leaves_nothing(tmp_path: Path, number: int, code: int) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("whoever runs the tests has this signal ignored, which children inherit")
    with running(tmp_path, "--no-browser") as run:
        with run.listening(run.start(long_table())) as events:
            assert next(events)[0] == "stage"
            (child,) = run.children()
            assert len(run.folders) == 1
            assert run.folders[0].stat().st_mode & 0o777 == 0o700
            ended, error = run.end(number)
            *_, last = events
        assert last == ("error", {"sentence": "the guide was ended at its terminal; start it again."})
        assert ended == code
        said = "shrinkage: interrupted; what was there before is still whole, and nothing is half-written."
        assert error.strip() == (said if code == 130 else "")
        assert not run.folders
        until(lambda: not Path(f"/proc/{child}").exists())


def test_an_end_while_files_are_sent_and_connections_are_open(tmp_path: Path) -> None:
    """Nobody's patience can hold it up."""
    with running(tmp_path, "--no-browser") as run:
        head = f"POST /api/columns?name=t.csv HTTP/1.1\r\nHost: 127.0.0.1:{run.port}\r\nContent-Length: 99999\r\n"
        with (
            socket.create_connection(("127.0.0.1", run.port)) as idle,
            socket.create_connection(("127.0.0.1", run.port)) as slow,
        ):
            idle.sendall(b"GET / HT")
            slow.sendall(f"{head}X-Shrinkage-Token: {run.token}\r\n\r\nx,y\n".encode())
            until(lambda: bool(run.kept()))
            assert run.end(signal.SIGINT)[0] == 130
        assert not run.folders


def test_a_second_interrupt_ends_it_no_worse(tmp_path: Path) -> None:
    with running(tmp_path, "--no-browser") as run:
        with run.listening(run.start(long_table())) as events:
            next(events)
            run.process.send_signal(signal.SIGINT)
            code, error = run.end(signal.SIGINT)
        assert code in (130, -signal.SIGINT)
        assert "Traceback" not in error
        assert not run.folders


def test_rubbish_behind_a_request_ends_its_answer_and_nothing_else(tmp_path: Path) -> None:
    with running(tmp_path, "--no-browser") as run:
        listen = f"GET /api/jobs/{run.start(long_table())}/events HTTP/1.1\r\nHost: 127.0.0.1:{run.port}\r\n"
        listen += f"Connection: close\r\nX-Shrinkage-Token: {run.token}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", run.port), timeout=20) as connection:
            connection.sendall(listen.encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
            connection.sendall(b"\x00\xff rubbish\r\n\r\n" * 1000)
            until(lambda: not run.kept() and not run.children())
        assert run.ask("GET", "/diabetes.csv").status == 200
        code, error = run.end(signal.SIGINT)
        assert (code, "Traceback" in error, error.count("\n") <= 2) == (130, False, True)


def snapshot(home: Path) -> dict[str, int]:
    return {
        str(path.relative_to(home)): path.stat().st_mtime_ns
        for path in home.rglob("*")
        if not path.is_relative_to(home / "tmp")
    }


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read where Linux shows it")
def test_comparisons_leave_no_file_no_process_and_no_memory(tmp_path: Path) -> None:
    with running(tmp_path, "--no-browser", "--port", "0") as run:
        before = snapshot(tmp_path)

        def compare() -> None:
            assert run.compare(TABLE.read_bytes(), "diabetes.csv")[1] == "result"
            assert run.ask("POST", "/api/columns?name=t.csv", TABLE.read_bytes()).status == 200
            big = b"x,target\n" + b"1,2\n" * 500_000
            assert run.ask("POST", "/api/columns?name=../../escaped.csv", big).status == 200
            until(lambda: not run.children() and not run.kept())

        compare()
        first = run.resident()
        for _ in range(2):
            compare()
        assert run.resident() - first < 8e6
        assert snapshot(tmp_path) == before
        assert len(run.folders) == 1
        run.end(signal.SIGINT)
        assert not run.folders
        assert snapshot(tmp_path) == before


def test_the_server_itself_loads_no_engine(tmp_path: Path) -> None:
    """It has the page and the results in memory, and nothing that computes."""
    code = (
        "import sys; from shrinkage.server import run; from shrinkage.server.app import guide_app; "
        "print(*{name.partition('.')[0] for name in sys.modules} & {'duckdb', 'sklearn', 'pandas', 'matplotlib'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not done.stdout.split()


def test_limits_are_those_that_were_asked_for(tmp_path: Path) -> None:
    with running(tmp_path, "--no-browser", "--max-upload", "1", "--max-seconds", "1") as run:
        answer = run.ask("POST", "/api/columns?name=t.csv", b"x\n" * (1 << 20))
        assert (answer.status, "the file has more than 1 MB" in answer.sentence) == (413, True)
        smaller = long_table()[: 1 << 20]
        smaller = smaller[: smaller.rindex(b"\n") + 1]
        _, last, said = run.compare(smaller)
        assert (last, "given up after 1 s" in said["sentence"]) == ("error", True)


def test_a_port_is_taken_as_asked_or_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "shrinkage", "guide", "--no-browser", "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            f"shrinkage: --port {port} cannot be had on 127.0.0.1, because address already in use; give another, or "
            "leave it out for a free one.\n"
        )
    with running(tmp_path, "--no-browser", "--port", str(port)) as run:
        assert run.port == port
        addresses = {line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]}
        assert f"0100007F:{port:04X}" in addresses, "on this machine's own address"
        assert f"00000000:{port:04X}" not in addresses


def browser(home: Path, script: str) -> dict[str, str]:
    """The environment in which ``script`` is the browser."""
    place = home / "browser"
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)
    return {"BROWSER": f"{place} %s"}


def test_the_browser_is_opened_at_the_address_unless_told_not_to(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    environment: Any = browser(tmp_path, f'echo "$1" > {opened}.new; mv {opened}.new {opened}; exec sleep 30 >&- 2>&-')
    with running(tmp_path, **environment) as run:
        until(opened.exists)
        assert opened.read_text() == f"http://127.0.0.1:{run.port}/?token={run.token}\n"
        assert run.ask("GET", f"/?token={run.token}").status == 200  # though the browser has not come back
        opened.unlink()
        run.end(signal.SIGINT)
    with running(tmp_path, "--no-browser", **environment) as run:
        assert run.ask("GET", f"/?token={run.token}").status == 200
        assert not opened.exists()


def test_a_machine_without_a_browser_has_the_address(tmp_path: Path) -> None:
    with running(tmp_path, PATH=str(tmp_path / "empty")) as run:
        assert run.ask("GET", "/diabetes.csv").status == 200
        code, error = run.end(signal.SIGINT)
        assert (code, "Traceback" in error) == (130, False)
