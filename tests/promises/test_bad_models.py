"""Models and records that are something else, of another version, harmed, or made for another table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.calls import answered, inside
from tests.fuzz.saved_files import Target, signed
from tests.fuzz.small_tables import everyday
from tests.promises.bad import Bad, refused

SAVED = Target()
PREDICT = ("predict", "m.json", "t.csv", "--quiet")


def changed(**parts: Any) -> bytes:
    """The model with other values in these parts, signed anew."""
    return signed(json.dumps(json.loads(SAVED.whole["chosen.model.json"]) | parts))


def model() -> bytes:
    return SAVED.whole["chosen.model.json"]


CASES = {
    "no such model": lambda: Bad({}, PREDICT, ("m.json", "no file")),
    "a table for a model": lambda: Bad({"m.json": everyday(5)}, PREDICT, ("m.json", "not a file of this package")),
    "a record for a model": lambda: Bad(
        {"m.json": SAVED.whole["record.json"]}, PREDICT, ("record", "a model is needed")
    ),
    "a record to export": lambda: Bad(
        {"m.json": SAVED.whole["record.json"]}, ("export", "m.json", "--to", "sql"), ("record", "a model is needed")
    ),
    "a model to report": lambda: Bad({"m.json": model()}, ("report", "m.json"), ("model", "record of a comparison")),
    "a table to report": lambda: Bad(
        {"r.csv": everyday(5)}, ("report", "r.csv", "-o", "r.html"), ("r.csv", "not a file of this package")
    ),
    "a report over its record": lambda: Bad(
        {"r.json": SAVED.whole["record.json"]}, ("report", "r.json", "-o", "r.json"), ("the record itself",)
    ),
    "a report of features that are not there": lambda: Bad(
        {"r.json": json.dumps(json.loads(SAVED.whole["record.json"]) | {"features": []})},
        ("report", "r.json", "-o", "-"),
        ("does not list", "changed"),
    ),
    "a model of a later version": lambda: Bad(
        {"m.json": model().replace(b"model/1", b"model/9")}, PREDICT, ("newer version", "update")
    ),
    "a model cut short": lambda: Bad({"m.json": model()[:700]}, PREDICT, ("m.json",)),
    "a model changed by hand": lambda: Bad(
        {"m.json": model().replace(b'"training_rows": ', b'"training_rows": 1')}, PREDICT, ("changed after it was",)
    ),
    "a model without columns, signed": lambda: Bad({"m.json": changed(spec={})}, PREDICT, ("meaning of the columns",)),
    "a model whose intercept is a word, signed": lambda: Bad(
        {"m.json": changed(intercept="x")}, PREDICT, ("intercept", "does not fit")
    ),
    "a model without features, signed": lambda: Bad({"m.json": changed(features=[])}, PREDICT, ("coefficients",)),
    "a model and no table": lambda: Bad({"m.json": model()}, PREDICT, ("t.csv", "no file")),
    "a table without what the model uses": lambda: Bad(
        {"m.json": model(), "t.csv": "a,b\n1,2\n3,4\n"}, (*PREDICT, "--strict"), ("column",)
    ),
    "a row that is not there": lambda: Bad(
        {"m.json": model(), "t.csv": everyday(5)}, ("show", "m.json", "t.csv", "--row", "6"), ("row",)
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_no_model_for_this_is_said(case: Any, tmp_path: Path) -> None:
    bad = case()
    refused(
        Bad({"t.csv": everyday(9), **bad.files} if "t.csv" not in bad.words else bad.files, bad.arguments, bad.words),
        tmp_path,
    )


def test_an_intact_model_predicts(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(model())
    (tmp_path / "t.csv").write_text(everyday(9))
    with inside(tmp_path):
        assert answered(PREDICT).out.count(b"\n") == 10
