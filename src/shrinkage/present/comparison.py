"""The record of a comparison as text: the verdict first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from shrinkage.present.face import Face
from shrinkage.present.numbers import column, count, number, small
from shrinkage.present.picture import drawn_features, picture
from shrinkage.present.summary import LABELS, error_cells, label, legend, strength_cells
from shrinkage.present.tables import aligned, bullet, width_of
from shrinkage.result.record import ColumnRecord, ModelRecord, Record
from shrinkage.result.wording import listed

if TYPE_CHECKING:
    from rich.console import RenderableType

_STRONGEST = 10
_LISTED = 6
_ASKED = "left out by --"  # how the reason of a column begins that an option leaves out


def comparison(record: Record, face: Face, *, convention: str = "textbook") -> Iterator[RenderableType]:
    """Everything a person wants to see of ``record``, strengths in ``convention`` and as lam."""
    yield Text(face.data(record.verdict.sentence), style="bold")
    yield Text()
    yield from leaks(record, face)
    yield from models_table(record, face, convention)
    yield Text()
    for sentence in record.verdict.because:
        yield bullet(face, sentence)
    if record.verdict.because:
        yield Text()
    yield from pictures(record, face)
    yield from strongest(record, face)
    yield from what_was_read(record, face)


def leaks(record: Record, face: Face) -> Iterator[RenderableType]:
    """Probable leaks, before any number is believed."""
    found = [warning for warning in record.warnings if "leak" in warning.kind]
    for warning in found:
        yield Text(face.data(f"! {warning.sentence}"), style="bold red")
    if found:
        yield Text()


def models_table(record: Record, face: Face, convention: str) -> Iterator[RenderableType]:
    """One line a model, the choice marked, and what the columns mean; in two tables where one is too wide."""
    models, choice = record.models.by_name(), record.verdict.choice
    names = [*models, "mean"]
    strength_titles, strength_rows = strength_cells(list(models.values()), convention)
    labels = [_marked(name == choice, label(name, models.get(name)), face) for name in names]
    used = [f"{nonzero:,} of {len(record.features):,}" for nonzero in (*(m.nonzero for m in models.values()), 0)]
    errors = [[*cells, count] for cells, count in zip(error_cells(record, face), used, strict=True)]
    titles = ["train", face.own("CV ± SE"), "test", "features"]
    styles = ["bold green" if name == choice else "" for name in names]

    whole = [[label, *left, *right] for label, left, right in zip(labels, errors, strength_rows, strict=True)]
    if width_of(["", *titles, *strength_titles], whole, face) <= face.width:
        yield aligned(["  model", *titles, *strength_titles], whole, face, styles=styles)
    else:
        for headings, cells in ((titles, errors), (strength_titles, strength_rows)):
            rows = [[label, *row] for label, row in zip(labels, cells, strict=True)]
            yield aligned(["  model", *headings], rows, face, styles=styles)
    yield Text(face.own(legend(record, convention)), style="dim")


def _marked(chosen: bool, label: str, face: Face) -> str:
    return face.own("▸ " if chosen else "  ") + label


def pictures(record: Record, face: Face) -> Iterator[RenderableType]:
    """Path and CV curve of the chosen model, of L1 where none was chosen that has a path."""
    choice = record.verdict.choice
    name = choice if choice in ("l1", "l2", "elastic_net") else "l1"
    model = record.models.by_name()[name]
    drawn = picture(model, record.baseline, face)
    if not drawn or model.path is None:
        return
    yield Text(face.own(f"{label(name, model)}, from the strongest penalty to the weakest"), style="bold")
    yield from drawn
    yield _legend_of_marks(model, face)
    yield Text()


def _legend_of_marks(model: ModelRecord, face: Face) -> Text:
    """What signs and hues stand for, a sign never parted from its name by the end of a line."""
    entries = [("▲", "bold green", "smallest CV error"), ("△", "bold yellow", "one standard error")]
    if model.path is not None:
        entries += [("─", hue, face.name(feature, 20)) for feature, hue in drawn_features(model.path)]
    legend, used = Text(), 0
    for sign, style, words in entries:
        entry = Text.assemble((face.own(sign), style), f" {words}")
        if used + entry.cell_len > face.width:
            legend.append("\n")
            used = 0
        legend.append_text(entry).append("  ")
        used += entry.cell_len + 2
    legend.rstrip()
    return legend


def strongest(record: Record, face: Face) -> Iterator[RenderableType]:
    """Coefficients of L1 beside L2: the features that either makes most of, per standard deviation."""
    lasso, ridge = record.models.l1, record.models.l2

    def reach(name: str) -> float:
        return max(abs(lasso.standardized.get(name, 0.0)), abs(ridge.standardized.get(name, 0.0)))

    names = sorted((feature.name for feature in record.features), key=lambda name: -reach(name))
    shown = [name for name in names if reach(name) > 0][:_STRONGEST]
    if not shown:
        return
    cells = [column([values.get(name, 0.0) for name in shown]) for values in (lasso.standardized, ridge.standardized)]
    own = [[number(values.get(name, 0.0)) for name in shown] for values in (lasso.coefficients, ridge.coefficients)]
    room = max(face.width - 52, 12)
    rows = [[face.name(name, room), cells[0][i], cells[1][i], own[0][i], own[1][i]] for i, name in enumerate(shown)]
    yield Text("Strongest features", style="bold")
    yield aligned(["feature", "L1 per sd", "L2 per sd", "L1 per unit", "L2 per unit"], rows, face)
    left = len(names) - len(shown)
    more = f"; {count(left, 'more feature')} in the record" if left else ""
    yield Text(face.own(f"per sd: change of the target for one standard deviation of the feature{more}."), style="dim")
    yield Text()


def what_was_read(record: Record, face: Face) -> Iterator[RenderableType]:
    """Rows, columns, what was dropped and why, warnings, certificates."""
    data, split = record.data, record.split
    used = [col for col in data.columns if col.role != "dropped" and col.name != data.target]
    without = data.rows_read - data.rows_used
    which = "with a target" if data.weights is None else "used"  # a row of weight 0 may well have a target
    counted = f" ({data.rows_used:,} {which})" if without else ""
    sentence = (
        f"Read {data.source}: {count(data.rows_read, 'row')}{counted}; {count(len(used), 'column')} made "
        f"{count(len(record.features), 'feature')}; {split.train_rows:,} rows chose, {split.test_rows:,} tested."
    )
    yield Text(face.data(sentence))
    for note in data.notes:
        yield bullet(face, note)
    dropped = [col for col in data.columns if col.role == "dropped"]
    yield from _dropped(dropped, face)
    for warning in record.warnings:
        if "leak" not in warning.kind and warning.column not in {col.name for col in dropped}:
            yield bullet(face, warning.sentence, "yellow")
    yield Text(face.own(_certificates(record)), style="dim")


def _dropped(columns: list[ColumnRecord], face: Face) -> Iterator[RenderableType]:
    """Why columns are left out: those that were asked for in one line an option, the others in one each."""
    asked: dict[str, list[str]] = {}
    for col in columns:
        if (col.reason or "").startswith(_ASKED):
            asked.setdefault(col.reason or "", []).append(face.name(col.name, 40))
    for reason, names in asked.items():
        yield bullet(face, f"{reason[:1].upper()}{reason[1:]}: {listed(names)}")
    columns = [col for col in columns if col.reason not in asked]
    for col in columns[:_LISTED]:
        reason = f", because {col.reason}" if col.reason else ""
        yield bullet(face, f"{face.name(col.name, 40)} is left out{reason}")
    if len(columns) > _LISTED:
        yield bullet(face, f"{count(len(columns) - _LISTED, 'more column')} left out; the record gives the reasons")


def _certificates(record: Record) -> str:
    gaps = {LABELS[name]: model.certificate for name, model in record.models.by_name().items()}
    said = ", ".join(f"{name} {small(certificate.relative_gap)}" for name, certificate in gaps.items())
    seconds = record.seconds.get("total", sum(record.seconds.values()))
    return f"Distance from the optimum, certified: {said}. {seconds:.2f} s."


def saved(directory: str, face: Face) -> Text:
    """Where the results are, and what to do next with them."""
    text = (
        f"Saved in {directory}: record.json, chosen.model.json and a model a penalty, which `shrinkage show` reads, "
        "and report.html, to open in a browser."
    )
    return Text(face.data(text))


def written(file: str, size: int, face: Face) -> Text:
    """Where a report is; size: of the file, in bytes."""
    return Text(face.data(f"Wrote {file} ({size / 1000:,.0f} kB): one page, to open in a browser, print or mail."))
