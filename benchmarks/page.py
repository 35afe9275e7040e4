"""The page of results, made from the results alone: ``python -m benchmarks.page`` writes docs/benchmarks.md and .svg.

It is never written by hand; a test holds it against the results that it was made from.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from benchmarks.climb import GOALS
from benchmarks.cost import Cost, slope
from benchmarks.picture import picture
from benchmarks.swapped import summary
from benchmarks.table import OURS, UNIT, Row
from benchmarks.tasks import SWAPS, TASKS

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "published.json"
PAGE = ROOT / "docs" / "benchmarks.md"
FIGURE = ROOT / "docs" / "benchmarks.svg"

FAIR = """\
A time is worth nothing without the distance from the optimum at which a solver stopped. So every solver is run as it
comes, and then with its tolerance tightened by whole decades until the gap has reached 1e-4 and 1e-8; the time given
is the shortest of its runs that got there. The **gap** is the duality gap divided by the objective of the
intercept-only model, the worst of the path (for cross-validation: of the final fit), recomputed from the coefficients
and the rows by `benchmarks/judge.py`, which shares no code with any solver. **Curve off by** is the largest relative
difference of the cross-validated curve from an explicit loop. Everybody gets the same columns, grid and folds, X in the
memory order it prefers, all cores, an environment of its own, and a small call first, so that importing and compiling
are not timed. Times are medians of up to {repeats} runs; **MB** is peak memory beyond a process that holds the data;
what had not ended after the seconds told with > was stopped. Only ratios on one machine mean anything: run it on
yours."""

CURVES_ABSENT = "skglm has no cross-validation. adelie's is by rows only; its folds are kept from being shuffled."
ABSENT = {
    "A": "skglm's solver on a Gram forms X'X anew at every strength, so it is run by rows.",
    "B": CURVES_ABSENT + " scm2cpp-learn fits no intercept: with columns centred once, folds see each other's means.",
    "C": CURVES_ABSENT,
    "I": "adelie, celer, glmnet, glum and skglm have no leave-one-out of ridge; as many folds as rows is no answer. "
    "The curve is held against a singular value decomposition of the rows (scikit-learn and scm2cpp-learn tell "
    "its lowest point only).",
    "L": "Whole processes, everything counted; MB is all of their memory.",
    "I-swap": 'Here the second row is `gcv_mode="svd"` rather than cores, of which RidgeCV takes no number.',
    "imports": "Whole processes, everything counted; MB is all of their memory.",
    "M": "Whole processes, from the file to fitted models. The pipeline is what a careful user would write: encoding, "
    "LassoCV and RidgeCV; `shrinkage compare` also fits elastic nets and least squares, and decides.",
}


def main() -> None:
    content = json.loads(RESULTS.read_text())
    page, figure = render(content)
    PAGE.write_text(page)
    if figure:
        FIGURE.write_text(figure)
    print(f"Written: {PAGE.relative_to(ROOT)}")


def render(content: dict[str, Any]) -> tuple[str, str]:
    """The page and its figure ("" without costs), of the content of a results file."""
    rows = [Row(**{**row, "seconds": tuple(row["seconds"])}) for row in map(_plain, content["rows"])]
    parts = ["# Benchmarks", _about(content, rows)]
    for letter, task in TASKS.items():
        if letter == SWAPS[0]:
            parts += filter(None, [summary(rows)])
        if own := [row for row in rows if row.task == letter]:
            parts += [f"{'###' if letter in SWAPS else '##'} {letter}: {task.title}", _task(own)]
            parts += [ABSENT[letter]] if letter in ABSENT else []
    costs = [Cost(**point) for point in content.get("cost", {}).get("points", [])]
    if costs:
        parts += ["## As tables grow", _growth(costs, content["cost"])]
    parts += ["## Run it", _commands()]
    figure = picture(costs, content["cost"]["rows_at"], content["cost"]["columns_at"]) if costs else ""
    return "\n\n".join(parts) + "\n", figure


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "median"}


def _about(content: dict[str, Any], rows: list[Row]) -> str:
    machine, settings = content["machine"], content["settings"]
    features = ", ".join(machine["features"]) or "no vector extensions"
    versions = sorted({f"{row.plain.split(',')[0].split(':')[0]} {row.version}" for row in rows if row.version})
    told = (
        f"Measured on {machine['cores']} cores ({machine['processor']}; {features}) with NumPy {machine['numpy']} on "
        f"{machine['blas']}, Python {machine['python']}."
    )
    warning = "**These are quick runs at small sizes: no results.**\n\n" if settings["quick"] else ""
    fair = FAIR.format(repeats=settings["repeats"])
    return f"{warning}{fair}\n\n{told} Versions: {_listed(_shortest(versions))}."


def _shortest(versions: list[str]) -> list[str]:
    """One entry a peer: of names that differ in their last words only, the common part."""
    by_version: dict[tuple[str, str], str] = {}
    for entry in versions:
        name, _, version = entry.rpartition(" ")
        key = name.split()[0], version
        by_version[key] = name.split()[0]
    return [f"{name} {version}" for (_, version), name in by_version.items()]


def _listed(words: list[str]) -> str:
    return ", ".join(words)


def _task(rows: list[Row]) -> str:
    solvers = [name for name in dict.fromkeys(row.plain or row.name for row in rows) if name not in ("zeros", "")]
    groups = [[row for row in rows if (row.plain or row.name) == name] for name in solvers]
    unit = next((group[0].median for group in groups if group[0].solver == UNIT and group[0].seconds), None)
    groups = [group for group in groups if group[0].solver not in (UNIT, "zeros")]
    climbed = any(row.tolerance is not None for group in groups for row in group)
    ours = next((group[0].median for group in groups if group[0].solver == OURS and group[0].seconds), math.nan)
    header = ["", "as it comes, s", "× ours"]
    header += ["gap", *(f"s to gap {goal:.0e}".replace("e-0", "e-") for goal in GOALS)] if climbed else []
    curved = any(row.curve is not None for group in groups for row in group)
    header += ["curve off by"] if curved else []
    chosen = any(row.alpha is not None for group in groups for row in group)
    header += ["alpha off by"] if chosen else []
    header += ["MB"]
    lines = [_line(header), _line(["---", *["---:"] * (len(header) - 1)])]
    lines += [_line(_cells(group, ours, climbed, curved, chosen)) for group in groups]
    if unit:
        lines += [
            "",
            f"NumPy's X'X alone takes {_seconds(unit)} s in the same run; ours takes {ours / unit:.2f} × that.",
        ]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(group: list[Row], ours: float, climbed: bool, curved: bool, chosen: bool) -> list[str]:
    first = group[0]
    name = f"**{first.plain}**" if first.solver.startswith(OURS) else first.plain or first.name
    if not first.seconds:
        word = f"> {first.longer_than:.0f}" if first.longer_than else first.note
        blank = [""] * (1 + (1 + len(GOALS) if climbed else 0) + curved + chosen + 1)
        return [name, word, *blank]
    # A task may hold other jobs too, such as merely starting, that are not to be compared.
    ratio = "" if " " in first.solver else _times(first.median / ours)
    cells = [name, _seconds(first.median), ratio]
    if climbed:
        cells += [_gap(first.gap), *(_reached(group, goal, ours) for goal in GOALS)]
    if curved:
        cells += ["" if first.curve is None else _gap(first.curve)]
    if chosen:
        cells += ["" if first.alpha is None else _gap(first.alpha)]
    return [*cells, "" if first.peak_mb is None else f"{first.peak_mb:.0f}"]


def _reached(group: list[Row], goal: float, ours: float) -> str:
    """The shortest time within the goal, or how far it got."""
    done = [row for row in group if row.seconds and row.gap is not None]
    there = [row.median for row in done if row.gap is not None and row.gap <= goal]
    if there:
        times = "" if group[0].solver == OURS else f" ({_times(min(there) / ours)} ×)"
        return f"{_seconds(min(there))}{times}"
    best = min(done, key=lambda row: math.inf if row.gap is None else row.gap)
    late = next((f"; next > {row.longer_than:.0f} s" for row in group if row.longer_than), "")
    return f"not reached: {_gap(best.gap)} in {_seconds(best.median)} s{late}"


def _seconds(value: float) -> str:
    return f"{value:.0f}" if value >= 99.5 else f"{value:.2g}" if value < 10 else f"{value:.3g}"


def _times(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


def _gap(value: float | None) -> str:
    # Below the rounding of doubles a gap, which may then come out negative, says no more than that.
    return "" if value is None else "< 1e-13" if value < 1e-13 else f"{value:.0e}"


def _growth(costs: list[Cost], about: dict[str, Any]) -> str:
    lines = [
        f"Ten folds × 100 strengths, every solver as it comes, for {about['rows_at']} columns and for "
        f"{about['columns_at']:,} rows. A solver that took more than {about['stop']:g} s is not asked for a larger "
        "table. The power is the slope of log seconds on log size over the last three sizes that it did.",
        "",
        "![Seconds and memory against rows and columns](benchmarks.svg)",
        "",
        _line(["", "power of rows", "largest, s", "power of columns", "largest, s"]),
        _line(["---", "---:", "---:", "---:", "---:"]),
    ]
    for solver in dict.fromkeys(cost.solver for cost in costs):
        cells = [""]
        for axis in ("rows", "columns"):
            own = [cost for cost in costs if cost.solver == solver and cost.axis == axis]
            if not own:
                cells += ["", ""]
                continue
            cells[0] = f"**{own[0].name}**" if solver == OURS else own[0].name
            power = slope(own)
            last = own[-1]
            cells += ["" if math.isnan(power) else f"{power:.2f}", f"{_seconds(last.seconds)} at {last.size:,}"]
        lines.append(_line(cells))
    return "\n".join(lines)


def _commands() -> str:
    return """\
    python -m benchmarks.run --install      # an environment for each peer, once
    python -m benchmarks.run --out benchmarks/results/published.json --merge
    python -m benchmarks.run swap --out benchmarks/results/published.json --merge   # one import line, alone
    python -m benchmarks.cost --out benchmarks/results/published.json --merge
    python -m benchmarks.page               # writes this page

What the tasks are, and how to add a peer: `benchmarks/README.md`."""


if __name__ == "__main__":
    main()
