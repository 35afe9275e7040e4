"""How weights get there, epoch by epoch: computed in the page, since a record holds the end only."""

from __future__ import annotations

from html import escape

from shrinkage.present.numbers import exact
from shrinkage.present.report.command import Call, shell
from shrinkage.present.report.parts import View, lead, mark, section
from shrinkage.present.safe import clean

TITLE = "How the weights get there"
_LEAD = (
    "Training starts from weights of 0 and improves them step by step; an epoch is one round over all of them. The "
    "loss falls and the duality gap, which is an upper bound of what is still to gain, falls with it. Coordinate and "
    "proximal steps arrive at exact zeros under L1. A plain gradient step does not: it crosses 0 again and again. "
    "The models of this report are not trained so; they are solved to rounding."
)


def training(view: View) -> str:
    products = view.record.products
    live = products is not None and products.complete and products.features
    figure = mark("epochs", f'<p class="small">{_STILL}</p>') if live else ""
    return section("training", TITLE, lead(_LEAD), figure, _command(view))


_STILL = "With scripts, the kernel of this program runs here and draws loss, gap and weights by epoch."


def _command(view: View) -> str:
    """The same in a terminal, at the strength of L1."""
    call = Call.of(view.record)
    model = view.record.models.l1
    if call is None or not model.lam > 0:
        return ""
    more = ["--penalty", "l1,l2", "--lambda", exact(model.lam), "--lambda-convention", "lam", "--epochs", "20"]
    command = escape(clean(shell(["shrinkage", "train", *call.data, *more])))
    return (
        "<p>In a terminal, at the strength of L1:</p>"
        f'<pre class="command" tabindex="0" role="region" aria-label="Command that trains"><code>{command}</code></pre>'
    )
