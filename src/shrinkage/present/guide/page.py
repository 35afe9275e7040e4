"""The guide's page: prose, style and script that `web/` is built into, and the data of the built-in table.

One file, under a policy that names its script and style by their digests. Opened from a disk or from any file server it
asks nothing of any network; served by `shrinkage guide` it may ask that server, whose token a ``meta`` element carries.
"""

from __future__ import annotations

from html import escape

from shrinkage._version import __version__
from shrinkage.present.report import assets

TITLE = "L1 and L2 regularization: the guide that you can move"
_LEAD = (
    "Why one penalty sets coefficients to exactly 0 and the other only shrinks them, what that does to predictions, "
    "and which one a table calls for. Every figure is computed while you read, by the solver that the package uses; "
    "bring a table of your own, and every chapter is about it."
)


def guide_html(token: str | None = None) -> bytes:
    """The page; with ``token`` the one that a server hands out, which may ask that server."""
    body = assets.text("guide.body.html")
    server = "" if token is None else f'<meta name="shrinkage-server" content="{escape(token)}">\n'
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(served=token is not None)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="generator" content="shrinkage {__version__}">\n{server}'
        f"<title>{TITLE}</title>\n"
        '<link rel="icon" href="data:,">\n'
        f"<style>{assets.text('guide.css')}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the guide</a>\n'
        f'<header class="masthead"><h1>{TITLE}</h1><p>{_LEAD}</p></header>\n'
        f'<div class="page">\n{body}\n</div>\n'
        f'<footer class="foot-of-page"><p>The guide of shrinkage {__version__}. Nothing that you give to this page '
        "leaves your machine.</p></footer>\n"
        f"{assets.island('guide-data', assets.text('diabetes.json'))}\n"
        f"{assets.island('guide-figures', assets.text('guide.figures.json'))}\n"
        f"{assets.binary('kernel', 'kernel.wasm')}\n"
        f"{assets.binary('table-kernel', 'table.wasm')}\n{assets.binary('table-worker', 'table.js')}\n"
        f"{assets.script('guide.js')}\n</body>\n</html>\n"
    ).encode()


def policy(*, served: bool) -> str:
    """As a report's; workers are made of the page's own text, and the server that handed the page out may be asked."""
    asked = "'self'" if served else "'none'"
    return assets.policy("guide", "font-src data:", "worker-src blob:", f"connect-src {asked}")
