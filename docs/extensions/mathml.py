"""Formulas as MathML, which browsers draw themselves: no script, no font and no network.

The translation is docutils' own; a formula that it does not understand ends the build.
"""

from typing import Any

from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.application import Sphinx
from sphinx.errors import SphinxError


def translated(tex: str, *, block: bool) -> str:
    """A formula in TeX as MathML. Raises SphinxError where docutils does not know a command."""
    try:
        return latex2mathml.tex2mathml(tex, as_block=block)
    except Exception as error:
        raise SphinxError(f"the formula {tex!r} cannot be written as MathML, because {error}") from error


def inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(translated(node.astext(), block=False))
    raise nodes.SkipNode


def displayed(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="formula">{translated(node.astext(), block=True)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
