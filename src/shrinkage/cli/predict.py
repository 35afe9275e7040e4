"""``shrinkage predict``: score a table with a saved model."""

from __future__ import annotations

import click

from shrinkage.cli import options

EPILOG = """\b
Examples:
  shrinkage predict result/chosen.model.json new.csv -o predictions.csv
  shrinkage predict result/l2.model.json 'new/*.parquet' -o predictions.parquet
  cat new.csv | shrinkage predict result/chosen.model.json - > predictions.csv
"""


@click.command(epilog=EPILOG, short_help="Score a table with a saved model.")
@click.argument("model", metavar="MODEL", type=click.Path())
@options.table
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Where to write: CSV, or Parquet if FILE ends in .parquet; standard output if left out.",
)
@options.sql
@options.database
@options.threads
@options.quiet
def predict(
    model: str,
    table: str | None,
    output: str | None,
    sql: str | None,
    database: str | None,
    threads: int | None,
    quiet: bool,
) -> None:
    """Predict the target of every row of TABLE with MODEL, in a column called `prediction`.

    One prediction a row, in the order of TABLE. The target need not be there. FILE appears whole or not at all.
    """
    from shrinkage.cli.predictions import writer
    from shrinkage.cli.progress import watched
    from shrinkage.result.store import read_model

    saved = read_model(model)
    with watched(quiet=quiet) as progress:
        from shrinkage import workflow

        with writer(output) as write:
            for batch in workflow.predict(saved, table, sql=sql, database=database, threads=threads, progress=progress):
                write(batch)
