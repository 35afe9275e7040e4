"""A seeded bijection of 64-bit numbers, equal on every platform and version: what makes a draw of a key."""

from __future__ import annotations

import numpy as np

from shrinkage.moments.units import Keys

_GOLDEN = 0x9E3779B97F4A7C15
_ALL = (1 << 64) - 1


def mix(values: Keys, seed: int, stream: int) -> Keys:
    """A bijection of 64-bit values for each seed and stream: the splitmix64 finaliser (Steele, Lea & Flood 2014).

    Integer arithmetic modulo 2⁶⁴ only. Streams of one seed are independent of each other.
    """
    key = _finalise(np.array([(seed * 8 + stream) * _GOLDEN & _ALL], dtype=np.uint64))
    return _finalise(_finalise(values ^ key) + key)


def _finalise(values: Keys) -> Keys:
    z = values + np.uint64(_GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
