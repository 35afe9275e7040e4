"""How much one run of the guide takes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """upload: bytes of a file; seconds: of a comparison; running, waiting: comparisons at once, and behind them;
    stalled: seconds without a byte of a file that is being sent; unheard: seconds that a comparison nobody listens
    to is kept; beat: seconds between signs of life to whoever listens."""

    upload: int = 512 << 20
    seconds: float = 600
    running: int = 2
    waiting: int = 4
    stalled: float = 60
    unheard: float = 30
    beat: float = 15

    @property
    def admitted(self) -> int:
        """Comparisons in the house, whether they run, wait, or are still being sent."""
        return self.running + self.waiting
