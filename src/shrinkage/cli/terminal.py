"""The two streams of a verb: results on standard output, progress on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from shrinkage.present.face import Face


class Page:
    """Standard output as paper: coloured on a terminal only, never where NO_COLOR is set, ASCII where it must be."""

    def __init__(self, stream: TextIO | None = None) -> None:
        from shrinkage.present.face import Face

        self.console: Console = console(stream or sys.stdout)
        self.face: Face = Face(width=self.console.width, unicode=self.console.encoding.startswith("utf"))

    def show(self, *renderables: RenderableType) -> None:
        for renderable in renderables:
            self.console.print(renderable, crop=False)


def console(stream: TextIO) -> Console:
    """A rich console that parses no markup. Without colours there are no escape sequences at all."""
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR")) or not stream.isatty()
    # Not rich's own reading of the environment: FORCE_COLOR must not put escapes into a file or a pipe.
    return Console(
        file=stream,
        color_system=None if plain else "auto",
        force_terminal=stream.isatty(),
        force_jupyter=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def write_json(document: Any) -> None:
    """A document on standard output, and nothing else."""
    write_bytes(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False).encode() + b"\n")


def write_bytes(content: bytes) -> None:
    """Bytes on standard output as they are, whatever its encoding is set to."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(content.decode())
    else:
        buffer.write(content)
        buffer.flush()
