"""Which address does what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from shrinkage.present.guide.page import guide_html, policy
from shrinkage.present.guide.site import beside
from shrinkage.server.asked import Asked, columns_asked, compare_asked
from shrinkage.server.events import Events
from shrinkage.server.guard import Guard, same
from shrinkage.server.jobs import Job, Jobs, Say
from shrinkage.server.refusal import DEFECT, Refusal, answer
from shrinkage.server.upload import check_upload, keep_upload
from shrinkage.server.work import Work

TAB = "X-Shrinkage-Tab"


def guide_app(jobs: Jobs, token: str, port: int, say: Say) -> ASGIApp:
    """The guide at 127.0.0.1:``port``, for whoever has ``token``."""
    doors = _Doors(jobs, token, say)
    routes = [
        Route("/", doors.page),
        *(Route(f"/{name}", _file(name, content)) for name, content in beside().items()),
        Route("/api/columns", doors.columns, methods=["POST"]),
        Route("/api/compare", doors.compare, methods=["POST"]),
        Route("/api/jobs/{id}", doors.cancel, methods=["DELETE"]),
        _get_alone(Route("/api/jobs/{id}/events", doors.events)),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused, Exception: doors.defect})
    app.router.redirect_slashes = False
    return Guard(app, port, token, jobs.limits.upload)


class _Doors:
    """One method an address."""

    def __init__(self, jobs: Jobs, token: str, say: Say) -> None:
        self._jobs, self._token, self._say = jobs, token, say
        self._page = guide_html(token)
        self._policy = f"{policy(served=True)}; frame-ancestors 'none'"

    async def page(self, request: Request) -> Response:
        if not same(request.query_params.getlist("token"), self._token):
            raise Refusal(403, "this address lacks the token of this run; open the one that the terminal shows.")
        headers = {"Content-Security-Policy": self._policy}
        return Response(self._page, media_type="text/html; charset=utf-8", headers=headers)

    async def compare(self, request: Request) -> Response:
        job, work = await self._received(request, compare_asked(request.query_params.multi_items()))
        self._jobs.start(job, work.compare)
        return JSONResponse({"job": job.id}, 202)

    async def columns(self, request: Request) -> Response:
        job, work = await self._received(request, columns_asked(request.query_params.multi_items()))
        job.heard = True
        self._jobs.start(job, work.columns)
        try:
            await self._ended(request, job)
            job.check()
            return Response(job.outcome if isinstance(job.outcome, bytes) else b"[]", media_type="application/json")
        finally:
            self._jobs.give_up(job)

    async def events(self, request: Request) -> ASGIApp:
        return Events(self._jobs, self._jobs.find(request.path_params["id"]))

    async def cancel(self, request: Request) -> Response:
        self._jobs.give_up(self._jobs.find(request.path_params["id"]))
        return Response(status_code=204)

    async def defect(self, request: Request, problem: Exception) -> Response:
        self._say(f"{type(problem).__name__}: {problem}")
        return answer(request.scope["path"], Refusal(500, DEFECT))

    async def _received(self, request: Request, asked: Asked) -> tuple[Job, Work]:
        """A job whose file is there. Raises Refusal."""
        check_upload(request, self._jobs.limits)
        job = self._jobs.admit(_tab(request.headers))
        try:
            work = Work(job, asked, self._say)
            await keep_upload(request, work.file, self._jobs.limits, job.check)
            job.check()
        except BaseException:
            self._jobs.give_up(job)
            raise
        return job, work

    async def _ended(self, request: Request, job: Job) -> None:
        """Until the job has ended, or the one who asked is gone."""
        assert job.task is not None
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((job.task, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()


def _file(name: str, content: bytes) -> Callable[[Request], Awaitable[Response]]:
    kind = "text/csv" if name.endswith(".csv") else "text/plain"

    async def door(request: Request) -> Response:
        return Response(content, media_type=f"{kind}; charset=utf-8")

    return door


def _get_alone(route: Route) -> Route:
    """Not HEAD, which Starlette adds: to ask for what a job tells is to listen to it."""
    route.methods = {"GET"}
    return route


def _tab(headers: Headers) -> str | None:
    tab = headers.get(TAB)
    if tab is not None and not (0 < len(tab) <= 64 and tab.isascii() and tab.isalnum()):
        raise Refusal(422, f"{TAB} is up to 64 letters and digits; reload the page, which knows how.")
    return tab


async def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return answer(request.scope["path"], problem)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
