"""Draw docs/terminal.svg: a real run of ``shrinkage compare`` on examples/diabetes.csv, as a terminal shows it.

    python docs/terminal_picture.py

The picture holds text, not outlines, in whatever monospaced face the reader has; nothing is fetched from anywhere.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from shrinkage.present.comparison import comparison
from shrinkage.present.face import Face
from shrinkage.workflow import compare

ROOT = Path(__file__).parents[1]
TABLE, TARGET = "examples/diabetes.csv", "target"
COMMAND = f"shrinkage compare {TABLE} --target {TARGET}"
WIDTH = 96


def draw() -> str:
    """The SVG of a run from the root of the repository."""
    record = compare(TABLE, TARGET).record
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        markup=False,
        highlight=False,
        emoji=False,
    )
    console.print(Text("$ ", style="green") + Text(COMMAND, style="bold"))
    for part in comparison(record, Face(WIDTH)):
        console.print(part)
    drawn = console.export_svg(title="shrinkage", theme=SVG_EXPORT_THEME, unique_id="shrinkage")
    local = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return re.sub(r"font-family: [^;]*;", "font-family: ui-monospace, Menlo, Consolas, monospace;", local)


if __name__ == "__main__":
    import os

    os.chdir(ROOT)
    (ROOT / "docs" / "terminal.svg").write_text(draw(), "utf-8")
