"""``shrinkage predict``: score a table with a saved model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from shrinkage.cli import options

EPILOG = """\b
Examples:
  shrinkage predict result/chosen.model.json new.csv -o predictions.csv
  shrinkage predict result/l2.model.json 'new/*.parquet' --with id,date -o predictions.parquet
  cat new.csv | shrinkage predict result/chosen.model.json - > predictions.csv
"""


@click.command(epilog=EPILOG, short_help="Score a table with a saved model.")
@click.argument("model", metavar="MODEL", type=click.Path())
@options.table
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    callback=options.some_place,
    help="Where to write: CSV, or Parquet if FILE ends in .parquet; standard output if left out.",
)
@click.option(
    "--with",
    "carry",
    multiple=True,
    callback=options.names,
    metavar="COL,…",
    help="Columns of TABLE to put before `prediction`, as they are; repeatable.",
)
@click.option("--strict", is_flag=True, help="Refuse a TABLE that lacks a column which the model uses.")
@options.sql
@options.database
@options.threads
@options.quiet
def predict(model: str, table: str | None, output: str | None, quiet: bool, **choices: Any) -> None:
    """Predict the target of every row of TABLE with MODEL, in a column called `prediction`.

    MODEL is a saved model, or the directory that compare saved into: its chosen.model.json.
    One prediction a row, in the order of TABLE; FILE appears whole or not at all. The target need not be there, and
    columns that the model does not use do not matter. What it uses but does not find is filled as missing cells were
    in training (numbers with their mean), and counted on standard error: missing columns and cells, cells that are no
    numbers, levels that training did not have.
    """
    from shrinkage.cli.progress import watched
    from shrinkage.result.store import read_model

    path = Path(model) / "chosen.model.json" if Path(model).is_dir() else Path(model)
    saved = read_model(path)
    place = sys.stdout.buffer if output in (None, "-") else Path(str(output))
    sys.stdout.flush()
    with watched(quiet=quiet) as progress:
        from shrinkage import workflow

        done = workflow.score(saved, table, place, keep=[path], progress=progress, **choices)
    if done.met.odd:
        from shrinkage.cli.terminal import Page
        from shrinkage.present.scoring import absences, odd_cells

        page = Page(sys.stderr)
        for line in absences(done.met, done.scorer.meanings, done.known, page.face):
            print(line, file=sys.stderr)
        page.show(*odd_cells(done.met, done.scorer.meanings, page.face))
