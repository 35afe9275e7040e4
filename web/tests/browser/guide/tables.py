"""The readers' tables of the guide's tests: ``python tables.py FOLDER`` writes them and index.json.

The ten dirty tables of the report's tests, three that every chapter is tried on, and the verdict of `compare` on the
latter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import shrinkage as sh

sys.path.insert(0, str(Path(__file__).parents[1]))
from dirty import TABLES, lines


def mixed() -> bytes:
    """Numbers, words, truths and days."""
    random = np.random.default_rng(11)
    x = random.normal(size=(300, 4)).round(3)
    town = random.integers(5, size=300)
    y = (x @ [2.0, -1.0, 0.0, 0.5] + 1.5 * town + random.normal(size=300)).round(4)
    start = np.datetime64("2022-01-01")

    def rows() -> Iterator[list[object]]:
        for at in range(300):
            yield [*x[at], "abcde"[town[at]], at % 3 == 0, start + int(random.integers(700)), y[at]]

    return lines(["one", "two", "three", "four", "town", "member", "day", "y"], rows()).encode()


def wide() -> bytes:
    """More columns than rows."""
    random = np.random.default_rng(12)
    x = random.normal(size=(60, 90)).round(4)
    y = (x[:, :3] @ [3.0, -2.0, 1.0] + random.normal(size=60)).round(4)
    rows = ([*cells, target] for cells, target in zip(x.tolist(), y.tolist(), strict=True))
    return lines([*(f"v{number}" for number in range(90)), "y"], rows).encode()


def gaps() -> bytes:
    """Cells that are missing, in one column for a reason."""
    random = np.random.default_rng(13)
    x = random.normal(size=(250, 6)).round(4)
    y = (x @ [1.0, 0.0, -2.0, 0.5, 0.0, 1.0] + random.normal(size=250)).round(4)

    def rows() -> Iterator[list[object]]:
        for at in range(250):
            cells: list[object] = [*x[at].tolist(), y[at]]
            for column in range(6):
                if random.random() < 0.08:
                    cells[column] = ""
            yield cells

    return lines([*(f"x {number}" for number in range(6)), "y"], rows()).encode()


READERS = {"mixed": mixed, "wide": wide, "gaps": gaps}


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, make in {**TABLES, **READERS}.items():
        (out / f"{name}.csv").write_bytes(make())
    verdicts = {name: sh.compare(str(out / f"{name}.csv"), target="y").verdict.sentence for name in READERS}
    index = {"dirty": list(TABLES), "readers": verdicts}
    (out / "index.json").write_text(json.dumps(index, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
