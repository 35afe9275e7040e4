"""One run of the public command line in a process of its own: killing it gives back all that it took."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-P", "-m", "shrinkage")  # -P: nothing in the folder that it runs in is a module
_STAGE = re.compile(r"\[ *([0-9.]+) s\] (.+)")
_OURS = "shrinkage: "
_LONGEST_LINE = 1 << 16

Heard = Callable[[str, float], None]
"""Told of each stage: its name, and the seconds until it began."""


@dataclass(frozen=True, slots=True)
class Ended:
    """code: how the process ended (negative: by that signal); sentence: what it said last; words: all it said."""

    code: int
    sentence: str
    words: str


async def run(arguments: Sequence[str], folder: Path, output: Path, heard: Heard) -> Ended:
    """Run `shrinkage` with ``arguments`` in ``folder``, where its temporary files stay too; standard output into
    ``output``. Cancelled, it kills the process and waits for its end."""
    with output.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            *arguments,
            cwd=folder,
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)), "PYTHONUTF8": "1"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=asyncio.subprocess.PIPE,
        )
    try:
        assert process.stderr is not None
        words = await _listen(process.stderr, heard)
        code = await process.wait()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    said = [line.removeprefix(_OURS) for line in words if line.startswith(_OURS)]
    return Ended(code, said[-1] if said else "", "\n".join(words))


async def _listen(stream: asyncio.StreamReader, heard: Heard) -> deque[str]:
    """The last lines that were said, of which those that name a stage are passed on."""
    words, rest = deque[str](maxlen=100), b""
    while part := await stream.read(_LONGEST_LINE):
        *lines, rest = (rest + part).split(b"\n")
        rest = rest[-_LONGEST_LINE:]
        for line in lines:
            words.append(line.decode("utf-8", "replace").rstrip())
            if stage := _STAGE.fullmatch(words[-1]):
                heard(stage[2], float(stage[1]))
    if rest:
        words.append(rest.decode("utf-8", "replace"))
    return words
