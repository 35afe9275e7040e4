"""What a job does: a run of the command line on the reader's file, and its answer in the reader's words."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from pathlib import Path

from shrinkage.present.guide.data import guide_data
from shrinkage.result.store import read_record
from shrinkage.server import child
from shrinkage.server.asked import Asked
from shrinkage.server.jobs import Job, Say
from shrinkage.server.refusal import DEFECT, Refusal

CONVENTION = "textbook"
DONE, WRONG = 0, 2


class Work:
    """One question about one file. ``file``: where the file is to be put, under a name that says nothing."""

    def __init__(self, job: Job, asked: Asked, say: Say) -> None:
        self._asked, self._say = asked, say
        self._name = f"upload-{secrets.token_hex(8)}{asked.ending}"
        self._output = job.folder / "answer.json"
        self.file = job.folder / self._name

    async def compare(self, job: Job) -> bytes:
        """The comparison, as the guide takes it. Raises Refusal with what `compare` said."""
        return await self._answer(job, ["compare", self._name, *self._asked.options, "--json"], _guide_data)

    async def columns(self, job: Job) -> bytes:
        """Name and role of each column. Raises Refusal."""
        return await self._answer(job, ["guide", "--columns", self._name], Path.read_bytes)

    async def _answer(self, job: Job, arguments: list[str], read: Callable[[Path], bytes]) -> bytes:
        ended = await child.run(arguments, job.folder, self._output, job.tell)
        if ended.code == DONE:
            answer = await asyncio.to_thread(read, self._output)
            return answer.replace(self._name.encode(), json.dumps(self._asked.name, ensure_ascii=False)[1:-1].encode())
        if ended.code == WRONG and ended.sentence:
            raise Refusal(422, self._in_their_words(ended.sentence))
        self._say(self._in_their_words(ended.words))
        if ended.code < 0:
            raise Refusal(
                500,
                f"the system ended the comparison (signal {-ended.code}), most likely because memory ran out; take "
                "fewer columns or rows.",
            )
        raise Refusal(500, self._in_their_words(ended.sentence) or DEFECT)

    def _in_their_words(self, sentence: str) -> str:
        """Our name for the file, with or without where it is, becomes theirs."""
        for place in (str(self.file), str(self.file.resolve()), self._name):
            sentence = sentence.replace(place, self._asked.name)
        return sentence


def _guide_data(place: Path) -> bytes:
    return guide_data(read_record(place), CONVENTION)
