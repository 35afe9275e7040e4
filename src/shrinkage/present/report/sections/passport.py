"""Every model's strength in the convention of every library."""

from __future__ import annotations

from shrinkage.present import strengths
from shrinkage.present.report.parts import View, lead, model_name, section
from shrinkage.present.report.tables import Frame, Row, table
from shrinkage.present.report.words import code, said

TITLE = "The same strengths elsewhere"
_LEAD = (
    "The same number means different things in different programs: they sum or average over rows, count the squares "
    "once or half, or scale the target first. <code>Lasso(alpha=0.1)</code> and <code>Ridge(alpha=0.1)</code> of "
    "scikit-learn alone differ by a factor of the number of rows. To get these models there, type what stands in the "
    "row of the library"
)


def passport(view: View) -> str:
    found = view.penalised
    conventions = list(dict.fromkeys(name for model in found.values() for name in model.passport))
    rows = [
        Row(
            [
                f'{code(name)} <span class="note">{said(strengths.meaning(name))}</span>',
                *(said(strengths.inline(model.passport.get(name), full=True)) for model in found.values()),
            ],
            "chosen" if name == view.convention else "",
        )
        for name in conventions
    ]
    headings = ["convention", *(model_name(name, model) for name, model in found.items())]
    raw = view.record.setting.raw
    columns = "." if raw else ", and give it columns that are divided by their standard deviations, as here."
    frame = Frame(headings, frozenset(range(len(headings))))
    return section(
        "passport", TITLE, lead(_LEAD + columns), table("Strengths in every convention", _caption(view), frame, rows)
    )


def _caption(view: View) -> str:
    return f"Strengths of the models in every convention; this page shows them as {code(view.convention)}."
