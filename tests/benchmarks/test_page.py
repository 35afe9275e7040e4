"""The published page says what the published results say; and what it says of results that were made up here."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import cost, page
from benchmarks.cost import Cost, slope
from benchmarks.picture import picture
from benchmarks.table import Row

MACHINE = {
    "cores": 2,
    "processor": "x",
    "features": ["AVX2"],
    "blas": "a BLAS",
    "python": "3.11",
    "numpy": "2.0",
}
SETTINGS = {"quick": False, "repeats": 3, "budget": 1, "limit": 60.0}


def test_the_page_is_that_of_its_results() -> None:
    if not page.RESULTS.exists():
        pytest.skip("no published results here (a source distribution)")
    text, figure = page.render(json.loads(page.RESULTS.read_text("utf-8")))
    assert page.PAGE.read_text("utf-8") == text, "run python -m benchmarks.page"
    assert not figure or page.FIGURE.read_text("utf-8") == figure, "run python -m benchmarks.page"


def rendered(*rows: Row, costs: tuple[Cost, ...] = ()) -> str:
    content = {"machine": MACHINE, "settings": SETTINGS, "rows": [row.record() for row in rows]}
    if costs:
        points = [vars(one) for one in costs]
        content["cost"] = {"rows_at": 100, "columns_at": 20_000, "stop": 6, "quick": False, "points": points}
    return page.render(json.loads(json.dumps(content)))[0]


def rung(solver: str, seconds: float, gap: float, tolerance: float, **more: object) -> Row:
    return Row("A", solver, f"{solver}, tol", (seconds,), gap, plain=solver, tolerance=tolerance, **more)  # type: ignore[arg-type]


def line(text: str, name: str) -> list[str]:
    found = next(line for line in text.splitlines() if line.startswith(f"| {name} "))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_equal_gaps() -> None:
    text = rendered(
        Row("A", "gram", "X'X", (0.05,), plain="X'X"),
        Row("A", "shrinkage", "shrinkage", (0.1,), 1e-15, peak_mb=3.0, plain="shrinkage"),
        rung("quick", 0.2, 3e-4, 1e-4, peak_mb=12.0),
        rung("quick", 0.3, 5e-5, 1e-5, default=False),
        rung("quick", 0.8, 5e-9, 1e-9, default=False),
        rung("crawling", 1.0, 1e-2, 1e-4),
        rung("crawling", 20.0, 2e-4, 1e-8, default=False),
        Row("A", "crawling", "crawling", plain="crawling", tolerance=1e-9, default=False, longer_than=60.0),
        Row("A", "endless", "endless", plain="endless", note="ended: > 60 s", longer_than=60.0),
        Row("A", "zeros", "zeros", (0.001,), 1.0, plain="zeros"),
    )
    assert line(text, "**shrinkage**") == ["**shrinkage**", "0.1", "1.0", "< 1e-13", "0.1", "0.1", "3"]
    assert line(text, "quick") == ["quick", "0.2", "2.0", "3e-04", "0.3 (3.0 ×)", "0.8 (8.0 ×)", "12"]
    late = "not reached: 2e-04 in 20 s; next > 60 s"
    assert line(text, "crawling") == ["crawling", "1", "10", "1e-02", late, late, ""]
    assert line(text, "endless")[1] == "> 60"
    assert "| zeros" not in text
    assert "ours takes 2.00 × that" in text


def test_names_of_machines_and_dates_are_not_on_it() -> None:
    text = page.PAGE.read_text("utf-8") if page.PAGE.exists() else rendered()
    assert not re.search(r"\b20\d\d-\d\d|\bXeon|\bEPYC|\bIntel|/tmp", text)


def costs() -> tuple[Cost, ...]:
    sizes = (1_000, 10_000, 100_000)
    return tuple(
        Cost(axis, size, solver, solver, 1e-6 * size**power, 2.0, 1e-9)
        for axis in ("rows", "columns")
        for solver, power in (("shrinkage", 1.0), ("celer", 1.5))
        for size in sizes
    )


def test_powers_are_slopes_of_logarithms() -> None:
    for solver, power in (("shrinkage", 1.0), ("celer", 1.5)):
        assert math.isclose(slope([one for one in costs() if one.solver == solver and one.axis == "rows"]), power)
    assert math.isnan(slope(costs()[:1]))
    assert "| celer | 1.50 |" in rendered(costs=costs())


def test_the_figure_is_whole() -> None:
    tree = ElementTree.fromstring(picture(costs(), 100, 20_000))
    words = ["".join(node.itertext()) for node in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert {"seconds, 100 columns", "seconds, 20,000 rows", "shrinkage", "celer", "10k"} <= set(words)
    numbers = [float(n) for node in tree.iter() for n in re.findall(r"-?\d+\.\d", node.get("d", ""))]
    assert all(0 <= number <= 900 for number in numbers)


@pytest.mark.slow
def test_costs_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "QUICK_ROWS", (300, 600))
    monkeypatch.setattr(cost, "QUICK_COLUMNS", (4,))
    out = tmp_path / "results.json"
    found = cost.main(["--quick", "--repeats", "1", "--solvers", "shrinkage", "--out", str(out)])
    assert [(one.axis, one.size) for one in found] == [("rows", 300), ("rows", 600), ("columns", 4)]
    assert all(one.seconds > 0 and one.gap is not None and one.gap < 1e-10 for one in found)
    assert len(json.loads(out.read_text())["cost"]["points"]) == 3
