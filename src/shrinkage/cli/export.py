"""``shrinkage export``: a saved model as SQL, JSON or Python, to score elsewhere."""

from __future__ import annotations

import click

EPILOG = """\b
Examples:
  shrinkage export result/chosen.model.json --to sql
  shrinkage export result/chosen.model.json --to sql --table houses --view scored -o scored.sql
  shrinkage export result/chosen.model.json --to python -o score.py && python3 score.py < new.csv
  shrinkage export result/l1.model.json --to json | jq .columns
"""


@click.command(epilog=EPILOG, short_help="Score elsewhere: SQL, JSON or Python.")
@click.argument("model", metavar="MODEL", type=click.Path())
@click.option("--to", "form", required=True, type=click.Choice(["sql", "json", "python"]), help="What to write.")
@click.option(
    "--table",
    metavar="NAME",
    help="For sql: a whole SELECT of this table's columns and the prediction, rather than one expression.",
)
@click.option("--view", metavar="NAME", help="For sql, with --table: a view of this name.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Where to write; standard output if left out.",
)
def export(model: str, form: str, table: str | None, view: str | None, output: str | None) -> None:
    """Write MODEL as something that predicts where this program is not.

    Missing cells, levels, dates and words for true and false are treated as `predict` treats them. sql is one
    expression that DuckDB, SQLite and PostgreSQL compute alike; python is one file that needs nothing else, for use
    as a module or on CSV files; json states the model for programs in other languages, and its schema is part of this
    package.
    """
    from shrinkage.errors import OptionError
    from shrinkage.result.export.formula import formula_bytes, formula_of
    from shrinkage.result.store import read_model

    if form != "sql" and (table or view):
        raise OptionError(f"--{'table' if table else 'view'} belongs to --to sql, but --to is {form}; leave it out.")
    formula = formula_of(read_model(model))
    if form == "sql":
        from shrinkage.result.export.sql import statement

        content = statement(formula, table, view).encode()
    elif form == "python":
        from shrinkage.result.export.python_file import python_file

        content = python_file(formula).encode()
    else:
        content = formula_bytes(formula)
    _write(output, content)


def _write(output: str | None, content: bytes) -> None:
    from pathlib import Path

    from shrinkage.atomic import write_atomic
    from shrinkage.cli.terminal import write_bytes

    if output is None or output == "-":
        write_bytes(content)
        return
    path = Path(output).resolve()  # a link stays one: what it points to is replaced
    if path.exists() and not path.is_file():  # a pipe or a device, which must not be replaced
        path.write_bytes(content)
    else:
        write_atomic(path, content)
