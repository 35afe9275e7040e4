"""How rows were placed, in words, and that the verdict uses them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from shrinkage.result.because import because, sentence
from shrinkage.result.record import SplitRecord
from shrinkage.result.scheme import folds_of, meaning
from tests.result.made import facts_for, selected

PLAIN = SplitRecord(scheme="random", folds=10, repeats=1, train_rows=80, test_rows=20, seed=0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "10 folds"),
        ({"repeats": 5}, "5 × 10 folds"),
        ({"scheme": "group", "column": "patient"}, "10 folds grouped by 'patient'"),
        ({"scheme": "group", "column": "patient", "repeats": 5}, "5 × 10 folds grouped by 'patient'"),
        ({"scheme": "group"}, "10 grouped folds"),
        ({"scheme": "time", "column": "date"}, "10 forward-only folds by 'date'"),
        ({"scheme": "time"}, "10 forward-only folds"),
    ],
)
def test_folds_are_named_by_their_scheme(changes: dict[str, Any], words: str) -> None:
    split = msgspec.structs.replace(PLAIN, **changes)
    assert folds_of(split) == words
    assert (words in meaning(split)) == bool(changes)


@pytest.mark.parametrize(
    ("scheme", "words"), [("random", "unseen rows"), ("group", "rows of unseen groups"), ("time", "later rows")]
)
def test_the_verdict_says_which_rows_it_was_judged_on(scheme: str, words: str) -> None:
    rows, selection = selected()
    facts = facts_for(rows)
    facts = replace(facts, split=msgspec.structs.replace(facts.split, scheme=scheme, column="when"))
    assert words in sentence(selection, facts)
    reasons = because(selection, facts)
    assert reasons[0].startswith(f"On {words}, ")
    assert any("by 'when'" in reason for reason in reasons) == (scheme != "random")
