"""Where the choices of a case come from: a seed, hypothesis, or the bytes of a coverage-guided fuzzer.

Every generator of this folder draws from a ``random.Random``, so one description of a case serves all three.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class BytesRandom(random.Random):
    """Choices taken from ``data`` in order; zeros once it is used up, which ends most loops of a generator early."""

    def __new__(cls, data: bytes) -> BytesRandom:
        return super().__new__(cls)

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data, self._place = data, 0

    def getrandbits(self, k: int, /) -> int:
        size = -(-k // 8)
        part = self._data[self._place : self._place + size]
        self._place += size
        return int.from_bytes(part.ljust(size, b"\0"), "little") >> (8 * size - k)

    def random(self) -> float:
        return self.getrandbits(53) / (1 << 53)


def below(draw: random.Random, n: int) -> int:
    """One of 0 … n − 1, without the rejection loop of `randrange`, which bytes that are used up would never leave."""
    return draw.getrandbits(32) % n


def pick(draw: random.Random, items: Sequence[Item]) -> Item:
    return items[below(draw, len(items))]


def chance(draw: random.Random, share: float) -> bool:
    return draw.getrandbits(16) < share * 65536


def some(draw: random.Random, items: Sequence[Item], most: int) -> list[Item]:
    return [pick(draw, items) for _ in range(below(draw, most + 1))]
