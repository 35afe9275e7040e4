"""Write what Python says, for the tests of the page's model to compare with: ``python -m web.tests.golden.make``.

Run from the root of the repository. tests/web/test_golden.py proves that the files are what this writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from web.tests.golden import formats, pages, problems

HERE = Path(__file__).parent
FILES: Mapping[str, Callable[[], Any]] = {
    "problems.json": problems.problems,
    "drawn.json": problems.drawn,
    "formats.json": formats.formats,
    "pages.json": pages.pages,
}


def written(made: Any) -> str:
    """One entry a line where a file is a list, so that changes can be read."""
    if isinstance(made, list):
        return "[\n" + ",\n".join(json.dumps(entry, allow_nan=False) for entry in made) + "\n]\n"
    lines = [f"{json.dumps(key)}: {json.dumps(entry, allow_nan=False)}" for key, entry in made.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    for name, make in FILES.items():
        (HERE / name).write_text(written(make()))
