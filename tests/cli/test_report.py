"""`shrinkage report`, and what `compare --out` and `Comparison.report` write."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import shrinkage as sh
from shrinkage.errors import OptionError, StoreError

TABLE = str(Path(__file__).parents[2] / "examples" / "diabetes.csv")


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("decided")
    sh.compare(TABLE, "target", progress=False).save(place)
    return place


@pytest.fixture
def saved(decided: Path, tmp_path: Path) -> Path:
    """A directory of its own with the record and a model."""
    for name in ("record.json", "l1.model.json"):
        (tmp_path / name).write_bytes((decided / name).read_bytes())
    return tmp_path


def test_a_directory_and_its_record_give_the_same_page(shrinkage: Callable[..., Any], saved: Path) -> None:
    assert shrinkage("report", str(saved / "record.json"), "-o", str(saved / "a.html")).code == 0
    done = shrinkage("report", str(saved))
    assert done.code == 0
    assert done.err == ""
    page = (saved / "report.html").read_bytes()
    said = f"Wrote {saved / 'report.html'} ({len(page) / 1000:,.0f} kB): one page, to open in a browser, print or mail."
    assert "".join(done.out.split()) == "".join(said.split())  # a long path is broken to the width of the paper
    assert page.startswith(b"<!doctype html>")
    assert (saved / "a.html").read_bytes() == page


def test_standard_output_has_the_page_and_nothing_else(process: Callable[..., Any], saved: Path) -> None:
    done = process("report", str(saved), "-o", "-", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("<!doctype html>")
    assert done.out.endswith("</html>\n")
    assert not (saved / "report.html").exists()


def test_strengths_are_shown_as_asked_or_as_they_were_made(shrinkage: Callable[..., Any], saved: Path) -> None:
    def page(*options: str) -> str:
        assert shrinkage("report", str(saved), *options).code == 0
        return (saved / "report.html").read_text("utf-8")

    assert '"convention":"textbook"' in page()
    assert '"convention":"sklearn"' in page("--lambda-convention", "scikit-learn")
    document = json.loads((saved / "record.json").read_bytes())
    document["options"]["lambda_convention"] = "glmnet"
    (saved / "record.json").write_text(json.dumps(document))
    assert '"convention":"glmnet"' in page()
    assert '"convention":"lam"' in page("--lambda-convention", "lam")


def test_compare_writes_the_page_of_its_record(shrinkage: Callable[..., Any], tmp_path: Path) -> None:
    options = ("--target", "target", "--lambda-convention", "sklearn", "--quiet", "--out", str(tmp_path / "out"))
    done = shrinkage("compare", TABLE, *options)
    assert done.code == 0
    assert "and report.html, to open in a browser." in " ".join(done.out.split())
    written = (tmp_path / "out" / "report.html").read_bytes()
    assert shrinkage("report", str(tmp_path / "out"), "-o", str(tmp_path / "again.html")).code == 0
    assert (tmp_path / "again.html").read_bytes() == written


def test_a_page_that_cannot_be_made_leaves_no_half_of_it(
    shrinkage: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shrinkage.present.report import page

    def interrupted(*_: Any) -> bytes:
        raise KeyboardInterrupt

    (tmp_path / "report.html").write_bytes(b"the one before")
    monkeypatch.setattr(page, "report_html", interrupted)
    done = shrinkage("compare", TABLE, "--target", "target", "--quiet", "--out", str(tmp_path))
    assert done.code == 130
    assert (tmp_path / "report.html").read_bytes() == b"the one before"
    assert len(json.loads((tmp_path / "record.json").read_bytes())) > 10, "record and models come first"
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", *[".json"] * 6]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["l1.model.json"], "l1.model.json is a model, but a record of a comparison is needed; give one."),
        (["nowhere.json"], "there is no file nowhere.json; check the name."),
        (["empty"], "there is no file empty/record.json; check the name."),
        (["table.csv"], "table.csv is not a file of this package"),
        (["newer.json"], "was written by a newer version"),
        (["cut.json"], "cut.json is not a file of this package, because it is not a JSON object"),
        ([".", "-o", "record.json"], "which is the record itself; name another file."),
        ([".", "-o", "empty"], "empty cannot be written, because it is a directory; choose another place."),
        ([".", "-o", "table.csv/report.html"], "cannot be written, because"),
        ([".", "-o", "kept.html"], "kept.html cannot be written, because it is there already and read-only"),
        ([".", "-o", ""], "--output is empty, so nothing can be written there"),
        ([".", "--lambda-convention", "glmnut"], "did you mean 'glmnet'?"),
        ([], "the argument RECORD is missing"),
    ],
)
def test_what_gives_no_page_is_one_sentence_and_2(
    arguments: list[str], words: str, process: Callable[..., Any], saved: Path
) -> None:
    record = (saved / "record.json").read_text()
    (saved / "newer.json").write_text(record.replace("comparison/1", "comparison/9", 1))
    (saved / "cut.json").write_text(record[: len(record) // 2])
    (saved / "table.csv").write_text("a,b\n1,2\n")
    (saved / "empty").mkdir()
    (saved / "kept.html").write_text("kept")
    (saved / "kept.html").chmod(stat.S_IRUSR)
    if "kept.html" in words and os.access(saved / "kept.html", os.W_OK):
        pytest.skip("this user may write to every file")
    before = {path.name: path.read_bytes() for path in saved.iterdir() if path.is_file()}
    done = process("report", *arguments, cwd=saved)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert words in done.err
    assert {path.name: path.read_bytes() for path in saved.iterdir() if path.is_file()} == before


def test_a_record_whose_parts_do_not_agree_is_said(shrinkage: Callable[..., Any], saved: Path) -> None:
    document = json.loads((saved / "record.json").read_bytes())
    document["features"] = document["features"][1:]
    (saved / "record.json").write_text(json.dumps(document))
    done = shrinkage("report", str(saved))
    assert done.code == 2
    assert "speaks of a feature 'age' that it does not list, so it was changed" in done.err
    assert not (saved / "report.html").exists()


def test_a_page_through_a_link_and_to_a_device(shrinkage: Callable[..., Any], saved: Path) -> None:
    (saved / "real.html").write_text("old")
    (saved / "link.html").symlink_to("real.html")
    assert shrinkage("report", str(saved), "-o", str(saved / "link.html")).code == 0
    assert (saved / "link.html").is_symlink()
    assert (saved / "real.html").read_text("utf-8").startswith("<!doctype html>")
    assert shrinkage("report", str(saved), "-o", os.devnull).code == 0


def test_the_same_from_python(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = sh.compare(TABLE, "target", progress=False, lambda_convention="sklearn")
    place = found.report(tmp_path / "new" / "decision.html")
    assert place == tmp_path / "new" / "decision.html"
    assert '"convention":"sklearn"' in place.read_text("utf-8")
    assert found.report() == Path("report.html")
    assert (tmp_path / "report.html").read_bytes() == place.read_bytes()
    assert '"convention":"lam"' in found.report("lam.html", lambda_convention="lam").read_text("utf-8")
    found.save("saved")
    assert Path("saved/report.html").read_bytes() == place.read_bytes()
    with pytest.raises(OptionError, match="is not a convention"):
        found.report(lambda_convention="xyz")
    with pytest.raises(StoreError, match="it is a directory"):
        found.report(tmp_path / "saved")
    assert sorted(path.name for path in Path("saved").iterdir()) == sorted(path.name for path in decided.iterdir())


def test_version_and_compare_do_not_load_what_only_a_page_needs() -> None:
    code = "import sys; from shrinkage.cli.main import main; main({}); print(*sys.modules)"
    for arguments in (["--version"], ["compare", TABLE, "--target", "target", "--quiet"]):
        run = [sys.executable, "-c", code.format(arguments)]
        modules = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
        assert "shrinkage.present.report.page" not in modules
