"""Ten tables as people have them, each through the command line: ``python dirty.py FOLDER``.

FOLDER/NAME.csv, and where a report came of it FOLDER/NAME/report.html; FOLDER/index.json: the exit code and what was
said. Whatever happens must be a report or a sentence.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROWS = 300


def base(rows: int = ROWS, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 4)).round(4)
    return x, (x @ [2.0, -1.0, 0.5, 0.0] + random.normal(size=rows)).round(4)


def lines(header: list[str], rows: Iterator[list[object]], delimiter: str = ",") -> str:
    return "\n".join([delimiter.join(header), *(delimiter.join(map(str, row)) for row in rows)]) + "\n"


HEADER = ["a", "b", "c", "d", "y"]


def plain() -> Iterator[list[object]]:
    x, y = base()
    return ([*cells, target] for cells, target in zip(x.tolist(), y.tolist(), strict=True))


def missing() -> bytes:
    """Cells without a value, in five spellings, and a row without a target."""
    spellings = ["", "NA", "n/a", "null", "?"]
    rows = [list(row) for row in plain()]
    for at, row in enumerate(rows):
        if at % 3 == 0:
            row[at % 4] = spellings[at % 5]
        if at % 50 == 7:
            row[4] = ""
    return lines(HEADER, iter(rows)).encode()


def categorical() -> bytes:
    towns = ["Köln", "Zürich", "São Paulo", "北京", "rare"]
    rows = ([*row[:4], towns[at % 4 if at % 97 else 4], at % 2 == 0, row[4]] for at, row in enumerate(plain()))
    return lines([*HEADER[:4], "town", "flag", "y"], rows).encode()


def constant() -> bytes:
    return lines(["a", "same", "empty", "b", "y"], ([row[0], 7, "", row[1], row[4]] for row in plain())).encode()


def duplicate_names() -> bytes:
    return lines(["x", "x", "", "X", "y"], plain()).encode()


def semicolons() -> bytes:
    return lines(HEADER, plain(), ";").encode()


def decimal_commas() -> bytes:
    rows = ([str(cell).replace(".", ",") for cell in row] for row in plain())
    return lines(HEADER, rows, ";").encode("cp1252")


def byte_order_mark() -> bytes:
    return b"\xef\xbb\xbf" + lines(["größe", *HEADER[1:]], plain()).replace("\n", "\r\n").encode()


def dates() -> bytes:
    start = np.datetime64("2021-03-01")
    rows = ([str(start + at), f"{at % 28 + 1:02d}.{at % 12 + 1:02d}.2021", *row] for at, row in enumerate(plain()))
    return lines(["day", "german", *HEADER], rows).encode()


def more_columns_than_rows() -> bytes:
    random = np.random.default_rng(2)
    x = random.normal(size=(30, 90)).round(4)
    y = (x[:, 0] * 3 + random.normal(size=30)).round(4)
    rows = ([*cells, target] for cells, target in zip(x.tolist(), y.tolist(), strict=True))
    return lines([*(f"v{number}" for number in range(90)), "y"], rows).encode()


def many_rows() -> bytes:
    x, y = base(100_000, 3)
    rows = ([*cells, target] for cells, target in zip(x.tolist(), y.tolist(), strict=True))
    return lines(HEADER, rows).encode()


def ragged() -> bytes:
    """Rows that are longer and shorter than the header, and a quote that never ends."""
    return lines(HEADER, plain()).encode() + b'1,2,3\n1,2,3,4,5,6,7\n"1,2,3,4,5\n'


TABLES: dict[str, Callable[[], bytes]] = {
    "missing": missing,
    "categorical": categorical,
    "constant": constant,
    "duplicate_names": duplicate_names,
    "semicolons": semicolons,
    "decimal_commas": decimal_commas,
    "byte_order_mark": byte_order_mark,
    "dates": dates,
    "more_columns_than_rows": more_columns_than_rows,
    "many_rows": many_rows,
    "ragged": ragged,
}


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    index = []
    for name, make in TABLES.items():
        file = out / f"{name}.csv"
        file.write_bytes(make())
        command = [sys.executable, "-m", "shrinkage", "compare", str(file), "--target", "y", "--out", str(out / name)]
        done = subprocess.run(command, capture_output=True, text=True)
        said = (done.stdout[-2000:] + done.stderr).strip()
        index.append({"name": name, "code": done.returncode, "said": said, "error": done.stderr.strip()})
    (out / "index.json").write_text(json.dumps(index, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
