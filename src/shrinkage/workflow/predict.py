"""`predict`: a saved model meets another table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from shrinkage.design.newrows import Met
from shrinkage.errors import OptionError, TableError, near_names, no_such_column
from shrinkage.problem import Floats
from shrinkage.progress import SILENT, Progress
from shrinkage.result.model import Model
from shrinkage.result.scoring import Explained, Scorer
from shrinkage.source import paths_of
from shrinkage.source.arrays import cut
from shrinkage.source.output import carried_fields, texts_of, writing
from shrinkage.source.protocol import BATCH_ROWS, Batch, Kind, Source
from shrinkage.workflow.prepare import Choices, Table, opened

# A batch of encoded rows takes at most about this much memory; tables of a thousand columns come in smaller ones.
_BATCH_BYTES = 32 << 20
_LEAST_ROWS = 1_024


class Predictions:
    """Predictions for every row of a table, in order: each pass over it gives arrays (n,), a batch at a time.

    met: what was odd about the columns and cells that the model uses, in the rows read so far. known: the table's
    columns; scorer: the model at work.
    """

    def __init__(self, scorer: Scorer, source: Source, progress: Progress = SILENT) -> None:
        """Raises TableError for a table that has none of the columns that the model uses, or one that is not read."""
        self.scorer, self.source = scorer, source
        self.known = tuple(field.name for field in source.fields)
        self.rows = max(_LEAST_ROWS, min(BATCH_ROWS, _BATCH_BYTES // (8 * max(1, len(scorer.columns)))))
        self._progress = progress
        self._reading = [name for name in scorer.columns if name in self.known]
        self.met = Met(absent=tuple(name for name in scorer.columns if name not in self.known))
        if scorer.columns and not self._reading:
            raise self._nothing_in_common()
        for field in source.fields:
            if field.kind is Kind.OTHER and field.name in scorer.columns:
                role = next(meaning.role for meaning in scorer.meanings if meaning.name == field.name)
                raise TableError(
                    f"the model takes {field.name!r} as {role}, but the table has it as {field.type}, which is not "
                    "read; take a number or text out of it with --sql."
                )

    def __iter__(self) -> Iterator[Floats]:
        self._progress.stage("scoring the rows")
        self.met = Met(absent=self.met.absent)
        for batch in self.source.batches(self._reading, self.rows):
            predictions, met = self.scorer(batch)
            self.met.add(met)
            self._progress.advance(None)
            yield predictions

    def _nothing_in_common(self) -> TableError:
        columns = list(self.scorer.columns)
        few = ", ".join(map(repr, columns[:5]))
        more = f" and {len(columns) - 5:,} more" if len(columns) > 5 else ""
        return TableError(
            f"the table has none of the {len(columns):,} columns that the model uses ({few}{more}), so there is "
            f"nothing to predict from; {near_names(columns[0], self.known)}"
        )


def predict(
    model: Model,
    table: Table,
    *,
    sql: str | None = None,
    database: str | None = None,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> Predictions:
    """Predictions for every row of ``table``, which may lack columns that the model uses, and have others.

    table: as for ``compare``; it may have no rows. Raises SourceError or TableError, each a sentence.
    """
    progress.stage("opening the table")
    choices = Choices(sql=sql, database=database, threads=threads, progress=progress)
    return Predictions(Scorer(model), opened(table, choices, empty=True), progress)


def score(
    model: Model,
    table: str | Path | None,
    output: Path | BinaryIO,
    *,
    carry: Sequence[str] = (),
    keep: Sequence[Path] = (),
    strict: bool = False,
    sql: str | None = None,
    database: str | None = None,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> Predictions:
    """Write the predictions for ``table``: a CSV, or Parquet by the name of ``output``, with the columns ``carry``.

    keep: files that ``output`` must not be, besides those of the table; strict: refuse a table without all columns.
    Memory does not depend on the number of rows. Raises OptionError, SourceError, TableError or StoreError.
    """
    if isinstance(output, Path):
        _refuse_input(output, [*keep, *paths_of(table)] if database is None and table is not None else keep)
    predictions = predict(model, table, sql=sql, database=database, threads=threads, progress=progress)
    for name in carry:
        if name not in predictions.known:
            raise no_such_column(name, predictions.known, option="--with")
    if strict and predictions.met.absent:
        raise _absent(predictions)
    source = predictions.source
    fields = carried_fields(source, carry)
    with writing(output, fields) as write:
        if fields:
            for batch, texts in zip(predictions, texts_of(source, carry, predictions.rows), strict=True):
                write(batch, texts)
        else:
            for batch in predictions:
                write(batch, Batch(len(batch), {}))
    return predictions


def explain(
    models: Sequence[Model], table: Table, row: int, *, sql: str | None = None, database: str | None = None
) -> tuple[list[Explained], dict[str, str]]:
    """Row ``row`` of ``table``, counted from 1, under each of ``models``, and its cells as text, by column.

    Raises OptionError for a row that is not there.
    """
    if row < 1:
        raise OptionError(f"--row is {row}, but rows are counted from 1, the first below the header.")
    source = opened(table, Choices(sql=sql, database=database), empty=True)
    predictions = [Predictions(Scorer(model), source) for model in models]
    known = predictions[0].known
    used = [name for one in predictions for name in one.scorer.columns]
    wanted = [name for name in dict.fromkeys([*used, *(model.target for model in models)]) if name in known]
    numbers = _only_row(source.batches(wanted), row)
    texts = _only_row(texts_of(source, wanted, BATCH_ROWS), row)
    cells = {name: column.text(0) for name, column in texts.columns.items() if column.valid is None or column.valid[0]}
    return [one.scorer.explain(numbers) for one in predictions], cells


def _only_row(batches: Iterator[Batch], row: int) -> Batch:
    """Row ``row``, counted from 1, as a batch."""
    before = 0
    for batch in batches:
        if row <= before + batch.rows:
            at = row - before - 1
            return Batch(1, {name: cut(column, at, at + 1) for name, column in batch.columns.items()})
        before += batch.rows
    rows = "no rows" if not before else "1 row" if before == 1 else f"{before:,} rows"
    raise OptionError(f"--row is {row}, but the table has {rows}; give one that is there.")


def _absent(predictions: Predictions) -> TableError:
    name = predictions.met.absent[0]
    return TableError(
        f"the model uses the column {name!r}, but the table has none of that name; "
        f"{near_names(name, predictions.known)}"
    )


def _refuse_input(output: Path, inputs: Sequence[Path]) -> None:
    """Writing over what is read would leave neither."""
    for path in inputs:
        if output.exists() and path.exists() and output.samefile(path):
            raise OptionError(
                f"-o names {str(output)!r}, which is read in this very call, so it would be lost; choose another name."
            )
