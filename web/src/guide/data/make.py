"""Writes the table that the guide begins with: ``python web/src/guide/data/make.py``.

Into the package: diabetes.csv, which readers may download and snippets read, and diabetes.json, what `compare` finds in
it. A test proves that both are current.
"""

from __future__ import annotations

import os
from pathlib import Path

from shrinkage.atomic import write_atomic
from shrinkage.present.guide.data import guide_data
from shrinkage.workflow import compare

ROOT = Path(__file__).parents[4]
TABLE = ROOT / "examples" / "diabetes.csv"


def built_in() -> bytes:
    """The comparison of the built-in table as the guide takes it."""
    os.chdir(TABLE.parent)  # the data name their source as it was given
    return guide_data(compare(TABLE.name, "target").record, "textbook") + b"\n"


def main() -> None:
    place = ROOT / "src" / "shrinkage" / "web"
    write_atomic(place / "diabetes.csv", TABLE.read_bytes())
    write_atomic(place / "diabetes.json", built_in())


if __name__ == "__main__":
    main()
