"""What was read, what became of each column and why, how rows were set apart, and what to be wary of."""

from __future__ import annotations

from collections.abc import Iterator

from shrinkage.present.numbers import count, number
from shrinkage.present.report.parts import View, bullets, lead, pairs, section
from shrinkage.present.report.tables import Frame, Row, long_table
from shrinkage.present.report.words import marked_name, said
from shrinkage.result.record import ColumnRecord, Record
from shrinkage.result.scheme import folds_of, meaning

TITLE = "What was read"
_WARNINGS = 200
_LEAD = (
    "Before anything is fitted, every column is taken for numbers, words, dates or yes and no, and becomes one or more "
    "features; some are left out, with the reason. Test rows are set apart before that. Means, standard deviations and "
    "what stands in for missing cells are learned in the training part of each fold alone."
)


def read(view: View) -> str:
    record = view.record
    return section(
        "data",
        TITLE,
        lead(_LEAD),
        pairs(_facts(record)),
        _sentences("warnings", "Warnings", _warnings(record)),
        _sentences("notes", "Notes on reading", [said(note) for note in record.data.notes[:_WARNINGS]]),
        _columns(record),
    )


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    data, split, setting = record.data, record.split, record.setting
    used = [col for col in data.columns if col.role != "dropped" and col.name != data.target]
    yield "source", said(data.source)
    yield "target", marked_name(data.target)
    without = "" if data.rows_used == data.rows_read else f", of which {data.rows_used:,} could be used"
    yield "rows", f"{data.rows_read:,} read{without}"
    yield "columns", f"{count(len(used), 'column')} made {count(len(record.features), 'feature')}"
    if data.weights is not None:
        kind = "whole numbers, which count repetitions" if data.weights.counts else "not all whole numbers"
        yield "row weights", f"{marked_name(data.weights.column)}, {number(data.weights.total)} in all; {kind}"
    yield "training rows", f"{split.train_rows:,}{_weighing(split.train_weight)}"
    yield "test rows", f"{split.test_rows:,}{_weighing(split.test_weight)}" if split.test_rows else "none set apart"
    errors = meaning(split)
    yield "cross-validation", f"{said(folds_of(split))}, seed {split.seed}{f'. {said(errors)}' if errors else ''}"
    yield "collinearity", said(_collinearity(record))
    yield "penalised", "columns in their own units" if setting.raw else "columns per standard deviation"
    yield "bound", "coefficients are held at or above 0" if setting.positive else ""
    yield "factors", _factors(record)


def _weighing(weight: float | None) -> str:
    return "" if weight is None else f", weighing {number(weight)}"


def _collinearity(record: Record) -> str:
    found = record.collinearity
    if found.varying < 2:
        return ""
    size = "some features depend on others exactly" if found.condition is None else number(found.condition)
    named = size if found.condition is None else f"condition number {size}"
    twins = f"; {found.twins:,} of {found.varying:,} features have a near-copy" if found.twins else ""
    return f"{named}{twins}"


def _factors(record: Record) -> str:
    shown = [
        f"{marked_name(name)}: {'left out' if factor is None else 'free' if factor == 0 else number(factor)}"
        for name, factor in list(record.setting.factors.items())[:_WARNINGS]
    ]
    left = len(record.setting.factors) - len(shown)
    return "; ".join([*shown, *([f"and {left:,} more"] if left else [])])


def _warnings(record: Record) -> list[str]:
    """Leaks first."""
    found = sorted(record.warnings, key=lambda warning: "leak" not in warning.kind)
    shown = [said(warning.sentence) for warning in found[:_WARNINGS]]
    left = len(found) - len(shown)
    return [*shown, *([f"{left:,} more are in the record."] if left else [])]


def _sentences(kind: str, title: str, sentences: list[str]) -> str:
    return f"<h3>{title}</h3>{bullets(kind, sentences)}" if sentences else ""


def _columns(record: Record) -> str:
    if not record.data.columns:
        return ""
    features: dict[str, int] = {}
    for feature in record.features:
        features[feature.column] = features.get(feature.column, 0) + 1
    ordered = sorted(record.data.columns, key=lambda col: col.role != "dropped")
    rows = [_column(col, record.data.target, features.get(col.name, 0)) for col in ordered]
    dropped = sum(col.role == "dropped" for col in ordered)
    first = f", the {dropped:,} that are left out first" if 0 < dropped < len(ordered) else ""
    caption = f"Columns of the table{first}."
    headings = ["column", "taken for", "missing", "levels", "features", "remark"]
    return "<h3>Columns</h3>" + long_table("Columns", caption, Frame(headings, frozenset({0, 1, 5})), rows, "columns")


def _column(col: ColumnRecord, target: str, features: int) -> Row:
    levels = "" if col.levels is None else f"{col.levels:,}"
    pooled = f"{col.pooled_levels:,} rare levels are one feature" if col.pooled_levels else ""
    remark = said(col.reason) if col.reason else pooled
    role = "the target" if col.name == target and col.role != "dropped" else col.role
    left_out = col.role == "dropped"
    return Row(
        [
            marked_name(col.name),
            "left out" if left_out else said(role),
            f"{col.missing:,}",
            levels,
            "" if left_out or col.name == target else f"{features:,}",
            remark,
        ],
        "dropped" if left_out else "",
    )
