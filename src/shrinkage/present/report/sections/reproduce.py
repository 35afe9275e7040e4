"""How to get the same again."""

from __future__ import annotations

from html import escape

from shrinkage.present.report.command import TABLE, Call, convention, python, shell
from shrinkage.present.report.parts import View, lead, pairs, section
from shrinkage.present.report.tables import Frame, Row, table
from shrinkage.present.report.words import said
from shrinkage.present.safe import clean

TITLE = "How to get the same again"
_STAGES = {
    "open": "opening the table",
    "hash": "setting rows apart",
    "learn": "learning what columns mean",
    "gather": "summing rows",
    "select": "walking the paths of every fold",
    "report": "writing it down",
}


def reproduce(view: View) -> str:
    record = view.record
    call = Call.of(record)
    if call is None:
        shown, label = python(record), "Call of Python that makes this record again"
        where = "The table was in memory, so this is a call from Python:"
    else:
        shown, label = (
            shell(["shrinkage", "compare", *call.data, *convention(record)]),
            "Command that makes this record again",
        )
        queried = ", with the file that the query read as TABLE" if TABLE in call.data else ""
        where = f"In a terminal, where the table is what it was{queried}:"
    lines = "\n".join(escape(clean(line)) for line in shown.split("\n"))
    return section(
        "reproduce",
        TITLE,
        lead(_LEAD),
        f"<p>{where}</p>",
        f'<pre class="command" tabindex="0" role="region" aria-label="{label}"><code>{lines}</code></pre>',
        pairs([("version", f"shrinkage {said(record.version)}"), ("record", said(record.schema))]),
        _seconds(view),
    )


_LEAD = (
    "The same table, options and version give the same record, byte for byte but for the seconds below, on any number "
    "of threads. This page was made from the record alone."
)


def _seconds(view: View) -> str:
    found = view.record.seconds
    if not found:
        return ""
    rows = [Row([said(_STAGES.get(stage) or stage), f"{seconds:.3f}"]) for stage, seconds in found.items()]
    if "total" not in found:
        rows.append(Row(["in all", f"{sum(found.values()):.3f}"]))
    return table("Seconds", "Seconds that each stage took.", Frame(["stage", "seconds"]), rows)
