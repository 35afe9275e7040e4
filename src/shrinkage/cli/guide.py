"""``shrinkage guide``: the interactive guide, served to this machine alone, or written as files."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from shrinkage.cli import options
from shrinkage.errors import OptionError

EPILOG = """\b
Examples:
  shrinkage guide
  shrinkage guide --no-browser --port 8000
  shrinkage guide --export site
"""

_SERVING = ("port", "no_browser", "max_upload", "max_seconds")


@click.command(epilog=EPILOG, short_help="Open the interactive guide, with your own table if you like.")
@click.option(
    "--export",
    metavar="DIR",
    type=click.Path(file_okay=False),
    callback=options.some_place,
    help="Write the guide into DIR as a static site, and serve nothing.",
)
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65535),
    default=0,
    metavar="N",
    help="Where on 127.0.0.1 to serve.  [default: a free port]",
)
@click.option("--no-browser", is_flag=True, help="Only say the address.")
@click.option(
    "--max-upload",
    type=click.IntRange(min=1, max=1 << 20),
    default=512,
    show_default=True,
    metavar="MB",
    help="The largest file that the page may hand over.",
)
@click.option(
    "--max-seconds",
    type=click.IntRange(min=1, max=86_400),
    default=600,
    show_default=True,
    metavar="S",
    help="How long one comparison may take.",
)
@click.option("--columns", metavar="TABLE", hidden=True, help="The columns of TABLE as JSON, for the guide itself.")
@click.pass_context
def guide(
    context: click.Context,
    export: str | None,
    port: int,
    no_browser: bool,
    max_upload: int,
    max_seconds: int,
    columns: str | None,
) -> None:
    """Open the guide to L1 and L2 regularization: every figure moves, and your own table can be in every chapter.

    It is served on 127.0.0.1 alone, until Ctrl-C. The address carries a token of this run, without which nothing is
    answered. A table that you give to the page is compared by this program and forgotten; nothing leaves the machine.
    """
    if columns is not None:
        from shrinkage import workflow
        from shrinkage.cli.terminal import write_json

        write_json(workflow.columns(columns))
    elif export is not None:
        given = [name for name in _SERVING if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
        if given:
            raise OptionError(
                f"--export writes files and serves nothing, so that --{given[0].replace('_', '-')} has nothing to "
                "say; leave one of them out."
            )
        _export(export)
    else:
        _serve(port, not no_browser, max_upload, max_seconds)


def _export(directory: str) -> None:
    from shrinkage.atomic import check_directory
    from shrinkage.cli.terminal import Page
    from shrinkage.present.guide.site import exported, site
    from shrinkage.result.store import write_directory

    check_directory(directory)
    files = site()
    write_directory(directory, files)
    page = Page()
    page.show(exported(directory, files, page.face))


def _serve(port: int, browser: bool, max_upload: int, max_seconds: int) -> None:
    from shrinkage.server.limits import Limits
    from shrinkage.server.run import open_browser, serve

    def opened(address: str) -> None:
        print(f"The guide is at {address}\nCtrl-C ends it.", flush=True)
        if browser:
            open_browser(address)

    serve(port, Limits(upload=max_upload << 20, seconds=max_seconds), opened, _say)


def _say(words: str) -> None:
    """What the page's reader is not told in full."""
    from shrinkage.present.safe import clean

    for line in words.splitlines():
        print(f"shrinkage: {clean(line)}", file=sys.stderr, flush=True)
