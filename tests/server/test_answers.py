"""What the guide answers to its own page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shrinkage import workflow
from shrinkage.present.guide.data import guide_data
from shrinkage.present.guide.page import guide_html, policy
from shrinkage.server.asked import ENDINGS
from shrinkage.source.files import FORMATS
from tests.server.conftest import TABLE, Guide

WEB = Path(__file__).parents[2] / "src" / "shrinkage" / "web"
GOLDEN = Path(__file__).parents[1] / "golden" / "csv"


def found(table: Path, shown: str, **choices: Any) -> Any:
    """What Python finds, as the page takes it."""
    data = json.loads(guide_data(workflow.compare(str(table), **choices).record, "textbook"))
    data["report"]["source"] = shown
    return data


def test_the_page_is_handed_out_with_the_token_in_it(guide: Guide) -> None:
    answer = guide.ask("GET", f"/?token={guide.token}&mount=all", X_Shrinkage_Token=None)
    assert answer.status == 200
    assert answer.body == guide_html(guide.token)
    assert f'<meta name="shrinkage-server" content="{guide.token}">'.encode() in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    sent = answer.headers["content-security-policy"]
    assert sent == f"{policy(served=True)}; frame-ancestors 'none'"
    written = re.search(rb'Content-Security-Policy" content="([^"]+)"', answer.body)
    assert written is not None
    assert sent.startswith(written[1].decode())
    assert "connect-src 'self'" in sent
    assert "unsafe-inline" not in sent
    head = guide.ask("HEAD", f"/?token={guide.token}")
    assert (head.status, head.body) == (200, b"")


def test_what_stands_beside_the_page_is_the_packages(guide: Guide) -> None:
    for name, kept in (("diabetes.csv", "diabetes.csv"), ("NOTICES.txt", "NOTICES.guide.txt")):
        answer = guide.ask("GET", f"/{name}", X_Shrinkage_Token=None)
        assert (answer.status, answer.body) == (200, (WEB / kept).read_bytes())


def test_a_comparison_is_that_of_python(guide: Guide) -> None:
    stages, last, said = guide.compare(TABLE.read_bytes(), "diabetes.csv")
    assert last == "result"
    assert said == found(TABLE, "diabetes.csv", target="target")
    assert stages[0] == "opening the table"
    assert {"looking at the rows", "summing the rows", "writing it down"} <= set(stages)
    guide.settled()
    assert not guide.told


def test_options_mean_what_they_mean_at_the_command_line(guide: Guide, tmp_path: Path) -> None:
    rows = [f"{k},{(k * 7) % 13},{(k * k) % 11},{k % 3 + 1},{(k * 5) % 17},{3 * k + (k * 7) % 13}" for k in range(90)]
    table = tmp_path / "odd.csv"
    table.write_text('\ufeff"a,b","say ""x""",=c,w,--raw,größe 😀\n' + "\n".join(rows) + "\n", encoding="utf-8")
    options = {"drop": ("a,b",), "weights": "w", "folds": 4, "repeats": 2, "test": 0.25, "seed": 7, "max_levels": 3}
    sent = {**options, "raw": "true", "positive": "true"}
    _, last, said = guide.compare(table.read_bytes(), "odd.csv", target="größe 😀", **sent)
    assert last == "result", said
    assert said == found(table, "odd.csv", target="größe 😀", raw=True, positive=True, **options)
    kept = {"keep": ('say "x"', "--raw")}
    _, last, said = guide.compare(table.read_bytes(), "odd.csv", target="größe 😀", raw="false", **kept)
    assert said == found(table, "odd.csv", target="größe 😀", **kept)


@pytest.mark.parametrize("name", ["table.parquet", "table.jsonl", "table.tsv", "TABLE.TXT"])
def test_formats_go_by_the_ending(guide: Guide, tmp_path: Path, name: str) -> None:
    import duckdb

    table = tmp_path / name
    how = {".parquet": "format parquet", ".jsonl": "format json"}.get(table.suffix, "format csv, delimiter '\t'")
    with duckdb.connect() as connection:
        connection.execute(f"copy (select age, bmi, target from '{TABLE}') to '{table}' ({how})")
    columns = guide.ask("POST", f"/api/columns?name={name}", table.read_bytes())
    assert columns.json == [{"name": name, "role": "numeric"} for name in ("age", "bmi", "target")]
    _, last, said = guide.compare(table.read_bytes(), name)
    assert last == "result", said
    assert said == found(table, name, target="target")


def test_every_ending_that_is_read_may_be_handed_over() -> None:
    assert set(ENDINGS) == set(FORMATS)


def test_columns_are_looked_at_before_a_target_is_chosen(guide: Guide) -> None:
    answer = guide.ask("POST", "/api/columns?name=plain.csv", (GOLDEN / "plain.csv").read_bytes())
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == workflow.columns(str(GOLDEN / "plain.csv"))
    guide.settled()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (GOLDEN / "ragged.csv", "'my <b>rows</b>.csv' is ragged: line 8 has 2 fields"),
        (GOLDEN / "duplicate_names.csv", "two columns named 'x'"),
        (GOLDEN / "binary.csv", "holds zero bytes"),
        (GOLDEN / "header_only.csv", "has a header but no rows below it"),
        (GOLDEN / "plain.csv", "--target names the column 'target', but the table has none of that name"),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_what_cannot_be_compared_is_said_in_the_readers_words(guide: Guide, table: Path, words: str) -> None:
    _, last, said = guide.compare(table.read_bytes(), "my <b>rows</b>.csv")
    assert last == "error"
    assert words in said["sentence"]
    assert "upload-" not in said["sentence"]
    assert str(guide.room) not in said["sentence"]
    if table.stem != "plain":
        answer = guide.ask("POST", "/api/columns?name=my%20%3Cb%3Erows%3C/b%3E.csv", table.read_bytes())
        assert (answer.status, answer.sentence) == (422, said["sentence"])
    guide.settled()


def test_a_parquet_file_that_is_none_names_no_place_of_ours(guide: Guide) -> None:
    answer = guide.ask("POST", "/api/columns?name=half.parquet", b"PAR1 this is not one")
    assert answer.status == 422
    assert "half.parquet" in answer.sentence
    assert str(guide.room) not in answer.sentence
    assert "upload-" not in answer.sentence
