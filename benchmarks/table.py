"""Results as a table one can read, ratios and all."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

OURS, UNIT = "shrinkage", "gram"
HEADER = ("solver", "seconds", "× ours", "× X'X", "gap", "curve off by", "alpha off by", "MB", "")


@dataclass
class Row:
    """One solver on one task at one tolerance.

    seconds: of each run; gap, curve: the worst; alpha: how far the chosen strength is from the right one; peak_mb:
    beyond the data, or in all; plain: the name without the tolerance; default: as it comes; longer_than: the
    seconds after which it was ended.
    """

    task: str
    solver: str
    name: str
    seconds: tuple[float, ...] = ()
    gap: float | None = None
    curve: float | None = None
    alpha: float | None = None
    peak_mb: float | None = None
    note: str = ""
    plain: str = ""
    tolerance: float | None = None
    default: bool = True
    longer_than: float | None = None
    version: str | None = None

    @property
    def median(self) -> float:
        ordered = sorted(self.seconds)
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2

    def record(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "median": self.median if self.seconds else None}


def render(title: str, rows: list[Row]) -> str:
    """Aligned text; a column in which nobody has anything is left out."""
    ours, unit = (_median_of(rows, solver) for solver in (OURS, UNIT))
    cells = [HEADER, *(_cells(row, ours, unit) for row in rows)]
    columns = [column for column in zip(*cells, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    lines = [
        "  ".join(
            cell.rjust(width) if place and not cell.startswith(("skipped", "ended", "failed")) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in zip(*columns, strict=True)
    ]
    return "\n".join([title, "-" * max(len(title), len(lines[0])), *lines, ""])


def _median_of(rows: list[Row], solver: str) -> float:
    return next((row.median for row in rows if row.solver == solver and row.seconds), math.nan)


def _cells(row: Row, ours: float, unit: float) -> tuple[str, ...]:
    if not row.seconds:
        return (row.name, *[""] * (len(HEADER) - 2), row.note)
    return (
        row.name,
        f"{row.median:.4g}",
        _ratio(row.median, ours),
        _ratio(row.median, unit),
        _small(row.gap),
        _small(row.curve),
        _small(row.alpha),
        "" if row.peak_mb is None else f"{row.peak_mb:.0f}",
        row.note,
    )


def _ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if math.isfinite(base) else ""


def _small(value: float | None) -> str:
    return "" if value is None else f"{value:.1e}"
