"""Small random tables from their bytes to the record: what is compared is certified, finite and scores its own rows."""

from __future__ import annotations

import csv
import io
import math
import random
import warnings
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from shrinkage.errors import ShrinkageError
from tests.fuzz.draw import below, chance, pick

NAMES = (
    "x",
    "y1",
    "é",
    "naïve name",
    "日本",
    "a=b",
    "a (missing)",
    "x is missing",
    "x=red",
    "[b]",
    "a,b",
    "\u202ex",
    "NULL",
    "1",
    "-",
)
WORDS = ("red", "green", "blue", "Red", "red ", "(missing)", "(other)", "x=red", "ünï", "0x1", "1e", "NA", "n/a", "")
DATES = ("2020-01-0{}", "0{}/04/2021", "1{}.12.1999", "2021-03-1{}T10:00:00", "9999-12-3{}", "0001-01-0{}")
SCALES = (1.0, 1.0, 1.0, 1.0, 1e-300, 1e-150, 1e-100, 1e-9, 1e9, 1e100, 1e139, 1e-9, 1e12, 1e160)
TARGETS = (1.0, 1.0, 1.0, 1.0, 1e-60, 1e-9, 1e9, 1e60, 1e-69, 9e69, 1e-80, 1e80)


def column(draw: random.Random, rows: int, target: list[float]) -> list[str]:
    """Cells of one column, of a kind of its own, perhaps with holes."""
    cells = _cells(draw, rows, target)
    holes = pick(draw, (0.0, 0.0, 0.0, 0.1, 0.5, 0.97))
    return [pick(draw, ("", "NA", "?")) if chance(draw, holes) else cell for cell in cells]


def _cells(draw: random.Random, rows: int, target: list[float]) -> list[str]:
    way, scale = below(draw, 12), pick(draw, SCALES)
    if way <= 3:
        offset = pick(draw, (0.0, 0.0, 1.0, 1e6, 1e15)) * scale if scale < 1e200 else 0.0
        return [repr(offset + scale * draw.uniform(-1, 1)) for _ in range(rows)]
    if way == 4:
        return [pick(draw, ("7", "7", "7", "7.0", "8")) for _ in range(rows)]
    if way == 5:
        return [pick(draw, WORDS) for _ in range(rows)]
    if way == 6:
        form = pick(draw, DATES)
        return [form.format(below(draw, 10)) for _ in range(rows)]
    if way == 7:
        return [pick(draw, pick(draw, (("yes", "no"), ("True", "FALSE", "t", "0"), ("0", "1")))) for _ in range(rows)]
    if way == 8:
        return [f"id{k}" for k in range(rows)]
    if way == 9:
        return [repr(2 * value + (1e-9 if chance(draw, 0.1) else 0.0)) for value in target]
    if way == 10:
        odd = pick(
            draw, (("1", "2.5", "red", "1,5", "nan", "1_0", "１２"), ("1", "2"), ("1", "1e999", "-inf", "9" * 400))
        )
        return [pick(draw, odd) for _ in range(rows)]
    return [str(draw.getrandbits(pick(draw, (1, 8, 64, 70)))) for _ in range(rows)]


def table(draw: random.Random) -> str:
    """A table as CSV, whose target is ``y``."""
    rows = pick(draw, (1, 2, 5, 12, 20, 30, 30, 40, 60, 60, 120))
    width = pick(draw, (0, 1, 2, 3, 5, 8, 40 if rows < 40 else 8))
    scale, offset = pick(draw, TARGETS), pick(draw, (0.0, 0.0, 1.0, 1e6))
    target = [scale * (offset + draw.uniform(-1, 1)) for _ in range(rows)]
    columns = {f"{pick(draw, NAMES)}{k if chance(draw, 0.9) else ''}": column(draw, rows, target) for k in range(width)}
    columns["y"] = column(draw, rows, target) if chance(draw, 0.05) else list(map(repr, target))
    if columns and chance(draw, 0.1):
        columns["copy"] = list(next(iter(columns.values())))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    if chance(draw, 0.1):
        lines = buffer.getvalue().splitlines(keepends=True)
        return "".join([lines[0], *(lines[1:] * 3)])
    return buffer.getvalue()


def check(draw: random.Random, folder: Path) -> str:
    from shrinkage import workflow
    from shrinkage.result.store import record_bytes

    path = folder / "table.csv"
    path.write_text(table(draw), encoding="utf-8")
    choices: dict[str, Any] = {
        "folds": pick(draw, (2, 3, 5)),
        "test": pick(draw, (0.0, 0.2)),
        "max_levels": pick(draw, (2, 100)),
    }
    choices |= {name: True for name in ("raw", "positive") if chance(draw, 0.1)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done, sentence = None, ""
        try:
            done = workflow.compare(str(path), "y", threads=1, **choices)
        except ShrinkageError as error:
            sentence = str(error)
        if done is None:
            assert sentence.rstrip()[-1] in ".?", sentence
            return "a sentence"
        again = msgspec.json.decode(record_bytes(done.record), type=type(done.record))
        finite(msgspec.to_builtins(again.models))
        certified(again)
        for model in done.models.values():
            scored = np.concatenate([_predictions(part) for part in workflow.predict(model, str(path))])
            assert len(scored) == again.data.rows_read
            assert np.isfinite(scored).all()
    return f"a record: {again.verdict.choice}"


def _predictions(part: Any) -> Any:
    return part if isinstance(part, np.ndarray) else getattr(part, "predictions", part)


def finite(document: Any, place: str = "$") -> None:
    """No number of the models is infinite or NaN (json has none: it would have become null)."""
    if isinstance(document, float):
        assert math.isfinite(document), place
    elif isinstance(document, dict):
        for key, value in document.items():
            finite(value, f"{place}.{key}")
    elif isinstance(document, list):
        for key, value in enumerate(document):
            finite(value, f"{place}[{key}]")


def certified(record: Any) -> None:
    """What is promised of every model that is penalised, and not weaker than a millionth of lam_max."""
    for name in ("l1", "l2", "elastic_net"):
        model = record.models.by_name()[name]
        strongest = record.models.l1.path.lam[0] if record.models.l1.path and record.models.l1.path.lam else 0.0
        if model.lam >= 1e-6 * strongest > 0 and model.certificate.relative_gap is not None:
            assert model.certificate.relative_gap <= 1e-8, (name, model.certificate, model.status)
