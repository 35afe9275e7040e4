"""Files are written whole or not at all, whatever was there and whatever happens."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shrinkage import atomic
from shrinkage.errors import StoreError

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX's links, modes and pipes")


def listing(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.json"
    atomic.write_atomic(path, b"old")
    for call in ("fsync", "replace"):

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(atomic.os, call, interrupted)
            with pytest.raises(KeyboardInterrupt):
                atomic.write_atomic(path, b"new")
        assert path.read_bytes() == b"old"
        assert listing(tmp_path) == ["record.json"]


def test_an_error_inside_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> None:
        with atomic.replacing(tmp_path / "a") as file:
            file.write(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert listing(tmp_path) == []


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(StoreError, match="because no space left on device"):
        atomic.write_atomic(tmp_path / "a", b"x")
    assert listing(tmp_path) == []


@posix
def test_a_file_larger_than_the_system_allows_is_a_sentence(tmp_path: Path) -> None:
    """As with a full disk, but real: the write itself fails, with bytes still in the buffer."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot be written, because file too large; choose another place\."):
            atomic.write_atomic(tmp_path / "a", b"x" * 250_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert listing(tmp_path) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_a_random_moment_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "f"
    program = (
        "import sys; from shrinkage.atomic import write_atomic\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for letter in b'ab': write_atomic(sys.argv[1], bytes([letter]) * 1_000_000)\n"
    )
    for attempt in range(4):
        with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.05 + 0.013 * attempt)
            writer.kill()
        content = path.read_bytes()
        assert content in (b"a" * 1_000_000, b"b" * 1_000_000)


@posix
def test_permissions_are_ordinary_or_those_of_the_file_that_was_there(tmp_path: Path) -> None:
    atomic.write_atomic(tmp_path / "ours", b"")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode
    (tmp_path / "plain").chmod(0o640)
    atomic.write_atomic(tmp_path / "plain", b"new")
    assert stat.S_IMODE((tmp_path / "plain").stat().st_mode) == 0o640


@posix
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "file")
    for content in (b"first", b"second"):  # a link to nothing yet, then to a file
        atomic.write_atomic(tmp_path / "link", content)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real" / "file").read_bytes() == content
    assert listing(tmp_path / "real") == ["file"]


@posix
def test_a_read_only_file_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "a").chmod(0o444)
    if os.geteuid() == 0:  # to whom everything is open
        monkeypatch.setattr(atomic.os, "access", lambda path, mode: False)
    for refused in (lambda: atomic.write_atomic(tmp_path / "a", b"x"), lambda: atomic.check_file(tmp_path / "a")):
        with pytest.raises(StoreError, match="it is there already and read-only"):
            refused()
    assert (tmp_path / "a").read_bytes() == b"mine"
    assert listing(tmp_path) == ["a"]


@posix
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    atomic.write_atomic(tmp_path / "pipe", b"content")
    reader.join(10)
    assert read == [b"content"]
    assert listing(tmp_path) == ["pipe"]
    atomic.write_atomic(os.devnull, b"content")
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_device_is_a_sentence() -> None:
    with pytest.raises(StoreError, match="no space left on device"):
        atomic.write_atomic("/dev/full", b"content")


def test_long_names(tmp_path: Path) -> None:
    for name in ("n" * 250, "n" * 250 + ".json", "ü" * 120):
        atomic.write_atomic(tmp_path / name[-250:], b"")
    with pytest.raises(StoreError, match="too long"):
        atomic.write_atomic(tmp_path / ("n" * 300), b"")


def test_places_are_tried_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    atomic.check_file(tmp_path / "file")
    atomic.check_file(tmp_path / "new")
    atomic.check_directory(tmp_path)
    atomic.check_directory(tmp_path / "new" / "newer")
    assert listing(tmp_path) == ["file"]
    for refused in (
        lambda: atomic.check_file(tmp_path),
        lambda: atomic.check_file(tmp_path / "file" / "below"),
        lambda: atomic.check_file(tmp_path / "no" / "file"),
        lambda: atomic.check_directory(tmp_path / "file"),
        lambda: atomic.check_directory(tmp_path / "file" / "below"),
        lambda: atomic.write_atomic(tmp_path / "file" / "below", b""),
    ):
        with pytest.raises(StoreError, match=r"cannot be written.*because .*; choose another place\."):
            refused()
    assert listing(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"kept"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a directory where nobody can make a file")
def test_a_directory_that_takes_no_file() -> None:
    with pytest.raises(StoreError, match="cannot be written, because"):
        atomic.check_directory("/proc/self/out")
