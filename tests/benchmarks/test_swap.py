"""One import line replaced: small runs are judged whole, and the page says what they found."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import jobs, run
from benchmarks.contest import Limits, prepare
from benchmarks.data.tables import diabetes_arrays
from benchmarks.swapped import summary
from benchmarks.table import Row
from benchmarks.tasks import SWAPS, TASKS, ArrayTask


def test_the_table_is_that_of_scikit_learn() -> None:
    from sklearn.datasets import load_diabetes

    x, y = diabetes_arrays()
    expected = load_diabetes()
    assert np.abs(x - expected.data).max() < 1e-15
    assert np.array_equal(y, expected.target)


@pytest.mark.parametrize("library", ["shrinkage", "sklearn.linear_model"])
def test_scripts_are_those_of_either_library(library: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(jobs, "ENOUGH", 0.0)
    for letter in ("J-fit", "J-cv", "I-swap"):
        task = TASKS[letter]
        assert isinstance(task, ArrayTask)
        data = task.make(True)
        found = getattr(jobs, task.kind)(library, data)
        assert found["coefficients"].shape == (1, data.x.shape[1])
        assert found["intercepts"].shape == (1,)
        assert found["seconds"] > 0
        truth = prepare(letter, task.kind, tmp_path, data, Limits(1, 1, 1)).curve
        if task.kind == "lasso_cv":
            assert truth is not None
            assert found["cv_mse"].shape == truth.shape == (100, 5)
            assert np.allclose(found["cv_mse"], truth, rtol=1e-10 if library == "shrinkage" else 1e-3, atol=0)
        if task.kind == "ridge_cv":
            assert truth is not None
            assert found["cv_mse"] == pytest.approx(truth.min(), rel=1e-10)
            assert found["lams"] == pytest.approx(data.lams[np.argmin(truth)])


def test_short_fits_are_repeated_within_a_timing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ENOUGH", 0.01)
    calls: list[int] = []
    _, seconds = jobs._timed(lambda: calls.append(1))
    assert len(calls) > 100
    assert 0 < seconds < 0.01


@pytest.mark.slow
def test_a_quick_run(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    options = ["swap", "--quick", "--repeats", "1", "--peers", "shrinkage,scikit-learn", "--out", str(out)]
    rows = run.main(options)
    assert {row.task for row in rows} == set(SWAPS)
    assert not [row.note for row in rows if row.note]
    ours = [row for row in rows if row.solver == "shrinkage"]
    assert len(ours) == 5
    assert all(row.gap is not None and row.gap < 1e-12 for row in ours)
    assert all(row.curve is not None and row.curve < 1e-10 for row in ours if row.task != "J-fit")
    assert all(row.alpha is not None and row.alpha < 1e-12 for row in ours if row.task != "J-fit")
    zeros = [row for row in rows if row.solver == "zeros"]
    assert all(row.curve is not None and row.curve > 0.1 for row in zeros)
    text = summary(rows)
    assert text.count("\n| ") == 7  # a header, dashes and five scripts
    assert "takes" in text
    assert len(json.loads(out.read_text())["rows"]) == len(rows)


def row(solver: str, seconds: float, gap: float, **more: object) -> Row:
    return Row("B-swap", solver, solver, (seconds,), gap, **more)  # type: ignore[arg-type]


def cells(rows: list[Row]) -> list[str]:
    line = next(line for line in summary(rows).splitlines() if line.startswith("| B-swap"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_ratio_is_that_to_the_defaults() -> None:
    rows = [
        row("shrinkage", 0.1, 1e-16, curve=1e-15, alpha=0.0, peak_mb=12.0),
        row("sklearn_swap", 4.0, 1e-4, curve=2e-4, alpha=0.07, peak_mb=340.0),
        row("sklearn_swap", 5.0, 1e-9, default=False),
        row("sklearn_swap_tuned", 2.0, 1e-4),
        row("sklearn_swap_tuned", 3.0, 2e-9, default=False),
    ]
    expected = ["40", "30", "30", "< 1e-13", "1e-04", "< 1e-13", "2e-04, alpha_ 7e-02", "12", "340"]
    assert cells(rows) == expected
    assert cells([one for one in rows if one.gap is None or one.gap > 1e-8 or one.solver == "shrinkage"])[2] == (
        "not reached"
    )


def test_what_was_ended_is_at_least_so_slow() -> None:
    late = Row("B-swap", "sklearn_swap", "late", note="ended: > 60 s", longer_than=60.0)
    assert cells([row("shrinkage", 0.1, 1e-16), late])[0] == "> 600"


def test_imports_are_told_beside_numpy() -> None:
    names = ("shrinkage numpy", "shrinkage imports", "shrinkage estimator", "sklearn_swap estimator")
    rows = [Row("imports", name, name, (seconds,)) for name, seconds in zip(names, (0.1, 0.05, 1.3, 1.2), strict=True)]
    assert "50 ms less than NumPy alone" in summary(rows)
    rows[1] = Row("imports", names[1], names[1], note="exit code 1")
    assert "shrinkage imports: exit code 1" in summary(rows)


def test_without_results_there_is_no_section() -> None:
    assert summary([Row("A", "shrinkage", "shrinkage", (1.0,))]) == ""
