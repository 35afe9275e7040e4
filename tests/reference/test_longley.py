"""`none` against certified numbers: NIST's fit of Longley's table, condition number 4.9e9 in its own units."""

from __future__ import annotations

import numpy as np
import pytest

import shrinkage as sh
from tests.reference import longley


def test_none_finds_the_certified_fit() -> None:
    table = dict(zip(longley.NAMES, longley.COLUMNS.T, strict=True)) | {"EMPLOYED": longley.EMPLOYED}
    found = sh.compare(table, "EMPLOYED", folds=3, test=0.0).models["none"]
    coefficients = np.array([found.coefficients[name] for name in longley.NAMES])
    np.testing.assert_allclose(coefficients, longley.COEFFICIENTS, rtol=1e-8)
    assert found.intercept == pytest.approx(longley.INTERCEPT, rel=1e-8)
    residual = longley.EMPLOYED - found.intercept - longley.COLUMNS @ coefficients
    assert residual @ residual == pytest.approx(longley.RESIDUAL_SUM_OF_SQUARES, rel=1e-10)
