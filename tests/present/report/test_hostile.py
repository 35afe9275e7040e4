"""Names, levels and sentences of a table are text on the page, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest

from shrinkage.present.report.page import report_html
from shrinkage.result.record import Record
from shrinkage.workflow import compare
from tests.present.report.pages import Element, parsed

NAMES = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "]]><!--",
    '"><img src=x onerror=alert(3)>',
    "' onmouseover='alert(4)",
    "</style></svg></title></details></table>",
    "&lt;b&gt;&amp;",
    "line\u2028separator\u2029end",
    "\u202eright to left\u2066",
    "\x1b[31mred\x00\r\n",
    "\ud800 alone",
    "{{7*7}} ${x} `y`",
    "שלום",
    "long" * 1_250,
)


@pytest.fixture(scope="module")
def hostile() -> Record:
    """Every name is a column's, and every other one a level's too; the target has one as well."""
    draw = np.random.default_rng(2)
    rows = 200
    columns: dict[str, Any] = {name.encode("utf-8", "replace").decode(): draw.standard_normal(rows) for name in NAMES}
    columns["words"] = draw.choice(["<i>", "</td>", "plain", '"'], rows)
    columns["<b>constant"] = np.ones(rows)
    y = sum(columns[name] for name in list(columns)[:4]) + draw.standard_normal(rows)
    columns["<copy>&"] = y + 0.01 * draw.standard_normal(rows)
    return compare({**columns, "<h1>y</h1>": y}, "<h1>y</h1>").record


def named(record: Record, names: tuple[str, ...]) -> Record:
    """A record made by hand under names that no table could have, lone surrogates among them."""
    document = json.loads(msgspec.json.encode(record))
    old = [feature["name"] for feature in document["features"]]
    text = json.dumps(document)
    for before, after in zip(old, names, strict=False):
        text = text.replace(json.dumps(before), json.dumps(after.encode("utf-8", "replace").decode()))
    return msgspec.json.decode(text, type=Record)


def harmless(page: bytes) -> Element:
    """No element, attribute or end of an element that is not ours."""
    tree = parsed(page)
    tags = {each.tag for each in tree.all()}
    assert not tags & {"img", "i", "b", "iframe", "object"}
    assert len(list(tree.all("script"))) == 4
    assert len(list(tree.all("style"))) == 1
    for each in tree.all():
        assert not [name for name in each.attributes if name.startswith("on")]
    return tree


def test_a_table_of_hostile_names_gives_a_page_of_ours(hostile: Record) -> None:
    page = report_html(hostile, "textbook")
    tree = harmless(page)
    assert tree.one("h1").text == "<h1>y</h1>"
    assert "<script>alert(1)</script>" in {each.text for each in tree.one("section", id="coefficients").all("th")}
    assert tree.of_class("leak")[0].text.startswith("Probable leak. '<copy>&' alone explains")


def test_no_character_turns_or_hides_the_page(hostile: Record) -> None:
    text = report_html(hostile, "textbook").decode()
    for mark in "\u202e\u2066\u2028\u2029\x1b\x00\r":
        assert mark not in text
    assert "\\u202eright to left\\u2066" in parsed(text.encode()).one("section", id="coefficients").text


def test_names_that_run_the_other_way_are_set_apart(hostile: Record) -> None:
    cells = parsed(report_html(hostile, "textbook")).one("section", id="coefficients").all("bdi")
    assert "שלום" in {each.text for each in cells}


def test_a_name_of_thousands_of_characters_loses_its_middle(hostile: Record) -> None:
    page = report_html(hostile, "textbook")
    longest = max((each.text for each in parsed(page).one("section", id="data").all("th")), key=len)
    assert len(longest) == 120
    assert longest.startswith("longlong")
    assert "…" in longest
    assert "long" * 500 not in page.decode().replace("--drop", "")


def test_islands_hold_no_markup_and_read_back(hostile: Record) -> None:
    text = report_html(hostile, "textbook").decode()
    for identity in ("report-data", "kernel"):
        start = text.index(f'id="{identity}">') + len(f'id="{identity}">')
        island = text[start : text.index("</script>", start)]
        assert not set("<>&\u2028\u2029") & set(island)
        json.loads(island)
    names = [each["name"] for each in json.loads(_island(text))["features"]]
    assert '"><img src=x onerror=alert(3)>' in names
    assert "</script><script>alert(2)</script>" in names


def _island(text: str) -> str:
    return parsed(text.encode()).one("script", id="report-data").text


@pytest.mark.parametrize("start", range(0, len(NAMES), 5))
def test_names_in_every_part_of_a_record(start: int, record: Record) -> None:
    renamed = named(record, NAMES[start : start + 5])
    tree = harmless(report_html(renamed, "textbook"))
    assert len(list(tree.one("section", id="coefficients").one("tbody").all("tr"))) == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "<script>x</script>.csv", "notes": ["</ul><script>y</script>", "\u202e"]},
        {"source": "a.csv' ; rm -rf ~ #"},
    ],
)
def test_sources_and_notes(changes: dict[str, Any], record: Record) -> None:
    data = msgspec.structs.replace(record.data, **changes)
    tree = harmless(report_html(msgspec.structs.replace(record, data=data), "textbook"))
    assert changes["source"] in tree.one("section", id="data").text


def test_sentences_stati_and_options(make_record: Callable[..., Record], record: Record) -> None:
    verdict = msgspec.structs.replace(record.verdict, sentence="<u>Use</u> & see", because=["<s>no</s>"])
    model = msgspec.structs.replace(record.models.l1, status="<u>ended</u>")
    models = msgspec.structs.replace(record.models, l1=model)
    options = {"sql": "select '<script>' from data", "drop": ["a,b", "<c>"], "lambda_convention": "textbook"}
    made = make_record(verdict=verdict, models=models, options=options, seconds={"<i>": 1.0})
    tree = harmless(report_html(made, "textbook"))
    assert tree.of_class("sentence")[0].text == "<u>Use</u> & see"
    assert "select '" in tree.one("section", id="reproduce").text
