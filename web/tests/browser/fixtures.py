"""Writes the reports that the browser tests open: ``python fixtures.py FOLDER [NAME …]``.

FOLDER/NAME/record.json, report.html, and problem.npz: the training problem that Python answers from, independently of
what the record carries (answers.py). FOLDER/index.json says what there is, and what was skipped and why. What is there
already and made by the same sources is kept.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from tables import CASES, ROOT, Case

from shrinkage.workflow.compare import compare
from shrinkage.workflow.prepare import Choices, prepare

HERE = Path(__file__).parent
SOURCE = ROOT / "src" / "shrinkage"
DRAWS = ("present", "cli", "web")  # rooms that make a report of a record, and change no record


def digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def sources() -> tuple[str, str]:
    """What records are made of, and what reports are made of."""
    files = [file for file in SOURCE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    draws = [file for file in files if file.relative_to(SOURCE).parts[0] in DRAWS]
    record = digest([*(set(files) - set(draws)), *HERE.glob("*.py")])
    return record, record + digest(draws)


def made(mark: Path, key: str) -> bool:
    return mark.exists() and mark.read_text() == key


def write_record(case: Case, table: Path, folder: Path) -> None:
    found = compare(str(table), case.target, **case.options)
    found.save(folder)
    if case.older:
        strip(folder / "record.json")
    prepared = prepare(str(table), case.target, Choices(**case.options))
    problem, scaling = prepared.resamples.train(None), prepared.resamples.scaling(None)
    np.savez(
        folder / "problem.npz",
        gram=problem.gram,
        xty=problem.xty,
        yy=problem.yy,
        weight=problem.weight,
        rows=problem.rows,
        center=scaling.center,
        scale=scaling.scale,
        target_mean=scaling.target_mean,
        factors=np.ones(problem.features) if prepared.factors is None else prepared.factors,
        l1_ratio=found.models["elastic_net"].penalty.l1_ratio,
    )


def strip(file: Path) -> None:
    """What a version without exact paths wrote."""
    record = json.loads(file.read_text("utf-8"))
    record.pop("products", None)
    for model in record["models"].values():
        for part in ("exact", "degrees_of_freedom"):
            (model.get("path") or {}).pop(part, None)
    file.write_text(json.dumps(record, ensure_ascii=False), "utf-8")


def write_report(folder: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "shrinkage",
        "report",
        str(folder / "record.json"),
        "-o",
        str(folder / "report.html"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{folder.name}: shrinkage report ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def make(case: Case, folder: Path, keys: tuple[str, str]) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    if not made(folder / "record.key", keys[0]):
        table = case.make(folder)
        if table is None:
            return {"name": case.name, "skipped": "SHRINKAGE_DATA names no folder with this table"}
        write_record(case, table, folder)
        (folder / "record.key").write_text(keys[0])
    if not made(folder / "report.key", keys[1]):
        write_report(folder)
        (folder / "report.key").write_text(keys[1])
    record = json.loads((folder / "record.json").read_text("utf-8"))
    return {
        "name": case.name,
        "features": len(record["features"]),
        "rows": record["data"]["rows_read"],
        "choice": record["verdict"]["choice"],
        "bytes": (folder / "report.html").stat().st_size,
    }


def main(out: Path, names: list[str]) -> None:
    keys, index = sources(), []
    for case in CASES:
        if (case.name not in names) if names else case.asked:
            continue
        since = time.perf_counter()
        index.append(make(case, out / case.name, keys))
        sys.stdout.write(f"{case.name}: {time.perf_counter() - since:.1f} s\n")
        sys.stdout.flush()
    (out / "index.json").write_text(json.dumps(index, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
