"""A comparison as a compact table in a notebook: no script, no address, every word escaped.

Colours are those of the text around it, by ``currentColor`` and transparency alone, so that it reads the same on a
light page and on a dark one.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from shrinkage.api.options import keyworded
from shrinkage.present.face import Face
from shrinkage.present.summary import legend, rows
from shrinkage.result.record import Record

_LEFT = "text-align:left"
_RIGHT = "text-align:right;font-variant-numeric:tabular-nums"
_CELL = "padding:.25em 1em .25em 0;background:none;border:0;white-space:nowrap"
_RULE = "border-bottom:1px solid color-mix(in srgb,currentColor 35%,transparent)"
_CHOSEN = "font-weight:600;background:color-mix(in srgb,currentColor 10%,transparent)"
_FACE = Face()


def page(record: Record, convention: str) -> str:
    """The verdict, a row a model with the choice marked, leaks if any, and what the columns mean."""
    return (
        '<div style="max-width:60em;line-height:1.4;color:inherit">'
        f'<p style="margin:.2em 0 .6em;font-weight:600">{_said(record.verdict.sentence)}</p>'
        f"{''.join(_leaks(record))}"
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;border:0;margin:0;color:inherit">'
        f"{''.join(_table(record, convention))}</table></div>"
        f'<p style="margin:.6em 0 .2em;font-size:85%;opacity:.75">{_said(legend(record, convention))}</p></div>'
    )


def _table(record: Record, convention: str) -> Iterator[str]:
    headings, found = rows(record, convention, _FACE)
    style = f"{_CELL};{_RULE};font-weight:400;opacity:.75"
    heads = (
        f'<th scope="col" style="{style};{_LEFT if k == 0 else _RIGHT}">{_said(text)}</th>'
        for k, text in enumerate(headings)
    )
    yield f'<thead><tr style="background:none">{"".join(heads)}</tr></thead><tbody>'
    for name, cells in found:
        chosen = name == record.verdict.choice
        first, *others = cells
        mark = "▸ " if chosen else "\u2007 "
        style = _CHOSEN if chosen else "background:none"
        weight = "font-weight:600" if chosen else "font-weight:400"
        yield f'<tr style="{style}"><th scope="row" style="{_CELL};{_LEFT};{weight}">{mark}{_said(first)}</th>'
        yield "".join(f'<td style="{_CELL};{_RIGHT}">{_said(cell)}</td>' for cell in others)
        yield "</tr>"
    yield "</tbody>"


def _leaks(record: Record) -> Iterator[str]:
    for warning in record.warnings:
        if "leak" in warning.kind:
            yield f'<p style="margin:.2em 0 .6em"><strong>!</strong> {_said(keyworded(warning.sentence))}</p>'


def _said(text: str) -> str:
    return escape(_FACE.data(text))
