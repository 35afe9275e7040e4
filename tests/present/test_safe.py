"""What a table calls its columns is data: it cannot move the cursor, turn a line around or become markup."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from shrinkage.present.face import Face
from shrinkage.present.safe import clean, one_line, shorten


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("price", "price"),
        ("[red]price[/]", "[red]price[/]"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("bell\x07", "bell\\x07"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u202eevil", "\\u202eevil"),
        ("\x9b31m", "\\x9b31m"),
        ("\ud800", "\\ud800"),
        ("Größe", "Größe"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_name_is_shown_as_it_is_or_as_escapes(name: str, shown: str) -> None:
    assert clean(name) == shown


def test_ascii_paper_gets_ascii() -> None:
    assert clean("Größe", unicode=False) == "Gr\\xf6\\xdfe"
    assert Face(unicode=False).data("λ₁ Σ|w| ± −1 …\nß") == "lambda_1 sum |w| +- -1 ... \\xdf"


@given(st.text(), st.integers(0, 40))
def test_a_shortened_name_fits_and_holds_nothing_dangerous(name: str, cells: int) -> None:
    shown = shorten(name, cells)
    assert cell_len(shown) <= max(cells, 1)
    assert not {category(mark) for mark in shown if mark not in "\u200c\u200d"} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_both_ends_of_a_long_name_stay() -> None:
    assert shorten("neighbourhood_of_the_house=Northridge", 20) == "neighbourhood…hridge"
    assert shorten("x" * 30, 10, unicode=False) == "xxxxx...xx"


def test_a_sentence_stays_on_its_line() -> None:
    assert one_line("the column 'a\nb' is\x1b odd") == "the column 'a b' is\\x1b odd"
