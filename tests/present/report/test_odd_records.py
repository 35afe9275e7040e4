"""Records of every kind that the schema allows give a page: old ones, empty ones, ones that know little."""

from __future__ import annotations

import random
import re
import types
import typing
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage.present.report import features
from shrinkage.present.report.page import report_html
from shrinkage.result.record import FeatureRecord, Record, WarningRecord
from tests.present.conftest import build
from tests.present.report.conftest import real
from tests.present.report.pages import Element, parsed
from tests.present.report.test_data import data_of

Page = Callable[..., Element]


def nulled(value: Any, kind: Any, draw: random.Random, share: float) -> Any:
    """``value`` with a share of what may be None, anywhere in it, made None, and of its lists and dicts emptied."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        others = [each for each in typing.get_args(kind) if each is not types.NoneType]
        if value is None or draw.random() < share:
            return None if len(others) < len(typing.get_args(kind)) else value
        return nulled(value, type(value) if isinstance(value, msgspec.Struct) else others[0], draw, share)
    if isinstance(value, msgspec.Struct):
        hints = typing.get_type_hints(type(value))
        fields = msgspec.structs.fields(value)
        changed = {each.name: nulled(getattr(value, each.name), hints[each.name], draw, share) for each in fields}
        return msgspec.structs.replace(value, **changed)
    if typing.get_origin(kind) is list:
        return [nulled(each, typing.get_args(kind)[0], draw, share) for each in value]
    if typing.get_origin(kind) is dict:
        return {key: nulled(each, typing.get_args(kind)[1], draw, share) for key, each in value.items()}
    return value


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.sampled_from([0.1, 0.5, 1.0]))
def test_whatever_is_null_the_page_is_whole(seed: int, share: float) -> None:
    draw = random.Random(seed)
    record = nulled(draw.choice([build(), real("diabetes"), real("wide")]), Record, draw, share)
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record)
    tree = parsed(report_html(record, "textbook"))
    assert not re.search(r"\bNone\b|\bnan\b", tree.one("main").text)
    data_of(tree)


def test_a_record_of_an_older_version_has_its_grid(page: Page, record: Record) -> None:
    """Without exact paths, products and degrees of freedom."""
    tree = page(record)
    document = data_of(tree)
    assert document["products"] is None
    assert document["models"]["l1"]["path"]["exact"] is None
    assert document["models"]["l1"]["path"]["grid"] is not None
    assert "epochs" not in [each.attributes.get("data-mark") for each in tree.all()]
    assert tree.one("section", id="training").words.startswith("How the weights get there")


def test_where_no_feature_helps_it_says_so(page: Page, real_record: Callable[[str], Record]) -> None:
    record = real_record("noise")
    assert record.verdict.choice == "mean"
    tree = page(record)
    facts = [fact.words for fact in tree.of_class("fact")]
    assert facts[1] == "Features used0 of 3none of them helps"
    assert facts[2].startswith("How sureNo model helps")
    rows = tree.one("section", id="models").all("tr")
    assert [row.one("th").words for row in rows if "chosen" in row.attributes.get("class", "")] == ["mean only chosen"]
    assert data_of(tree)["choice"] == "mean"


def test_leaks_come_before_any_number_is_believed(page: Page, make_record: Callable[..., Record]) -> None:
    told = "'s5' alone explains 99.9% of the variance of 'target'"
    others = [WarningRecord(kind="edge", sentence="An edge."), WarningRecord(kind="probable_leak", sentence=told)]
    tree = page(make_record(warnings=others))
    verdict = tree.one("section", id="verdict")
    order = [each.attributes.get("class", each.tag) for each in verdict.children if isinstance(each, Element)]
    assert order[:4] == ["h1", "sentence", "leaks", "facts"]
    assert tree.of_class("leak")[0].words == f"Probable leak. {told}"
    assert [item.words for item in tree.one("ul", class_="warnings").all("li")] == [told, "An edge."]


def test_many_leaks_leave_room_for_the_facts(page: Page, make_record: Callable[..., Record]) -> None:
    tree = page(make_record(warnings=[WarningRecord(kind="probable_leak", sentence=f"Leak {k}.") for k in range(9)]))
    told = [each.words for each in tree.of_class("leak")]
    assert told[:5] == [f"Probable leak. Leak {k}." for k in range(5)]
    assert told[5:] == ["4 more columns may be a leak too: see the warnings below."]
    assert "Leak 8." in tree.one("section", id="data").text


def test_a_target_without_a_name_has_a_heading(page: Page, record: Record) -> None:
    data = msgspec.structs.replace(record.data, target=" ")
    assert page(msgspec.structs.replace(record, data=data)).one("h1").words == "(blank)"


def test_more_features_than_rows(page: Page, real_record: Callable[[str], Record]) -> None:
    record = real_record("wide")
    assert len(record.features) > record.split.train_rows
    tree = page(record)
    rows = [row for table in tree.one("section", id="coefficients").all("tbody") for row in table.all("tr")]
    assert len(rows) == len(record.features) + 1


def test_the_facts_of_the_first_screen(page: Page, record: Record) -> None:
    tree = page(record)
    assert tree.of_class("sentence")[0].words == record.verdict.sentence
    error, used, sure, test = [[part.words for part in fact.all("dt", "dd")] for fact in tree.of_class("fact")]
    assert error == [
        "Typical error on unseen rows",
        "54.60",
        "29% smaller than that of always predicting the mean (77.20)",
    ]
    assert used == ["Features used", "4 of 5", "the penalty sets the other one to exactly 0"]
    assert sure == ["How sure", "A tie", "its error cannot be told apart from that of elastic net"]
    assert test[1:] == ["55.20", "88 rows that no choice saw; always predicting the mean: 76.00"]


@pytest.mark.parametrize(
    ("changes", "figure"),
    [({"tie": False}, "Clear"), ({"best": "l2", "runner_up": "l1"}, "Near the best"), ({"tie": True}, "A tie")],
)
def test_how_sure(changes: dict[str, Any], figure: str, page: Page, record: Record) -> None:
    verdict = msgspec.structs.replace(record.verdict, **changes)
    tree = page(msgspec.structs.replace(record, verdict=verdict))
    assert tree.of_class("fact")[2].one("dd", class_="figure").words == figure


@pytest.mark.parametrize(("rows", "words"), [(30, "too few to say much"), (0, "no rows were set apart")])
def test_few_test_rows_and_none(rows: int, words: str, page: Page, record: Record) -> None:
    split = msgspec.structs.replace(record.split, test_rows=rows)
    tree = page(msgspec.structs.replace(record, split=split))
    assert words in tree.of_class("fact")[3].words
    assert data_of(tree)["test_informative"] is False


def test_a_very_wide_table_shows_its_largest_features(
    page: Page, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out is counted, and what paths are of stays."""
    monkeypatch.setattr(features, "MOST", 6)
    extra = [FeatureRecord(name=f"gene{k}", column=f"gene{k}", kind="number", mean=0.0, scale=1.0) for k in range(40)]
    values = {f"gene{k}": float(k) for k in range(40)}
    model = record.models.none
    more = msgspec.structs.replace(
        model, standardized=model.standardized | values, coefficients=model.coefficients | values
    )
    wide = msgspec.structs.replace(
        record, features=[*extra, *record.features], models=msgspec.structs.replace(record.models, none=more)
    )
    tree = page(wide)
    names = [each["name"] for each in data_of(tree)["features"]]
    assert names == ["gene39", "bmi", "bp", "s5", "sex", "age"]
    assert "40 more features" not in tree.text
    assert "39 more features, smaller than these under every model, are in the record." in tree.text
