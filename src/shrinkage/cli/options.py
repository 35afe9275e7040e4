"""Options that verbs share, said once."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from shrinkage.errors import OptionError

if TYPE_CHECKING:
    from shrinkage.result.record import Record

Verb = TypeVar("Verb", bound=Callable[..., Any])

CONVENTIONS = "textbook, lam, sklearn, sklearn_elastic_net, sklearn_ridge, glmnet, statsmodels, fraction"


def table(function: Verb) -> Verb:
    """TABLE, which only --database with --sql can do without; the verb must have these two options."""

    @wraps(function)
    def checked(*arguments: Any, table: str | None, **options: Any) -> Any:
        if table is None and (options.get("database") is None or options.get("sql") is None):
            context = click.get_current_context()
            missing = next(one for one in context.command.params if one.name == "table")
            raise click.MissingParameter(ctx=context, param=missing)
        return function(*arguments, table=table, **options)

    return click.argument("table", metavar="TABLE", required=False)(checked)  # pyright: ignore[reportReturnType]


def data(function: Verb) -> Verb:
    """What is read of TABLE, and how it is split."""
    for option in reversed(_DATA):
        function = option(function)
    return function


def names(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Column names separated by commas, the option repeatable; a name with a comma goes into double quotes."""
    found: list[str] = []
    for value in values:
        try:
            found += next(csv.reader([value], skipinitialspace=True, strict=True), [])
        except csv.Error:
            raise OptionError(
                f"--{parameter.name} got {value!r}, whose quotes do not close; quote a name with a comma as "
                "'\"a,b\",c'."
            ) from None
    return tuple(name for name in found if name)


def names_or_none(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Any:
    """``names``, None where the option is not given."""
    return names(context, parameter, values) if values else None


def factors(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Any:
    """Factors by name, None where the option is not given."""
    if not values:
        return None
    from shrinkage.workflow import read_factors

    return read_factors(values)


def number_or_file(context: click.Context, parameter: click.Parameter, value: str) -> int | str:
    """A number of folds, or else the name of a file."""
    try:
        return int(value)
    except ValueError:
        return value


def some_place(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A place to write to; an empty one is a variable that was never set, not the working directory."""
    if value is not None and not value.strip():
        raise OptionError(
            f"{parameter.opts[-1]} is empty, so nothing can be written there; name a place, or leave it out."
        )
    return value


def shown_convention(asked: str | None, record: Record) -> str:
    """The convention to show a record in: what is asked for, or else that in which it was made."""
    from shrinkage.passport import resolve

    return resolve(asked or str(record.options.get("lambda_convention", "textbook")))


sql = click.option(
    "--sql", metavar="QUERY", help="One SELECT over TABLE, which it calls `data`; its result is the table then."
)
database = click.option(
    "--database",
    metavar="URI",
    help="Read from postgresql://user@host/name or sqlite:///path, where TABLE is a table or view; "
    "with --sql, a SELECT in the database's own SQL, there is no TABLE.",
)
threads = click.option(
    "--threads", type=click.IntRange(min=1), metavar="N", help="Threads to use; the results do not depend on it."
)
convention = click.option(
    "--lambda-convention",
    default="textbook",
    show_default=True,
    metavar="NAME",
    help=f"How strengths are read and shown: {CONVENTIONS}.",
)
record_convention = click.option(
    "--lambda-convention",
    metavar="NAME",
    help=f"How the strengths of a record are shown: {CONVENTIONS}.  [default: as it was made]",
)
as_json = click.option("--json", "as_json", is_flag=True, help="JSON on standard output, and nothing else.")
quiet = click.option("--quiet", is_flag=True, help="No progress on standard error.")
out = click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False, writable=True),
    callback=some_place,
    help="Where to write the results, each file whole or not at all.",
)

folds_out = click.option(
    "--folds-out",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True),
    help="Where to write which fold each row is in: CSV, one line a row.",
)

_DATA = (
    click.option("--target", required=True, metavar="COLUMN", help="The column to predict."),
    sql,
    database,
    click.option("--drop", multiple=True, callback=names, metavar="COL,…", help="Columns to leave out; repeatable."),
    click.option("--group", metavar="COL", help="Rows that agree here stay together in a fold, and in the test part."),
    click.option("--time", metavar="COL", help="Folds train on what is earlier alone; the latest rows test."),
    click.option(
        "--keep", multiple=True, callback=names_or_none, metavar="COL,…", help="The only columns to use; repeatable."
    ),
    click.option(
        "--factors",
        multiple=True,
        callback=factors,
        metavar="FILE|COL=F,…",
        help="What multiplies the strength of a column or feature: 0 for no penalty, inf to leave it out.",
    ),
    click.option("--positive", is_flag=True, help="Hold every coefficient at or above 0."),
    click.option("--raw", is_flag=True, help="Penalise columns in their own units, not per standard deviation."),
    click.option(
        "--weights",
        metavar="COL",
        help="A column of row weights, no feature: whole numbers count repetitions; 0 leaves a row out.",
    ),
    click.option(
        "--folds",
        default="10",
        show_default=True,
        callback=number_or_file,
        metavar="N|FILE",
        help="Parts of cross-validation; or a file that says which part each row is in (see --folds-out).",
    ),
    click.option(
        "--repeats",
        default=1,
        show_default=True,
        type=click.IntRange(min=1),
        help="How often rows are dealt into folds anew.",
    ),
    click.option(
        "--test",
        default=0.2,
        show_default=True,
        type=click.FloatRange(min=0, max=1, max_open=True),
        help="Share of the rows set apart that no choice ever sees; 0 for none.",
    ),
    click.option(
        "--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Deals rows into folds and test."
    ),
    click.option(
        "--max-levels",
        default=100,
        show_default=True,
        type=click.IntRange(min=1),
        help="Levels of a categorical column to keep; rarer ones are pooled.",
    ),
    threads,
)
