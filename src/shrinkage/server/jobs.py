"""Comparisons that run, wait or have ended: each in a folder of its own, which goes when nobody needs it.

A job is given up when its tab asks for something newer, when whoever listened goes away, when nobody comes to listen,
when it takes too long, and when the guide ends. Whatever the reason, its process is killed and its folder removed.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from shrinkage.server.limits import Limits
from shrinkage.server.refusal import DEFECT, Refusal

Work = Callable[["Job"], Awaitable[bytes]]
Say = Callable[[str], None]


class Job:
    """stages: what it is doing, told so far; outcome: how it ended; changed: set when there is more of either."""

    def __init__(self, room: Path, tab: str | None) -> None:
        self.id = secrets.token_urlsafe(16)
        self.folder, self.tab = room / secrets.token_hex(8), tab
        self.stages: list[tuple[str, float]] = []
        self.outcome: bytes | Refusal | None = None
        self.changed = asyncio.Event()
        self.heard = False  # whether somebody listens, or has
        self.task: asyncio.Task[None] | None = None
        self.timer: asyncio.TimerHandle | None = None

    def tell(self, stage: str, seconds: float) -> None:
        self.stages.append((stage, seconds))
        self.changed.set()

    def end(self, outcome: bytes | Refusal) -> None:
        """The first outcome stands."""
        if self.outcome is None:
            self.outcome = outcome
        self.changed.set()

    def check(self) -> None:
        """Raises Refusal if the job was given up."""
        if isinstance(self.outcome, Refusal):
            raise self.outcome


class Jobs:
    """All of a run, in the folder ``room``; ``say`` is told what the person at the terminal should know."""

    def __init__(self, room: Path, limits: Limits, say: Say) -> None:
        self.limits = limits
        self._room, self._say = room, say
        self._slots = asyncio.Semaphore(limits.running)
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def admit(self, tab: str | None) -> Job:
        """A new job, whose folder is there; what its tab asked for before is stale. Raises Refusal where too many
        are in the house."""
        if self._closed:
            raise _ENDING
        for job in [job for job in self._jobs.values() if tab is not None and job.tab == tab]:
            self.give_up(job, Refusal(409, "this comparison was given up, because a newer one took its place."))
        if sum(job.outcome is None for job in self._jobs.values()) >= self.limits.admitted:
            raise Refusal(
                429,
                f"{self.limits.admitted} comparisons run or wait already; wait until one has ended, or close the pages "
                "that asked for them.",
                {"Retry-After": "5"},
            )
        job = Job(self._room, tab)
        job.folder.mkdir()
        self._jobs[job.id] = job
        return job

    def find(self, name: str) -> Job:
        """Raises Refusal."""
        if name not in self._jobs:
            raise Refusal(404, "there is no such comparison any more; start it again.")
        return self._jobs[name]

    def start(self, job: Job, work: Work) -> None:
        """Begin, as soon as there is room. Raises Refusal if the job was given up meanwhile."""
        job.check()
        job.task = asyncio.get_running_loop().create_task(self._run(job, work))
        self._tasks.add(job.task)
        job.task.add_done_callback(lambda task: self._over(job, task))
        job.timer = asyncio.get_running_loop().call_later(self.limits.unheard, self._unheard, job)

    def give_up(self, job: Job, why: Refusal | None = None) -> None:
        """End it, if it has not ended, and forget it."""
        job.end(why or Refusal(409, "this comparison was cancelled."))
        self._jobs.pop(job.id, None)
        if job.timer is not None:
            job.timer.cancel()
        if job.task is None:
            shutil.rmtree(job.folder, ignore_errors=True)
        else:
            job.task.cancel()

    async def close(self) -> None:
        """Give up all of them, and wait until every process and folder is gone."""
        self._closed = True
        for job in list(self._jobs.values()):
            self.give_up(job, _ENDING)
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self, job: Job, work: Work) -> None:
        try:
            if self._slots.locked():
                job.tell("waiting for another comparison to end", 0.0)
            async with self._slots, asyncio.timeout(self.limits.seconds):
                job.end(await work(job))
        except Refusal as refusal:
            job.end(refusal)
        except TimeoutError:
            job.end(_too_long(self.limits))
        except Exception as problem:
            self._say(f"{type(problem).__name__}: {problem}")
            job.end(Refusal(500, DEFECT))

    def _over(self, job: Job, task: asyncio.Task[None]) -> None:
        """Not within the task: one that is cancelled before its first step runs nothing at all."""
        shutil.rmtree(job.folder, ignore_errors=True)
        self._tasks.discard(task)

    def _unheard(self, job: Job) -> None:
        if not job.heard:
            self.give_up(job)


_ENDING = Refusal(503, "the guide was ended at its terminal; start it again.")


def _too_long(limits: Limits) -> Refusal:
    return Refusal(
        504,
        f"the comparison was given up after {limits.seconds:g} s; take fewer columns or rows, or start the guide "
        "with a larger --max-seconds.",
    )
