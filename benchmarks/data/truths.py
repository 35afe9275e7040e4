"""Small tables whose truth is known, so that the error on unseen rows is a formula and not another sample.

y = x·w + noise,  rows of x Gaussian with covariance Σ,  noise of variance σ²
unseen error of (b, ŵ) = √( σ² + b² + (ŵ − w)'Σ(ŵ − w) )
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KINDS = ("noise", "sparse", "dense")
DESIGNS = ("independent", "correlated")
SMALLEST, LARGEST = 60, 2_000
NARROWEST, WIDEST = 10, 60
CORRELATION = 0.9


@dataclass(frozen=True)
class Truth:
    """A table and what made it. x: (n, p); y: (n,); covariance: (p, p); coefficients: (p,); noise: σ²."""

    kind: str
    design: str
    x: Floats
    y: Floats
    covariance: Floats
    coefficients: Floats
    noise: float

    def unseen(self, intercept: float, coefficients: Floats) -> float:
        """Expected root mean squared error on new rows."""
        away = coefficients - self.coefficients
        return float(np.sqrt(self.noise + intercept**2 + away @ self.covariance @ away))


def tables(kind: str, design: str, count: int, seed: int = 0) -> Iterator[Truth]:
    """``count`` tables of a setting; table i is the same whatever ``count``."""
    for index in range(count):
        yield table(kind, design, np.random.default_rng([seed, KINDS.index(kind), DESIGNS.index(design), index]))


def table(kind: str, design: str, draw: np.random.Generator) -> Truth:
    """One table: rows 60–2,000 (evenly in the logarithm), features 10–60, share of variance explained 0.2–0.8.

    sparse: one feature in ten or so, at least two, of equal size; dense: every feature, normal; noise: none.
    correlated: corr(xᵢ, xⱼ) = 0.9^|i − j|, and the features of a sparse truth are scattered among the others.
    """
    n = int(np.exp(draw.uniform(np.log(SMALLEST), np.log(LARGEST))))
    p = int(draw.integers(NARROWEST, WIDEST + 1))
    place = np.arange(p)
    covariance = CORRELATION ** np.abs(place[:, None] - place) if design == "correlated" else np.eye(p)
    coefficients = np.zeros(p)
    if kind == "dense":
        coefficients = draw.standard_normal(p)
    elif kind == "sparse":
        used = draw.choice(p, max(2, round(p / 10)), replace=False)
        coefficients[used] = draw.choice([-1.0, 1.0], used.size)
    signal = float(coefficients @ covariance @ coefficients)
    explained = draw.uniform(0.2, 0.8)
    noise = signal * (1 - explained) / explained if signal else 1.0
    x = draw.standard_normal((n, p)) @ np.linalg.cholesky(covariance).T
    y = x @ coefficients + np.sqrt(noise) * draw.standard_normal(n)
    return Truth(kind, design, x, y, covariance, coefficients, noise)
