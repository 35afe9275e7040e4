"""Formulas as MathML, which browsers draw themselves: no script, no font and no network.

The translation is docutils' own; a formula that it does not understand ends the build.
"""

import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

ACCENTS = ("ˆ", "ˉ", "˜", "~", "^", "¯")


def translated(tex: str, *, block: bool) -> str:
    """A formula in TeX as MathML. Raises SphinxError where docutils does not know a command."""
    try:
        written = latex2mathml.tex2mathml(tex, as_block=block)
    except Exception as error:
        raise SphinxError(f"the formula {tex!r} cannot be written as MathML, because {error}") from error
    written = re.sub(
        r"&(?!lt;|gt;|amp;|#)\w+;", lambda entity: unescape(entity[0]), re.sub(r' xmlns="[^"]*"', "", written)
    )
    root = ElementTree.fromstring(written)
    for element in list(root.iter("munderover")):
        index_of_accent(element)
    return ElementTree.tostring(root, encoding="unicode")


def index_of_accent(element: ElementTree.Element) -> None:
    """docutils writes the index of a letter with an accent below it; here it goes to the lower right, in place."""
    letter, index, accent = element
    if accent.text not in ACCENTS:
        return
    accented = ElementTree.Element("mover", {"accent": "true"})
    accented.extend([letter, accent])
    for child in (letter, index, accent):
        element.remove(child)
    element.tag = "msub"
    element.extend([accented, index])


def inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(translated(node.astext(), block=False))
    raise nodes.SkipNode


def displayed(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="formula">{translated(node.astext(), block=True)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
