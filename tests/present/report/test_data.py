"""The data of the page: of its schema, and equal to the record to the last bit."""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Callable
from typing import Any

import jsonschema
import msgspec
import pytest

from shrinkage.errors import StoreError
from shrinkage.passport import passport
from shrinkage.present.report.gather import BASIS_NUMBERS, KNOT_NUMBERS, runs_of, scales
from shrinkage.present.report.page import report_html
from shrinkage.present.report.schema import data_schema, shipped_schema
from shrinkage.result.payload import KnotsRecord
from shrinkage.result.record import ModelRecord, OneStandardErrorRecord, Record
from tests.present.report.pages import Element

RECORDS = ("diabetes", "flights", "wide", "noise")


def data_of(page: Element) -> Any:
    """What the script reads."""
    return json.loads(page.one("script", id="report-data").text, parse_constant=lambda name: pytest.fail(name))


def unpacked(packed: str) -> list[float]:
    content = base64.b64decode(packed, validate=True)
    return list(struct.unpack(f"<{len(content) // 8}d", content))


def spread(runs: Any, rows: int) -> list[list[float]]:
    """The table (rows, features) of runs."""
    values, columns, at = unpacked(runs["values"]), [], 0
    for first, count in zip(runs["first"], runs["count"], strict=True):
        columns.append([0.0] * first + values[at : at + count] + [0.0] * (rows - first - count))
        at += count
    assert at == len(values)
    return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in range(rows)]


def test_the_shipped_schema_is_current() -> None:
    assert shipped_schema() == json.loads(json.dumps(data_schema())), "run python -m shrinkage.present.report.schema"


@pytest.mark.parametrize("name", RECORDS)
def test_real_data_are_of_the_schema(name: str, page: Any, real_record: Callable[[str], Record]) -> None:
    document = data_of(page(real_record(name)))
    jsonschema.Draft202012Validator(shipped_schema()).validate(document)
    assert document["schema"] == "shrinkage.report/1"
    broken = {**document, "schema": "shrinkage.report/2"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(shipped_schema()).validate(broken)


@pytest.mark.parametrize("name", RECORDS)
def test_every_number_is_that_of_the_record(name: str, page: Any, real_record: Callable[[str], Record]) -> None:
    record = real_record(name)
    document = data_of(page(record))
    names = [feature["name"] for feature in document["features"]]
    assert names == [feature.name for feature in record.features]
    assert [(each["mean"], each["scale"]) for each in document["features"]] == [
        (feature.mean, feature.scale) for feature in record.features
    ]
    assert document["weight"] == record.split.train_rows
    for key, model in record.models.by_name().items():
        told = document["models"][key]
        for field in ("nonzero", "train_rmse", "cv_rmse", "cv_rmse_se", "crossfit_rmse", "test_rmse", "intercept"):
            assert told[field] == getattr(model, field)
        assert told["lambda"] == model.lam
        assert told["l1_ratio"] == (None if key == "none" else model.l1_ratio)
        assert dict(zip(names, unpacked(told["coefficients"]), strict=True)) == model.coefficients
        assert dict(zip(names, unpacked(told["standardized"]), strict=True)) == model.standardized
        if model.selection_frequency is not None:
            assert dict(zip(names, unpacked(told["selection_frequency"]), strict=True)) == model.selection_frequency
        solvable = record.products is not None and record.products.complete
        _equal_paths(told["path"], model, names, solvable)


def _equal_paths(told: Any, model: ModelRecord, names: list[str], solvable: bool) -> None:
    """solvable: by the kernel in the page, for which a path of more than a point need not be told."""
    path = model.path
    assert path is not None
    for field, values in (("lambda", path.lam), ("cv_mse", path.cv_mse), ("train_mse", path.train_mse)):
        assert unpacked(told[field]) == values
    assert [unpacked(fold) for fold in told["fold_mse"]] == path.fold_mse
    assert [None if math.isnan(se) else se for se in unpacked(told["cv_se"])] == path.cv_se
    assert [names[j] for j in told["features"]] == path.features
    if isinstance(path.exact, KnotsRecord):
        carried = len(path.exact.runs.values) // 8 <= KNOT_NUMBERS
    else:
        carried = path.exact is not None and len(path.exact.basis) // 8 <= BASIS_NUMBERS
    assert (told["exact"] is not None) == carried
    assert (told["grid"] is None) == (carried or (solvable and len(path.lam) > 1))
    if told["grid"] is not None:
        assert spread(told["grid"], len(path.lam)) == path.coefficients
    if carried:
        exact = json.loads(msgspec.json.encode(path.exact))
        assert told["exact"]["kind"] == exact["kind"]
        for field, value in exact.items():
            packed = isinstance(value, list) and isinstance(told["exact"][field], str)
            assert (unpacked(told["exact"][field]) if packed else told["exact"][field]) == value, field


def test_the_same_record_gives_the_same_bytes(real_record: Callable[[str], Record]) -> None:
    record = real_record("diabetes")
    again = msgspec.json.decode(msgspec.json.encode(record), type=Record)
    assert report_html(record, "textbook") == report_html(again, "textbook")


def test_runs_keep_what_lies_between_zeros_and_nothing_outside() -> None:
    table = [[0.0, 1.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, -0.0], [4.0, 0.0, 0.0, 5.0]]
    runs = runs_of(table, 4)
    assert runs.first == [1, 0, 0, 3]
    assert runs.count == [3, 3, 0, 1]
    assert struct.unpack("<7d", runs.values) == (2.0, 0.0, 4.0, 1.0, 0.0, 3.0, 5.0)
    assert runs_of([], 2).count == [0, 0]


@pytest.mark.parametrize("ratio", [0.0, 0.3, 1.0])
def test_scales_are_linear_in_every_convention(ratio: float, record: Record) -> None:
    """At any other strength, lambda times the scale is what the passport says there."""
    facts: dict[str, Any] = {"weight": 354.0, "target_sd": 77.0, "lambda_max": 45.0, "factor_mean": 1.7}
    made = msgspec.structs.replace(
        record.models.elastic_net, lam=0.37, l1_ratio=ratio, passport=passport(0.37, ratio, **facts)
    )
    found = scales(made)
    for lam in (1e-4, 0.9, 33.0):
        for convention, values in passport(lam, ratio, **facts).items():
            if values is None:
                assert convention not in found
                continue
            strengths = {key: value for key, value in values.items() if key not in ("l1_ratio", "L1_wt", "class")}
            if convention == "glmnet":
                del strengths["alpha"]
            assert lam * found[convention] == pytest.approx(next(filter(None, strengths.values())), rel=1e-14)


def test_scales_at_no_strength_are_those_one_standard_error_away_or_unknown(record: Record) -> None:
    model = record.models.l1
    assert isinstance(model.one_standard_error, OneStandardErrorRecord)
    facts: dict[str, Any] = {"weight": 354.0, "target_sd": 77.0, "lambda_max": 45.0}
    calm = msgspec.structs.replace(model.one_standard_error, lam=3.6, passport=passport(3.6, 1.0, **facts))
    at_zero = msgspec.structs.replace(model, lam=0.0, passport=passport(0.0, 1.0, **facts), one_standard_error=calm)
    assert scales(at_zero) == pytest.approx(scales(model))
    assert scales(msgspec.structs.replace(at_zero, one_standard_error=None)) == {}
    assert scales(record.models.none) == {}


def test_a_record_that_speaks_of_features_it_does_not_list_is_refused(record: Record) -> None:
    stranger = msgspec.structs.replace(record, features=record.features[1:])
    with pytest.raises(StoreError, match=r"a feature 'bmi' that it does not list, so it was changed"):
        report_html(stranger, "textbook")
