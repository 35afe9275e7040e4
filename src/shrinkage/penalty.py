"""The penalty: lam · Σⱼ fⱼ ( l1_ratio·|wⱼ| + (1 − l1_ratio)/2 · wⱼ² ), with optional bounds wⱼ ≥ 0.

f = 0 leaves a coefficient unpenalised, f = ∞ leaves it out (wⱼ = 0).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shrinkage.errors import OptionError
from shrinkage.problem import Floats


@dataclass(frozen=True, slots=True)
class ElasticNet:
    """Frozen: a path makes new penalties, it never changes one.

    lam ≥ 0 on the mean scale; l1_ratio in [0, 1] (1 is L1, 0 is L2); factors: (p,) ≥ 0 or None for ones;
    positive: every coefficient is held at or above 0.
    """

    lam: float
    l1_ratio: float = 1.0
    factors: Floats | None = None
    positive: bool = False

    def __post_init__(self) -> None:
        if not (self.lam >= 0 and np.isfinite(self.lam)):
            raise OptionError(f"lambda is {self.lam}, but a strength is a finite number of at least 0; give one.")
        if not 0 <= self.l1_ratio <= 1:
            raise OptionError(
                f"l1_ratio is {self.l1_ratio}, but it lies between 0 (L2) and 1 (L1); give such a number."
            )
        if self.factors is not None and not np.all(self.factors >= 0):
            raise OptionError("a penalty factor is negative or not a number; factors are 0 (free) or more.")

    def at(self, lam: float) -> ElasticNet:
        """The same penalty at another strength."""
        return replace(self, lam=lam)

    def weights(self, features: int) -> Floats:
        """Factors (p,), ones by default."""
        return np.ones(features) if self.factors is None else self.factors

    def value(self, coefficients: Floats) -> float:
        """The penalty at ``coefficients`` (p,); an excluded coefficient must be 0."""
        w = coefficients
        used = w != 0
        f = self.weights(w.shape[0])[used]
        w = w[used]
        return self.lam * float(f @ (self.l1_ratio * np.abs(w) + 0.5 * (1 - self.l1_ratio) * w**2))

    def prox(self, coefficients: Floats, step: float) -> Floats:
        """argmin_w ½‖w − coefficients‖² + step·value(w): soft threshold, then shrink (Parikh & Boyd 2014, §6.5)."""
        f = self.weights(coefficients.shape[0])
        kept = np.isfinite(f)
        f = np.where(kept, f, 0.0)
        v = np.maximum(coefficients, 0.0) if self.positive else coefficients
        threshold = step * self.lam * self.l1_ratio * f
        shrunk = np.sign(v) * np.maximum(np.abs(v) - threshold, 0.0)
        return np.where(kept, shrunk / (1.0 + step * self.lam * (1 - self.l1_ratio) * f), 0.0)


def lambda_max(correlation: Floats, l1_ratio: float, factors: Floats | None = None, *, positive: bool = False) -> float:
    """Smallest lam at which every penalised coefficient is 0.

    correlation: (p,) of the columns with the residual of the unpenalised part (c itself where there is none).
    l1_ratio must be > 0: an L2 penalty alone never zeroes anything.
    """
    if l1_ratio <= 0:
        raise OptionError("lambda_max needs an L1 part, because an L2 penalty alone zeroes nothing; give l1_ratio > 0.")
    reach = np.maximum(correlation, 0.0) if positive else np.abs(correlation)
    f = np.ones_like(correlation) if factors is None else factors
    penalised = (f > 0) & np.isfinite(f)
    if not penalised.any():
        return 0.0
    return float(np.max(reach[penalised] / f[penalised])) / l1_ratio
