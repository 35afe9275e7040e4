"""Who may ask at all: browsers on this machine that show the page which this run handed out.

A page elsewhere on the web can send requests to 127.0.0.1 as well, and a name of its own that it points there makes
them look local. So the Host must be ours, the Origin must be ours where there is one, and every call carries the token
that only this run's page knows.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shrinkage.server.refusal import API, Refusal, answer

TOKEN = "X-Shrinkage-Token"
_IDLE = 1.0  # seconds that a refused request may pause before we stop reading what it still sends
_OURS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """Stands before the app: lets a request in, or answers it; ``upload``: bytes read of one that is refused."""

    def __init__(self, app: ASGIApp, port: int, token: str, upload: int) -> None:
        self._app, self._token, self._upload = app, token, upload
        names = [f"{host}:{port}" for host in ("127.0.0.1", "localhost")]
        self._hosts = {*names, *(("127.0.0.1", "localhost") if port == 80 else ())}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope["path"], Headers(scope=scope))
        app = self._app if refusal is None else answer(scope["path"], refusal)
        exchange = _Exchange(scope, receive, send, self._upload)
        with suppress(Exception):  # it has been answered with 500, and told at the terminal
            await app(scope, exchange.receive, exchange.send)

    def _refusal(self, path: str, headers: Headers) -> Refusal | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return Refusal(403, "the guide answers to 127.0.0.1 alone; open the address that the terminal shows.")
        if not all(origin in self._origins for origin in headers.getlist("origin")):
            return Refusal(403, "another site asks here, which the guide does not answer; use the guide's own page.")
        if path.startswith(API) and not same(headers.getlist(TOKEN), self._token):
            return Refusal(403, "this page is not of the guide that runs; open the address that the terminal shows.")
        return None


def same(given: list[str], token: str) -> bool:
    """Whether the token is given, once; in a time that tells nothing of how much of it is right."""
    return len(given) == 1 and secrets.compare_digest(given[0].encode("utf-8", "replace"), token.encode())


class _Exchange:
    """One request and its response, to which our headers are added.

    What is still coming of a refused body is read and forgotten: a browser that is cut off while it sends tells its
    page of a broken connection, and not of our sentence.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._left = receive, send, limit
        self._read = "expect" in Headers(scope=scope)  # sends nothing before it is told to

    async def receive(self) -> Message:
        message = await self._receive()
        if not message.get("more_body"):
            self._read = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] >= 400:
                await self._read_on()
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            for name, value in _OURS.items():
                headers.setdefault(name, value)
            message = {**message, "headers": headers.raw}
        # Rubbish behind a request breaks the connection for its answer too; that is the sender's doing, no defect.
        with suppress(Exception):
            await self._send(message)

    async def _read_on(self) -> None:
        with suppress(TimeoutError):
            while not self._read and self._left > 0:
                async with asyncio.timeout(_IDLE):
                    self._left -= len((await self.receive()).get("body", b""))
