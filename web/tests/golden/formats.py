"""Numbers as `shrinkage.present.numbers` writes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.present import numbers

Json = dict[str, Any]


def formats() -> Json:
    values = _values()
    draw = np.random.default_rng(11)
    columns = [[values[i] for i in draw.integers(0, len(values), 4)] for _ in range(60)]
    columns += [[1234.5678, 0.0, None, -1.0, 1e-7], [0.0, None], [], [0.015, 0.025, 0.5, 9999.5]]
    counts = [0, 1, 2, 999, 1000, 12345, 1234567]
    return {
        "numbers": [[value, digits, numbers.number(value, digits)] for value in values for digits in (2, 3, 4)],
        "figure_numbers": [[value, numbers.figure_number(value)] for value in values],
        "exact": [[value, numbers.exact(value)] for value in values],
        "labels": [[value, cells, numbers.label(value, cells)] for value in values for cells in (4, 6)],
        "small": [[value, numbers.small(value)] for value in values],
        "columns": [[column, digits, numbers.column(column, digits)] for column in columns for digits in (3, 4)],
        "counts": [[value, numbers.count(value, "row"), numbers.count(value, "match", "matches")] for value in counts],
    }


def _values() -> list[float]:
    """Of all sizes, whole and broken, and those that lie half-way between two roundings."""
    draw = np.random.default_rng(7)
    some = (draw.standard_normal(120) * 10.0 ** draw.uniform(-12, 12, 120)).tolist()
    powers = [10.0**power for power in range(-7, 14)] + [1.0 - 1e-9, 9.9995, 99.995, 999.95, 9999.5, 99999.5]
    halves = [0.5, 1.5, 2.5, 0.125, 0.375, 1.0625, 2.03125, 12.25, 12.75, 1234.5, 1235.5, 12345.0, 100000.5, 1.25e-5]
    large = [1e9, 2.5e9, 1.5e15, 2.0**60, 123456789.0, 999999999.5, 1e16, 1e21, 1.2345e22, 5e-324, 1.7e308]
    return [0.0, *some, *powers, *halves, *large, *(-value for value in [*powers, *halves, *large])]
