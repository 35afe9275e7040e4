"""Columns of text that a person would call numbers or dates, and what keeps them from being read as such."""

from __future__ import annotations

import re

import numpy as np

from shrinkage.design.distinct import DistinctTexts

# A sign of money or of a share, before or after a number, as spreadsheets export them.
_SIGN = r"(?:[$€£¥%‰]|USD|EUR|GBP|CHF|JPY)"
_BLANK = r"[\s\u00a0\u202f]*"
_NUMBER = r"[-+]?\d[\d.,'’\s\u00a0\u202f]*"
_SIGNED = re.compile(rf"[-+]?{_SIGN}{_BLANK}{_NUMBER}|{_NUMBER}{_SIGN}")

# Dates that nothing here reads, or of which nobody can say whether the day or the month comes first.
_DATE = re.compile(
    r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2}(?:\d{2})?"
    r"|\d{1,2}(?:st|nd|rd|th)?[. -]+[^\W\d]{3,9}[., -]+\d{2}(?:\d{2})?"
    r"|[^\W\d]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)

# Where so many of the cells are numbers, those that are not are the exception.
_MOSTLY = 0.5
_LOOKED_AT = 1_000


def hint(table: DistinctTexts) -> str:
    """What to mend in the cells of a text column so that it is read as numbers: "; …", or "" where it is just text."""
    if not table.used:
        return ""
    if clause := mostly_numbers(table):
        return f"; {clause}"
    texts = table.texts(np.arange(min(table.used, _LOOKED_AT)))
    if _mostly(_SIGNED, texts):
        return f"; it holds numbers with a sign, like {texts[0]!r}: write them without it"
    if _mostly(_DATE, texts):
        return f"; it looks like dates, as {texts[0]!r}: write them as 2020-12-31 to have them used"
    return ""


def mostly_numbers(table: DistinctTexts) -> str:
    """How many cells of a text column are numbers and what the others are like, where most are; else ""."""
    if not table.used:
        return ""
    distinct = table.distinct()
    bits = distinct.formats[:, None] >> np.arange(8) & 1
    read = bits[:, int((distinct.counts @ bits).argmax())].astype(bool)
    rows, numbers = int(distinct.counts.sum()), int(distinct.counts[read].sum())
    if numbers <= _MOSTLY * rows or numbers == rows:
        return ""
    example = distinct.texts(np.flatnonzero(~read)[:1])[0]
    return f"{numbers:,} of {rows:,} cells are numbers: others are like {example!r}; mend or empty those"


def _mostly(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return sum(pattern.fullmatch(text) is not None for text in texts) > _MOSTLY * len(texts)
