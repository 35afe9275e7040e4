"""Files are written whole or not at all, and read with suspicion."""

from __future__ import annotations

import json
import math
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.errors import StoreError
from shrinkage.result import store
from shrinkage.result.build import models_of, record_of
from shrinkage.result.model import Model
from shrinkage.result.record import CertificateRecord, Record
from tests.result.made import facts_for, selected


@pytest.fixture(scope="module")
def record() -> Record:
    rows, selection = selected()
    return record_of(selection, facts_for(rows))


@pytest.fixture(scope="module")
def model() -> Model:
    rows, selection = selected()
    return models_of(selection, facts_for(rows))["l1"]


def listing(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_record_and_a_model_come_back_as_they_went(tmp_path: Path, record: Record, model: Model) -> None:
    store.write_directory(
        tmp_path / "new" / "out", {"record.json": store.record_bytes(record), "m.json": store.model_bytes(model)}
    )
    assert store.read_record(tmp_path / "new/out/record.json") == record
    back = store.read_model(tmp_path / "new/out/m.json")
    assert msgspec.structs.replace(back, digest="") == msgspec.json.decode(msgspec.json.encode(model), type=Model)
    assert store.read_any(tmp_path / "new/out/record.json") == record
    assert store.read_any(tmp_path / "new/out/m.json") == back
    assert listing(tmp_path / "new" / "out") == ["m.json", "record.json"]


def test_a_record_that_does_not_say_degrees_of_freedom_is_read(tmp_path: Path, record: Record) -> None:
    """Records of versions before they were added."""
    plain = msgspec.json.decode(store.record_bytes(record))
    for model in plain["models"].values():
        if model["path"] is not None:
            assert len(model["path"].pop("degrees_of_freedom")) == len(model["path"]["lambda"])
    (tmp_path / "old.json").write_bytes(msgspec.json.encode(plain))
    old = store.read_record(tmp_path / "old.json").models.l1.path
    assert old is not None
    assert old.degrees_of_freedom is None
    plain["models"]["l1"]["path"]["degrees_of_freedom"] = [1.0]
    (tmp_path / "short.json").write_bytes(msgspec.json.encode(plain))
    with pytest.raises(StoreError, match="different lengths"):
        store.read_record(tmp_path / "short.json")


@given(value=st.floats(allow_nan=True, allow_infinity=True))
def test_numbers_round_trip_and_what_is_not_finite_is_null(value: float) -> None:
    encoded = msgspec.json.encode(CertificateRecord(kind="gap", relative_gap=value))
    back = msgspec.json.decode(encoded, type=CertificateRecord).relative_gap
    assert repr(back) == (repr(value) if math.isfinite(value) else "None")


def test_foreign_newer_cut_and_changed_files_are_refused(tmp_path: Path, model: Model, record: Record) -> None:
    good = store.model_bytes(model).decode()
    path = tmp_path / "x.json"

    def refused(content: str | bytes, sentence: str) -> None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(StoreError, match=sentence):
            store.read_model(path)

    refused("", "not a JSON object")
    refused(b"\xff\xfe\x00", "not a JSON object")
    refused("[1, 2]", "not a JSON object")
    refused('{"a": 1}', "names no schema of ours")
    refused(good[: len(good) // 2], "not a JSON object")
    refused(store.record_bytes(record), "is a record of a comparison, but a model is needed")
    refused(good.replace("shrinkage.model/1", "shrinkage.model/2"), "written by a newer version")
    refused(good.replace("shrinkage.model/1", "shrinkage.other/1"), "is something else")
    document = json.loads(good)
    refused(json.dumps(document | {"intercept": 0}), "changed after it was written")
    refused(json.dumps(document | {"intercept": "no"}), "content does not fit")
    refused(json.dumps({key: value for key, value in document.items() if key != "penalty"}), "content does not fit")

    path.write_text(json.dumps(document))  # other spacing, the same values
    assert store.read_model(path).target == model.target
    path.write_text(good)
    with pytest.raises(StoreError, match="is a model, but a record of a comparison is needed"):
        store.read_record(path)


def test_places_that_cannot_be_read_or_written_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no file"):
        store.read_model(tmp_path / "absent")
    with pytest.raises(StoreError, match="cannot be read: "):
        store.read_record(tmp_path)
