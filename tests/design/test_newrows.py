"""Rows to predict from: whatever a table brings is encoded, and counted where it is odd."""

from __future__ import annotations

import math

import numpy as np

from shrinkage.design.encode import Encoder
from shrinkage.design.learn import learn
from shrinkage.design.newrows import Met, NewEncoder
from shrinkage.source.arrays import ArraySource
from tests.design import twins
from tests.design.test_encode import ROWS, SOURCE, SPEC, TABLE, only


def test_new_rows_as_they_were_learned() -> None:
    encoder, new_encoder = Encoder(SPEC), NewEncoder(SPEC)
    batch = only(SOURCE, encoder.columns)
    used = ~np.array([twins.is_missing(cell) for cell in TABLE["target"]])
    rows, new = encoder.encode(batch), new_encoder.encode(batch)
    assert np.array_equal(new.dense[used], rows.dense[:, : encoder.layout.dense])
    assert np.array_equal(new.codes[used], rows.codes)
    assert (new.met.absent, new.met.unreadable, new.met.rows, len(new)) == ((), {}, ROWS, ROWS)
    assert new.met.unseen["colour"] == sum(cell.startswith("rare") for cell in TABLE["colour"])
    assert new.met.examples["colour"].startswith("rare")
    assert new.met.missing["pinholes"] == TABLE["pinholes"].count("?")


def test_new_rows_with_surprises() -> None:
    names = [feature.name for feature in SPEC.features()]
    new = {
        "number": ["12", "", "oops", "inf"],
        "holes": ["1", "NA", "1", "1"],
        "german": ["2.000,5", "2,5", "7", "1,2,3"],
        "truth": ["YES", "nO", "perhaps", ""],
        "colour": ["violet", "", "red", "green"],
        "when": ["2030-05-05", "yesterday", "", "2020-01-01 04:00"],
        "extra": ["1", "2", "3", "4"],
    }
    means = {"number": 1000.25, "pinholes": 7.0, "truth": 0.5, "holes": 9.0}
    dense_names = names[: SPEC.layout().dense]
    rows = NewEncoder(SPEC, np.array([means.get(name, 0.0) for name in dense_names])).encode(
        only(ArraySource(new), new)
    )
    met = rows.met
    assert met.absent == ("pinholes", "sparse")
    assert met.unreadable == {"number": 2, "german": 1, "truth": 1, "when": 1}
    assert met.missing == {"number": 1, "holes": 1, "truth": 1, "when": 1, "colour": 1}
    assert met.examples == {
        "number": "oops",
        "german": "1,2,3",
        "truth": "perhaps",
        "when": "yesterday",
        "colour": "violet",
    }
    assert met.unseen["colour"] == 1
    dense = dict(zip(names, rows.dense.T, strict=False))
    assert dense["number"].tolist() == [12.0, 1000.25, 1000.25, 1000.25]
    assert dense["holes"].tolist() == [1.0, 9.0, 1.0, 1.0]
    assert dense["holes is missing"].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert dense["german"][:3].tolist() == [2000.5, 2.5, 7.0]
    assert dense["pinholes"].tolist() == [7.0] * 4
    assert dense["sparse is missing"].tolist() == [1.0] * 4
    assert np.isfinite(rows.dense).all()
    colour = next(column for column in SPEC.columns if column.name == "colour")
    other, missing = len(colour.levels), len(colour.levels) + 1
    assert rows.codes[:, 0].tolist() == [other, missing, colour.levels.index("red"), colour.levels.index("green")]


def test_new_levels_without_a_pool_have_no_code() -> None:
    source = ArraySource({"y": [str(k % 7) for k in range(60)], "x": ["a", "b", "c"] * 20})
    rows = NewEncoder(learn(source, "y").spec).encode(only(ArraySource({"x": ["b", "z", "NA"]}), ["x"]))
    assert rows.codes[:, 0].tolist() == [1, -1, -1]
    assert (rows.met.unseen, rows.met.missing, rows.met.examples) == ({"x": 1}, {"x": 1}, {"x": "z"})


def test_a_column_that_is_not_there_is_one_of_missing_cells() -> None:
    encoder = NewEncoder(SPEC, np.arange(SPEC.layout().dense, dtype=float))
    table = {name: cells[:20] for name, cells in TABLE.items()}
    for name in ("number", "holes", "truth", "colour", "when"):
        holes = {**table, name: [""] * 20}
        gone = {other: cells for other, cells in table.items() if other != name}
        one, other = (encoder.encode(only(ArraySource(columns), columns)) for columns in (holes, gone))
        assert np.array_equal(one.dense, other.dense)
        assert np.array_equal(one.codes, other.codes)
        assert (one.met.missing[name], other.met.absent) == (20, (name,))


def test_a_part_of_the_calendar_that_training_did_not_have() -> None:
    days = np.datetime64("2021-01-01") + np.arange(90)
    when = [str(day) for day in days]
    encoder = NewEncoder(learn(ArraySource({"y": [str(k % 7) for k in range(90)], "when": when}), "y").spec)
    met = encoder.encode(only(ArraySource({"when": ["2021-02-03", "2022-07-01", ""]}), ["when"])).met
    assert (met.unseen, met.missing, met.examples) == ({"when": 1}, {"when": 1}, {"when": "2022-07-01"})


def test_what_was_met_adds_up_over_batches() -> None:
    encoder = NewEncoder(SPEC)
    columns = {name: [*TABLE[name][:90], *TABLE[name][200:260]] for name in TABLE if name != "sparse"}
    whole, parts = encoder.encode(only(ArraySource(columns), columns)).met, Met()
    for batch in ArraySource(columns).batches(list(columns), 40):
        parts.add(encoder.encode(batch).met)
    assert parts == whole


def test_typed_rows_for_a_spec_learned_from_text() -> None:
    typed = {
        "number": [1.5, math.nan],
        "truth": [True, False],
        "colour": ["red", None],
        "when": np.array(["2020-01-05T03", "NaT"], "datetime64[s]"),
    }
    text = {"number": ["1.5", ""], "truth": ["yes", "no"], "colour": ["red", ""], "when": ["2020-01-05 03:00", ""]}
    encoder = NewEncoder(SPEC)
    one, other = (encoder.encode(only(ArraySource(new), new)) for new in (typed, text))
    assert np.array_equal(one.dense, other.dense)
    assert np.array_equal(one.codes, other.codes)


def test_columns_whose_type_has_changed() -> None:
    """A date that is a number now, a number that is a date, a truth that is 0 and 1."""
    new = {
        "number": np.array(["2020-01-05", "2020-01-06"], "datetime64[s]"),
        "when": [20200105.0, math.nan],
        "truth": [0.0, 1.0],
    }
    met = NewEncoder(SPEC).encode(only(ArraySource(new), new)).met
    assert met.unreadable == {"number": 2, "when": 1}
    assert met.missing == {"when": 1}
    assert met.examples["when"] == "20200105"


def test_numbers_for_a_category() -> None:
    """A column of codes was text in training (some were letters), and is all numbers now."""
    source = ArraySource({"y": [str(k % 7) for k in range(60)], "x": ["1", "2", "A"] * 20})
    rows = NewEncoder(learn(source, "y").spec).encode(only(ArraySource({"x": [2.0, 1.0, math.nan]}), ["x"]))
    assert rows.codes[:, 0].tolist() == [1, 0, -1]
