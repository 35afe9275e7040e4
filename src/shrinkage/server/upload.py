"""The body of a request becomes a file of ours: never larger, never slower than the limits say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from starlette.requests import Request

from shrinkage.errors import system_reason
from shrinkage.server.limits import Limits
from shrinkage.server.refusal import Refusal


def check_upload(request: Request, limits: Limits) -> None:
    """Refuse what the headers already tell. Raises Refusal."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("multipart/") or kind == "application/x-www-form-urlencoded":
        raise Refusal(415, f"the file comes as {kind}, but it is read as it is; send its bytes alone.")
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise Refusal(415, "the file comes packed, but it is read as it is; send its bytes alone.")
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared) > limits.upload:
        raise too_large(limits)


async def keep_upload(request: Request, place: Path, limits: Limits, wanted: Callable[[], None]) -> None:
    """Write the body to ``place``; ``wanted`` is asked between its parts and raises Refusal if nobody wants it now."""
    size = 0
    with _opened(place) as file:
        while True:
            try:
                async with asyncio.timeout(limits.stalled):
                    message = await request.receive()
            except TimeoutError:
                raise Refusal(408, f"nothing of the file came for {limits.stalled:g} s; send it again.") from None
            if message["type"] != "http.request":
                raise Refusal(400, "the file broke off before its end; send it again.")
            wanted()
            part = message.get("body", b"")
            size += len(part)
            if size > limits.upload:
                raise too_large(limits)
            _write(file, part)
            if not message.get("more_body"):
                break
    if size == 0:
        raise Refusal(422, "the file is empty; choose one with columns and rows.")


def too_large(limits: Limits) -> Refusal:
    return Refusal(
        413,
        f"the file has more than {_mb(limits.upload)}; start the guide with a larger --max-upload, or compare it at "
        "the terminal, which takes files of any size.",
    )


def _mb(size: int) -> str:
    return f"{size >> 20:,} MB" if size >= 1 << 20 else f"{size:,} bytes"


def _opened(place: Path) -> FileIO:
    """Without a buffer, which would have to be emptied once more where there is no room."""
    try:
        return place.open("xb", buffering=0)
    except OSError as problem:
        raise _no_room(problem) from None


def _write(file: FileIO, part: bytes) -> None:
    left = memoryview(part)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as problem:
        raise _no_room(problem) from None


def _no_room(problem: OSError) -> Refusal:
    return Refusal(
        507,
        f"the file cannot be kept for the time being, because {system_reason(problem)}; make room in the folder for "
        "temporary files, or set TMPDIR to another before the guide is started.",
    )
