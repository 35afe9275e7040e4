"""The column of row weights."""

from __future__ import annotations

import numpy as np

from shrinkage.design.cells import Mask, read_numbers
from shrinkage.design.formats import NumberFormat
from shrinkage.design.observe import Facts, NumberFacts
from shrinkage.errors import TableError
from shrinkage.problem import Floats
from shrinkage.source.protocol import Column


def weight_format(name: str, facts: Facts) -> NumberFormat:
    """How the weights are written. Raises TableError: no numbers, missing, infinite, negative or all 0."""
    if not isinstance(facts, NumberFacts) or not facts.summary.count:
        raise TableError(f"the weights {name!r} are not numbers; give --weights a numeric column, or leave it out.")
    if facts.summary.most <= 0:
        raise TableError(f"the weights {name!r} are nowhere above 0, so no row counts; give other weights.")
    return facts.reading.format


def read_weights(name: str, column: Column, form: NumberFormat, used: Mask | None) -> Floats:
    """Weights (n,) of all rows. Raises TableError unless each used row has a finite one of at least 0."""
    values = read_numbers(column, form).values
    bad = ~(np.isfinite(values) & (values >= 0))
    if used is not None:
        bad &= used
    if bad.any():
        raise TableError(
            f"the weights {name!r} are missing, negative or infinite in {int(bad.sum()):,} of {len(values):,} rows, "
            "but a weight is a number of at least 0; correct them, or drop those rows."
        )
    return values
