"""Comparisons that wait, grow stale, take too long, or have nobody left to listen: none leaves anything behind."""

from __future__ import annotations

import os
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import Answer, Guide, served, until

ROWS = b"x,target\n1,2\n"
SLEEPS = "open('pid', 'w').write(str(os.getpid())); say('[   0.10 s] sleeping'); time.sleep(60)"


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Guide]:
    with served(tmp_path, running=2, waiting=2) as guide:
        yield guide
        guide.settled()


def alive(pid: int) -> bool:
    """Whether the process is there, and is more than the memory of one."""
    try:
        return not re.search(r"^State:\s+Z", Path(f"/proc/{pid}/status").read_text(), re.M)
    except OSError:
        return False


def pids(guide: Guide, count: int) -> list[int]:
    """Of so many processes, once they sleep."""
    found: list[int] = []

    def started() -> bool:
        found[:] = [int(text) for path in guide.room.glob("*/pid") if (text := path.read_text())]
        return len(found) == count

    until(started)
    assert all(alive(pid) for pid in found)
    return found


def gone(pids: list[int]) -> None:
    until(lambda: not any(map(alive, pids)))


def test_a_newer_request_of_the_same_tab_ends_the_older(guide: Guide, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    with (
        guide.listening(guide.start(ROWS, tab="one")) as events,
        guide.listening(guide.start(ROWS, tab="two")) as other,
    ):
        (older, untouched) = (next(events), next(other))
        assert older == untouched == ("stage", {"stage": "sleeping", "seconds": 0.1})
        first = pids(guide, 2)
        stub("say('shrinkage: it was looked at.'); sys.exit(2)")
        newer = guide.ask("POST", "/api/columns?name=t.csv", ROWS, X_Shrinkage_Tab="one")
        assert (newer.status, newer.sentence) == (422, "it was looked at.")
        assert list(events) == [
            ("error", {"sentence": "this comparison was given up, because a newer one took its place."})
        ]
        until(lambda: sum(map(alive, first)) == 1)  # the other tab's
    gone(first)


def test_a_file_that_is_still_sent_is_stale_too(guide: Guide, stub: Callable[[str], None]) -> None:
    stub("print('[]')")
    head = f"POST /api/columns?name=t.csv HTTP/1.1\r\nHost: 127.0.0.1:{guide.port}\r\nContent-Length: 100\r\n"
    head += f"X-Shrinkage-Tab: one\r\nX-Shrinkage-Token: {guide.token}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", guide.port), timeout=10) as slow:
        slow.sendall(head.encode() + b"x\n")
        until(lambda: bool(list(guide.room.glob("*/upload-*"))))
        assert guide.ask("POST", "/api/columns?name=t.csv", ROWS, X_Shrinkage_Tab="one").json == []
        slow.sendall(b"1\n" * 49)
        assert slow.recv(1000).startswith(b"HTTP/1.1 409 ")


def test_whoever_leaves_gives_the_comparison_up(guide: Guide, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    job = guide.start(ROWS)
    with guide.listening(job) as events:
        next(events)
        asleep = pids(guide, 1)
    gone(asleep)
    guide.settled()
    assert guide.ask("GET", f"/api/jobs/{job}/events").status == 404


def test_a_browser_that_crashes_is_a_listener_that_left(guide: Guide, stub: Callable[[str], None]) -> None:
    """No last words: the connection is reset."""
    stub(SLEEPS)
    requests = {"events": f"GET /api/jobs/{guide.start(ROWS)}/events", "columns": "POST /api/columns?name=t.csv"}
    for request in requests.values():
        head = f"{request} HTTP/1.1\r\nHost: 127.0.0.1:{guide.port}\r\nX-Shrinkage-Token: {guide.token}\r\n"
        browser = socket.create_connection(("127.0.0.1", guide.port))
        browser.sendall(f"{head}Content-Length: {len(ROWS) if 'POST' in head else 0}\r\n\r\n".encode())
        if "POST" in head:
            browser.sendall(ROWS)
        asleep = pids(guide, 1)
        if "GET" in head:
            until(lambda: any(job.heard for job in guide.jobs._jobs.values()))
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        browser.close()
        gone(asleep)
        guide.settled()


def test_a_comparison_is_cancelled_by_name(guide: Guide, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    job = guide.start(ROWS)
    with guide.listening(job) as events:
        next(events)
        asleep = pids(guide, 1)
        answer = guide.ask("DELETE", f"/api/jobs/{job}")
        assert (answer.status, answer.body) == (204, b"")
        assert list(events) == [("error", {"sentence": "this comparison was cancelled."})]
    gone(asleep)
    assert guide.ask("DELETE", f"/api/jobs/{job}").status == 404


def test_one_listens_to_a_comparison(guide: Guide, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    job = guide.start(ROWS)
    with guide.listening(job) as events:
        next(events)
        second = guide.ask("GET", f"/api/jobs/{job}/events")
        assert (second.status, second.sentence) == (
            409,
            "somebody listens to this comparison already; start another one.",
        )
        assert guide.ask("DELETE", f"/api/jobs/{job}").status == 204


def test_two_run_two_wait_and_more_are_told_to_come_again(guide: Guide, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    jobs = [guide.start(ROWS, tab=str(k)) for k in range(4)]
    asleep = pids(guide, 2)
    answer = guide.ask("POST", "/api/compare?name=t.csv&target=y", ROWS, X_Shrinkage_Tab="9")
    assert (answer.status, answer.headers["retry-after"]) == (429, "5")
    assert "4 comparisons run or wait already" in answer.sentence
    assert len(list(guide.room.iterdir())) == 4
    with guide.listening(jobs[3]) as events:
        assert next(events) == ("stage", {"stage": "waiting for another comparison to end", "seconds": 0.0})
        for job in jobs[:2]:
            guide.ask("DELETE", f"/api/jobs/{job}")
        gone(asleep)
        assert next(events)[1]["stage"] == "sleeping"
    guide.ask("DELETE", f"/api/jobs/{jobs[2]}")


def test_one_that_takes_too_long_is_ended(tmp_path: Path, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    with served(tmp_path, seconds=1) as guide:
        with guide.listening(guide.start(ROWS)) as events:
            next(events)
            asleep = pids(guide, 1)
            ((name, said),) = events
        assert name == "error"
        assert said["sentence"].startswith("the comparison was given up after 1 s; take fewer columns or rows")
        gone(asleep)
        looked = guide.ask("POST", "/api/columns?name=t.csv", ROWS)
        assert (looked.status, "--max-seconds" in looked.sentence) == (504, True)
        guide.settled()


def test_one_that_nobody_listens_to_is_ended(tmp_path: Path, stub: Callable[[str], None]) -> None:
    with served(tmp_path, unheard=0.5) as guide:
        stub(SLEEPS)
        job = guide.start(ROWS, tab="one")
        asleep = pids(guide, 1)
        gone(asleep)
        guide.settled()
        assert guide.ask("GET", f"/api/jobs/{job}/events").status == 404
        stub("say('shrinkage: no.'); sys.exit(2)")
        guide.start(ROWS, tab="two")  # also one that has an outcome
        guide.settled()


@pytest.mark.parametrize(
    ("code", "words", "told"),
    [
        ("say('Traceback (most recent call last):'); say('ValueError: secret'); sys.exit(1)",
         "this is a defect of shrinkage, not of your table; please report", "ValueError: secret"),
        ("say('shrinkage: this is a defect of shrinkage (KeyError: 1).'); sys.exit(1)",
         "this is a defect of shrinkage (KeyError: 1).", "KeyError: 1"),
        ("os.kill(os.getpid(), 9)", "the system ended the comparison (signal 9), most likely because memory", ""),
        ("print('{}')", "this is a defect of shrinkage, not of your table; please report", "StoreError: "),
        ("sys.exit(2)", "this is a defect of shrinkage", ""),
        ("os.write(2, b'\\xff\\n' * 100000 + b'x' * 300000); sys.exit(7)", "this is a defect of shrinkage", "�"),
        ("say('shrinkage: ' + os.path.abspath(arguments[1]) + ' and ' + arguments[1] + ' is no table.'); sys.exit(2)",
         "mine.csv and mine.csv is no table.", ""),
    ],
)  # fmt: skip
def test_however_a_process_ends_it_is_a_sentence(
    guide: Guide, stub: Callable[[str], None], code: str, words: str, told: str
) -> None:
    stub(code)
    _, last, said = guide.compare(ROWS, "mine.csv")
    assert last == "error"
    assert said["sentence"].startswith(words)
    assert "Traceback" not in said["sentence"]
    assert told in "\n".join(guide.told)
    answer = guide.ask("POST", "/api/columns?name=mine.csv", ROWS)
    assert answer.status == (500 if "defect" in words or "signal" in words else 422) or "print" in code


def test_a_defect_of_the_server_is_a_sentence_too(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tab: str | None) -> Any:
        raise RuntimeError("of ours")

    monkeypatch.setattr(guide.jobs, "admit", broken)
    answer = guide.ask("POST", "/api/columns?name=t.csv", ROWS)
    assert (answer.status, answer.sentence.startswith("this is a defect of shrinkage")) == (500, True)
    assert b"of ours" not in answer.body
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert guide.told == ["RuntimeError: of ours"]


def test_no_room_on_the_disk_is_said(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from shrinkage.server import upload

    class Full:
        def write(self, part: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(upload, "_opened", lambda place: Full())
    answer = guide.ask("POST", "/api/columns?name=t.csv", ROWS)
    assert answer.status == 507
    assert "because no space left on device; make room" in answer.sentence


def test_many_tabs_at_once_each_have_their_own_answer(tmp_path: Path, stub: Callable[[str], None]) -> None:
    """Names of columns come from the file that each tab sent."""
    stub("import json; print(json.dumps([{'name': open(arguments[2]).read().strip(), 'role': 'numeric'}]))")
    with served(tmp_path, running=2, waiting=20) as guide:
        answers: dict[int, Answer] = {}

        def look(k: int) -> None:
            answers[k] = guide.ask("POST", "/api/columns?name=t.csv", f"c{k}\n".encode(), X_Shrinkage_Tab=f"t{k}")

        threads = [threading.Thread(target=look, args=(k,)) for k in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert {k: answer.json[0]["name"] for k, answer in answers.items()} == {k: f"c{k}" for k in range(16)}
        guide.settled()


def test_the_end_of_the_guide_ends_all_of_them(tmp_path: Path, stub: Callable[[str], None]) -> None:
    stub(SLEEPS)
    told: list[Any] = []
    with served(tmp_path, running=1) as guide, guide.connected():
        jobs = [guide.start(ROWS, tab=str(k)) for k in range(2)]
        listener = threading.Thread(target=lambda: told.extend(_all(guide, jobs[0])))
        listener.start()
        asleep = pids(guide, 1)
        until(lambda: any(job.heard for job in guide.jobs._jobs.values()))
    listener.join(10)
    gone(asleep)
    assert told[-1] == ("error", {"sentence": "the guide was ended at its terminal; start it again."})
    assert not list(tmp_path.iterdir())


def _all(guide: Guide, job: str) -> list[Any]:
    with guide.listening(job) as events:
        return list(events)
