"""The whole page: `report_html` is what every door calls.

The page is complete as it stands. Its script, which is the last thing in it, reads the two islands of JSON and puts
live figures in the place of the static ones. The policy lets in that script and that style alone, and no network.
"""

from __future__ import annotations

from collections.abc import Callable

from shrinkage._version import __version__
from shrinkage.present.report import assets
from shrinkage.present.report.features import shown_features
from shrinkage.present.report.gather import page_data
from shrinkage.present.report.parts import View
from shrinkage.present.report.sections.certificates import certificates
from shrinkage.present.report.sections.coefficients import coefficients
from shrinkage.present.report.sections.models import models
from shrinkage.present.report.sections.passport import passport
from shrinkage.present.report.sections.read import read
from shrinkage.present.report.sections.reproduce import reproduce
from shrinkage.present.report.sections.stability import stability
from shrinkage.present.report.sections.strength import strength
from shrinkage.present.report.sections.training import training
from shrinkage.present.report.sections.verdict import verdict
from shrinkage.present.report.sections.why import why
from shrinkage.present.report.words import plain_name, said
from shrinkage.result.record import Record

FILE = "report.html"
"""What it is called where nobody names it."""

# id, what the contents call it, and the section; in the order of the page.
SECTIONS: tuple[tuple[str, str, Callable[[View], str]], ...] = (
    ("verdict", "Verdict", verdict),
    ("models", "Models", models),
    ("strength", "Strength", strength),
    ("coefficients", "Coefficients", coefficients),
    ("stability", "Stability", stability),
    ("why", "Why zeros", why),
    ("training", "Training", training),
    ("passport", "Conventions", passport),
    ("data", "Data", read),
    ("certificates", "Exactness", certificates),
    ("reproduce", "Reproduce", reproduce),
)


def report_html(record: Record, convention: str) -> bytes:
    """The report of ``record``, strengths in ``convention`` (by its own name). The same bytes for the same record.

    StoreError where the record contradicts itself.
    """
    view = View(record, convention, shown_features(record))
    title = said(plain_name(record.data.target))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{assets.policy("report")}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="generator" content="shrinkage {__version__}">\n'
        f"<title>{title}: a report by shrinkage</title>\n"
        '<link rel="icon" href="data:,">\n'
        f"<style>{assets.text('report.css')}</style>\n</head>\n<body>\n"
        f"{_masthead()}\n"
        f'<main id="main">\n{_sections(view)}\n</main>\n'
        f"{_FOOT}\n{_islands(view)}\n{assets.script('report.js')}\n</body>\n</html>\n"
    ).encode()


def _masthead() -> str:
    links = "".join(f'<li><a href="#{identity}">{title}</a></li>' for identity, title, _ in SECTIONS)
    return (
        '<a class="skip" href="#verdict">Skip to the verdict</a>\n'
        '<header class="masthead"><p class="product">shrinkage report</p>'
        f'<nav class="contents" aria-label="Contents"><ol>{links}</ol></nav></header>'
    )


def _sections(view: View) -> str:
    return "\n".join(draw(view) for _, _, draw in SECTIONS)


_FOOT = (
    f'<footer class="foot"><p>Made by shrinkage {__version__} from the record of a comparison. This page is one file, '
    "asks nothing of any network, and holds no row of the table, only the names of its columns and levels.</p></footer>"
)


def _islands(view: View) -> str:
    """What the script reads."""
    data = page_data(view.record, view.convention, view.features).decode()
    return f"{assets.island('report-data', data)}\n{assets.binary('kernel', 'kernel.wasm')}"
