"""Every snippet of README.md and of the documentation runs, and prints what its page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.snippets import agrees, differences, run_apart, snippets

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_SNIPPETS = [page for page in PAGES if snippets(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", WITH_SNIPPETS, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    assert not differences(page, run_apart(page, tmp_path))


def test_few_snippets_do_not_run_and_each_says_why() -> None:
    idle = [one for page in PAGES for one in snippets(page.read_text("utf-8")) if one.why_not is not None]
    assert len(idle) <= 8
    assert all(len(one.why_not or "") > 20 for one in idle)


def test_no_code_hides_from_the_tests_in_a_fence_of_another_name() -> None:
    known = {"python", "sh", "console", "text", "", "sql", "json", "r", "{toctree}", "{eval-rst}"}
    found = {name for page in PAGES for name in re.findall(r"^```(\S+)", page.read_text("utf-8"), re.MULTILINE)}
    assert found <= known


def test_commands_and_their_output_are_told_apart() -> None:
    page = "text\n\n```console\n$ echo a \\\n  b\na b\n$ true\n```\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n"
    echo, true, number = snippets(page)
    assert (echo.code, echo.shown, echo.line) == ("echo a \\\n  b\n", "a b\n", 4)
    assert (true.code, true.shown) == ("true\n", None)
    assert (number.code, number.shown) == ("print(1)\n", "1\n")


def test_dots_stand_for_anything_and_nothing_else_does() -> None:
    assert agrees("a … c\n", "a b c\n")
    assert agrees("a\n…\nc\n", "a\n1\n2\nc\n")
    assert agrees("a\n…\n", "a\n")
    assert not agrees("a.c\n", "abc\n")
    assert not agrees("a\n", "a\nb\n")
