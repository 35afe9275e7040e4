"""Only the page that this run handed out is answered, and only under our own name."""

from __future__ import annotations

import json

import pytest

from tests.server.conftest import TABLE, Answer, Guide

ADDRESSES = ("/?token=token-of-this-run", "/diabetes.csv", "/api/columns?name=t.csv", "/api/jobs/x/events", "/nowhere")


def plain(answer: Answer, path: str) -> str:
    """The sentence of a refusal: JSON for the script, text for a person."""
    if path.startswith("/api/"):
        assert answer.headers["content-type"] == "application/json"
        return answer.sentence
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    return answer.body.decode()


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", "localhost:",
     "127.1:{port}", "[::1]:{port}", "0.0.0.0:{port}", "127.0.0.1:{port}@evil.example", "", "127.0.0.1:0{port}"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(guide: Guide, path: str, host: str) -> None:
    answer = guide.ask("POST" if "columns" in path else "GET", path, Host=host.format(port=guide.port))
    assert answer.status == 403
    assert "open the address that the terminal shows" in plain(answer, path)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://127.0.0.1:1",
     "http://127.0.0.1:{port}/", "http://127.0.0.1:{port}.evil.example", "", "file://"],
)  # fmt: skip
def test_another_origin_is_refused(guide: Guide, path: str, origin: str) -> None:
    answer = guide.ask("POST" if "columns" in path else "GET", path, Origin=origin.format(port=guide.port))
    assert answer.status == 403
    assert "another site asks here" in plain(answer, path)
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_our_own_names_and_origins_are_answered(guide: Guide, host: str) -> None:
    origin = f"http://{host.lower()}:{guide.port}"
    assert guide.ask("GET", "/diabetes.csv", Host=f"{host}:{guide.port}", Origin=origin).status == 200


def test_a_preflight_of_another_site_is_refused_and_allows_nothing(guide: Guide) -> None:
    asked = {"Origin": "http://evil.example", "Access_Control_Request_Method": "POST"}
    answer = guide.ask("OPTIONS", "/api/compare", X_Shrinkage_Token=None, **asked)
    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "token", [None, "", "wrong", "token-of-this-ru", "token-of-this-runn", "é", "TOKEN-OF-THIS-RUN"]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/columns?name=t.csv"), ("POST", "/api/compare?name=t.csv&target=y"), ("GET", "/api/jobs/x/events"),
     ("DELETE", "/api/jobs/x"), ("GET", "/api/nowhere"), ("POST", "/api/columns?name=t.csv&token=token-of-this-run")],
)  # fmt: skip
def test_a_call_without_the_token_is_refused(guide: Guide, method: str, path: str, token: str | None) -> None:
    answer = guide.ask(method, path, TABLE.read_bytes(), X_Shrinkage_Token=token)
    assert answer.status == 403
    assert answer.sentence == "this page is not of the guide that runs; open the address that the terminal shows."
    assert not list(guide.room.iterdir())


@pytest.mark.parametrize(
    "query",
    ["", "?token=", "?token=wrong", "?token=%00", "?token=%ff", "?Token=token-of-this-run",
     "?token=token-of-this-run&token=token-of-this-run"],
)  # fmt: skip
def test_the_page_is_not_handed_out_without_it_either(guide: Guide, query: str) -> None:
    answer = guide.ask("GET", f"/{query}")
    assert answer.status == 403
    assert guide.token.encode() not in answer.body


def test_a_token_twice_is_none(guide: Guide) -> None:
    head = f"GET /api/jobs/x/events HTTP/1.1\r\nHost: 127.0.0.1:{guide.port}\r\nConnection: close\r\n"
    twice = f"{head}X-Shrinkage-Token: {guide.token}\r\nX-Shrinkage-Token: {guide.token}\r\n\r\n"
    assert guide.raw(twice.encode()).startswith(b"HTTP/1.1 403 ")
    once = f"{head}X-Shrinkage-Token: {guide.token}\r\n\r\n"
    assert guide.raw(once.encode()).startswith(b"HTTP/1.1 404 ")


def test_every_answer_carries_the_headers_that_keep_it_here(guide: Guide) -> None:
    answers = [guide.ask("GET", path) for path in (*ADDRESSES, "/")]
    answers.append(guide.ask("POST", "/api/columns?name=diabetes.csv", TABLE.read_bytes()))
    assert {answer.status for answer in answers} == {200, 403, 404, 405}
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert not {"server", "date", "set-cookie", "x-powered-by", "location"} & set(answer.headers)


def test_a_browser_that_is_refused_while_it_sends_can_read_why(guide: Guide) -> None:
    """Not only where the sentence comes after the body: a socket that is closed with bytes unread resets."""
    body = b"x" * (guide.jobs.limits.upload - 1)
    for _ in range(5):
        assert guide.ask("POST", "/api/columns?name=t.csv", body, X_Shrinkage_Token="of another run").status == 403
        too_much = guide.ask("POST", "/api/columns?name=t.csv", body + b"xx")
        assert too_much.status == 413
        assert "has more than 2 MB" in json.loads(too_much.body)["sentence"]
