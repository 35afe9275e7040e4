"""A quick run of the whole bench, in this environment: everybody who is here runs, and is judged."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks import run
from benchmarks.peers import PEERS, Missing, Peer, interpreter
from benchmarks.table import Row, render


@pytest.mark.slow
def test_quick_arrays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results.json"
    options = ["A", "B", "I", "--quick", "--repeats", "2", "--peers", "shrinkage,scikit-learn", "--out", str(out)]
    rows = {(row.task, row.name): row for row in run.main(options)}
    printed = capsys.readouterr().out
    ours = [rows[task, "shrinkage"] for task in "AB"]
    assert all(len(row.seconds) == 2 and row.gap is not None and abs(row.gap) < 1e-10 for row in ours)
    assert ours[1].curve is not None
    assert ours[1].curve < 1e-10
    climbed = [row for (task, _), row in rows.items() if task == "A" and row.plain == "scikit-learn lasso_path, Gram"]
    assert climbed[0].default
    assert climbed[0].tolerance == 1e-4
    assert climbed[-1].gap is not None
    assert climbed[-1].gap < 1e-8
    left_out = [rows["I", name] for name in ("shrinkage", "scikit-learn RidgeCV")]
    assert all(row.curve is not None and row.curve < 1e-10 for row in left_out)
    assert all(row.gap is not None and abs(row.gap) < 1e-10 for row in left_out)
    zeros = rows["A", "zeros"]
    assert zeros.gap is not None
    assert zeros.gap > 0.5
    assert rows["A", "glmnet"].note.startswith("skipped")
    assert "skipped: left out by --peers" in printed
    assert "× X'X" in printed
    recorded = json.loads(out.read_text())
    assert len(recorded["rows"]) == len(rows)
    assert recorded["rows"][0]["median"] > 0


def test_whole_processes(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    rows = run.main(["L", "--quick", "--repeats", "1", "--peers", "shrinkage", "--out", str(out)])
    version = next(row for row in rows if row.name == "shrinkage: version")
    assert not version.note
    assert 0 < version.median < 30
    assert version.peak_mb is not None
    assert 5 < version.peak_mb < 1000


def test_a_peer_that_is_not_there_is_skipped_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEERS, "nobody", Peer(imports=("no_such_module_anywhere",)))
    with pytest.raises(Missing, match="nobody is not installed"):
        interpreter("nobody")


def test_unknown_tasks_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["Z"])
    assert "there is no task Z" in capsys.readouterr().err


def test_ratios_are_told_against_us() -> None:
    rows = [
        Row("A", "shrinkage", "shrinkage", (1.0, 3.0), gap=1e-12, peak_mb=5.0),
        Row("A", "slow", "slow", (8.0, 8.0, 80.0), gap=1e-3, peak_mb=7.0),
        Row("A", "absent", "absent", note="skipped: not here"),
    ]
    assert rows[0].median == 2.0
    text = render("A  a task", rows)
    slow = next(line for line in text.splitlines() if line.startswith("slow"))
    assert slow.split() == ["slow", "8", "4.00", "1.0e-03", "7"]
    assert "skipped: not here" in text
    assert math.isclose(rows[1].median, 8.0)


@pytest.mark.slow
def test_what_takes_too_long_is_ended_and_said(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    rows = run.main(["A", "--quick", "--limit", "0.0001", "--peers", "shrinkage", "--out", str(out)])
    ours = next(row for row in rows if row.solver == "shrinkage")
    assert not ours.seconds
    assert ours.longer_than == 0.0001
    assert ours.note.startswith("ended")


@pytest.mark.slow
def test_results_of_other_tasks_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    out.write_text(json.dumps({"cost": {"points": []}, "rows": [Row("B", "old", "old").record()]}))
    options = ["--quick", "--repeats", "1", "--peers", "shrinkage", "--out", str(out)]
    run.main(["I", *options, "--merge"])
    content = json.loads(out.read_text())
    assert {row["task"] for row in content["rows"]} == {"B", "I"}
    assert "cost" in content
    assert set(content["machine"]) >= {"cores", "blas", "features"}
    run.main(["I", *options])
    assert {row["task"] for row in json.loads(out.read_text())["rows"]} == {"I"}
