"""The snippets of a page of Markdown: found, run in order, and their output compared with what the page shows.

    ```python     runs; all of a page share one namespace
    ```sh         runs, line by line, with `shrinkage` in reach
    ```console    its lines after "$ " run; the others are what they print
    ```text       directly after one of the first two is what that prints

A page runs in a directory of its own that holds examples/. In shown output "…" stands for anything within a line, and
a line of "…" alone for any lines. A snippet that cannot run says why in a comment before it:
`<!-- not run: why -->`.

    python docs/snippets.py PAGE…            runs pages and tells what differs
    python docs/snippets.py --write PAGE…    writes what is printed into them instead
"""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\s*$", re.DOTALL)
PICTURE = re.compile(r"!\[[^\]]*\]\((pictures/[^)]+)\)")
RUNS = ("python", "sh", "console")
WIDTH = 90  # columns of a terminal, which the pages have room for


@dataclass(frozen=True)
class Snippet:
    """code: what runs; shown: what the page says it prints, None if it says nothing; line: of the page;
    span: where ``shown`` stands in the page; why_not: why it does not run."""

    language: str
    code: str
    shown: str | None
    line: int
    span: tuple[int, int]
    why_not: str | None


def snippets(text: str) -> list[Snippet]:
    """All that a page would have somebody run."""
    fences = list(FENCE.finditer(text))
    found: list[Snippet] = []
    for fence, after in zip_longest(fences, fences[1:]):
        language, body = fence[1], fence[2]
        if language not in RUNS:
            continue
        line = text.count("\n", 0, fence.start()) + 1
        reason = NOT_RUN.search(text[: fence.start()])
        why_not = reason[1] if reason else None
        if language == "console":
            found += _sessions(body, line, fence.start(2), why_not)
            continue
        shown, span = None, (fence.end(), fence.end())
        if after is not None and after[1] == "text" and not text[fence.end() : after.start()].strip():
            shown, span = after[2], after.span(2)
        found.append(Snippet(language, body, shown, line, span, why_not))
    return found


def _sessions(body: str, line: int, start: int, why_not: str | None) -> Iterator[Snippet]:
    """One a command of a console block."""
    commands = list(re.finditer(r"^\$ ((?:.*\\\n)*.*\n)", body, re.MULTILINE))
    for command, after in zip_longest(commands, commands[1:]):
        end = after.start() if after else len(body)
        shown = body[command.end() : end]
        at = line + 1 + body.count("\n", 0, command.start())
        yield Snippet("console", command[1], shown or None, at, (start + command.end(), start + end), why_not)


def run(page: str) -> list[str]:
    """What each snippet of a page that runs prints; in this process and the working directory."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    printed: list[str] = []
    for snippet in (one for one in snippets(page) if one.why_not is None):
        if snippet.language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                # As many lines above it as in the page, so that a traceback names the page's own line.
                exec(compile("\n" * snippet.line + snippet.code, "page.md", "exec"), namespace)
            printed.append(out.getvalue())
        else:
            done = subprocess.run(["bash", "-eu", "-c", snippet.code], capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"line {snippet.line}: {snippet.code.strip()} ended with {done.stderr}")
            printed.append(done.stdout)
    return printed


def run_apart(page: Path, folder: Path) -> list[str]:
    """``run`` in a process and a directory of its own, which keeps what the snippets write."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    (folder / "pictures").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as tools:
        command = Path(tools) / "shrinkage"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shrinkage "$@"\n')
        command.chmod(0o755)
        packages = [str(ROOT / "src")] if any((ROOT / "src" / "shrinkage").glob("_kernel*")) else []
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([tools, str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "PYTHONPATH": os.pathsep.join(filter(None, [*packages, os.environ.get("PYTHONPATH", "")])),
            "PYTHONWARNINGS": "error",
            "PYTHONUTF8": "1",
            "MPLBACKEND": "agg",
            "MPLCONFIGDIR": tools,
            "COLUMNS": str(WIDTH),
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            [sys.executable, str(Path(__file__)), "--within", str(page.resolve())],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise RuntimeError(f"{page.name} does not run:\n{done.stderr}")
    return json.loads(done.stdout)


def agrees(shown: str, printed: str) -> bool:
    """Whether what is shown is what is printed, "…" standing for anything."""
    parts: list[str] = []
    for line in shown.strip("\n").splitlines():
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(re.escape(line.rstrip()).replace("…", ".*") + r"\n")
    lines = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch("".join(parts), lines) is not None


def differences(page: Path, printed: list[str]) -> list[str]:
    """Sentences on shown output that is not what is printed."""
    text = page.read_text("utf-8")
    ran = [snippet for snippet in snippets(text) if snippet.why_not is None]
    return [
        f"{page.name}:{snippet.line} shows\n{snippet.shown}\nbut prints\n{out}"
        for snippet, out in zip(ran, printed, strict=True)
        if snippet.shown is not None and not agrees(snippet.shown, out)
    ]


def _abridged(line: str, shown: str) -> str:
    """A printed line, or the line with "…" that the page has shown for it."""
    dotted = (one for one in shown.splitlines() if "…" in one and one.strip() != "…")
    return next((one for one in dotted if agrees(one, line)), line)


def rewritten(text: str, printed: list[str]) -> str:
    """A page with shown output that differs put right."""
    ran = [snippet for snippet in snippets(text) if snippet.why_not is None]
    for snippet, out in reversed(list(zip(ran, printed, strict=True))):
        if snippet.shown is not None and (snippet.shown.strip() in ("", "…") or not agrees(snippet.shown, out)):
            tidy = "".join(f"{_abridged(line.rstrip(), snippet.shown)}\n" for line in out.strip("\n").splitlines())
            text = text[: snippet.span[0]] + tidy + text[snippet.span[1] :]
    return text


def draw(page: Path) -> None:
    """Run a page that shows pictures/… and put these beside it."""
    wanted = PICTURE.findall(page.read_text("utf-8"))
    if not wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        run_apart(page, Path(folder))
        for name in wanted:
            goal = page.parent / name
            goal.parent.mkdir(exist_ok=True)
            shutil.copy(Path(folder) / name, goal)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--within"]:
        print(json.dumps(run(Path(arguments[1]).read_text("utf-8"))))
        return 0
    write = arguments[:1] == ["--write"]
    found: list[str] = []
    for page in map(Path, arguments[write:]):
        with tempfile.TemporaryDirectory() as folder:
            printed = run_apart(page, Path(folder))
        if write:
            page.write_text(rewritten(page.read_text("utf-8"), printed), "utf-8")
        found += differences(page, printed)
    print("\n".join(found) or "every page prints what it shows")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
