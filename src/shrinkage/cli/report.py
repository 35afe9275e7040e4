"""``shrinkage report``: a record as one page that can be mailed."""

from __future__ import annotations

from pathlib import Path

import click

from shrinkage.cli import options
from shrinkage.errors import OptionError

EPILOG = """\b
Examples:
  shrinkage report result
  shrinkage report result/record.json -o report.html
  shrinkage report result -o - --lambda-convention sklearn > report.html
"""


@click.command(epilog=EPILOG, short_help="Write a record as one page, to read, print or mail.")
@click.argument("record", metavar="RECORD", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    callback=options.some_place,
    help="Where to write; - is standard output.  [default: report.html beside RECORD]",
)
@options.record_convention
def report(record: str, output: str | None, lambda_convention: str | None) -> None:
    """Write RECORD, which compare saved, or the directory that it saved into, as one HTML file.

    The file needs no network and nothing beside it: verdict and reasons first, then errors, paths, coefficients and
    what was read. A browser without scripts shows all of it; with scripts the figures come alive.
    """
    from shrinkage.atomic import write_atomic
    from shrinkage.cli.terminal import Page, write_bytes
    from shrinkage.present.comparison import written
    from shrinkage.present.report.page import FILE, report_html
    from shrinkage.result.store import read_record

    path = Path(record) / "record.json" if Path(record).is_dir() else Path(record)
    found = read_record(path)
    content = report_html(found, options.shown_convention(lambda_convention, found))
    if output == "-":
        write_bytes(content)
        return
    place = path.with_name(FILE) if output is None else Path(output)
    _refuse_own(place, path)
    write_atomic(place, content)
    page = Page()
    page.show(written(str(place), len(content), page.face))


def _refuse_own(place: Path, path: Path) -> None:
    """A page written over its record would be the end of it."""
    if place.exists() and place.samefile(path):
        raise OptionError(f"--output names {str(place)!r}, which is the record itself; name another file.")
