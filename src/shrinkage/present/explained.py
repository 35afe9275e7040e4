"""One row explained: what each column adds to the prediction of an average row, under models side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from shrinkage.present.face import Face
from shrinkage.present.summary import SHORT
from shrinkage.present.tables import aligned
from shrinkage.result.model import Model
from shrinkage.result.scoring import Explained

if TYPE_CHECKING:
    from rich.console import RenderableType

_LISTED = 20
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the table: its cell, and what it adds under each model (None: the model does not use it)."""

    column: str
    cell: str
    adds: tuple[float | None, ...]


def lines_of(told: Sequence[Explained], cells: Mapping[str, str]) -> list[Line]:
    """A line for each column that any model uses, the largest effect under any of them first."""
    sums: list[dict[str, float]] = []
    for one in told:
        parts: dict[str, list[float]] = {}
        for part in one.parts:
            parts.setdefault(part.column, []).append(part.contribution)
        sums.append({column: math.fsum(shares) for column, shares in parts.items()})
    columns = list(dict.fromkeys(column for each in sums for column in each))
    columns.sort(key=lambda column: -max(abs(each.get(column, 0.0)) for each in sums))
    return [Line(column, cells.get(column, ""), tuple(each.get(column) for each in sums)) for column in columns]


def explanation(
    models: Sequence[Model], told: Sequence[Explained], cells: Mapping[str, str], row: int, face: Face
) -> Iterator[RenderableType]:
    """From the prediction of a row of means, column by column, to that of this row; the numbers shown add up."""
    target = models[0].target
    yield Text(face.data(f"Row {row:,}: what each column adds to the prediction of {target}"), style="bold")
    yield Text()
    lines = lines_of(told, cells)
    shown, rest = lines[:_LISTED], lines[_LISTED:]
    columns = [_amounts(one, [line.adds[k] for line in shown], bool(rest)) for k, one in enumerate(told)]
    room = max((face.width - 4 - sum(max(map(len, amounts)) + 2 for amounts in columns)) // 2, 8)
    titles = [_title(line, told, face, room) for line in shown]
    words = [("an average row", ""), *titles, *([(f"{len(rest):,} smaller ones", "")] if rest else [])]
    rows = [[*pair, *amounts] for pair, *amounts in zip([*words, ("prediction", "")], *columns, strict=True)]
    styles = ["dim", *[""] * (len(rows) - 2), "bold"]
    if target in cells:
        rows.append([f"{face.name(target, room)} in the table", face.name(cells[target], room), *[""] * len(told)])
        styles.append("dim")
    yield aligned(
        ["column", "in the row", *(SHORT[model.penalty.name] for model in models)],
        rows,
        face,
        left=(0, 1),
        styles=styles,
    )
    yield Text()
    yield from _notes(told, face)


def _amounts(one: Explained, adds: Sequence[float | None], rest: bool) -> list[str]:
    """The column of a model, rounded so that the amounts add up to the prediction as shown."""
    smaller = one.prediction - one.base - math.fsum(share or 0.0 for share in adds)
    amounts = [one.base, *(share or 0.0 for share in adds), *([smaller] if rest else [])]
    decimals = max(
        0, _DIGITS - 1 - math.floor(math.log10(max(map(abs, [*amounts, one.prediction]), default=1.0) or 1.0))
    )
    rounded = adding_up(amounts, one.prediction, decimals)
    signed = [f"{value:+,.{decimals}f}" if value else "0" for value in rounded[1:]]
    unused = ["–" if share is None else text for share, text in zip(adds, signed, strict=False)]
    return [f"{rounded[0]:,.{decimals}f}", *unused, *signed[len(adds) :], f"{one.prediction:,.{decimals}f}"]


def adding_up(values: Sequence[float], total: float, decimals: int) -> list[float]:
    """``values`` rounded to ``decimals`` so that they add up to ``total`` rounded.

    The units that rounding lost go to the values it moved furthest the other way (largest remainders); a value that is
    exactly 0 stays so.
    """
    unit = 10.0**-decimals
    steps = [round(value / unit) for value in values]
    lost = round(total / unit) - sum(steps)
    sign = 1 if lost > 0 else -1
    order = sorted((k for k, value in enumerate(values) if value), key=lambda k: sign * (steps[k] - values[k] / unit))
    for k in order[: abs(lost)]:
        steps[k] += sign
    return [step * unit for step in steps]


def _title(line: Line, told: Sequence[Explained], face: Face, room: int) -> tuple[str, str]:
    """Name and cell, with a mark where the model took something else for the cell."""
    met = told[0].met if line.adds[0] is not None else told[-1].met
    note = ""
    if line.column in met.absent:
        note = "not in the table"
    elif line.column in met.missing:
        note = "missing"
    elif line.column in met.unreadable:
        note = "unreadable"
    elif line.column in met.unseen:
        note = "unseen"
    cell = face.name(line.cell, room) if line.cell else ""
    return face.name(line.column, room), f"{cell} ({note})" if cell and note else cell or (f"({note})" if note else "")


def _notes(told: Sequence[Explained], face: Face) -> Iterator[RenderableType]:
    yield Text(
        face.own(
            "Each amount is the sum over the column's features of coefficient × (value − training mean); a missing or "
            "unreadable number counts as its mean."
        ),
        style="dim",
    )
