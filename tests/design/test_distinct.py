"""Tables of distinct texts, look-ups and number summaries: against Counter and NumPy."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.design.distinct import DistinctTexts
from shrinkage.design.lookup import Lookup, truth_lookup
from shrinkage.design.summary import FEW_ROWS, NumberSummary, settle
from shrinkage.source.arrays import text_column
from tests.design import twins

WORDS = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", " a", "NA", "β"]), st.text(max_size=4)), max_size=60)


def trimmed(words: list[str | None]) -> list[str]:
    return [word.strip(twins.BLANKS) for word in words if word is not None and not twins.is_missing(word)]


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_counts_are_counter(batches: list[list[str | None]], data: st.DataObject) -> None:
    table, counter, missing = DistinctTexts(), Counter[str](), 0
    for words in batches:
        use = np.array(data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words))), dtype=bool)
        times = np.array(data.draw(st.lists(st.integers(1, 4), min_size=len(words), max_size=len(words))), np.int64)
        table.add(text_column(words), use, times)
        used = [word for word, chosen, often in zip(words, use, times, strict=True) if chosen for _ in range(often)]
        counter.update(trimmed(used))
        missing += len(used) - len(trimmed(used))
    assert dict(zip(table.texts(), table.counts.tolist(), strict=True)) == counter
    assert table.missing == missing
    assert table.present == counter.total()


def test_a_full_table_counts_what_it_does_not_hold() -> None:
    table = DistinctTexts(limit=100)
    for start in range(0, 300, 60):
        table.add(text_column([f"w{k}" for k in range(start, start + 60)]), None)
    table.add(text_column(["w0", "w299"]), None, np.array([1, 3]))
    assert (table.used, table.beyond, table.present) == (100, 203, 304)
    assert table.full
    assert table.counts[0] == 2


def test_a_long_table_grows() -> None:
    words = [f"word {k % 30_000}" for k in range(70_000)]
    table = DistinctTexts()
    table.add(text_column(words), None)
    assert table.texts() == [f"word {k}" for k in range(30_000)]
    assert table.counts.tolist() == [3] * 10_000 + [2] * 20_000


@given(WORDS, WORDS)
def test_look_up_is_a_dictionary(known: list[str | None], cells: list[str | None]) -> None:
    codes = {word: code for code, word in enumerate(dict.fromkeys(trimmed(known)))}
    found, strangers = Lookup(codes).codes(text_column(cells), missing=-1, unknown=-2)
    expected = [
        -1 if cell is None or twins.is_missing(cell) else codes.get(cell.strip(twins.BLANKS), -2) for cell in cells
    ]
    assert found.tolist() == expected
    assert strangers == expected.count(-2)


def test_truth_in_any_case() -> None:
    codes, _ = truth_lookup(("no", "yes")).codes(text_column(["YES", "no", "No", "yEs", "", "maybe"]), -1, -2)
    assert codes.tolist() == [1, 0, 0, 1, -1, -2]


NUMBERS = st.lists(
    st.one_of(st.sampled_from([0.0, 1.0, 2.0, math.nan, math.inf]), st.floats(-1e6, 1e6)), min_size=1, max_size=40
)


@given(NUMBERS, st.data())
def test_summary_is_numpy(cells: list[float], data: st.DataObject) -> None:
    use = np.array(data.draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells))), dtype=bool)
    values = np.array(cells)
    summary = NumberSummary()
    for part in np.array_split(np.arange(len(values)), 3):
        summary.add(values[part], use[part])
    used = values[use]
    finite = used[np.isfinite(used)]
    assert summary.count == len(finite)
    assert summary.missing == np.isnan(used).sum()
    assert summary.infinite == np.isinf(used).sum()
    assert summary.differing == min(FEW_ROWS, len(finite) - max(Counter(finite.tolist()).values(), default=0))
    if len(finite):
        spread = finite.max() - finite.min()
        assert (summary.least, summary.most) == (finite.min(), finite.max())
        assert summary.typical == pytest.approx(finite.mean(), abs=2e-6 * spread + 1e-9)


@given(NUMBERS, st.data())
def test_weights_are_repetition(cells: list[float], data: st.DataObject) -> None:
    times = np.array(data.draw(st.lists(st.integers(1, 5), min_size=len(cells), max_size=len(cells))), dtype=np.int64)
    weighted, repeated = NumberSummary(), NumberSummary()
    weighted.add(np.array(cells), None, times)
    repeated.add(np.repeat(np.array(cells), times), None)
    assert (weighted.count, weighted.missing, weighted.infinite) == (
        repeated.count,
        repeated.missing,
        repeated.infinite,
    )
    assert weighted.few == repeated.few
    assert weighted.typical == pytest.approx(repeated.typical, abs=1e-5 * (1 + weighted.most - weighted.least))


def test_a_shift_forgets_the_order_of_summation() -> None:
    values = np.random.default_rng(0).lognormal(size=20_000)
    shifts = set()
    for seed in range(20):
        summary = NumberSummary()
        summary.add(np.random.default_rng(seed).permutation(values), None)
        shifts.add(summary.typical)
    assert len(shifts) == 1


@pytest.mark.parametrize(
    ("mean", "spread"), [(3.7, 0.0), (1e300, 1e-300), (5e-324, 5e-324), (1.0, math.inf), (0.1, 1e308)]
)
def test_a_shift_stays_near(mean: float, spread: float) -> None:
    assert abs(settle(mean, spread) - mean) <= spread * 1e-6 if math.isfinite(spread) else settle(mean, spread) == mean
