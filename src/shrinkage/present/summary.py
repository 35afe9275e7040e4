"""The numbers of a comparison that every page shows: a row a model and the mean, and what the columns mean."""

from __future__ import annotations

from shrinkage.present import strengths
from shrinkage.present.face import Face
from shrinkage.present.numbers import column, count, number
from shrinkage.result.record import ModelRecord, Record
from shrinkage.result.scheme import folds_of

LABELS = {"none": "none", "l1": "L1 (lasso)", "l2": "L2 (ridge)", "elastic_net": "elastic net", "mean": "mean only"}

SHORT = {"none": "none", "l1": "L1", "l2": "L2", "elastic_net": "elastic net", "mean": "mean"}


def strength_cells(models: list[ModelRecord], convention: str) -> tuple[list[str], list[list[str]]]:
    """The strength in ``convention`` and as lam, of the models and (nothing) of the mean."""
    headings, rows = strengths.columns([model.passport.get(convention) for model in models])
    if convention == "lam":
        headings, rows = [], [[] for _ in models]
    cells = [[*row, number(model.lam)] for row, model in zip(rows, models, strict=True)]
    return [*headings, "lam"], [*cells, [""] * (len(headings) + 1)]


def error_cells(record: Record, face: Face) -> list[list[str]]:
    """train, CV ± SE, test of the four models and then of the mean, with like decimals."""
    models = list(record.models.by_name().values())
    base = record.baseline
    train = column([model.train_rmse for model in models])
    cv = column([*(model.cv_rmse for model in models), base.cv_rmse])
    spread = column([*(model.cv_rmse_se for model in models), base.cv_rmse_se], 2)
    test = column([*(model.test_rmse for model in models), base.test_rmse])
    width = max(map(len, spread))
    with_spread = [f"{value} {face.own('±')} {se:>{width}}" for value, se in zip(cv, spread, strict=True)]
    return [list(map(face.own, cells)) for cells in zip([*train, ""], with_spread, test, strict=True)]


def label(name: str, model: ModelRecord | None) -> str:
    return f"{LABELS[name]} {model.l1_ratio:g}" if name == "elastic_net" and model is not None else LABELS[name]


def legend(record: Record, convention: str) -> str:
    split = record.split
    held = f"{count(split.test_rows, 'row')} that no choice saw" if split.test_rows else "none set apart"
    weighted = f", weighted by {record.data.weights.column!r}" if record.data.weights else ""
    return (
        f"Root mean squared errors in units of the target{weighted}; CV: {folds_of(split)}, "
        f"cross-fitted in the verdict; test: {held}. "
        f"Strengths: {strengths.FORMULAS.get(convention, convention)}."
    )


def rows(record: Record, convention: str, face: Face) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Headings, and (name, cells) of the four models and the mean; the first cell is what the model is called."""
    models = record.models.by_name()
    titles, strengths_of = strength_cells(list(models.values()), convention)
    used = [f"{nonzero:,}" for nonzero in (*(model.nonzero for model in models.values()), 0)]
    names = [*models, "mean"]
    cells = [
        [label(name, models.get(name)), *errors, used, *strength]
        for name, errors, used, strength in zip(names, error_cells(record, face), used, strengths_of, strict=True)
    ]
    return ["model", "train", face.own("CV ± SE"), "test", "features", *titles], list(zip(names, cells, strict=True))


def plain(record: Record, convention: str, face: Face) -> str:
    """The verdict and the rows, aligned, as text."""
    headings, found = rows(record, convention, face)
    marked = [(face.own("▸ " if name == record.verdict.choice else "  "), cells) for name, cells in found]
    table = [("  ", headings), *marked]
    widths = [max(len(cells[k]) for _, cells in table) for k in range(len(headings))]
    lines = [
        mark
        + "  ".join(c.ljust(w) if k == 0 else c.rjust(w) for k, (c, w) in enumerate(zip(cells, widths, strict=True)))
        for mark, cells in table
    ]
    return "\n".join([face.data(record.verdict.sentence), "", *(line.rstrip() for line in lines)])
