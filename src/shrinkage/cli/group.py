"""The verbs, each imported when it is called or its help is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from shrinkage._version import __version__
from shrinkage.cli.main import HungUp
from shrinkage.errors import OptionError, near_choices

VERBS = ("compare", "train", "predict", "show", "report", "guide", "export", "convert")

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

EXAMPLES = """\b
Examples:
  shrinkage compare houses.csv --target price
  shrinkage compare sales.parquet --target amount --drop id,date --out result
  shrinkage train houses.csv --target price --penalty l1,l2 --lambda 100
  shrinkage predict result/chosen.model.json new.csv -o predictions.csv
  shrinkage report result -o report.html
  shrinkage convert --lambda 0.1 --from textbook --to sklearn --rows 442
"""


class Verbs(click.Group):
    """A group that knows its verbs by name, in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(importlib.import_module(f"shrinkage.cli.{cmd_name}"), cmd_name)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with _named_hang_ups():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _named_hang_ups():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            raise OptionError(
                f"there is no verb {name!r}; {near_choices(name, VERBS, what='the verbs')} "
                "`shrinkage --help` says what each does."
            )
        return super().resolve_command(ctx, args)


@contextmanager
def _named_hang_ups() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise HungUp from error


@click.group(cls=Verbs, context_settings=SETTINGS, epilog=EXAMPLES, invoke_without_command=True)
@click.version_option(__version__, prog_name="shrinkage", message="%(prog)s %(version)s")
@click.pass_context
def shrinkage(context: click.Context) -> None:
    """From a table to a decision: L1, L2, elastic net or plain least squares.

    Reads CSV, TSV, Parquet or JSON lines, or a query over them, fits all four with cross-validation over whole paths
    of strengths, and says which one serves this table, at which strength, with which features, and how sure that is.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
