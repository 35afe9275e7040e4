"""From what was seen of a column to its role: the rules, one a function."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from shrinkage.design.calendar import DAY, CalendarCounts, PartName
from shrinkage.design.distinct import DistinctTexts
from shrinkage.design.nearly import hint
from shrinkage.design.observe import Facts, LevelFacts, TimeFacts, TruthFacts
from shrinkage.design.spec import CalendarPart, ColumnSpec, Indicator
from shrinkage.design.summary import FEW_ROWS, NumberSummary, settle, share_of
from shrinkage.errors import TableError

# Text of which so large a share of the values is distinct names its rows rather than groups them.
IDENTIFIER_SHARE = 0.95
# Beyond these the square of a number, summed over up to 1e28 rows, is no double any more: infinite, or 0.
LARGEST, SMALLEST = 1e140, 1e-140
# Errors are squared, and the spread over folds of these squares is squared again.
LARGEST_TARGET, SMALLEST_TARGET = 1e70, 1e-70


def column_spec(name: str, facts: Facts, max_levels: int) -> ColumnSpec:
    """The role of a feature column. Raises TableError for cells that are infinite or too large to square."""
    if isinstance(facts, LevelFacts):
        return _categorical(name, facts.table, max_levels)
    refuse_out_of_range(name, facts.summary)
    if facts.summary.count == 0:
        return dropped(name, "no training row has a value", facts.summary.missing)
    if 0 < facts.summary.spread < SMALLEST:
        reason = f"all but constant: it varies by {facts.summary.spread:.3g}, whose square a double cannot hold"
        return dropped(name, reason, facts.summary.missing)
    if isinstance(facts, TimeFacts):
        return _datetime(name, facts)
    if isinstance(facts, TruthFacts):
        spec = ColumnSpec(name, "boolean", words=facts.reading.words, shift=facts.summary.typical)
        return _with_missing(spec, facts.summary, _words_for(facts))
    spec = ColumnSpec(name, "numeric", number=facts.reading.format, shift=facts.summary.typical)
    return _with_missing(spec, facts.summary, _plainly)


def dropped(name: str, reason: str, missing: int = 0) -> ColumnSpec:
    """A column of which nothing is used."""
    return ColumnSpec(name, "dropped", reason=reason, missing=missing)


def refuse_out_of_range(name: str, summary: NumberSummary, *, what: str = "column") -> None:
    """Raises TableError if cells are infinite, or so large that sums of their squares would be."""
    if summary.infinite:
        raise infinite(name, summary.infinite, what=what)
    largest = max(-summary.least, summary.most) if summary.count else 0.0
    if largest > largest_of(what):
        raise too_large(name, largest, what=what)


def largest_of(what: str) -> float:
    """The largest number that a column, or the target, may hold."""
    return LARGEST_TARGET if what == "target" else LARGEST


def infinite(name: str, count: int, *, what: str = "column") -> TableError:
    """``count`` cells of a column are infinite."""
    cells = "1 infinite cell, which has" if count == 1 else f"{count:,} infinite cells, which have"
    instead = "replace them with numbers or empty them" if count > 1 else "replace it with a number or empty it"
    return TableError(f"the {what} {name!r} has {cells} no mean and no square; {instead}{_or_drop(what)}.")


def too_large(name: str, largest: float, *, what: str = "column") -> TableError:
    """A column holds a number so large that sums of squares overflow."""
    squares = "the spread of whose squared errors" if what == "target" else "whose squares"
    return TableError(
        f"the {what} {name!r} holds numbers up to {largest:.3g}, {squares} a double cannot hold; divide it by a "
        f"constant{_or_drop(what)}."
    )


def _or_drop(what: str) -> str:
    return "" if what == "target" else ", or leave the column out with --drop"


def missing_indicator(missing: int, present: int) -> Indicator | None:
    """How missing cells of a dense column are told: by a feature, by a hidden column, or there are none."""
    if not missing:
        return None
    return Indicator(share_of(missing, missing + present), hidden=min(missing, present) < FEW_ROWS)


def _with_missing(spec: ColumnSpec, summary: NumberSummary, word: Callable[[float], str]) -> ColumnSpec:
    """``spec`` with its missing cells; dropped, or reduced to its indicator, where the values hardly vary."""
    indicator = missing_indicator(summary.missing, summary.count)
    reason = _hardly_varies(summary, word)
    changes: dict[str, object] = {"missing": summary.missing, "indicator": indicator}
    if reason is None:
        return _replace(spec, changes)
    if indicator is None or indicator.hidden:
        return dropped(spec.name, reason, summary.missing)
    kept = f"{reason}; whether there is a value is the only feature"
    return _replace(spec, changes | {"value": False, "reason": kept, "parts": ()})


def _hardly_varies(summary: NumberSummary, word: Callable[[float], str]) -> str | None:
    differing = summary.differing
    if differing >= FEW_ROWS:
        return None
    few = summary.few or {}
    common = word(max(few, key=lambda value: (few[value], -value)) + 0.0)  # −0 is 0, whichever came first
    if differing == 0:
        return f"constant: every value is {common}"
    return f"all but constant: only {_rows(differing)} {'differs' if differing == 1 else 'differ'} from {common}"


def _categorical(name: str, table: DistinctTexts, max_levels: int) -> ColumnSpec:
    counts, missing, present = table.counts, table.missing, table.present
    if not present:
        return dropped(name, "no training row has a value", missing)
    if table.used + table.beyond > max(IDENTIFIER_SHARE * present, 1) and present >= 2 * FEW_ROWS:
        distinct = f"{'more than ' if table.beyond else ''}{table.used:,}"
        return dropped(name, f"identifier-like: {distinct} different values in {present:,} rows{hint(table)}", missing)
    most = max(int(counts.max()), missing)
    if present + missing - most < FEW_ROWS:
        return dropped(name, _hardly_varies_text(table, missing), missing)
    often = [int(k) for k in (counts >= FEW_ROWS).nonzero()[0]]
    if not often and missing < FEW_ROWS:
        return dropped(name, f"no value occurs in {FEW_ROWS} training rows{hint(table)}", missing)
    texts = dict(zip(often, table.texts(np.array(often, dtype=np.int64)), strict=True))
    named = sorted(often, key=lambda k: (-int(counts[k]), texts[k]))[:max_levels]
    own_missing = missing >= FEW_ROWS
    rest = present - int(counts[named].sum()) + (0 if own_missing else missing)
    return ColumnSpec(
        name,
        "categorical",
        missing=missing,
        levels=tuple(texts[k] for k in named),
        pooled_levels=table.used - len(named),
        other=rest >= FEW_ROWS,
        missing_level=own_missing,
    )


def _hardly_varies_text(table: DistinctTexts, missing: int) -> str:
    counts = table.counts
    most = int(counts.max())
    if missing > most:
        return f"all but all missing: only {_rows(table.present)} {'has' if table.present == 1 else 'have'} a value"
    differing = table.present + missing - most
    common = repr(min(table.texts((counts == most).nonzero()[0])))  # of equals one that no order of rows changes
    if not differing:
        return f"constant: every value is {common}"
    return f"all but constant: only {_rows(differing)} {'differs' if differing == 1 else 'differ'} from {common}"


def _datetime(name: str, facts: TimeFacts) -> ColumnSpec:
    summary = facts.summary
    first = summary.least
    spec = ColumnSpec(
        name,
        "datetime",
        dates=facts.reading.order,
        first=first,
        parts=tuple(part for part in map(_calendar(facts.calendar), facts.calendar.counts) if part is not None),
        shift=settle((summary.typical - first) / DAY, (summary.most - first) / DAY),
    )
    return _with_missing(spec, summary, _moment)


def _calendar(calendar: CalendarCounts) -> Callable[[PartName], CalendarPart | None]:
    def block(part: PartName) -> CalendarPart | None:
        counts = calendar.counts[part]
        levels = tuple(int(value) for value in (counts >= FEW_ROWS).nonzero()[0])
        rest = int(counts.sum() - counts[list(levels)].sum())
        other = rest >= FEW_ROWS
        return CalendarPart(part, levels, other) if len(levels) + other >= 2 else None

    return block


def _replace(spec: ColumnSpec, changes: dict[str, object]) -> ColumnSpec:
    return msgspec.structs.replace(spec, **changes)


def _rows(count: int) -> str:
    return "1 training row" if count == 1 else f"{count} training rows"


def _plainly(value: float) -> str:
    return f"{value:.15g}"


def _moment(seconds: float) -> str:
    return str(np.datetime64(int(seconds), "s")).replace("T", " ").removesuffix(" 00:00:00")


def _words_for(facts: TruthFacts) -> Callable[[float], str]:
    return lambda value: facts.reading.words[int(value)]
