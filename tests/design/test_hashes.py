"""Row hashes: fixed for ever, by content, wherever the rows come from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.design.rowhash import hashed_columns, row_hashes
from shrinkage.source.arrays import ArraySource
from shrinkage.source.protocol import Field, Kind
from tests.design import twins

CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False).map(repr),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")),
    st.sampled_from(["TRUE", "true", "False", " red ", "N/A", "-", "01", "1.50", "+1", "1e3", "inf", "Ωmega", "1,5"]),
    st.text(max_size=20),
)


def hashes_of(columns: dict[str, object]) -> list[int]:
    source = ArraySource(columns)
    return [int(h) for batch in source.batches(list(columns)) for h in row_hashes(batch, list(columns))]


# Changing one of these moves rows between test part and folds of everybody's results: it needs a new major version.
GOLDEN = {
    "1": 0xA18ED66F576FEF0F,
    "red": 0x4112EEDB9FDBD58C,
    "2020-12-31": 0x8F1C43AF70E3458B,
    "true": 0xBC6B7A0BCFCF5A34,
    "NA": 0x3EE3DDFBD64EF756,
    "a text of more than sixteen bytes": 0x1436640C85FD600A,
}


@pytest.mark.parametrize(("cell", "expected"), GOLDEN.items())
def test_golden(cell: str, expected: int) -> None:
    assert hashes_of({"column": [cell]}) == [expected]


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_hashes_are_the_twins(rows: list[tuple[str | None, str | None]]) -> None:
    found = hashes_of({"b": np.array([b for _, b in rows] + [""], object), "a": [*(a for a, _ in rows), "x"]})
    assert found[:-1] == [twins.row_hash([("b", b), ("a", a)]) for a, b in rows]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        (["1.0", "1", "-0", "1e3", "NA"], np.array([1.0, 1.0, 0.0, 1000.0, np.nan])),
        (["TRUE", "false"], np.array([True, False])),
        (["2020-12-31", "2020-12-31T23:59:59Z", ""], np.array(["2020-12-31", "2020-12-31T23:59:59", "NaT"], "M8[s]")),
    ],
)
def test_text_and_typed_agree(text: list[str], typed: np.ndarray) -> None:
    assert hashes_of({"x": text}) == hashes_of({"x": typed})


def test_name_and_kind_count() -> None:
    cells = [hashes_of({name: cell})[0] for name in "ab" for cell in (["0"], ["1970-01-01"], ["zero"], [""])]
    assert len(set(cells)) == 8


def test_contents_swapped_between_columns_differ() -> None:
    assert hashes_of({"a": ["1"], "b": ["2"]}) != hashes_of({"a": ["2"], "b": ["1"]})


def test_order_of_columns_does_not_matter() -> None:
    assert hashes_of({"a": ["1", "2"], "b": ["x", "y"]}) == hashes_of({"b": ["x", "y"], "a": ["1", "2"]})


def test_which_columns_are_hashed() -> None:
    fields = [Field(name, Kind.TEXT, "text") for name in ("z", "a", "w", "gone")]
    fields.append(Field("nested", Kind.OTHER, "STRUCT"))
    assert hashed_columns(fields, ("gone",), "w") == ("a", "z")


def test_bits_are_spread() -> None:
    """A crude test of quality: over counters each bit is set about half of the time."""
    hashes = np.array(hashes_of({"x": np.arange(20_000.0)}), dtype=np.uint64)
    assert len(np.unique(hashes)) == 20_000
    shares = [(hashes >> np.uint64(bit) & np.uint64(1)).mean() for bit in range(64)]
    assert np.abs(np.array(shares) - 0.5).max() < 0.02
