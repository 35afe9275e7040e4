"""The first screen: the decision, what it is worth in four plain facts, the errors drawn, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from shrinkage.present.numbers import count, number
from shrinkage.present.report import figures
from shrinkage.present.report.gather import is_test_informative
from shrinkage.present.report.parts import View, bullets, mark
from shrinkage.present.report.words import marked_name, said
from shrinkage.result.record import ModelRecord, Record
from shrinkage.result.scheme import unseen
from shrinkage.result.wording import NAMES, change

_LEAKS = 5  # so that the first screen keeps its facts
_ZEROS = ("l1", "elastic_net")


def verdict(view: View) -> str:
    """The only section whose heading is the page's own."""
    record = view.record
    reasons = bullets("because", map(said, record.verdict.because))
    why = f'<h2 id="because">Why</h2>{reasons}' if reasons else ""
    return (
        '<section id="verdict" class="verdict" aria-labelledby="title">'
        f'<h1 id="title">{marked_name(record.data.target)}</h1>'
        f'<p class="sentence">{said(record.verdict.sentence)}</p>'
        f'{_leaks(record)}<dl class="facts">{"".join(_facts(record))}</dl>'
        f"{mark('errors', figures.errors(view))}{why}</section>"
    )


def _leaks(record: Record) -> str:
    """Before any number is believed."""
    found = [
        f'<p class="leak"><strong>Probable leak.</strong> {said(warning.sentence)}</p>'
        for warning in record.warnings
        if "leak" in warning.kind
    ]
    left = len(found) - _LEAKS
    more = f'<p class="leak">{count(left, "more column")} may be a leak too: see the warnings below.</p>'
    return f'<div class="leaks">{"".join(found[:_LEAKS])}{more if left > 0 else ""}</div>' if found else ""


def _facts(record: Record) -> Iterator[str]:
    model = record.models.by_name().get(record.verdict.choice)
    yield _error(record, model)
    yield _features(record, model)
    yield _sureness(record)
    yield _test(record, model)


def _fact(term: str, figure: str, note: str, kind: str = "") -> str:
    """All plain text."""
    classes = f"fact {kind}".strip()
    return (
        f'<div class="{classes}"><dt>{said(term)}</dt>'
        f'<dd class="figure">{said(figure)}</dd><dd class="note">{said(note)}</dd></div>'
    )


def _error(record: Record, model: ModelRecord | None) -> str:
    """The cross-fitted error, which the verdict's sentence speaks of."""
    term = f"Typical error on {unseen(record.split)}"
    mean = record.baseline.cv_rmse
    if model is None:
        return _fact(term, number(mean), "what always predicting the mean costs", "fact-weak")
    return _fact(term, number(model.crossfit_rmse), f"{_against(model.crossfit_rmse, mean)} ({number(mean)})")


def _against(own: float, mean: float) -> str:
    """``28% smaller than always predicting the mean``."""
    words = {"below": "smaller than", "above": "larger than"}
    first, _, last = change(own, mean).rpartition(" ")
    than = f"{first} {words.get(last, last)}".strip()
    return f"{than} that of always predicting the mean"


def _features(record: Record, model: ModelRecord | None) -> str:
    """Of those that could be used: they vary, and no factor leaves them out."""
    factors = record.setting.factors
    usable = sum(feature.scale > 0 and factors.get(feature.name, 1.0) is not None for feature in record.features)
    used = 0 if model is None else model.nonzero
    left = usable - used
    if model is None:
        note = "none of them helps"
    elif left <= 0:
        note = "each of them carries something" if record.verdict.choice != "l2" else "all kept, each shrunk"
    elif record.verdict.choice in _ZEROS:
        note = f"the penalty sets the other {'one' if left == 1 else f'{left:,}'} to exactly 0"
    else:
        note = f"the other {'one is' if left == 1 else f'{left:,} are'} exactly 0"
    return _fact("Features used", f"{used:,} of {usable:,}", note)


def _sureness(record: Record) -> str:
    """Whether the smallest error is told apart from the next, and why the choice may be another."""
    found, term = record.verdict, "How sure"
    if found.choice == "mean":
        return _fact(term, "No model helps", "none has an error that is clearly below that of the mean", "fact-weak")
    if found.choice != found.best:
        return _fact(term, "Near the best", f"no worse to speak of than {NAMES[found.best]}", "fact-tie")
    other = NAMES[found.runner_up]
    if found.tie:
        return _fact(term, "A tie", f"its error cannot be told apart from that of {other}", "fact-tie")
    return _fact(term, "Clear", f"its error is smaller than that of {other}, by more than chance", "fact-good")


def _test(record: Record, model: ModelRecord | None) -> str:
    term, rows = "Error on test rows", count(record.split.test_rows, "row")
    error = record.baseline.test_rmse if model is None else model.test_rmse
    if not record.split.test_rows or error is None:
        return _fact(term, "–", "no rows were set apart for a last test")
    mean = record.baseline.test_rmse
    against = "" if model is None or mean is None else f"; always predicting the mean: {number(mean)}"
    if not is_test_informative(record):
        return _fact(term, number(error), f"{rows} that no choice saw, too few to say much{against}", "fact-weak")
    return _fact(term, number(error), f"{rows} that no choice saw{against}")
