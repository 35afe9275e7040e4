"""Factors as people write them: lists, files, names of columns and of features; and a sentence for what is wrong."""

from __future__ import annotations

from math import inf
from pathlib import Path

import numpy as np
import pytest

from shrinkage.design.asked import asked_of
from shrinkage.design.factors import checked_factors, factors_of, read_factors, refuse_names, without_features
from shrinkage.design.spec import ColumnSpec, Indicator, Spec, TargetSpec
from shrinkage.errors import OptionError
from shrinkage.source.protocol import Field, Kind

SPEC = Spec(
    target=TargetSpec("y"),
    columns=(
        ColumnSpec("size", "numeric", indicator=Indicator(0.1)),
        ColumnSpec("kind", "categorical", levels=("a", "b=c", "d,e"), other=True),
        ColumnSpec("same", "dropped", reason="constant: every value is 3"),
        ColumnSpec("gone", "dropped", reason="left out by --drop"),
    ),
    weight="v",
)
NAMES = ["size", "size is missing", "kind=a", "kind=b=c", "kind=d,e", "kind=(other)"]


def test_the_features_are_what_the_tests_below_take_them_for() -> None:
    assert [feature.name for feature in SPEC.features()] == NAMES


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["size=0.5"], {"size": 0.5}),
        (["size=0,kind=inf"], {"size": 0.0, "kind": inf}),
        (["size=2", " kind = 1e3 "], {"size": 2.0, "kind": 1000.0}),
        (["kind=b=c=2"], {"kind=b=c": 2.0}),
        (['"kind=d,e=3",size=1'], {"kind=d,e": 3.0, "size": 1.0}),
        (["size=2,size=2.0"], {"size": 2.0}),
        (["size=-0"], {"size": 0.0}),
    ],
)
def test_lists_are_read(texts: list[str], expected: dict[str, float]) -> None:
    assert read_factors(texts) == expected


@pytest.mark.parametrize(
    "content",
    [
        "name,factor\nsize,2\nkind=b=c,inf\n",
        "size,2\n\nkind=b=c,Infinity\n",
        '\ufeffname,factor\r\n"size",2\r\n"kind=b=c",inf\r\n',
        '{"size": 2, "kind=b=c": null}',
        '{"size": "2", "kind=b=c": "inf"}',
    ],
)
def test_files_are_read(content: str, tmp_path: Path) -> None:
    path = tmp_path / "year=2020.csv"  # a sign of equality in its name makes it no list
    path.write_bytes(content.encode())
    assert read_factors([str(path)]) == {"size": 2.0, "kind=b=c": inf}


def test_a_list_and_a_file_go_together(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("size,2\n")
    assert read_factors([str(tmp_path / "f.csv"), "kind=3"]) == {"size": 2.0, "kind": 3.0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("size=-1", "'size' is -1"),
        ("size=nan", "'size' is nan"),
        ("size=much", "'size' is much"),
        ("size=1_000", "'size' is 1_000"),
        ("size=", "'size' is empty"),
        ("=2", "NAME=FACTOR"),
        ("size=1,kind", "NAME=FACTOR"),
        ('"size=1', "quotes do not close"),
        ("size=1,size=2", "'size' twice, 1 and 2"),
        ("nothing.csv", "no such file"),
        ("", "names no factor"),
        (",", "no such file"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(text: str, words: str) -> None:
    with pytest.raises(OptionError, match=words):
        read_factors([text])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "names no factor"),
        (b"name,factor\n", "names no factor"),
        (b"{}", "names no factor"),
        (b"size\n", "line 1 .* has 1 cells"),
        (b"size,1\nkind,2,3\n", "line 2 .* has 3 cells"),
        (b"size,red\n", "'size' is red"),
        (b'size,"2\n', "no CSV"),
        (b'{"size": 2', "no JSON"),
        (b'{"size": [1]}', "'size'"),
        (b'{"size": true}', "'size' is True"),
        (b'{"size": 1, "size": 2}', "twice"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "factors.txt"
    path.write_bytes(content)
    with pytest.raises(OptionError, match=words):
        read_factors([str(path)])
    with pytest.raises(OptionError, match="cannot be read"):
        read_factors([str(tmp_path)])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"size": 2.0}, [2, 2, 1, 1, 1, 1]),
        ({"size": 2.0, "size is missing": 0.0}, [2, 0, 1, 1, 1, 1]),
        ({"kind=b=c": 0.0, "kind": 5.0}, [1, 1, 5, 0, 5, 5]),
        ({"kind=(other)": inf}, [1, 1, 1, 1, 1, inf]),
        ({"same": 3.0, "size": 0.5}, [0.5, 0.5, 1, 1, 1, 1]),
    ],
)
def test_a_column_speaks_for_its_features_and_a_feature_for_itself(
    asked: dict[str, float], expected: list[float]
) -> None:
    factors = factors_of(asked, SPEC)
    assert factors is not None
    np.testing.assert_array_equal(factors, expected)


def test_ones_are_no_factors() -> None:
    assert factors_of(None, SPEC) is None
    assert factors_of({}, SPEC) is None
    assert factors_of({"size": 1.0, "same": 4.0}, SPEC) is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"sise": 1.0}, "did you mean 'size'"),
        ({"kind=z": 1.0}, "did you mean 'kind=a'"),
        ({"size": inf, "kind": inf}, "leaves every feature out"),
    ],
)
def test_names_that_are_no_feature_are_refused(asked: dict[str, float], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        factors_of(asked, SPEC)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("y", "target 'y'"),
        ("v", "weight 'v'"),
        ("gone", "it is left out by --drop"),
        ("g", r"it says which rows stay together"),
        ("sizf", "did you mean 'size'"),
    ],
)
def test_names_that_cannot_have_a_coefficient_are_refused_before_rows_are_read(name: str, words: str) -> None:
    fields = [Field(column, Kind.NUMBER, "double") for column in ("y", "v", "gone", "g", "size", "kind")]
    asked = asked_of(fields, "y", drop=["gone"], weights="v", group="g")
    refuse_names({"size": 1.0, "kind=a": 2.0, "size is missing": 0.0}, asked)
    with pytest.raises(OptionError, match=words):
        refuse_names({name: 2.0}, asked)


def test_a_name_that_means_two_things_is_refused() -> None:
    spec = Spec(
        target=TargetSpec("y"),
        columns=(
            ColumnSpec("a", "categorical", levels=("b", "c")),
            ColumnSpec("a=b", "categorical", levels=("x", "z")),
        ),
    )
    with pytest.raises(OptionError, match="a column and a feature of another"):
        factors_of({"a=b": 2.0}, spec)
    assert factors_of({"a": 2.0}, spec) is not None


def test_a_column_that_learning_left_out_is_told() -> None:
    assert without_features({"same": 2.0, "size": 1.0}, SPEC) == ["same"]
    assert without_features(None, SPEC) == []


def test_a_mapping_is_checked_as_a_list_is() -> None:
    assert checked_factors({"size": 2, "kind": np.float64(inf)}) == {"size": 2.0, "kind": inf}
    for wrong in (-1, float("nan"), None, "x", True, [1]):
        with pytest.raises(OptionError, match="'size'"):
            checked_factors({"size": wrong})  # type: ignore[dict-item]
