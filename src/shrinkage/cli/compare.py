"""``shrinkage compare``: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from shrinkage.cli import options

if TYPE_CHECKING:
    from shrinkage.workflow.compare import Comparison

EPILOG = """\b
Examples:
  shrinkage compare houses.csv --target price
  shrinkage compare 'sales/*.parquet' --target amount --drop id,date --out result
  shrinkage compare houses.csv --target price --sql "select * from data where year > 2000"
  shrinkage compare houses --database postgresql://anna@db.example.org/city --target price
  cat houses.csv | shrinkage compare - --target price --json > record.json
"""


@click.command(epilog=EPILOG, short_help="Decide between none, L1, L2 and elastic net.")
@options.table
@options.data
@options.convention
@options.out
@options.folds_out
@options.as_json
@options.quiet
def compare(
    table: str | None, lambda_convention: str, out: str | None, as_json: bool, quiet: bool, **choices: Any
) -> None:
    """Decide between none, L1, L2 and elastic net for TABLE.

    TABLE is a CSV, TSV, Parquet or JSON-lines path or pattern, or - for CSV on standard input. Each model is fitted
    over a whole path of strengths with cross-validation; the verdict compares them by errors on rows that their
    strengths were not chosen on, and says how sure it is. Mixed types and missing cells are welcome.

    --out writes record.json, chosen.model.json, one model a penalty and report.html into DIR.
    """
    from shrinkage.atomic import check_directory
    from shrinkage.cli.progress import watched
    from shrinkage.passport import resolve

    convention = resolve(lambda_convention)
    if out is not None:
        check_directory(out)  # before the long run
    with watched(quiet=quiet) as progress:
        from shrinkage import workflow

        done = workflow.compare(table, lambda_convention=convention, progress=progress, **choices)
    if out is not None:
        _save(done, out, convention)
    if as_json:
        from shrinkage.cli.terminal import write_bytes
        from shrinkage.result.store import record_bytes

        write_bytes(record_bytes(done.record))
        return
    from shrinkage.cli.terminal import Page
    from shrinkage.present.comparison import comparison

    page = Page()
    page.show(*comparison(done.record, page.face, convention=convention))
    if out is not None:
        from shrinkage.present.comparison import saved

        page.show(saved(out, page.face))


def _save(done: Comparison, directory: str, convention: str) -> None:
    """Record, models, and the report of the record, in that order: each whole or not at all."""
    from shrinkage.present.report.page import FILE, report_html
    from shrinkage.result.store import write_directory

    done.save(directory)
    write_directory(directory, {FILE: report_html(done.record, convention)})
