"""`shrinkage guide --export`: the static site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shrinkage.cli.main import main
from shrinkage.present.guide.page import guide_html

WEB = Path(__file__).parents[2] / "src" / "shrinkage" / "web"


@pytest.fixture
def export(capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["guide", *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def test_a_site_is_written_and_said(export: Callable[..., Any], tmp_path: Path) -> None:
    place = tmp_path / "new" / "site"
    code, out, err = export("--export", str(place))
    assert (code, err) == (0, "")
    assert sorted(path.name for path in place.iterdir()) == ["NOTICES.txt", "diabetes.csv", "index.html"]
    page = (place / "index.html").read_bytes()
    assert page == guide_html()
    assert b"shrinkage-server" not in page.split(b"<style>")[0]
    assert (place / "diabetes.csv").read_bytes() == (WEB / "diabetes.csv").read_bytes()
    assert (place / "NOTICES.txt").read_bytes() == (WEB / "NOTICES.guide.txt").read_bytes()
    said = f"Wrote index.html ({len(page) / 1000:,.0f} kB), diabetes.csv and NOTICES.txt into {place}: open index.html "
    assert "".join(out.split()).startswith("".join(said.split()))  # a long path is broken to the width of the paper
    (place / "index.html").write_text("older")
    (place / "mine.txt").write_text("kept")
    assert export("--export", str(place))[0] == 0
    assert (place / "index.html").read_bytes() == page
    assert (place / "mine.txt").read_text() == "kept"


def test_any_file_server_serves_it(export: Callable[..., Any], tmp_path: Path) -> None:
    assert export("--export", str(tmp_path))[0] == 0
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tmp_path), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            port = re.search(r"port (\d+)", server.stdout.readline())
            assert port is not None
            for name, content in (("", guide_html()), ("diabetes.csv", (WEB / "diabetes.csv").read_bytes())):
                with urllib.request.urlopen(f"http://127.0.0.1:{port[1]}/{name}", timeout=20) as answer:
                    assert answer.read() == content
        finally:
            server.kill()


def test_the_page_asks_for_nothing_but_what_is_written(export: Callable[..., Any], tmp_path: Path) -> None:
    assert export("--export", str(tmp_path))[0] == 0
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "connect-src 'none'" in page
    for link in re.findall(r'(?:href|src)="([^"#][^"]*)"', page):
        local = not re.match(r"[a-z]+:|//", link)
        assert not local or (tmp_path / link).is_file(), link
    assert not re.search(r"<(?:script|img|iframe)[^>]* src=", page)
    assert not re.search(r'<link[^>]+href="(?!data:)', page)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--export", ""], "--export is empty, so nothing can be written there"),
        (["--export", "taken"], "the option --export cannot be used, because directory 'taken' is a file"),
        (["--export", "taken/site"], "taken/site cannot be written into, because"),
        (["--export", "full"], "full/index.html cannot be written, because it is a directory; choose another place."),
        (["--export", "x", "--no-browser"], "so that --no-browser has nothing to say; leave one of them out."),
        (["--export", "x", "--port", "80"], "so that --port has nothing to say"),
        (["--port", "70000"], "the option --port cannot be used, because 70000 is not in the range"),
        (["--max-upload", "0"], "the option --max-upload cannot be used"),
        (["--frobnicate"], "there is no option --frobnicate"),
        (["--columns", "nowhere.csv"], "there is no file 'nowhere.csv'"),
        (["site"], "unexpected extra argument"),
    ],
)
def test_what_cannot_be_written_is_one_sentence_and_2(
    export: Callable[..., Any], arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "full" / "index.html").mkdir(parents=True)
    code, out, err = export(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert not (tmp_path / "x").exists()
    assert (tmp_path / "taken").read_text() == "a file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_place_that_may_not_be_written_to_is_refused(export: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir(mode=0o500)
    code, out, err = export("--export", str(tmp_path / "kept"))
    assert (code, out) == (2, "")
    assert "cannot be written, because permission denied; choose another place." in err


def test_help_names_what_a_person_may_choose(export: Callable[..., Any]) -> None:
    code, out, _ = export("--help")
    assert code == 0
    for option in ("--export DIR", "--port N", "--no-browser", "--max-upload MB", "--max-seconds S"):
        assert option in out
    assert "--columns" not in out
