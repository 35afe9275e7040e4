"""From text to a code by 64-bit hashes, without a Python loop over cells."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from shrinkage import _kernel
from shrinkage.design.cells import as_bytes, text_parts, texts_of
from shrinkage.design.distinct import slots_for
from shrinkage.source.protocol import Column


class Lookup:
    """A frozen table text → code (≥ 0). Text is compared trimmed, and by its hash.

    Raises ArithmeticError if two texts share a hash (about one table in 10¹⁵ of a hundred levels).
    """

    def __init__(self, codes: Mapping[str, int]) -> None:
        words = [text.encode() for text in codes]
        offsets = np.zeros(len(words) + 1, dtype=np.int64)
        np.cumsum([len(word) for word in words], out=offsets[1:])
        data = np.frombuffer(b"".join(words) + b" ", dtype=np.uint8)
        self._codes = np.fromiter(codes.values(), dtype=np.int32, count=len(words))
        self._keys = np.empty(len(words), dtype=np.uint64)
        _kernel.text_keys(data, offsets, self._keys)
        if len(np.unique(self._keys)) < len(words):
            raise ArithmeticError("two levels share a 64-bit hash")
        self._slots = slots_for(self._keys, len(words), len(words))

    def codes(self, column: Column, missing: int, unknown: int) -> tuple[NDArray[np.int32], int]:
        """Codes (n,) of a column's cells, and how many texts were not in the table."""
        data, offsets = text_parts(texts_of(column))
        codes = np.empty(len(offsets) - 1, dtype=np.int32)
        strangers = _kernel.look_up(
            *(data, offsets, as_bytes(column.valid)),
            *(self._slots, self._keys, self._codes, missing, unknown, codes),
        )
        return codes, strangers


def truth_lookup(words: tuple[str, str]) -> Lookup:
    """Code 0 for the first word and 1 for the second, in any mixture of cases."""
    return Lookup({spelling: code for code, word in enumerate(words) for spelling in _spellings(word)})


def _spellings(word: str) -> set[str]:
    return {"".join(letters) for letters in itertools.product(*((c.lower(), c.upper()) for c in word))}
