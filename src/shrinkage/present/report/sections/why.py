"""Why L1 makes exact zeros and L2 does not."""

from __future__ import annotations

from shrinkage.present.report.parts import View, lead, mark, section
from shrinkage.present.report.tables import Frame, Row, table

TITLE = "Why L1 leaves features out and L2 does not"
_LEAD = (
    "Think of features that are not correlated. L1 then takes the same amount, lambda, off every coefficient that "
    "least squares would give, and what is smaller than that becomes exactly 0. L2 divides each by "
    '<span class="formula">1 + lambda</span>: a large one loses much, a small one little, and none arrives at 0. '
    "An elastic net does both, one after the other. Where features are correlated, L2 shrinks the directions in which "
    "they vary least the most, and which of them L1 keeps is settled by all of them at once."
)
_BALL = (
    "Seen from above, least squares is the lowest point of a valley, and a penalty draws a fence around 0: a diamond "
    "for L1, a circle for L2. The best point within the fence is where the valley's contours first touch it. A diamond "
    "has corners on the axes, where a coefficient is 0, and contours like to touch corners; a circle has none."
)
_VALUES = (0.25, 0.5, 1.0, 2.0, 4.0)
_LAMBDA = 1.0


def why(view: View) -> str:
    return section("why", TITLE, lead(_LEAD), mark("threshold", _rules()), f"<p>{_BALL}</p>", mark("ball", _STILL))


_STILL = '<p class="small">With scripts, two features of this table are drawn here with contours and fence.</p>'


def _rules() -> str:
    rows = [
        Row(
            [
                f"{value:.4g}",
                f"{soft(value, _LAMBDA):.4g}",
                f"{value / (1 + _LAMBDA):.4g}",
                f"{elastic(value, _LAMBDA):.4g}",
            ]
        )
        for value in _VALUES
    ]
    headings = ["least squares", "L1", "L2", "elastic net, half and half"]
    caption = "What lambda = 1 makes of a standardised coefficient where features are not correlated."
    return table("Shrinkage rules", caption, Frame(headings, frozenset()), rows)


def soft(value: float, lam: float) -> float:
    """Soft threshold: ``value`` moved towards 0 by ``lam``, and not beyond."""
    return max(value - lam, 0.0) - max(-value - lam, 0.0)


def elastic(value: float, lam: float, l1_ratio: float = 0.5) -> float:
    """The L1 part takes off, then the L2 part divides."""
    return soft(value, lam * l1_ratio) / (1 + lam * (1 - l1_ratio))
