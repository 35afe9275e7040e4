"""`predict`: a saved model meets another table."""

from __future__ import annotations

from collections.abc import Iterator

from shrinkage.design.encode import Encoder
from shrinkage.design.spec import Spec
from shrinkage.errors import TableError, near_names
from shrinkage.problem import Floats
from shrinkage.progress import SILENT, Progress
from shrinkage.result.model import Model
from shrinkage.workflow.prepare import Choices, Table, opened


def predict(
    model: Model,
    table: Table,
    *,
    sql: str | None = None,
    database: str | None = None,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> Iterator[Floats]:
    """Predictions for every row of ``table``, in order, a batch at a time.

    Raises TableError for a table without a column that the model uses, since means in its place look like predictions.
    """
    source = opened(table, Choices(sql=sql, database=database, threads=threads, progress=progress))
    spec = Spec.from_builtins(model.spec)
    encoder, layout = Encoder(spec), spec.layout()
    progress.stage("scoring the rows")
    known = {field.name for field in source.fields}
    for feature in model.features:
        if feature.column not in known and model.coefficients[feature.name] != 0:
            raise TableError(
                f"the model uses the column {feature.column!r}, but the table has none of that name; "
                f"{near_names(feature.column, known)}"
            )
    means = {feature.name: feature.mean for feature in model.features}
    for batch in source.batches([name for name in encoder.columns if name in known]):
        rows = encoder.encode_new(batch, means)
        yield model.predict(rows.dense, rows.codes, layout)
