"""Requests from odd to absurd: the right status, a sentence, no traceback, and nothing left behind."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shrinkage.present.safe import one_line
from shrinkage.server import guard
from shrinkage.server.asked import compare_asked
from shrinkage.server.refusal import Refusal
from tests.server.conftest import TABLE, Guide, served

STATUSES = {200, 202, 204, 400, 403, 404, 405, 408, 409, 413, 415, 422, 429, 503}
CALM = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "//diabetes.csv", 404),
        ("GET", "/diabetes.csv/", 404),
        ("GET", "/diabetes.csv%00.html", 404),
        ("GET", "/index.html", 404),
        ("GET", "/api/", 404),
        ("GET", "/api", 404),
        ("GET", "/api/compare/", 404),
        ("GET", "/api/jobs/..%2f..%2fetc/events", 404),
        ("GET", "/api/jobs/%00/events", 404),
        ("DELETE", "/api/jobs/x", 404),
        ("DELETE", "/api/jobs/" + "x" * 5000, 404),
        ("POST", "/", 405),
        ("PUT", "/diabetes.csv", 405),
        ("GET", "/api/compare?name=a.csv&target=y", 405),
        ("PUT", "/api/compare?name=a.csv&target=y", 405),
        ("OPTIONS", "/api/compare", 405),
        ("TRACE", "/", 405),
        ("BREW", "/api/columns", 405),
        ("HEAD", "/api/jobs/x/events", 405),
        ("POST", "/api/jobs/x/events", 405),
    ],
)
def test_other_addresses_and_methods(guide: Guide, method: str, path: str, status: int) -> None:
    answer = guide.ask(method, path)
    assert answer.status == status
    if path.startswith("/api/") and method != "HEAD":
        assert answer.sentence.endswith(".")
    if status == 405:
        assert answer.headers["allow"]


QUERIES = [
    ("", 422, "no name of the file is given"),
    ("name=a.csv", 422, "no target is given"),
    ("name=a.csv&target=", 422, "target is empty"),
    ("name=a.csv&target=y&target=y", 422, "'target' is given twice"),
    ("name=a.csv&name=b.csv&target=y", 422, "'name' is given twice"),
    ("name=a.csv&target=%00", 422, "zero byte"),
    ("name=a.csv&target=y&sql=select+1", 422, "there is no option 'sql'"),
    ("name=a.csv&target=y&factors=/etc/passwd", 422, "there is no option 'factors'"),
    ("name=a.csv&target=y&out=/tmp", 422, "there is no option 'out'"),
    ("name=a.csv&target=y&--folds=3", 422, "there is no option '--folds'"),
    ("name=a.csv&target=y&folds=/etc/passwd", 422, "folds is '/etc/passwd'; give a whole number"),
    ("name=a.csv&target=y&folds=1", 422, "from 2 to 1,000"),
    ("name=a.csv&target=y&folds=%D9%A3", 422, "give a whole number"),
    ("name=a.csv&target=y&folds=1_0", 422, "give a whole number"),
    ("name=a.csv&target=y&folds=" + "9" * 4000, 422, "give a whole number"),
    ("name=a.csv&target=y&test=1", 422, "give a share below 1"),
    ("name=a.csv&target=y&test=nan", 422, "give a share below 1"),
    ("name=a.csv&target=y&test=1e-300", 422, "give a share below 1"),
    ("name=a.csv&target=y&raw=yes", 422, "give true or false"),
    ("name=a.csv&target=y&drop=", 422, "drop is empty"),
    ("name=data&target=y", 415, "'data' has no ending"),
    ("name=&target=y", 415, "has no ending"),
    ("name=a.csv.gz&target=y", 415, "the ending '.gz'"),
    ("name=a.exe&target=y", 415, "accepted are CSV"),
    ("name=.csv&target=y", 415, "no ending"),
    ("name=%1b%5b2J%0a.xlsx&target=y", 415, "\\x1b[2J\\n"),
]


@pytest.mark.parametrize(("query", "status", "words"), QUERIES)
def test_odd_queries(guide: Guide, query: str, status: int, words: str) -> None:
    answer = guide.ask("POST", f"/api/compare?{query}", b"y,x\n1,2\n")
    assert answer.status == status
    assert words in answer.sentence
    assert len(answer.sentence) < 700
    assert not list(guide.room.iterdir())


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415, "send its bytes alone"),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415, "send its bytes alone"),
        ({"Content_Encoding": "gzip"}, 415, "comes packed"),
        ({"X_Shrinkage_Tab": "../x"}, 422, "letters and digits"),
        ({"X_Shrinkage_Tab": "a" * 65}, 422, "letters and digits"),
    ],
)
def test_odd_headers(guide: Guide, headers: dict[str, str], status: int, words: str) -> None:
    answer = guide.ask("POST", "/api/columns?name=t.csv", TABLE.read_bytes(), **headers)
    assert (answer.status, words in answer.sentence) == (status, True)
    assert not list(guide.room.iterdir())


def posted(guide: Guide, *lines: str, body: bytes) -> bytes:
    head = ["POST /api/columns?name=t.csv HTTP/1.1", f"Host: 127.0.0.1:{guide.port}", "Connection: close", *lines]
    return "\r\n".join([*head, f"X-Shrinkage-Token: {guide.token}", "", ""]).encode() + body


def test_an_empty_file_and_none(guide: Guide) -> None:
    for body in (b"", None):
        answer = guide.ask("POST", "/api/columns?name=t.csv", body)
        assert (answer.status, answer.sentence) == (422, "the file is empty; choose one with columns and rows.")
    guide.settled()


def test_a_body_larger_than_it_may_be_is_not_kept(guide: Guide) -> None:
    limit = guide.jobs.limits.upload
    assert b" 413 " in guide.raw(posted(guide, "Content-Length: 99999999999999999999", body=b"x"))
    chunks = b"".join(b"10000\r\n%s\r\n" % (b"x" * 0x10000) for _ in range(limit // 0x10000)) + b"1\r\nx\r\n0\r\n\r\n"
    assert b" 413 " in guide.raw(posted(guide, "Transfer-Encoding: chunked", body=chunks))
    assert guide.ask("POST", "/api/columns?name=t.csv", b"x\n" * (limit // 2)).status == 200  # of just the size
    guide.settled()


def test_a_body_that_breaks_off_is_forgotten(guide: Guide) -> None:
    whole = TABLE.read_bytes()
    for request in (
        posted(guide, f"Content-Length: {len(whole)}", body=whole[:1000]),
        posted(guide, "Transfer-Encoding: chunked", body=b"400\r\n" + whole[:300]),
    ):
        guide.raw(request, finish=True)
        guide.settled()


def test_a_body_that_stalls_is_given_up(guide: Guide) -> None:
    assert b" 408 " in guide.raw(posted(guide, "Content-Length: 1000", body=b"x,y\n"))
    guide.settled()


def test_a_sender_that_waits_to_be_asked_is_refused_at_once(guide: Guide) -> None:
    got = guide.raw(posted(guide, "Content-Length: 99999999", "Expect: 100-continue", body=b""))
    assert got.startswith(b"HTTP/1.1 413 ")
    whole = TABLE.read_bytes()
    got = guide.raw(posted(guide, f"Content-Length: {len(whole)}", "Expect: 100-continue", body=whole))
    assert got.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ") or got.startswith(b"HTTP/1.1 200 ")


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    """A guide of little patience."""
    patience = {"stalled": 0.2, "unheard": 0.2, "upload": 4000}
    with pytest.MonkeyPatch.context() as patch, served(tmp_path_factory.mktemp("quick"), **patience) as guide:
        patch.setattr(guard, "_IDLE", 0.05)
        yield guide
        guide.settled()


PATHS = ("/api/columns?", "/api/columns?", "/api/compare?", "/api/jobs/x", "/api/jobs/x/events", "/?", "/diabetes.csv")
PARTS = (
    "name=a.csv", "name=a.csv", "name=b", "target=y", "target=%00", "folds=3", "x=1", "", "/", "/events", "..",
    "%2e%2e/", "%00", "%ff", "\\", "token=", "token-of-this-run", "é", "~", ";", "#", "//x", "?",
)  # fmt: skip
METHODS = (*["POST"] * 6, "GET", "GET", "DELETE", "HEAD", "PUT", "OPTIONS", "CONNECT", "get", "X" * 50, "é", "")
LINES = (
    "Content-Length: 8", "Content-Length: -1", "Content-Length: 4001", "Content-Length: 99999999999",
    "Content-Length: x", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Expect: 100-continue",
    "Upgrade: websocket", "Connection: upgrade", "Connection: keep-alive", "Origin: null",
    "Origin: http://evil.example", "Host: evil.example", "X-Shrinkage-Tab: a", "X-Shrinkage-Tab: ,",
    "X-Shrinkage-Token: x", "Content-Type: multipart/form-data", "Cookie: a=b", "Range: bytes=0-1", "If-None-Match: *",
    "Forwarded: host=x", "X-Forwarded-Host: x", "A: " + "b" * 9000, "A: " + "b" * 99_000, "no colon",
    "\x00: x", "é: é",
)  # fmt: skip
BODIES = (b"", b"x,y\n1,2\n", b"5\r\nx,y\n1\r\n0\r\n\r\n", b"zz\r\n", b"a" * 5000, b"\x00\xff" * 30)


def absurd(draw: random.Random, guide: Guide) -> bytes:
    """A request, most of it sane."""
    kind = draw.random()
    if kind < 0.2:
        target = "".join(draw.choices((*PARTS, *PATHS), k=draw.randrange(6)))
    elif kind < 0.5:
        target = draw.choice(PATHS[:3]) + draw.choice(("name=a.csv", "name=b", "name=a.csv&target=y"))
    else:
        target = draw.choice(PATHS) + "&".join(draw.choices(PARTS, k=draw.randrange(5)))
    head = [f"{draw.choice(METHODS)} {target} HTTP/1.1", f"Host: 127.0.0.1:{guide.port}", "Connection: close"]
    head += draw.sample(LINES, k=draw.choice((0, 0, 1, 1, 2)))
    body = draw.choice(BODIES)
    if draw.random() < 0.5:
        head.append(f"Content-Length: {len(body)}")
    if draw.random() < 0.8:
        head.append(f"X-Shrinkage-Token: {guide.token}")
    return "\r\n".join([*head, "", ""]).encode() + body


def test_absurd_requests_have_a_status_and_a_sentence(quick: Guide) -> None:
    draw, seen = random.Random(6), Counter[int]()
    for _ in range(400):
        got = quick.raw(absurd(draw, quick))
        if got:  # a connection that is reset may say nothing
            status = re.match(rb"HTTP/1\.1 (\d{3}) ", got.replace(b"HTTP/1.1 100 Continue\r\n\r\n", b""))
            assert status is not None, got
            seen[int(status[1])] += 1
        assert b"Traceback" not in got
        assert str(quick.room).encode() not in got
        assert not quick.told
    assert quick.ask("GET", "/diabetes.csv").status == 200  # it lives
    assert set(seen) <= STATUSES, seen
    assert {200, 400, 403, 404, 405, 413, 415, 422} <= set(seen), seen
    quick.settled()


@settings(CALM, max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["name", "target", "drop", "keep", "folds", "test", "seed", "raw", "time", "sql", "é", ""]),
            st.one_of(
                st.text(max_size=20), st.sampled_from(["a.csv", "y", "3", "0.2", "true", "-1", "--json", "a,b", '"'])
            ),
        ),
        max_size=6,
    )
)
@example([("name", "../../x.csv"), ("target", "--json")])
@example([("name", "a.csv"), ("target", "y"), ("keep", '"'), ("keep", 'a"",b')])
def test_a_query_becomes_options_that_name_no_file(query: list[tuple[str, str]]) -> None:
    refusal = None
    try:
        asked = compare_asked(query)
    except Refusal as problem:
        refusal = problem
    if refusal is not None:
        assert refusal.status_code in (415, 422)
        assert refusal.sentence == one_line(refusal.sentence)
        assert refusal.sentence.endswith((".", ")."))
        return
    assert all(option.startswith("--") for option in asked.options)
    assert not any(option.partition("=")[0] in ("--out", "--json", "--sql", "--folds-out") for option in asked.options)
    assert all(option == f"--folds={int(option[8:])}" for option in asked.options if option.startswith("--folds"))
    assert asked.ending in (".csv", ".tsv", ".tab", ".txt", ".parquet", ".pq", ".jsonl", ".ndjson", ".json")


@settings(CALM, max_examples=100)
@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda name: "\0" not in name), min_size=1, max_size=3))
def test_a_listed_name_is_taken_as_it_is(names: list[str]) -> None:
    """Whatever commas, quotes and line breaks are in it."""
    import click

    from shrinkage.cli.options import names as parsed

    query = [("name", "a.csv"), ("target", "y"), *(("drop", name) for name in names)]
    given = tuple(option.removeprefix("--drop=") for option in compare_asked(query).options[1:])
    assert parsed(click.Context(click.Command("x")), click.Option(["--drop"]), given) == tuple(names)


def test_a_file_is_written_nowhere_but_in_the_room(quick: Guide, stub: Callable[[str], None], tmp_path: Path) -> None:
    """Whatever it is called: the name that it is kept by is ours."""
    stub("import json; print(json.dumps([os.getcwd(), os.listdir('.'), arguments, os.environ['TMPDIR']]))")
    absurd = ("../../../tmp/x.csv", "/etc/passwd.csv", "C:\\x.csv", "a/../b.csv", "\udcff.csv", "-rf.csv", "%.csv")
    for name in (*absurd, "x" * 300 + ".csv"):
        query = "".join(f"%{byte:02x}" for byte in name.encode("utf-8", "surrogateescape"))
        answer = quick.ask("POST", f"/api/columns?name={query}", b"x\n1\n")
        assert answer.status == 200
        folder, files, arguments, temporary = answer.json
        assert Path(folder).parent == quick.room
        assert temporary == folder
        assert arguments[:2] == ["guide", "--columns"]
        assert len(files) == 2  # the file, and where the answer goes
        quick.settled()
