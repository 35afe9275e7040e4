"""What a job tells, as it happens: server-sent events `stage`, and at the end `result` or `error`."""

from __future__ import annotations

import asyncio
import json

from starlette.types import Receive, Scope, Send

from shrinkage.server.jobs import Job, Jobs
from shrinkage.server.refusal import Refusal

_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8")]


class Events:
    """The response; whoever goes away before its end gives the job up."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self._jobs, self._job = jobs, job
        if job.heard:
            raise Refusal(409, "somebody listens to this comparison already; start another one.")
        job.heard = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await self._tell(send, gone)
            if not gone.done():
                await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self._jobs.give_up(self._job)

    async def _tell(self, send: Send, gone: asyncio.Future[None]) -> None:
        job, told = self._job, 0
        while not gone.done():
            job.changed.clear()
            stages, outcome = job.stages[told:], job.outcome
            told += len(stages)
            parts = [_event("stage", _json({"stage": name, "seconds": seconds})) for name, seconds in stages]
            if isinstance(outcome, Refusal):
                parts.append(_event("error", _json({"sentence": outcome.sentence})))
            elif outcome is not None:
                parts.append(_event("result", outcome))
            await send({"type": "http.response.body", "body": b"".join(parts) or b":\n\n", "more_body": True})
            if outcome is not None:
                return
            await _first(self._jobs.limits.beat, job.changed, gone)


async def _first(seconds: float, changed: asyncio.Event, gone: asyncio.Future[None]) -> None:
    """Until something changed, the listener is gone, or it is time for a sign of life."""
    more = asyncio.ensure_future(changed.wait())
    try:
        await asyncio.wait((more, gone), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        more.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(name: str, data: bytes) -> bytes:
    """``data`` is on one line, as JSON is that nobody indented."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
