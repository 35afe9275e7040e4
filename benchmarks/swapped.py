"""The section of the page on one import line replaced: every script's ratio beside what it is meant to be."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.table import OURS, Row
from benchmarks.tasks import SWAPS, TASKS, ArrayTask

# What importing this project may cost beyond NumPy, and what a fit may take beyond X.
MOST_SECONDS, MOST_MB = 0.03, 100
SAME = "sklearn_swap"

ABOUT = """\
The same script twice, `from sklearn.linear_model import …` replaced by `from shrinkage import …`, in one run, on the
same rows in row order, each library's own grid and the same folds. **Same script** is scikit-learn at its defaults, as
the ratios here are told; beside it, below, it is told to use all cores and given X by columns (RidgeCV: its other
method, by singular values). Fits that are over in a moment are repeated for a quarter of a second within one timing.
**Off by**: the largest relative difference of `mse_path_`, fold by fold, from an explicit loop, and of `alpha_` from
that loop's choice. **At equal gap** is scikit-learn's shortest run of either kind with a gap of 1e-8."""


def summary(rows: Sequence[Row]) -> str:
    """ABOUT and the table, of the rows of a results file; "" without any of these tasks."""
    own = [row for row in rows if row.task in SWAPS]
    if not own:
        return ""
    header = ["script", "× faster", "meant", "× at equal gap", "gap", "theirs", "off by", "theirs", "MB", "theirs"]
    lines = [_line(header), _line(["---", *["---:"] * (len(header) - 1)])]
    lines += [
        _line(cells) for letter in SWAPS if (cells := _script(letter, [row for row in own if row.task == letter]))
    ]
    parts = ["## One import line", ABOUT, "\n".join(lines) if len(lines) > 2 else "", _imports(own)]
    return "\n\n".join(filter(None, parts))


def _script(letter: str, rows: Sequence[Row]) -> list[str]:
    task = TASKS[letter]
    ours = next((row for row in rows if row.solver == OURS and row.seconds), None)
    if not isinstance(task, ArrayTask) or task.aim is None or ours is None:
        return []
    theirs = next((row for row in rows if row.solver == SAME and row.default), None)
    name = f"{letter}: {task.title}"
    if theirs is None or not theirs.seconds:
        late = f"> {theirs.longer_than / ours.median:.0f}" if theirs and theirs.longer_than else ""
        return [name, late, f"{task.aim:g}", "", _small(ours.gap), "", _off(ours), "", _mb(ours), ""]
    equal = [row for row in rows if row.solver.startswith(SAME) and row.seconds and row.gap is not None]
    there = [row.median for row in equal if row.gap is not None and row.gap <= 1e-8]
    return [
        name,
        _times(theirs.median / ours.median),
        f"{task.aim:g}",
        _times(min(there) / ours.median) if there else "not reached",
        _small(ours.gap),
        _small(theirs.gap),
        _off(ours),
        _off(theirs),
        _mb(ours),
        _mb(theirs),
    ]


def _imports(rows: Sequence[Row]) -> str:
    found = {row.solver: row for row in rows if row.task == "imports"}
    names = (f"{OURS} numpy", f"{OURS} imports", f"{OURS} estimator", f"{SAME} estimator")
    if not all(name in found and found[name].seconds for name in names):
        failed = [f"{found[name].name}: {found[name].note}" for name in names if name in found and found[name].note]
        return "; ".join(failed)
    numpy, imports, ours, theirs = (found[name].median for name in names)
    return (
        f"Whole processes: `import numpy` takes {numpy:.3f} s and `import shrinkage` {imports:.3f} s, without "
        f"scikit-learn (the process fails if it is there), {_beyond(imports - numpy)}. The first estimator brings it: "
        f"`from shrinkage import Lasso` takes {ours:.2f} s, `from sklearn.linear_model import Lasso` {theirs:.2f} s. "
        f"Meant: at most {MOST_SECONDS * 1000:.0f} ms beyond NumPy, and at most {MOST_MB} MB beyond X for any fit here."
    )


def _beyond(seconds: float) -> str:
    return f"{abs(seconds) * 1000:.0f} ms {'more' if seconds > 0 else 'less'} than NumPy alone"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _times(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


def _small(value: float | None) -> str:
    return "" if value is None else "< 1e-13" if value < 1e-13 else f"{value:.0e}"


def _off(row: Row) -> str:
    """Of mse_path_, and of alpha_ where that is another point of the grid."""
    other = f", alpha_ {row.alpha:.0e}" if row.alpha is not None and row.alpha > 1e-9 else ""
    return _small(row.curve) + other


def _mb(row: Row) -> str:
    return "" if row.peak_mb is None else f"{row.peak_mb:.0f}"
