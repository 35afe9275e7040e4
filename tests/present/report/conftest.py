"""Pages of records that were made by hand, and of real ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shrinkage.present.report.page import report_html
from shrinkage.result.record import Record
from shrinkage.workflow import compare
from tests.present.report.pages import Element, parsed

EXAMPLES = Path(__file__).parents[3] / "examples"

Page = Callable[..., Element]


@pytest.fixture
def page() -> Page:
    """The tree of a record's page."""

    def read(record: Record, convention: str = "textbook") -> Element:
        return parsed(report_html(record, convention))

    return read


@cache
def real(name: str) -> Record:
    """diabetes, flights; wide: 80 features of 40 rows, and noise: nothing to find."""
    if name == "diabetes":
        return compare(str(EXAMPLES / "diabetes.csv"), "target").record
    if name == "flights":
        return compare(str(EXAMPLES / "flights.csv"), "arr_delay").record
    draw = np.random.default_rng(5)
    x = draw.standard_normal((40, 80) if name == "wide" else (120, 3))
    y = draw.standard_normal(len(x)) + (3 * x[:, 0] - 2 * x[:, 1] if name == "wide" else 0.0)
    columns: dict[str, Any] = {f"x{j}": column for j, column in enumerate(x.T)}
    return compare({**columns, "y": y}, "y").record


@pytest.fixture
def real_record() -> Callable[[str], Record]:
    return real
