"""Numbers for people: few digits, decimals aligned down a column, nothing lost that would mislead."""

from __future__ import annotations

import math
from collections.abc import Sequence

_LARGE, _SMALL = 1e9, 1e-5
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float | None, digits: int = 4) -> str:
    """``value`` in ``digits`` significant digits: ``1,234``, ``0.01234``, ``1.234e-07``; ``–`` for None."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return str(value)
    if not _SMALL <= abs(value) < _LARGE:
        return f"{value:.{digits - 1}e}"
    return f"{value:,.{_decimals(value, digits)}f}"


def figure_number(value: float, digits: int = 3) -> str:
    """``1,234``, ``−0.0123``, ``1.23×10⁻⁷``."""
    text = number(value, digits)
    mantissa, _, exponent = text.partition("e")
    if exponent:
        return f"{mantissa.replace('-', '−')}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return text.replace("-", "−")


def column(values: Sequence[float | None], digits: int = 4) -> list[str]:
    """A column of like numbers with one count of decimals, set by the largest."""
    known = [value for value in values if value is not None and math.isfinite(value) and value != 0]
    largest = max(map(abs, known), default=1.0)
    if not _SMALL <= largest < _LARGE:
        return [number(value, digits) for value in values]
    decimals = _decimals(largest, digits)
    return [_fixed(value, decimals) for value in values]


def exact(value: float) -> str:
    """All digits that tell this number from its neighbours, and no more: ``88.4``, ``1e-07``."""
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


def label(value: float, cells: int = 6) -> str:
    """The end of an axis in few cells: ``26,610``, ``1.23M``, ``-1e-03``; shortened, never cut."""
    plain = number(value, 3)
    if len(plain) <= cells:
        return plain
    for unit, sign in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if unit <= abs(value) < 1000 * unit:
            return f"{value / unit:.3g}{sign}"
    return f"{value:.0e}"


def small(value: float | None) -> str:
    """A gap: ``3e-14``."""
    if value is None:
        return "–"
    return "0" if value == 0 else f"{value:.0e}"


def count(value: int, noun: str, plural: str | None = None) -> str:
    """``1 row``, ``12,345 rows``."""
    word = noun if value == 1 else plural or f"{noun}s"
    return f"{value:,} {word}"


def _fixed(value: float | None, decimals: int) -> str:
    if value is None:
        return "–"
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if abs(value) < 0.5 * 10.0**-decimals:  # it would read as an exact zero, which it is not
        return number(value, 2)
    return f"{value:,.{decimals}f}"


def _decimals(value: float, digits: int) -> int:
    return max(0, digits - 1 - math.floor(math.log10(abs(value))))
