"""How far from the optimum each model can be at most, by code that shares nothing with the solvers."""

from __future__ import annotations

from shrinkage.present.model import MEANINGS
from shrinkage.present.numbers import small as gap
from shrinkage.present.report.parts import View, lead, model_name, section
from shrinkage.present.report.tables import Frame, Row, table
from shrinkage.present.report.words import said

TITLE = "How exact the numbers are"
_LEAD = (
    "Each model is checked after it is solved: from its coefficients alone, by code that shares nothing with the "
    "solvers, follows how far its objective can be from the best there is, as a share of that of the mean alone. "
    "1e-12 is a millionth of a millionth; rounding alone is about 1e-16."
)


def certificates(view: View) -> str:
    rows = [
        Row(
            [
                model_name(name, model),
                gap(model.certificate.relative_gap),
                said(MEANINGS.get(model.certificate.kind) or model.certificate.kind),
                said(model.status),
            ]
        )
        for name, model in view.models.items()
    ]
    headings = ["model", "at most", "what it bounds", "how the solve ended"]
    frame = Frame(headings, frozenset({0, 2, 3}))
    return section(
        "certificates", TITLE, lead(_LEAD), table("Certificates", "Certificates of the models.", frame, rows)
    )
