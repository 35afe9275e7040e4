"""``shrinkage show``: a saved model or record, for people."""

from __future__ import annotations

import click

from shrinkage.cli import options

EPILOG = """\b
Examples:
  shrinkage show result/record.json
  shrinkage show result/chosen.model.json
  shrinkage show result/l1.model.json --json | jq .coefficients
"""


@click.command(epilog=EPILOG, short_help="Show a saved model or record.")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--lambda-convention",
    metavar="NAME",
    help=f"How the strengths of a record are shown: {options.CONVENTIONS}.  [default: as it was made]",
)
@options.as_json
def show(file: str, lambda_convention: str | None, as_json: bool) -> None:
    """Show FILE, a model or a record that compare or train saved.

    Of a model: its coefficients in the columns' own units and per standard deviation, its strength in every
    library's convention, and how far it is certified to be from the optimum. Of a record: what compare showed.
    """
    from shrinkage.passport import resolve
    from shrinkage.result.record import Record
    from shrinkage.result.store import model_bytes, read_any, record_bytes

    found = read_any(file)
    if as_json:
        from shrinkage.cli.terminal import write_bytes

        write_bytes(record_bytes(found) if isinstance(found, Record) else model_bytes(found))
        return
    from shrinkage.cli.terminal import Page
    from shrinkage.present.comparison import comparison
    from shrinkage.present.model import certificates, model_page

    page = Page()
    if isinstance(found, Record):
        convention = resolve(lambda_convention or str(found.options.get("lambda_convention", "textbook")))
        page.show(*comparison(found, page.face, convention=convention))
        page.show(*certificates(found, page.face))
    else:
        page.show(*model_page(found, page.face))
