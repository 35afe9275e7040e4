"""Designs that are nasty but mean something, and what two fits of one problem owe each other.

Everything is compared by what the promised gap fixes. The objective is strongly convex in the fitted values, so two
coefficient vectors within δ of the optimum have (1/2W) Σ v (f − f')² ≤ 2·2δ; the promised δ is 1e-12 of the
intercept-only objective, (1/2W) Σ v (y − ȳ)². Fitted values therefore agree to sqrt(4e-12) = 2e-6 of the target's
spread even where columns are copies and the coefficients are free; a defect of substance is far above that.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from shrinkage import ElasticNet, Lasso, Ridge

KINDS = ("lasso", "elastic_net", "ridge")
GAP = 1e-12
COLUMNS = ("plain", "plain", "offset", "large", "small", "copy", "close", "constant", "sparse")


@dataclass(frozen=True)
class Case:
    """One problem: rows, target, weights (or None), share of the strength at which L1 leaves nothing, and options."""

    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None
    share: float
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def v(self) -> np.ndarray:
        return np.ones(len(self.y)) if self.weights is None else self.weights

    @property
    def intercept(self) -> bool:
        return self.options.get("fit_intercept", True)

    def but(self, **changes: Any) -> Case:
        return replace(self, **changes)

    def having(self, **options: Any) -> Case:
        return replace(self, options=self.options | options)


@st.composite
def cases(draw: Any, *, whole: bool = False, weighted: bool | None = None, rows: int = 2) -> Case:
    """Few rows of correlated, copied, constant, offset and unlike scaled columns; often more columns than rows."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(rows, 14))
    kinds = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=9))
    x = np.empty((n, len(kinds)), order="C")
    for place, kind in enumerate(kinds):
        x[:, place] = column(kind, x[:, :place], rng)
    y = target(draw(st.sampled_from(("signal", "signal", "noise", "zero", "constant", "far"))), x, rng)
    if draw(st.booleans()) if weighted is None else weighted:
        v = rng.integers(0, 4, n).astype(float) if whole else rng.uniform(0.1, 3.0, n)
        v[rng.integers(n)] = 2.0
    else:
        v = None
    options: dict[str, Any] = {
        "fit_intercept": draw(st.booleans()),
        "positive": draw(st.booleans()),
        "standardize": draw(st.booleans()),
    }
    if draw(st.booleans()):
        options["penalty_factors"] = rng.choice([0.25, 1.0, 3.0], len(kinds))
    return Case(x, y, v, draw(st.sampled_from((1e-3, 0.03, 0.3, 0.9, 1.5))), options)


def column(kind: str, before: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    noise = rng.standard_normal(len(before))
    if kind in ("copy", "close") and before.shape[1]:
        last = before[:, -1]
        return last.copy() if kind == "copy" else last + 0.01 * (np.std(last) + 1e-3) * noise
    if kind == "offset":
        return 1e4 + noise
    if kind == "constant":
        return np.full(len(before), 3.7)
    if kind == "sparse":
        return np.where(rng.random(len(before)) < 0.3, noise, 0.0)
    return noise * {"large": 1e4, "small": 1e-4}.get(kind, 1.0)


def target(kind: str, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    noise = rng.standard_normal(len(x))
    if kind == "zero":
        return np.zeros(len(x))
    if kind == "constant":
        return np.full(len(x), 2.3)
    if kind == "noise":
        return noise
    spread = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return scaled @ rng.standard_normal(x.shape[1]) + 0.3 * noise + (1000.0 if kind == "far" else 0.0)


def strength(kind: str, case: Case) -> float:
    """An alpha of the class's own scale that shrinks by about the case's share, whatever the units of X."""
    v = case.v
    x = case.x - np.average(case.x, axis=0, weights=v) * case.intercept
    y = case.y - np.average(case.y, weights=v) * case.intercept
    sd = np.sqrt(np.average((case.x - np.average(case.x, axis=0, weights=v)) ** 2, axis=0, weights=v))
    if case.options.get("standardize"):
        x = x / np.where(sd > 1e-9, sd, 1.0)
    if kind == "ridge":
        return float(case.share * max((v @ x**2).max(), 1e-6))
    return float(case.share * max(np.abs(x.T @ (v * y)).max() / v.sum(), 1e-6))


def model(kind: str, alpha: float, options: dict[str, Any], l1_ratio: float = 0.5) -> Any:
    if kind == "elastic_net":
        return ElasticNet(alpha, l1_ratio=l1_ratio, **options)
    return (Lasso if kind == "lasso" else Ridge)(alpha, **options)


def fitted(kind: str, case: Case, alpha: float | None = None, x: Any = None, l1_ratio: float = 0.5) -> Any:
    """The model of this case, proven optimal; ``x`` is the case's table held otherwise."""
    alpha = strength(kind, case) if alpha is None else alpha
    made = model(kind, alpha, case.options, l1_ratio).fit(case.x if x is None else x, case.y, case.weights)
    assert made.certificate_.relative_gap <= GAP, (kind, made.certificate_)
    return made


def values(made: Any, x: np.ndarray) -> np.ndarray:
    """Fitted values in doubles, whatever the type of the coefficients."""
    return x @ np.asarray(made.coef_, float) + float(made.intercept_)


def spread(case: Case) -> float:
    y = case.y - np.average(case.y, weights=case.v) * case.intercept
    return float(np.sqrt(np.average(y**2, weights=case.v)))


def rounding(made: Any, x: np.ndarray, y: np.ndarray, eps: float = 2.0**-52) -> float:
    """What rounding alone may do to a fitted value: the terms of its sum, not the sum, set the size."""
    terms = np.abs(x) @ np.abs(np.asarray(made.coef_, float)) + abs(float(made.intercept_)) + np.abs(y)
    return 64 * eps * float(terms.max())


def alike(case: Case, one: Any, other: np.ndarray, *, scale: float = 1.0, eps: float = 2.0**-52) -> None:
    """Fitted values of ``one`` at the case's rows are ``other`` (both in the case's units times ``scale``)."""
    gap = np.sqrt(np.average((values(one, case.x) - other) ** 2, weights=case.v))
    allowed = 2 * np.sqrt(GAP) * spread(case) * abs(scale) + rounding(one, case.x, case.y * scale, eps)
    assert gap <= allowed, (gap, allowed)
