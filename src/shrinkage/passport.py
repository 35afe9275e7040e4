"""One strength in every library's convention: the same number means different things in different tools.

The objective here (`problem.py`) is 1/(2W) Σ v r² + lam·Σ f (ρ|w| + (1 − ρ)/2 w²), with ρ = l1_ratio, W the sum of row
weights, f penalty factors and s the population standard deviation of the target (divisor W). Each library minimises a
multiple of it; matching its terms one by one gives its number:

    textbook              Σ v r² + λ₁ Σ|w| + λ₂ Σ w²                    × 2W:  λ₁ = 2·W·lam·ρ,   λ₂ = W·lam·(1 − ρ)
    sklearn               Lasso and ElasticNet: ours, alpha = lam; Ridge: Σ v r² + alpha Σ w²    alpha = W·lam
    sklearn_elastic_net   ElasticNet (Lasso where ρ = 1)                                         alpha = lam
    sklearn_ridge         Ridge                                         × 2W:  alpha = W·lam     (ρ = 0 only)
    glmnet                divides y by s: λ(α|w|/s + (1 − α)/2 w²/s²)   × s², and λ is printed times s:
                          λα = lam·ρ,   λ(1 − α)/s = lam·(1 − ρ)   ⇒   λ = lam·(ρ + s(1 − ρ)),  α = ρ/(ρ + s(1 − ρ));
                          it also rescales factors to the sum p, which divides them by f̄ = Σf/p:  λ is times f̄
    statsmodels           OLS.fit_regularized: ours; alpha is a vector, 0 for the constant       alpha = lam
    fraction              share of lam_max, the smallest lam at which L1 alone leaves no feature

Every conversion is for the columns that the strength acted on: with standardised columns, give the library those.
Libraries without penalty factors get them only through rescaled columns. An infinite factor counts 1 in f̄, as glmnet
has it. scikit-learn divides sample weights to the mean 1, so its alpha stays lam.

References: Friedman, Hastie & Tibshirani 2010, JSS 33(1), and appendix 2 of glmnet's vignette (scaling of y).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from shrinkage.errors import OptionError, near_choices

CONVENTIONS: dict[str, str] = {
    "lam": "this package: 1/(2W) Σ v r² + lam·(ρ Σ|w| + (1 − ρ)/2 Σ w²)",
    "textbook": "Σ v r² + λ₁ Σ|w| + λ₂ Σ w²",
    "sklearn": "alpha of scikit-learn's class for this penalty: Lasso, Ridge or ElasticNet",
    "sklearn_elastic_net": "alpha of scikit-learn's Lasso and ElasticNet",
    "sklearn_ridge": "alpha of scikit-learn's Ridge",
    "glmnet": "glmnet's lambda (it scales the target to unit sd inside)",
    "statsmodels": "alpha of statsmodels' OLS.fit_regularized (a vector, 0 for the constant)",
    "fraction": "share of lam_max, where L1 leaves no feature",
}
_ALIASES = {
    "scikit-learn": "sklearn",
    "lambda": "lam",
    "lasso": "sklearn_elastic_net",
    "elasticnet": "sklearn_elastic_net",
    "ridge": "sklearn_ridge",
    "article": "textbook",
}

Values = dict[str, float | str]
"""A strength as a library takes it: argument name → value. ``class`` names the class that takes them."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What besides lam a conversion needs to know; None where it is unknown."""

    l1_ratio: float
    weight: float | None
    target_sd: float | None
    lambda_max: float | None
    factor_mean: float


def passport(
    lam: float,
    l1_ratio: float,
    *,
    weight: float | None,
    target_sd: float | None = None,
    lambda_max: float | None = None,
    factor_mean: float = 1.0,
) -> dict[str, Values | None]:
    """``lam`` in every convention: convention → {argument: value}, None where the convention has none.

    lam ≥ 0 on the mean scale; l1_ratio in [0, 1]; weight: W (the number of rows, unweighted); target_sd: s, population
    (divisor W); lambda_max: of the L1 problem; factor_mean: Σf/p. What needs an unknown fact, or is no double, is None.

    >>> passport(0.1, 1.0, weight=442)["textbook"]
    {'lambda_1': 88.4, 'lambda_2': 0.0}
    """
    facts = _checked(_Facts(l1_ratio, weight, target_sd, lambda_max, factor_mean))
    _finite("lambda", lam)
    every = {name: _values(name, lam, facts) for name in CONVENTIONS}
    return {name: values if values is not None and _are_finite(values) else None for name, values in every.items()}


def _are_finite(values: Values) -> bool:
    """W times a strength of raw columns may be too large for a double: JSON could not say it."""
    return all(np.isfinite(value) for value in values.values() if isinstance(value, float))


def from_convention(
    value: float,
    convention: str,
    *,
    l1_ratio: float,
    weight: float | None = None,
    target_sd: float | None = None,
    lambda_max: float | None = None,
    factor_mean: float = 1.0,
) -> float:
    """lam of a strength given in ``convention``: the inverse of ``passport``; facts as there.

    In the textbook convention an elastic net has two numbers; the one given is λ₁ and λ₂ follows from l1_ratio
    (``passport`` echoes it). Raises OptionError for an unknown convention, one that has no number for this penalty,
    and one that needs a fact not given.
    """
    facts = _checked(_Facts(l1_ratio, weight, target_sd, lambda_max, factor_mean))
    _finite("the strength", value)
    unit = _unit(resolve(convention), facts)
    if isinstance(unit, str):
        raise OptionError(unit)
    if unit == 0:
        raise OptionError("a share of lam_max says nothing, because lam_max is 0 here; give it as 'lam' instead.")
    return value / unit


def objective_scale(convention: str, *, l1_ratio: float, weight: float) -> float:
    """What multiplies our objective to give that of ``convention``: 2W where it sums over rows, else 1.

    glmnet documents its objective with a mean over rows as well; what it scales by s inside, it scales back.
    """
    name = resolve(convention)
    if name == "sklearn" and l1_ratio == 0:
        name = "sklearn_ridge"
    return 2.0 * weight if name in ("textbook", "sklearn_ridge") else 1.0


def split_textbook(lambda_1: float, lambda_2: float, *, weight: float) -> tuple[float, float]:
    """lam and l1_ratio of the textbook's two numbers: lam·ρ = λ₁/2W and lam·(1 − ρ) = λ₂/W."""
    _finite("λ₁", lambda_1)
    _finite("λ₂", lambda_2)
    lasso, ridge = lambda_1 / (2.0 * weight), lambda_2 / weight
    lam = lasso + ridge
    return lam, (lasso / lam if lam > 0 else 1.0)


def resolve(convention: str) -> str:
    """The convention's own name, from any accepted spelling; OptionError with near names for an unknown one."""
    name = convention.strip().casefold().replace("-", "_")
    name = _ALIASES.get(name.replace("_", "-"), _ALIASES.get(name.replace("_", ""), name))
    if name not in CONVENTIONS:
        raise OptionError(
            f"{convention!r} is not a convention for a strength that is known here; "
            + near_choices(convention, CONVENTIONS)
        )
    return name


def _unit(convention: str, facts: _Facts) -> float | str:
    """The number that this convention writes for lam = 1 (all of them are linear in lam), or why there is none."""
    rho = facts.l1_ratio
    if convention == "sklearn":
        convention = "sklearn_ridge" if rho == 0 else "sklearn_elastic_net"
    match convention:
        case "lam" | "sklearn_elastic_net" | "statsmodels":
            return 1.0
        case "sklearn_ridge" if rho > 0:
            return (
                "scikit-learn's Ridge has no number for this penalty, because it has an L1 part "
                f"(l1_ratio {rho:g}); use 'sklearn' or 'sklearn_elastic_net'."
            )
        case "sklearn_ridge":
            return _needs_weight(convention, facts, lambda weight: weight)
        case "textbook":
            return _needs_weight(convention, facts, lambda weight: 2.0 * weight * rho if rho > 0 else weight)
        case "glmnet":
            return _glmnet_unit(facts)
        case _:
            if facts.lambda_max is None:
                return "a share of lam_max needs lam_max, which depends on the data and is not known here; give 'lam'."
            return 1.0 / facts.lambda_max if facts.lambda_max > 0 else 0.0


def _needs_weight(convention: str, facts: _Facts, unit: Callable[[float], float]) -> float | str:
    if facts.weight is None:
        return f"the {convention} convention counts a sum over rows, and their number is not known; give it (--rows)."
    return unit(facts.weight)


def _glmnet_unit(facts: _Facts) -> float | str:
    if facts.l1_ratio == 1:
        return facts.factor_mean
    if facts.target_sd is None:
        return (
            "glmnet scales the target to unit standard deviation, which matters to an L2 part, and that standard "
            "deviation is not known; give it (--target-sd)."
        )
    return facts.factor_mean * _glmnet_mix(facts.l1_ratio, facts.target_sd)


def _glmnet_mix(rho: float, target_sd: float) -> float:
    """ρ + s(1 − ρ): glmnet's lambda at lam = 1; its alpha is ρ over this."""
    return rho + target_sd * (1.0 - rho)


def _values(convention: str, lam: float, facts: _Facts) -> Values | None:
    """The arguments a person would type at lam."""
    unit = _unit(convention, facts)
    if isinstance(unit, str):
        return None
    number, rho = lam * unit, facts.l1_ratio
    if convention == "fraction":
        return {"fraction": number} if facts.lambda_max else None
    if convention == "textbook":
        weight = facts.weight or 0.0
        return {"lambda_1": 2.0 * weight * lam * rho, "lambda_2": weight * lam * (1.0 - rho)}
    if convention == "glmnet":
        mix = 1.0 if rho == 1 else _glmnet_mix(rho, facts.target_sd or 0.0)
        return {"lambda": number, "alpha": rho / mix if rho > 0 else 0.0}
    if convention == "statsmodels":
        return {"alpha": number, "L1_wt": rho}
    if convention == "lam":
        return {"lam": number, "l1_ratio": rho}
    if convention == "sklearn" and lam == 0:
        return {"class": "LinearRegression"}
    return _sklearn_values(convention, number, rho)


def _sklearn_values(convention: str, alpha: float, rho: float) -> Values:
    if convention == "sklearn_ridge" or (convention == "sklearn" and rho == 0):
        return {"class": "Ridge", "alpha": alpha}
    if rho == 1:
        return {"class": "Lasso", "alpha": alpha}
    return {"class": "ElasticNet", "alpha": alpha, "l1_ratio": rho}


def _checked(facts: _Facts) -> _Facts:
    if not 0 <= facts.l1_ratio <= 1:
        raise OptionError(f"l1_ratio is {facts.l1_ratio}, but it lies between 0 (L2) and 1 (L1); give such a number.")
    if facts.weight is not None and not (facts.weight > 0 and np.isfinite(facts.weight)):
        raise OptionError(f"the rows weigh {facts.weight}, but a sum of weights is positive; give the number of rows.")
    for what, value in (("the standard deviation of the target", facts.target_sd), ("lam_max", facts.lambda_max)):
        if value is not None and not (value >= 0 and np.isfinite(value)):
            raise OptionError(f"{what} is {value}, but it is a finite number of at least 0; give such a number.")
    return facts


def _finite(what: str, value: float) -> None:
    if not (value >= 0 and np.isfinite(value)):
        raise OptionError(f"{what} is {value}, but a strength is a finite number of at least 0; give one.")
