"""A strength in a convention, as columns of a table: the argument names a person would type, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from shrinkage.present.numbers import exact, number

Values = dict[str, float | str] | None
"""One entry of a passport: argument → value, or None where the convention has no number for this penalty."""

PRIMARY = ("lambda_1", "lambda_2", "lambda", "alpha", "lam", "fraction")
"""The arguments that are strengths, in the order in which one stands for all where there are two."""

NAMES = {"lambda_1": "λ₁", "lambda_2": "λ₂", "lambda": "lambda"}

_MEAN = "1/(2W) Σ(y − ŷ)² + lam·(ρ Σ|w| + (1 − ρ)/2 Σw²)"
OBJECTIVES = {
    "textbook": "Σ(y − ŷ)² + λ₁ Σ|w| + λ₂ Σw²",
    "sklearn": "what scikit-learn's class minimises, a mean over rows for Lasso and ElasticNet and a sum for Ridge",
    "sklearn_ridge": "Σ(y − ŷ)² + alpha Σw²",
}

FORMULAS = {
    "lam": f"lam: {_MEAN}",
    "textbook": f"textbook: {OBJECTIVES['textbook']}",
    "sklearn": "sklearn: alpha of scikit-learn's Lasso, Ridge or ElasticNet",
    "sklearn_elastic_net": "sklearn_elastic_net: alpha of scikit-learn's Lasso and ElasticNet",
    "sklearn_ridge": "sklearn_ridge: alpha of scikit-learn's Ridge",
    "glmnet": "glmnet: its lambda and alpha",
    "statsmodels": "statsmodels: alpha and L1_wt of OLS.fit_regularized",
    "fraction": "fraction: share of lam_max, where L1 leaves no feature",
}


def objective(convention: str) -> str:
    """What is minimised, in the convention's own scale."""
    return OBJECTIVES.get(convention, _MEAN)


def meaning(convention: str) -> str:
    """What the convention's numbers multiply."""
    return FORMULAS.get(convention, "").partition(": ")[2]


def columns(strengths: Sequence[Values]) -> tuple[list[str], list[list[str]]]:
    """Headings and one row a model: every argument that any of them has; ``–`` where one has none."""
    names: list[str] = []
    for values in strengths:
        names += [name for name in values or {} if name not in names]
    rows = [[_cell((values or {}).get(name)) for name in names] for values in strengths]
    return [NAMES.get(name, name) for name in names], rows


def inline(values: Values, *, full: bool = False) -> str:
    """``λ₁ = 88.4, λ₂ = 0``, or ``Lasso(alpha=0.1)`` where a class is named."""
    if values is None:
        return "–"
    parts = {name: value for name, value in values.items() if name != "class"}
    if not full and set(parts) == {"lambda_1", "lambda_2"} and any(parts.values()):
        parts = {name: value for name, value in parts.items() if value}
    shown = {
        name: (exact(value) if full else number(value)) if isinstance(value, float | int) else value
        for name, value in parts.items()
    }
    if "class" in values:
        return f"{values['class']}({', '.join(f'{name}={value}' for name, value in shown.items())})"
    return ", ".join(f"{NAMES.get(name, name)} = {value}" for name, value in shown.items())


def _cell(value: float | str | None) -> str:
    return value if isinstance(value, str) else number(value)
