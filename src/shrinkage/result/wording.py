"""Words and numbers for people, as the sentences of a record write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shrinkage.result.facts import Facts
from shrinkage.selection.select import Fit
from shrinkage.selection.verdict import MEAN

NAMES = {
    "none": "least squares without a penalty",
    "l1": "L1 (lasso)",
    "l2": "L2 (ridge)",
    "elastic_net": "elastic net",
    MEAN: "the mean of the target",
}

SHOWN = 5


def nothing_left(fit: Fit, facts: Facts) -> str:
    """What the strongest penalty leaves: an L2 part shrinks coefficients, and makes none exactly 0."""
    free = facts.factors is not None and bool((facts.factors == 0).any())
    if fit.name == "l2" or (fit.name == "elastic_net" and not free and fit.nonzero):
        return f"every {'penalised ' if free else ''}coefficient is all but 0"
    return "only features free of the penalty are left" if free else "nothing is left of the features"


def are(names: Sequence[str]) -> str:
    """The verb for so many."""
    return "is" if len(names) == 1 else "are"


def change(own: float, other: float) -> str:
    """``29.6% below``, for an error against another."""
    if other == 0:
        return "no better than"
    away = own / other - 1.0
    if abs(away) < 0.0005:
        return "the same as"
    return f"{percent(abs(away))} {'below' if away < 0 else 'above'}"


def number(value: float) -> str:
    """Three or four significant digits, thousands with separators."""
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.3g}"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def apart(one: float, other: float) -> tuple[str, str]:
    """Both numbers, with as many digits as it takes to tell them apart; the same text where they are the same."""
    shown = number(one), number(other)
    for digits in range(5, 16):
        if shown[0] != shown[1]:
            return shown
        shown = f"{one:,.{digits}g}", f"{other:,.{digits}g}"
    return shown


def percent(share: float) -> str:
    """A share as a percentage, coarser where it is large."""
    if share >= 10:
        return f"{share + 1:,.0f} times"
    return f"{100 * share:.0f}%" if share >= 0.1 else f"{100 * share:.1f}%"


def counted(features: int) -> str:
    """``1 feature``, ``no feature``, ``7 features``."""
    return f"{features or 'no'} feature{'s' if features > 1 else ''}"


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many more."""
    every = list(names)
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(every[:SHOWN]) + more
