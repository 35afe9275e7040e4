"""Sentences: what they say must be in the record, and they must be sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from shrinkage.result.because import because, sentence
from shrinkage.result.wording import apart, counted, listed, number, percent
from shrinkage.selection.select import Selection
from shrinkage.selection.verdict import Comparison
from tests.result.made import facts_for, selected
from tests.selection.rows_resamples import RowsResamples, random_rows


def decided(selection: Selection, **verdict: object) -> Selection:
    """The same numbers under another verdict."""
    return replace(selection, verdict=replace(selection.verdict, **verdict))  # type: ignore[arg-type]


def noise() -> RowsResamples:
    rng = np.random.default_rng(1)
    return RowsResamples(rng.normal(size=(90, 4)), rng.normal(size=90), np.arange(90) % 10)


TABLES = {
    "sparse": random_rows(n=442, p=10),
    "wide": random_rows(n=40, p=60, folds=4),
    "one feature": random_rows(n=60, p=1),
    "noise": noise(),
}


@cache
def found(name: str) -> tuple[RowsResamples, Selection]:
    return selected(TABLES[name])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("choice", ["none", "l1", "l2", "elastic_net", "mean"])
def test_every_outcome_is_said_in_whole_sentences(name: str, choice: str) -> None:
    rows, selection = found(name)
    for tie in (True, False):
        made = decided(selection, choice=choice, tie=tie)
        for text in (sentence(made, facts_for(rows)), *because(made, facts_for(rows))):
            assert re.fullmatch(r"[A-Z0-9].*[.]", text), text
            assert "  " not in text
            assert "nan" not in text.split()
            assert "inf" not in text.split()


def test_the_sentence_names_choice_strength_features_and_certainty() -> None:
    rows, selection = found("sparse")
    best = decided(selection, choice="l1", best="l1", runner_up="l2", tie=False)
    fit = selection.fits["l1"]
    text = sentence(best, facts_for(rows))
    assert text.startswith(f"Use L1 (lasso) at lambda {number(fit.lam)} (textbook λ₁ = {number(2 * 354 * fit.lam)}):")
    assert f"{fit.nonzero} of 10 features" in text
    assert "clearly smaller than that of L2 (ridge)" in text
    assert "cannot be told apart" in sentence(
        decided(selection, choice="l1", best="l1", runner_up="l2", tie=True), facts_for(rows)
    )
    assert "no worse to speak of" in sentence(decided(selection, choice="l1", best="none"), facts_for(rows))
    assert "no feature helps" in sentence(decided(selection, choice="mean"), facts_for(rows))


def test_reasons_cover_what_a_person_asks() -> None:
    rows, selection = found("sparse")
    text = " ".join(because(decided(selection, choice="l1"), facts_for(rows)))
    for part in ("below the mean alone", "least squares without a penalty", "more on unseen rows than on its own"):
        assert part in text
    for part in ("are not needed", "folds", "Within one standard error", "depends on the others", "88 test rows"):
        assert part in text


def test_few_test_rows_are_called_uninformative() -> None:
    rows, selection = selected(random_rows())
    assert "uninformative" in because(selection, facts_for(rows))[-1]


def test_a_certain_difference_is_not_called_a_tie() -> None:
    rows, selection = selected()
    certain = decided(selection, tie=False, best=selection.verdict.choice, pair=Comparison(-5.0, 0.1))
    assert "cannot be told apart" not in sentence(certain, facts_for(rows))


def alike(selection: Selection, **verdict: object) -> Selection:
    """Every model and the mean with errors that differ, by less than is shown."""
    errors = {name: 129600.0 * (1 + 1e-7 * k) for k, name in enumerate(selection.verdict.errors)}
    return decided(selection, errors=errors, **verdict)


def test_numbers_that_look_the_same_are_not_said_as_if_they_differed() -> None:
    rows, selection = found("sparse")
    best, second = list(selection.verdict.errors)[:2]
    said = {
        "as small as that of": {"choice": second, "best": best},
        "cannot be told apart from that of": {"choice": best, "best": best, "runner_up": second, "tie": True},
        "which is that of the mean alone.": {"choice": "mean"},
    }
    for words, verdict in said.items():
        text = sentence(alike(selection, **verdict), facts_for(rows))
        assert words in text
        assert text.count("360") == 1, text
    certain = {"choice": best, "best": best, "runner_up": second, "tie": False}
    text = sentence(alike(selection, **certain), facts_for(rows))
    assert "error of 360 on unseen rows is smaller than that of" in text
    assert "(360.00002), by little but by more than chance" in text
    assert apart(360.0, 360.0) == ("360", "360")


def test_a_feature_chosen_in_all_folds_is_chosen_in_every_one() -> None:
    rows, selection = found("one feature")
    fit = selection.fits["l1"]
    for used, words in (
        (1.0, f"in every one of the {fit.crossfit.size} folds."),
        (0.5, f"in {fit.crossfit.size // 2} of the {fit.crossfit.size} folds."),
    ):
        fits = {**selection.fits, "l1": replace(fit, used=np.full(1, used))}
        text = " ".join(because(replace(decided(selection, choice="l1"), fits=fits), facts_for(rows)))
        assert f"The one chosen feature is chosen {words}" in text


def test_numbers_for_people() -> None:
    assert [number(value) for value in (0.0, 0.012346, 54.3219, 1234567.8, 1e-9, 1e12)] == [
        "0",
        "0.01235",
        "54.32",
        "1,234,568",
        "1e-09",
        "1e+12",
    ]
    assert [percent(share) for share in (0.0, 0.0123, 0.5, 25.0)] == ["0.0%", "1.2%", "50%", "26 times"]
    assert [counted(count) for count in (0, 1, 2)] == ["no feature", "1 feature", "2 features"]
    assert listed("abcdefg") == "a, b, c, d, e and 2 more"
