"""One run of the guide: a socket on this machine, the browser, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from shrinkage.errors import OptionError, system_reason
from shrinkage.server.app import guide_app
from shrinkage.server.jobs import Jobs, Say
from shrinkage.server.limits import Limits

HOST = "127.0.0.1"
_CONNECTIONS = 100  # at once; a page has a handful
_PATIENCE = 2  # seconds that responses under way have at the end


def serve(port: int, limits: Limits, opened: Callable[[str], None], say: Say) -> None:
    """Serve until interrupted. port: 0 for a free one; opened: told the address once it answers; say: told what went
    wrong. Raises OptionError where the port cannot be had."""
    with listening(port) as listener, _told_of_hang_ups(), _room() as room:
        asyncio.run(_serve(listener, room, limits, opened, say))


def open_browser(address: str) -> None:
    """Open it in a browser with windows, if there is one; never wait for it."""

    def begin() -> None:
        with suppress(webbrowser.Error, OSError):
            browser = webbrowser.get()
            # One of those that draw in the terminal would take it from us; unless it was asked for by name.
            drawn = type(browser) is webbrowser.GenericBrowser and "BROWSER" not in os.environ
            if not drawn:
                browser.open(address)

    threading.Thread(target=begin, daemon=True).start()


async def _serve(listener: socket.socket, room: Path, limits: Limits, opened: Callable[[str], None], say: Say) -> None:
    port, token = listener.getsockname()[1], secrets.token_urlsafe(32)
    if not os.environ.get("SHRINKAGE_DEBUG"):
        # A connection that a client breaks in the middle of an answer is nothing to fill a terminal with.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    jobs = Jobs(room, limits, say)
    server = Server(configured(guide_app(jobs, token, port, say)), jobs)
    opened(f"http://{HOST}:{port}/?token={token}")
    try:
        await server.serve(sockets=[listener])
    finally:
        await jobs.close()


def configured(app: object) -> uvicorn.Config:
    """The same server wherever it runs, whatever else is installed; it says nothing of its own."""
    return uvicorn.Config(
        app,  # pyright: ignore[reportArgumentType]
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_PATIENCE,
    )


class Server(uvicorn.Server):
    """Ends what is listened to before it waits for the listeners."""

    def __init__(self, config: uvicorn.Config, jobs: Jobs) -> None:
        super().__init__(config)
        self._jobs = jobs

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._jobs.close()
        await super().shutdown(sockets)


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(_CONNECTIONS)
        except OSError as problem:
            raise OptionError(
                f"--port {port} cannot be had on {HOST}, because {system_reason(problem)}; give another, or leave it "
                "out for a free one."
            ) from None
        yield listener


@contextmanager
def _room() -> Iterator[Path]:
    """The only place where a run writes: of the user's own, and gone at the end."""
    with tempfile.TemporaryDirectory(prefix="shrinkage-guide-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _told_of_hang_ups() -> Iterator[None]:
    """A terminal that is closed ends us in order, as SIGTERM does; under nohup it does not."""
    number = getattr(signal, "SIGHUP", None)
    main = threading.current_thread() is threading.main_thread()
    if number is None or not main or signal.getsignal(number) is not signal.SIG_DFL:
        yield
        return
    signal.signal(number, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(number, signal.SIG_DFL)
