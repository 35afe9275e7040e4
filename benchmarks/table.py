"""Results as a table one can read, ratios and all."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

OURS = "shrinkage"
HEADER = ("solver", "seconds", "ratio", "gap", "curve off by", "MB", "")


@dataclass
class Row:
    """One solver on one task. seconds: of each run; gap, curve: the worst; peak_mb: beyond the data, or in all."""

    task: str
    solver: str
    name: str
    seconds: tuple[float, ...] = ()
    gap: float | None = None
    curve: float | None = None
    peak_mb: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        ordered = sorted(self.seconds)
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "median": self.median if self.seconds else None}


def render(title: str, rows: list[Row], unit: str | None = None) -> str:
    """Aligned text. Ratios are told against us, or against the unit's row where there is one."""
    base = next((row.median for row in rows if row.solver == (unit or OURS) and row.seconds), math.nan)
    ratio = f"× {unit}" if unit else "× ours"
    cells = [tuple(ratio if word == "ratio" else word for word in HEADER)]
    cells += [_cells(row, base) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADER))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in (0, len(HEADER) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([title, "-" * max(len(title), len(lines[0])), *lines, ""])


def _cells(row: Row, base: float) -> tuple[str, ...]:
    if not row.seconds:
        return (row.name, "", "", "", "", "", row.note)
    return (
        row.name,
        f"{row.median:.4g}",
        f"{row.median / base:.2f}" if math.isfinite(base) else "",
        _small(row.gap),
        _small(row.curve),
        "" if row.peak_mb is None else f"{row.peak_mb:.0f}",
        row.note,
    )


def _small(value: float | None) -> str:
    return "" if value is None else f"{value:.1e}"
