"""The spec as a value: names, layout, and its way through JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shrinkage.design.learn import learn
from shrinkage.design.spec import CalendarPart, ColumnSpec, Indicator, Spec, TargetSpec
from shrinkage.errors import StoreError
from shrinkage.source.arrays import ArraySource

COLUMNS = (
    ColumnSpec("colour", "categorical", levels=("red", "(other)", "blue"), other=True, missing_level=True, missing=9),
    ColumnSpec("colour=red", "numeric", shift=2.0, missing=2, indicator=Indicator(0.02, hidden=True)),
    ColumnSpec("gone", "dropped", reason="constant: every value is 7"),
    ColumnSpec("x", "numeric", shift=1.0, missing=20, indicator=Indicator(0.2)),
    ColumnSpec("x is missing", "boolean", words=("no", "yes"), shift=0.5),
    ColumnSpec("only", "numeric", value=False, missing=20, indicator=Indicator(0.3)),
    ColumnSpec(
        "when",
        "datetime",
        first=1e9,
        shift=30.0,
        parts=(CalendarPart("month", (3, 4)), CalendarPart("weekday", (0, 6), other=True)),
    ),
)
SPEC = Spec(TargetSpec("y", shift=4.0), COLUMNS)


def test_names_are_unique_and_in_order() -> None:
    assert [feature.name for feature in SPEC.features()] == [
        *("colour=red", "x", "x is missing", "x is missing (2)", "only is missing", "when (trend)"),
        *("colour=red (2)", "colour=(other)", "colour=blue", "colour=(other) (2)", "colour=(missing)"),
        *("when month=3", "when month=4", "when weekday=Mon", "when weekday=Sun", "when weekday=(other)"),
    ]


def test_kinds_columns_and_levels() -> None:
    features = {feature.name: feature for feature in SPEC.features()}
    assert (features["colour=red"].kind, features["colour=red"].column) == ("number", "colour=red")
    assert (features["colour=red (2)"].kind, features["colour=red (2)"].level) == ("level", "red")
    assert features["colour=(other) (2)"].kind == "pooled"
    assert features["x is missing"].kind == "missing"
    assert features["x is missing (2)"].kind == "boolean"
    assert (features["when weekday=Mon"].kind, features["when weekday=Mon"].level) == ("calendar", "Mon")


def test_layout() -> None:
    layout = SPEC.layout()
    assert (layout.dense, layout.hidden, layout.levels) == (6, 1, (5, 2, 3))
    assert layout.features == len(SPEC.features())
    assert layout.gathered == layout.features + 1
    assert [(fill.value, fill.missing, fill.constant) for fill in layout.fills] == [(0, 6, 2.0), (1, 2, 1.0)]
    assert layout.shift.tolist() == [2.0, 1.0, 0.2, 0.5, 0.3, 30.0, 0.02]
    assert layout.target_shift == 4.0


def test_json_round_trip() -> None:
    assert Spec.from_json(SPEC.to_json()) == SPEC
    assert Spec.from_builtins(json.loads(json.dumps(SPEC.to_builtins()))) == SPEC


def test_a_spec_saved_with_the_columns_of_its_hashes_is_still_read() -> None:
    assert Spec.from_builtins({**SPEC.to_builtins(), "hashed": ["colour", "x", "y"]}) == SPEC


@pytest.mark.parametrize(
    "text", [b"", b"{}", b'{"schema": 1}', SPEC.to_json().replace(b"numeric", b"number"), SPEC.to_json()[:-2]]
)
def test_what_is_no_spec_is_refused(text: bytes) -> None:
    with pytest.raises(StoreError, match="save the model again"):
        Spec.from_json(text)


def test_a_spec_of_another_version_is_refused() -> None:
    with pytest.raises(StoreError, match=r"shrinkage\.spec/9"):
        Spec.from_json(SPEC.to_json().replace(b"shrinkage.spec/1", b"shrinkage.spec/9"))


def test_a_wide_table_of_numbers() -> None:
    values = np.random.default_rng(0).normal(size=(40, 3_000))
    source = ArraySource({f"g{k}": values[:, k] for k in range(3_000)})
    spec = learn(source, "g0").spec
    assert spec.layout().dense == 2_999
    assert Spec.from_json(spec.to_json()) == spec
