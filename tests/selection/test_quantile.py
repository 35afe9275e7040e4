from __future__ import annotations

import pytest
from scipy import stats

from shrinkage.selection.quantile import t_central, t_quantile


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 9, 10, 29, 99, 100, 999])
def test_quantiles_and_probabilities_are_those_of_scipy(degrees: int) -> None:
    for probability in (0.6, 0.9, 0.975, 0.9995):
        assert t_quantile(probability, degrees) == pytest.approx(stats.t.ppf(probability, degrees), rel=1e-11)
    for t in (0.0, 0.3, 1.0, 4.0, 1e6, float("inf")):
        assert t_central(t, degrees) == pytest.approx(1.0 - 2.0 * stats.t.sf(t, degrees), abs=1e-13)
