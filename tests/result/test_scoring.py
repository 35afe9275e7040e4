"""A model scores rows by the formula, reads no column that it does not use, and can say what each adds."""

from __future__ import annotations

from math import fsum
from typing import Any

import msgspec
import numpy as np
import pytest

from shrinkage.design.encode import Encoder
from shrinkage.design.features import expand
from shrinkage.design.learn import learn
from shrinkage.errors import StoreError
from shrinkage.result.model import Model, PenaltyRecord
from shrinkage.result.record import CertificateRecord, FeatureRecord
from shrinkage.result.scoring import Scorer
from shrinkage.source.arrays import ArraySource
from shrinkage.source.protocol import Batch

N = 300
RNG = np.random.default_rng(3)
TABLE: dict[str, list[Any]] = {
    "y": RNG.normal(size=N).tolist(),
    "x": [None if k % 11 == 0 else float(v) for k, v in enumerate(RNG.normal(size=N))],
    "z": RNG.normal(1e6, 1, size=N).tolist(),
    "when": [str(np.datetime64("2021-01-01") + k) for k in range(N)],
    "kind": [("a", "b", "c", "")[k % 4] for k in range(N)],
    "tone": [("low", "high", "odd")[(k // 4) % 3] for k in range(N)],
}


def model_of(zero: tuple[str, ...] = ()) -> Model:
    """A model of arbitrary coefficients on what was learned of TABLE; 0 for the features of the columns ``zero``."""
    spec = learn(ArraySource(TABLE), "y").spec
    rows = Encoder(spec).encode(whole(tuple(TABLE)))
    matrix = expand(rows, spec.layout())
    features = spec.features()
    draw = np.random.default_rng(5).normal(size=len(features))
    values = {f.name: 0.0 if f.column in zero else float(v) for f, v in zip(features, draw, strict=True)}
    return Model(
        version="0",
        target="y",
        spec=spec.to_builtins(),
        features=[
            FeatureRecord(name=f.name, column=f.column, kind=f.kind, level=f.level, mean=float(mean), scale=1.0)
            for f, mean in zip(features, matrix.mean(axis=0), strict=True)
        ],
        fills={},
        intercept=10.0,
        coefficients=values,
        standardized=values,
        penalty=PenaltyRecord(name="l1", lam=0.1, l1_ratio=1.0),
        passport={},
        certificate=CertificateRecord(kind="gap", relative_gap=0.0),
        training_rows=N,
        training_weight=N,
    )


def whole(columns: tuple[str, ...], rows: int = N) -> Batch:
    return next(iter(ArraySource(TABLE).batches(columns, rows)))


def test_the_prediction_is_the_formula() -> None:
    model = model_of()
    scorer = Scorer(model)
    spec = learn(ArraySource(TABLE), "y").spec
    matrix = expand(Encoder(spec).encode(whole(tuple(TABLE))), spec.layout())
    names = [feature.name for feature in spec.features()]
    missing = np.array([cell is None for cell in TABLE["x"]])
    matrix[missing, names.index("x")] = model.features[names.index("x")].mean  # a missing cell is its training mean
    expected = 10.0 + matrix @ np.array([model.coefficients[name] for name in names])
    predictions, met = scorer(whole(scorer.columns))
    np.testing.assert_allclose(predictions, expected, rtol=1e-12)
    assert met.missing == {"x": missing.sum(), "kind": N // 4}


def test_columns_that_the_model_does_not_use_are_not_read() -> None:
    zero = ("x", "kind")
    scorer = Scorer(model_of(zero))
    assert scorer.columns == ("z", "when", "tone")
    every = Scorer(model_of())
    full = model_of(zero)
    predictions, met = scorer(whole(scorer.columns))
    assert (met.missing, met.absent) == ({}, ())
    both = [every.explain(one_row(k)).parts for k in range(3)]
    for k in range(3):
        kept = fsum(part.value * full.coefficients[part.feature] for part in both[k])
        assert predictions[k] == pytest.approx(10.0 + kept, rel=1e-12)


def one_row(k: int) -> Batch:
    return next(iter(ArraySource({name: cells[k : k + 1] for name, cells in TABLE.items()}).batches(tuple(TABLE))))


def test_the_parts_of_a_row_add_up_to_its_prediction() -> None:
    scorer = Scorer(model_of())
    predictions, _ = scorer(whole(scorer.columns))
    for k in range(40):
        told = scorer.explain(one_row(k))
        assert told.prediction == predictions[k], "a row's prediction does not depend on the rows around it"
        total = fsum([told.base, *(part.contribution for part in told.parts)])
        assert total == pytest.approx(told.prediction, rel=1e-9)
    assert told.base == pytest.approx(predictions.mean(), rel=1e-6)


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_how_rows_are_cut_into_batches_does_not_matter(rows: int) -> None:
    scorer = Scorer(model_of())
    expected, _ = scorer(whole(scorer.columns))
    parts = [scorer(batch)[0] for batch in ArraySource(TABLE).batches(scorer.columns, rows)]
    assert np.array_equal(np.concatenate(parts), expected)


def test_a_model_whose_parts_do_not_fit_is_refused() -> None:
    model = model_of()
    broken = msgspec.structs.replace(model, features=model.features[::-1])
    with pytest.raises(StoreError, match="not those that its columns make"):
        Scorer(broken)
