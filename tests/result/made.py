"""A real selection on a small table, and the facts a workflow would add to it."""

from __future__ import annotations

from shrinkage.design.features import Feature
from shrinkage.design.spec import ColumnSpec, Spec, TargetSpec
from shrinkage.result.facts import Facts
from shrinkage.result.record import ColumnRecord, DataRecord, SplitRecord
from shrinkage.selection.select import Selection, select
from tests.selection.rows_resamples import RowsResamples, random_rows


def selected(rows: RowsResamples | None = None) -> tuple[RowsResamples, Selection]:
    rows = rows or random_rows()
    return rows, select(rows, rows)


def facts_for(rows: RowsResamples) -> Facts:
    names = [f"x{feature}" for feature in range(rows.x.shape[1])]
    test = int((rows.fold_of[0] < 0).sum())
    columns = [ColumnRecord(name=name, role="numeric") for name in names]
    used = len(rows.y)
    return Facts(
        data=DataRecord(source="made.csv", target="y", rows_read=used, rows_used=used, columns=columns),
        features=[Feature(name, name, "number") for name in names],
        split=SplitRecord(scheme="random", folds=rows.folds, repeats=1, train_rows=used - test, test_rows=test, seed=0),
        spec=Spec(TargetSpec("y"), tuple(ColumnSpec(name, "numeric") for name in names)).to_builtins(),
    )
