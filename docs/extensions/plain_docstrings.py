"""Docstrings are written for people who read code, not in reStructuredText: this makes them safe and tidy for Sphinx.

    a word in `ticks` or ``ticks``      is code
    |w|, coef_, *rest                   are letters, not markup
    an indented block                   is shown as it stands; one of "name: what it is" becomes a list
    sections in the style of NumPy      are lists too

Members that another package documents (scikit-learn's `get_params`, …) are left out.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sphinx.application import Sphinx

ENTRY = re.compile(r"^(?P<names>\*{0,2}\w+(?:, \*{0,2}\w+)*(?: \([^)]*\))?)\s*:\s+(?P<text>\S.*)$")
RULE = re.compile(r"^-{3,}$")
TICKED = re.compile(r"(``.+?``|`[^`]+`)", re.DOTALL)
MARKUP = re.compile(r"([*|\\]|(?<=\w)_(?!\w))")


def escaped(text: str) -> str:
    """``text`` with nothing left that reStructuredText would take for markup, but code."""
    parts = TICKED.split(text)
    return "".join(f"``{part.strip('`')}``" if i % 2 else MARKUP.sub(r"\\\1", part) for i, part in enumerate(parts))


def paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines between empty ones."""
    for empty, run in groupby(lines, key=lambda line: not line.strip()):
        if not empty:
            yield list(run)


def entries(block: Sequence[str]) -> list[str] | None:
    """A list of "name: what it is" lines, continued by deeper ones; None if the block is something else."""
    depth = len(block[0]) - len(block[0].lstrip())
    found: list[str] = []
    for line in block:
        own = len(line) - len(line.lstrip())
        match = ENTRY.match(line.strip()) if own == depth else None
        if match:
            found.append(f"* ``{match['names']}``: {escaped(match['text'])}")
        elif found and own > depth:
            found.append(f"  {escaped(line.strip())}")
        else:
            return None
    return found


def flush_entries(block: Sequence[str]) -> list[str]:
    """A paragraph that begins with "name: what it is": a list whose lines go on without being deeper."""
    ends = next((i for i, line in enumerate(block) if line.startswith("Raises ")), len(block))
    out: list[str] = []
    for line in block[:ends]:
        match = ENTRY.match(line)
        if match:
            out.append(f"* ``{match['names']}``: {escaped(match['text'])}")
        else:
            out.append(f"  {escaped(line.strip())}")
    return [*out, "", *(escaped(line.strip()) for line in block[ends:]), ""]


def plain(lines: Sequence[str]) -> list[str]:
    """A docstring of ours as reStructuredText."""
    out: list[str] = []
    for block in paragraphs(lines):
        listed = entries(block)
        if listed is not None and (block[0].startswith(" ") or len(listed) > 1):
            out += [*listed, ""]
        elif ENTRY.match(block[0]):
            out += flush_entries(block)
        elif block[0].startswith(" "):
            out += ["::", "", *block, ""]
        elif block[0].startswith(">>>"):
            out += [*block, ""]
        else:
            head = [line for line in block if not line.startswith(" ")]
            rest = block[len(head) :] if block[: len(head)] == head else []
            if rest and (inner := entries(rest)) is not None:
                out += [*map(escaped, head), "", *inner, ""]
            elif rest:
                out += [*map(escaped, head), "", "::", "", *rest, ""]
            else:
                out += [*(escaped(line.strip()) for line in block), ""]
    return out


def numpy_style(lines: Sequence[str]) -> list[str]:
    """Sections underlined with dashes: their titles in bold, their entries as definitions."""
    out: list[str] = []
    text = [*lines, ""]
    starts = [i for i in range(len(text) - 1) if text[i].strip() and RULE.match(text[i + 1].strip())]
    out += plain(text[: starts[0]])
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        out += [f"**{text[begin].strip()}**", ""]
        body = text[begin + 2 : end]
        if any(line.startswith(" ") for line in body):
            for line in body:
                if line.strip() and not line.startswith(" "):
                    out += ["", f"``{line.strip()}``"]
                else:
                    out.append(escaped(line))
            out.append("")
        else:
            out += plain(body)
    return out


def process(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    sections = any(RULE.match(line.strip()) for line in lines)
    lines[:] = numpy_style(lines) if sections else plain(lines)


def skip(app: Sphinx, what: str, name: str, obj: Any, skipped: bool, options: Any) -> bool | None:
    home = getattr(obj, "__module__", None) or getattr(getattr(obj, "fget", None), "__module__", None)
    return True if home is not None and not home.startswith("shrinkage") else None


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("autodoc-process-docstring", process)
    app.connect("autodoc-skip-member", skip)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
