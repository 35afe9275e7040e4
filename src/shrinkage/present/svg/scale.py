"""From numbers to places, for any numbers: those that are unknown stay so, and none overflows on its way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shrinkage.present.numbers import SUPERSCRIPTS

# Twice the largest must still be a number, and the hundredth part of the smallest a normal one.
_LARGEST, _SMALLEST = 1e300, 1e-300
# Values that differ by less than this part of them count as one: their axis would only show digits of rounding.
_SAME = 2e-3
_FAR = 1e6  # places are held within so many lengths of the axis

UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def known(value: float | None) -> float | None:
    """``value``, if it is a number that can be drawn."""
    if value is None or not math.isfinite(value) or abs(value) > _LARGEST:
        return None
    return value if abs(value) >= _SMALLEST else 0.0


def root(square: float | None) -> float | None:
    """√ of a mean squared error."""
    value = known(square)
    return None if value is None else math.sqrt(max(value, 0.0))


def all_known(values: Iterable[float | None]) -> list[float]:
    """Those of the values that can be drawn."""
    return [value for one in values if (value := known(one)) is not None]


@dataclass(frozen=True, slots=True)
class Linear:
    """Numbers from ``low`` to ``high`` (low < high) on places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where the value would stand on an axis without ends."""
        size = max(abs(self.low), abs(self.high))
        low, high = self.low / size, self.high / size
        share = (min(max(value / size, -_FAR), _FAR) - low) / (high - low)
        return self.start + min(max(share, -_FAR), _FAR) * (self.end - self.start)

    def at(self, value: float) -> float:
        """The same, at the nearer end where it lies beyond the axis."""
        return self.place(min(max(value, self.low), self.high))

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def ticks(self, wanted: int) -> list[tuple[float, str]]:
        """Some ``wanted`` round numbers, 1, 2 or 5 times a power of ten apart, and how they are written."""
        step, values = self._round(max(wanted, 1))
        if wanted > 2 and len(values) < 2:  # one number alone has no scale
            step, values = self._round(1.5 * wanted)
        return list(zip(values, _labels(values, step), strict=True))

    def _round(self, wanted: float) -> tuple[float, list[float]]:
        step = _step((self.high - self.low) / wanted)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return step, [k * step for k in range(first, last + 1)]


def around(values: Iterable[float], start: float, end: float, *, margin: float = 0.04) -> Linear:
    """An axis that holds all the values; where they are (almost) one, a little of the line about it."""
    known_values = list(values) or [0.0]
    low, high = min(known_values), max(known_values)
    size = max(abs(low), abs(high))
    if size == 0:
        return Linear(-1.0, 1.0, start, end)
    if high - low < _SAME * size:
        middle = low / 2 + high / 2
        low, high = middle - _SAME * size, middle + _SAME * size
    room = margin * (high - low)
    return Linear(low - room, high + room, start, end)


@dataclass(frozen=True, slots=True)
class Strengths:
    """Strengths on a logarithmic axis, strongest at the left, as paths are walked; one of 0 stands at the weak end."""

    strong: float
    weak: float
    start: float
    end: float

    @classmethod
    def of(cls, lams: Iterable[float | None], start: float, end: float) -> Strengths:
        """The axis that holds all of them."""
        positive = [lam for lam in all_known(lams) if lam > 0]
        return cls(max(positive, default=0.0), min(positive, default=0.0), start, end)

    @property
    def decades(self) -> float:
        return math.log10(self.strong) - math.log10(self.weak) if self.weak > 0 else 0.0

    def at(self, lam: float) -> float:
        """In the middle where all strengths are one; beyond the ends at the nearer."""
        if not self.decades:
            return self.start / 2 + self.end / 2
        if lam <= 0:
            return self.end
        share = (math.log10(self.strong) - math.log10(lam)) / self.decades
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self, wanted: int) -> list[tuple[float, str]]:
        """Powers of ten, not more than wanted; 1, 2 and 5 times them where there are few; else the two ends."""
        if not self.decades:
            return [(self.strong, power(self.strong))]
        first, last = math.ceil(math.log10(self.weak) - 1e-9), math.floor(math.log10(self.strong) + 1e-9)
        every = max(math.ceil((last - first + 1) / wanted), 1)
        values = [float(f"1e{exponent}") for exponent in range(last, first - 1, -every)]
        if len(values) < 3:
            steps = [float(f"{digit}e{exponent}") for exponent in range(last, first - 2, -1) for digit in (5, 2, 1)]
            between = [lam for lam in steps if self.weak <= lam <= self.strong]
            values = between if len(between) <= wanted + 1 else values
        if len(values) < 2:
            values = [self.strong, self.weak]
        return [(lam, power(lam)) for lam in values]


def power(lam: float) -> str:
    """``1,000``, ``0.02``, ``10⁻⁵``, ``3.14×10¹⁷``."""
    if lam == 0:
        return "0"
    if 1e-3 <= abs(lam) < 1e5:
        return signed(f"{float(f'{lam:.2e}'):,.10g}")
    mantissa, _, exponent = f"{lam:.2e}".partition("e")
    factor = mantissa.rstrip("0").rstrip(".")
    raised = f"10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return raised if factor == "1" else signed(f"{factor}×{raised}")


def signed(text: str) -> str:
    """A minus sign as long as a plus, which a hyphen is not."""
    return text.replace("-", "−")


def _step(raw: float) -> float:
    exponent = math.floor(math.log10(raw))
    unit = float(f"1e{exponent}")
    digit = next((digit for digit in (1, 2, 5) if raw <= 1.25 * digit * unit), 10)
    return digit * unit


def _labels(values: Sequence[float], step: float) -> list[str]:
    """Numbers along one axis, with like decimals and one unit."""
    largest = max(map(abs, values), default=0.0)
    if not step >= 1e-4 or largest >= 1e15:
        return [_scientific(value, step) for value in values]
    unit, sign = next(((unit, sign) for unit, sign in UNITS if largest >= max(unit, 1e5)), (1.0, ""))
    decimals = max(0, -math.floor(math.log10(step / unit) + 1e-9))
    return ["0" if abs(value) < step / 2 else signed(f"{value / unit:,.{decimals}f}{sign}") for value in values]


def _scientific(value: float, step: float) -> str:
    """``2×10⁻⁶``, with no more digits than tell ticks from each other."""
    if abs(value) < step / 2:
        return "0"
    digits = max(math.floor(math.log10(abs(value))) - math.floor(math.log10(step)), 0)
    mantissa, _, exponent = f"{value:.{min(digits, 4)}e}".partition("e")
    return signed(f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPTS)}")
