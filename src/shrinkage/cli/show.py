"""``shrinkage show``: a saved model or record, for people, and what a model makes of one row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shrinkage.cli import options
from shrinkage.errors import OptionError

if TYPE_CHECKING:
    from shrinkage.result.model import Model
    from shrinkage.result.record import Record

EPILOG = """\b
Examples:
  shrinkage show result/record.json
  shrinkage show result/chosen.model.json
  shrinkage show result/l1.model.json --json | jq .coefficients
  shrinkage show result/chosen.model.json --row 3 houses.csv
"""


@click.command(epilog=EPILOG, short_help="Show a saved model or record, or explain a row.")
@click.argument("file", metavar="FILE", type=click.Path())
@click.argument("table", metavar="[TABLE]", required=False)
@click.option("--row", type=int, metavar="N", help="Explain the prediction for row N of TABLE; the first is 1.")
@options.record_convention
@options.sql
@options.database
@options.as_json
def show(
    file: str,
    table: str | None,
    row: int | None,
    lambda_convention: str | None,
    sql: str | None,
    database: str | None,
    as_json: bool,
) -> None:
    """Show FILE, a model or a record that compare or train saved, or the directory that they saved into.

    Of a model: its coefficients in the columns' own units and per standard deviation, its strength in every
    library's convention, and how far it is certified to be from the optimum. Of a record: what compare showed.

    With --row N and TABLE: what each column adds to the prediction for that row, under L1 beside L2 where both are
    saved in the same directory; amounts add up from the prediction of an average row to that of this one.
    """
    from shrinkage.result.record import Record
    from shrinkage.result.store import model_bytes, read_any, record_bytes

    path = Path(file) / "record.json" if Path(file).is_dir() else Path(file)
    found = read_any(path)
    if row is not None or table is not None:
        _explain(found, path, table, row, sql, database, as_json)
        return
    for option, given in (("--sql", sql), ("--database", database)):
        if given is not None:
            raise OptionError(f"{option} asks for a row of a table; give --row too, or leave {option} out.")
    if as_json:
        from shrinkage.cli.terminal import write_bytes

        write_bytes(record_bytes(found) if isinstance(found, Record) else model_bytes(found))
        return
    _page(found, lambda_convention)


def _page(found: Record | Model, lambda_convention: str | None) -> None:
    from shrinkage.cli.terminal import Page
    from shrinkage.present.comparison import comparison
    from shrinkage.present.model import certificates, model_page
    from shrinkage.result.record import Record

    page = Page()
    if isinstance(found, Record):
        convention = options.shown_convention(lambda_convention, found)
        page.show(*comparison(found, page.face, convention=convention))
        page.show(*certificates(found, page.face))
    else:
        page.show(*model_page(found, page.face))


def _explain(
    found: Record | Model,
    path: Path,
    table: str | None,
    row: int | None,
    sql: str | None,
    database: str | None,
    as_json: bool,
) -> None:
    if table is None and (database is None or sql is None):
        raise OptionError("--row names a row, but no table; give TABLE behind the model.")
    if row is None:
        raise OptionError("TABLE is given, but not which row of it to explain; add --row N, the first is 1.")
    from shrinkage import workflow

    models = side_by_side(found, path)
    told, cells = workflow.explain(models, table, row, sql=sql, database=database)
    if as_json:
        from shrinkage.cli.terminal import write_json

        write_json(
            {
                "schema": "shrinkage.explanation/1",
                "row": row,
                "target": models[0].target,
                "models": [_document(model, one) for model, one in zip(models, told, strict=True)],
            }
        )
        return
    from shrinkage.cli.terminal import Page
    from shrinkage.present.explained import explanation

    page = Page()
    page.show(*explanation(models, told, cells, row, page.face))


def side_by_side(found: Record | Model, path: Path) -> list[Model]:
    """The model that is asked for, and L1 and L2 of the same directory if they are of the same comparison."""
    from shrinkage.result.record import Record
    from shrinkage.result.store import read_model

    own = read_model(path.with_name("chosen.model.json")) if isinstance(found, Record) else found
    models = {own.penalty.name: own}
    for name in ("l1", "l2"):
        sibling = path.with_name(f"{name}.model.json")
        if name not in models and sibling.is_file():
            model = read_model(sibling)
            if model.spec == own.spec and model.features == own.features:
                models[model.penalty.name] = model
    return [models[name] for name in ("none", "mean", "elastic_net", "l1", "l2") if name in models]


def _document(model: Model, one: Any) -> dict[str, Any]:
    met = one.met
    return {
        "model": model.penalty.name,
        "lambda": model.penalty.lam,
        "prediction": one.prediction,
        "average": one.base,
        "contributions": [
            {"feature": part.feature, "column": part.column, "value": part.value, "contribution": part.contribution}
            for part in sorted(one.parts, key=lambda part: -abs(part.contribution))
        ],
        "absent": list(met.absent),
        "missing": list(met.missing),
        "unreadable": list(met.unreadable),
        "unseen": list(met.unseen),
    }
