"""What `shrinkage compare` finds in a few tables, for the comparison in the page: ``python -m web.tests.golden.table``.

Run from the root of the repository: tables/*.csv, and tables/NAME.json with what Python says of each.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from web.tests.golden.table_data import REFUSED, TABLES

from shrinkage.errors import ShrinkageError
from shrinkage.result.packing import unpacked
from shrinkage.result.payload import KnotsRecord, SpectrumRecord
from shrinkage.result.record import ModelRecord, Record
from shrinkage.source.membership import TEST
from shrinkage.workflow import compare
from shrinkage.workflow.membership import memberships
from shrinkage.workflow.prepare import Choices, prepare

HERE = Path(__file__).parent / "tables"
EXAMPLES = Path(__file__).parents[3] / "examples"
FLIGHTS = 3_000  # rows of the example that are compared; the test cuts the file alike


def written() -> Iterator[tuple[str, str]]:
    """(name, text) of every file of the folder."""
    for name, (make, target) in TABLES.items():
        text = make()
        yield f"{name}.csv", text
        yield f"{name}.json", _found(text.encode(), target)
    yield (
        "refused.json",
        json.dumps([_refused(*entry) for entry in REFUSED.items()], indent=0, ensure_ascii=False) + "\n",
    )
    yield "diabetes.json", _found((EXAMPLES / "diabetes.csv").read_bytes(), "target")
    flights = (EXAMPLES / "flights.csv").read_bytes().split(b"\n")[: FLIGHTS + 1]
    yield "flights.json", _found(b"\n".join(flights) + b"\n", "arr_delay")


def _refused(about: str, text: str) -> dict[str, str]:
    """Of a table that cannot be compared, the sentence that says why."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text(text, encoding="utf-8")
        try:
            compare(str(path), "y")
        except ShrinkageError as refusal:
            return {"about": about, "text": text, "sentence": str(refusal).replace(str(path), path.name)}
    raise AssertionError(f"{about}: the table was taken")


def _found(table: bytes, target: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(table)
        record = compare(str(path), target).record
        folds = np.concatenate([one[0] for one in memberships(prepare(str(path), target, Choices()))])
    said = _said(record) | {"membership": _runs(np.where(folds < 0, np.where(folds == TEST, -1, -2), folds))}
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in said.items()) + "\n}\n"


def _runs(folds: Any) -> str:
    """A letter a row: a for fold 0 and so on, - for the test part, . for a row that is not used."""
    return "".join(".-abcdefghij"[fold + 2] for fold in folds.tolist())


def _said(record: Record) -> dict[str, Any]:
    return {
        "target": record.data.target,
        "rows": [record.data.rows_read, record.data.rows_used, record.split.train_rows, record.split.test_rows],
        "columns": msgspec.to_builtins(record.data.columns),
        "notes": record.data.notes,
        "warnings": msgspec.to_builtins(record.warnings),
        "features": msgspec.to_builtins(record.features),
        "baseline": msgspec.to_builtins(record.baseline),
        "verdict": msgspec.to_builtins(record.verdict),
        **{name: _model(model) for name, model in record.models.by_name().items()},
    }


def _model(model: ModelRecord) -> dict[str, Any]:
    own = msgspec.to_builtins(model)
    path = own["path"]
    kept = ("lambda", "cv_mse", "cv_se", "train_mse", "nonzero", "degrees_of_freedom")
    return {
        **{key: own[key] for key in ("lambda", "l1_ratio", "nonzero", "train_rmse", "cv_rmse", "cv_rmse_se")},
        **{key: own[key] for key in ("crossfit_rmse", "test_rmse", "edge", "rank", "intercept")},
        **{key: list(own[key].values()) for key in ("coefficients", "standardized")},
        "selection_frequency": model.selection_frequency and list(model.selection_frequency.values()),
        "one_standard_error": model.one_standard_error
        and {key: own["one_standard_error"][key] for key in ("lambda", "nonzero", "cv_rmse")},
        "path": {key: path[key] for key in kept}
        | {"features": path["features"], "left_out": path["features_left_out"]},
        "exact": None if model.path is None or model.path.exact is None else _exact(model.path.exact),
        "others": [
            {key: other[key] for key in ("l1_ratio", "lambda", "cv_mse", "nonzero")}
            for other in path["other_l1_ratios"]
        ],
    }


def _exact(exact: KnotsRecord | SpectrumRecord) -> dict[str, Any]:
    if isinstance(exact, KnotsRecord):
        return {"lambda": exact.lam, "nonzero": exact.nonzero, "values": unpacked(exact.runs.values).tolist()}
    return {"values": exact.values, "pull": np.abs(exact.pull).tolist()}


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, text in written():
        (HERE / name).write_text(text, encoding="utf-8")
