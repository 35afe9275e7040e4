"""What fuzzing has found, one test a crash, by name."""

from __future__ import annotations

import gzip
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shrinkage.errors import SourceError, TableError
from shrinkage.passport import passport
from shrinkage.selection.table import Table
from shrinkage.source import open_source
from shrinkage.source.dialect import choose_dialect
from shrinkage.workflow import compare
from tests.fuzz.calls import answered
from tests.fuzz.saved_files import Target, signed
from tests.fuzz.small_tables import everyday

SAVED = Target()


def model() -> Any:
    return json.loads(SAVED.whole["chosen.model.json"])


def shown(folder: Path, text: str | bytes, *verb: str) -> str:
    """What the verb (show, if none is given) says of a file that holds ``text``; its exit code is 2."""
    (folder / "case.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    ended = answered([part.format(file=folder / "case.json") for part in verb or ("show", "{file}")])
    assert ended.code == 2
    return ended.err


def test_gzip_whose_bytes_are_damaged_within(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (k, k * k) for k in range(2000))))
    for place in range(20, len(packed), 37):
        harmed = bytes(packed[:place]) + b"\xff\x00\xaa" + bytes(packed[place + 3 :])
        (tmp_path / "t.csv.gz").write_bytes(harmed)
        with pytest.raises(SourceError):
            open_source(tmp_path / "t.csv.gz")


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        (b'"id","name; surname"\n"1","Doe; John"\n"2","Roe; Jane"\n', ","),
        (b'id,"name; surname"\n1,"Doe; John"\n2,"Roe; Jane"\n', ","),
        (b'id;"name, surname"\n1;"Doe, John"\n2;"Roe, Jane"\n', ";"),
        (b'id,size|x\n1,5" pipe|2\n3,7" pipe|4\n', "|"),
    ],
)
def test_separators_inside_quoted_cells_separate_nothing(head: bytes, delimiter: str) -> None:
    assert choose_dialect(head, True).delimiter == delimiter


@pytest.mark.parametrize("verb", [("show", "{file}"), ("show", "{file}", "--json")])
def test_json_nested_without_end(tmp_path: Path, verb: tuple[str, ...]) -> None:
    deep = '{"schema": "shrinkage.model/1", "spec": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert "case.json" in shown(tmp_path, deep, *verb)


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    assert "case.json" in shown(tmp_path, SAVED.whole["chosen.model.json"].replace(b"shrinkage", b"\xe3hrinkage", 3))


def test_features_that_are_not_those_of_the_columns(tmp_path: Path) -> None:
    document = model()
    for values in (document["coefficients"], document["standardized"]):
        values["z"] = values.pop("x1")
    document["features"] = [f | {"name": "z"} if f["name"] == "x1" else f for f in document["features"]]
    assert "not those that its columns are encoded to" in shown(tmp_path, signed(json.dumps(document)))


@pytest.mark.parametrize("part", ["coefficients", "standardized"])
def test_a_feature_without_a_coefficient(tmp_path: Path, part: str) -> None:
    document = model()
    del document[part]["x1"]
    assert "coefficients are not those" in shown(tmp_path, signed(json.dumps(document)))


def test_a_path_whose_lists_disagree(tmp_path: Path) -> None:
    record = json.loads(SAVED.whole["record.json"])
    del record["models"]["l1"]["path"]["lambda"][0]
    assert "different lengths - at `$.models.l1.path`" in shown(tmp_path, json.dumps(record))


def test_a_month_that_does_not_exist(tmp_path: Path) -> None:
    document = model()
    (column,) = [column for column in document["spec"]["columns"] if column["name"] == "when"]
    column["parts"] = [{"part": "weekday", "levels": [0, 9]}]
    assert "no such value" in shown(tmp_path, signed(json.dumps(document)))


def test_words_for_truth_that_would_take_for_ever_to_look_up(tmp_path: Path) -> None:
    document = model()
    (column,) = [column for column in document["spec"]["columns"] if column["name"] == "flag"]
    column["words"] = ["no", "y" * 60]
    assert "no such words" in shown(tmp_path, signed(json.dumps(document)))


def test_a_sentence_does_not_quote_megabytes(tmp_path: Path) -> None:
    document = model()
    document["penalty"]["name"] = "a" * 1_000_000
    assert len(shown(tmp_path, signed(json.dumps(document)))) < 1000
    (tmp_path / "table.csv").write_text("x" * 3_000_000 + ",y\n1,2\n")
    ended = answered(["compare", str(tmp_path / "table.csv"), "--target", "z" * 1_000_000, "--quiet"])
    assert ended.code == 2
    assert len(ended.err) < 4000


def test_raw_columns_of_another_magnitude_than_the_target() -> None:
    """The product of their variances is no double, the product of their deviations is."""
    draw = np.random.default_rng(1)
    x, y = 1e139 * draw.normal(size=60), 1e69 * draw.normal(size=60)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        record = compare({"x": x, "y": y}, "y", raw=True, folds=3, threads=1).record
    assert record.verdict.choice == "mean"


def test_a_row_whose_parts_are_no_doubles(tmp_path: Path) -> None:
    document = model()
    for feature in document["features"]:
        feature["mean"] = 1e308
    document["coefficients"] = dict.fromkeys(document["coefficients"], 1e308)
    (tmp_path / "t.csv").write_text(everyday(9))
    text = signed(json.dumps(document))
    assert "cannot be explained" in shown(tmp_path, text, "show", "{file}", str(tmp_path / "t.csv"), "--row", "2")


def test_the_spread_of_errors_of_which_one_exploded() -> None:
    errors = np.array([[1.0, 3.0], [1e300, 5.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Table(np.array([2.0, 1.0]), 1.0, errors).cv_se
    np.testing.assert_allclose(found, [5e299, 1.0])


def test_a_strength_that_is_no_double_in_some_convention() -> None:
    every = passport(1e307, 0.0, weight=442)
    assert every["textbook"] is None
    assert every["lam"] is not None


def test_a_feature_that_says_another_column_than_the_columns_do(tmp_path: Path) -> None:
    document = model()
    document["features"][0]["column"] = document["features"][-1]["column"]
    assert "not those that its columns are encoded to" in shown(tmp_path, signed(json.dumps(document)))


@pytest.mark.parametrize("scale", [1e80, 1e-80])
def test_a_target_whose_squared_errors_cannot_be_squared(scale: float) -> None:
    draw = np.random.default_rng(1)
    with pytest.raises(TableError, match="the spread of"):
        compare({"x": draw.normal(size=60), "y": scale * draw.normal(size=60)}, "y", folds=3)


def test_an_everyday_model_passes_all_of_this(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(signed(json.dumps(model())).decode())
    (tmp_path / "t.csv").write_text(everyday(9))
    for verb in (["show", str(tmp_path / "m.json")], ["predict", str(tmp_path / "m.json"), str(tmp_path / "t.csv")]):
        assert answered(verb).code == 0
