"""What a browser, a screen reader and a policy need of the page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise

import pytest

from shrinkage.present.report.page import SECTIONS
from shrinkage.result.record import Record
from tests.present.report.pages import Element

RECORDS = ("diabetes", "flights", "wide", "noise")
MARKS = ["errors", "explorer", "coefficients", "selection", "threshold", "ball", "epochs"]


@pytest.fixture(params=RECORDS)
def tree(request: pytest.FixtureRequest, page: Callable[..., Element], real_record: Callable[..., Record]) -> Element:
    return page(real_record(request.param))


def test_headings_go_down_one_step_at_a_time_from_one(tree: Element) -> None:
    levels = [int(each.tag[1]) for each in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_stand_in_their_order_and_contents_lead_to_each(tree: Element) -> None:
    sections = [each.attributes["id"] for each in tree.one("main").all("section")]
    assert sections == [identity for identity, _, _ in SECTIONS]
    wanted = "verdict models strength coefficients stability why training passport data certificates reproduce"
    assert " ".join(sections) == wanted
    links = [link.attributes["href"] for link in tree.one("nav").all("a")]
    assert links == [f"#{identity}" for identity in sections]


def test_ids_are_single_and_what_refers_to_one_finds_it(tree: Element) -> None:
    ids = Counter(each.attributes["id"] for each in tree.all() if "id" in each.attributes)
    assert max(ids.values()) == 1
    for each in tree.all():
        for name in ("aria-labelledby", "aria-describedby", "for", "href"):
            if name in each.attributes and each.tag != "link":
                assert all(identity.lstrip("#") in ids for identity in each.attributes[name].split()), each.attributes


def test_every_table_has_a_caption_and_every_heading_a_scope(tree: Element) -> None:
    tables = list(tree.all("table"))
    assert len(tables) > 5
    for table in tables:
        assert [child.tag for child in table.children if isinstance(child, Element)] == ["caption", "thead", "tbody"]
        assert table.one("caption").words.endswith(".")
        assert all(heading.attributes["scope"] in {"col", "row", "colgroup"} for heading in table.all("th"))


def test_rows_of_a_table_are_as_long_as_its_head(tree: Element) -> None:
    for table in tree.all("table"):
        widths = {
            sum(int(cell.attributes.get("colspan", 1)) for cell in row.all("th", "td")) for row in table.all("tr")
        }
        assert len(widths) == 1, table.one("caption").words


def test_wide_tables_scroll_by_keyboard_under_a_name_of_their_own(tree: Element) -> None:
    regions = tree.of_class("scroll")
    assert len(regions) == len(list(tree.all("table")))
    for region in regions:
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["role"] == "region"
    names = Counter(each.attributes["aria-label"] for each in tree.all() if each.attributes.get("role") == "region")
    assert max(names.values()) == 1


def test_landmarks_language_and_title(tree: Element) -> None:
    assert tree.one("html").attributes["lang"] == "en"
    for landmark in ("main", "nav", "header", "footer"):
        assert len(list(tree.all(landmark))) == 1
    skip = next(tree.one("body").all("a"))
    assert (skip.attributes["class"], skip.attributes["href"]) == ("skip", "#verdict")
    assert tree.one("head").one("title").words.endswith(": a report by shrinkage")


def test_nothing_is_styled_or_scripted_in_place_and_nothing_is_fetched(tree: Element) -> None:
    for each in tree.all():
        for name, value in each.attributes.items():
            assert name != "style"
            assert not name.startswith("on")
            assert name != "src"
            if name != "xmlns":
                assert not re.search(r"\w+:/", value), (each.tag, name, value)
    assert [link.attributes["href"] for link in tree.all("link")] == ["data:,"]
    assert not list(tree.all("iframe", "object", "embed", "img", "base", "form"))


def test_the_policy_names_this_script_and_this_style_and_nothing_else(tree: Element) -> None:
    policy = tree.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    (style,) = tree.all("style")
    (script,) = [each for each in tree.all("script") if "type" not in each.attributes]
    assert directives == {
        "default-src": "'none'",
        "script-src": f"'{_digest(script.text)}' '{_digest(_inflated(tree))}' 'wasm-unsafe-eval'",
        "style-src": f"'{_digest(style.text)}'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    head = [child.tag for child in tree.one("head").children if isinstance(child, Element)]
    assert head[:2] == ["meta", "meta"], "the policy holds for what comes after it"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _inflated(tree: Element) -> str:
    """The script as the page's few lines unpack it."""
    packed = tree.one("script", id="packed-script").text
    return zlib.decompress(base64.b64decode(packed), -zlib.MAX_WBITS).decode()


def test_the_script_that_is_unpacked_is_the_one_that_was_built(tree: Element) -> None:
    assert _inflated(tree) == files("shrinkage.web").joinpath("report.js").read_text("utf-8").strip()


def test_the_kernel_that_is_unpacked_is_the_one_that_was_built(tree: Element) -> None:
    packed = base64.b64decode(json.loads(tree.one("script", id="kernel").text), validate=True)
    kernel = zlib.decompress(packed, -zlib.MAX_WBITS)
    assert kernel == files("shrinkage.web").joinpath("kernel.wasm").read_bytes()
    assert kernel.startswith(b"\0asm")


def test_what_is_built_can_stand_between_tags(tree: Element) -> None:
    (script,) = [each for each in tree.all("script") if "type" not in each.attributes]
    for mark in ("</script", "<script", "\r", "\0"):
        assert mark not in script.text.lower()
    for mark in ("</style", "\r", "\0", "@import", "url("):
        assert mark not in tree.one("style").text.lower()


def test_every_live_figure_has_its_place_once(page: Callable[..., Element], real_record: Callable[..., Record]) -> None:
    record = real_record("diabetes")
    found = [each.attributes["data-mark"] for each in page(record).all() if "data-mark" in each.attributes]
    live = record.products is not None and record.products.complete
    assert found == [name for name in MARKS if live or name != "epochs"]


def test_without_scripts_there_are_drawings_and_their_numbers(tree: Element) -> None:
    for name in ("errors", "explorer", "coefficients", "selection"):
        mark = tree.one("div", data_mark=name)
        drawings = list(mark.all("svg"))
        assert len(drawings) == (6 if name == "explorer" else 1)
        assert all(drawing.attributes.get("role") == "img" for drawing in drawings)
    assert len(tree.one("div", data_mark="explorer").of_class("numbers")) == 6


def test_long_tables_are_complete_behind_a_line_that_opens_them(
    page: Callable[..., Element], real_record: Callable[..., Record]
) -> None:
    record = real_record("flights")
    section = page(record).one("section", id="coefficients")
    first, rest = section.all("table")
    names = [row.one("th", scope="row").text for table in (first, rest) for row in table.one("tbody").all("tr")]
    assert sorted(names) == sorted(["(intercept)", *(feature.name for feature in record.features)])
    assert len(list(first.one("tbody").all("tr"))) == 12
    assert section.one("details").one("summary").words == f"The other {len(names) - 12:,} features"
