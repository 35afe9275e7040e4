"""Selection rules as values: frozen, comparable, printable, and functions of one table of errors to a point of it.

By errors on rows held out:

    Minimum             the smallest mean error over folds
    OneStandardError    the strongest penalty within one standard error of it (Breiman, Friedman, Olshen & Stone 1984)

By what the fit on all rows costs, so that folds have no part in it. With RSS the residual sum of squares of n rows, df
the effective degrees of freedom (the intercept aside) and errors taken as Gaussian with a variance that is itself
estimated by RSS/n (the profile likelihood), up to a constant

    AIC     n log(RSS/n) + 2 df                                      Akaike 1974
    BIC     n log(RSS/n) + log(n) df                                 Schwarz 1978
    EBIC    n log(RSS/n) + log(n) df + 2 γ log C(p, df)              Chen & Chen 2008, Biometrika 95(3)

df is the number of non-zero coefficients for L1 (Zou, Hastie & Tibshirani 2007, Annals of Statistics 35(5)), the trace
of the hat matrix of the non-zero ones where there is an L2 part.

**Limits.** As a fit nears interpolation RSS/n goes to 0, its logarithm to −∞, and no penalty above makes up for it:
with as many features as rows these criteria would choose the weakest penalty. Points with df ≥ n − 1, or whose RSS is
rounding, are therefore no candidates; and where p is not well below n, EBIC or errors on held-out rows are the better
guide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lgamma, log
from typing import Protocol, cast

import numpy as np

from shrinkage.errors import OptionError, near_choices
from shrinkage.problem import Floats
from shrinkage.selection.table import Choice

# RSS below this share of that of the intercept alone is rounding of an interpolation.
ROUNDING = 1e-13


class Errors(Protocol):
    """What a rule looks at: m strengths, strongest first, over k folds."""

    @property
    def fold_mse(self) -> Floats | None:
        """(k, m) weighted mean squared error on each held-out part; None where each row was one, and none is kept."""
        ...

    @property
    def cv_mse(self) -> Floats:
        """(m,) its mean over folds."""
        ...

    @property
    def cv_se(self) -> Floats:
        """(m,) the standard error of that mean."""
        ...

    @property
    def train_mse(self) -> Floats:
        """(m,) of the fits on all rows."""
        ...

    @property
    def degrees_of_freedom(self) -> Floats:
        """(m,) effective, of the fits on all rows."""
        ...

    @property
    def null_mse(self) -> float:
        """Training error of the intercept alone."""
        ...

    @property
    def rows(self) -> int:
        """n."""
        ...

    @property
    def features(self) -> int:
        """p."""
        ...


Rule = Callable[[Errors], int]


@dataclass(frozen=True, slots=True)
class Minimum:
    """The point with the smallest mean held-out error over folds; the stronger penalty wins a tie."""

    def values(self, table: Errors) -> Floats:
        """(m,) what is made as small as possible: the mean error."""
        return table.cv_mse

    def __call__(self, table: Errors) -> int:
        return _smallest(self.values(table), "mean held-out error")


@dataclass(frozen=True, slots=True)
class OneStandardError:
    """The strongest penalty whose mean error is within one standard error (over folds) of the smallest."""

    def __call__(self, table: Errors) -> int:
        folds = table.fold_mse
        if folds is not None and folds.shape[0] < 2:
            raise OptionError(
                "the rule '1se' needs the standard error over folds, and there is one fold; give cv 2 folds or more."
            )
        best = Minimum()(table)
        return int(np.argmax(table.cv_mse <= table.cv_mse[best] + table.cv_se[best]))


@dataclass(frozen=True, slots=True)
class AIC:
    """Akaike's information criterion, n log(RSS/n) + 2 df."""

    def values(self, table: Errors) -> Floats:
        """(m,) the criterion, infinite where a fit is no candidate."""
        return _criterion(table, 2.0 * table.degrees_of_freedom)

    def __call__(self, table: Errors) -> int:
        return _smallest(self.values(table), "AIC")


@dataclass(frozen=True, slots=True)
class BIC:
    """The Bayesian information criterion of Schwarz, n log(RSS/n) + log(n) df."""

    def values(self, table: Errors) -> Floats:
        """(m,) the criterion, infinite where a fit is no candidate."""
        return _criterion(table, log(table.rows) * table.degrees_of_freedom)

    def __call__(self, table: Errors) -> int:
        return _smallest(self.values(table), "BIC")


@dataclass(frozen=True, slots=True)
class EBIC:
    """The extended BIC of Chen & Chen 2008, for many features: BIC + 2 γ log C(p, df).

    gamma: 0 is BIC; 1 keeps the choice consistent for p up to any power of n, 0.5 for p below √n³ or so, at less cost
    in power (their theorem 1: γ > 1 − 1/(2κ) for p of order n^κ).
    """

    gamma: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.gamma <= 1:
            raise OptionError(f"gamma of EBIC is {self.gamma}, but it lies between 0 (BIC) and 1; give such a number.")

    def values(self, table: Errors) -> Floats:
        """(m,) the criterion, infinite where a fit is no candidate."""
        df = table.degrees_of_freedom
        return _criterion(table, log(table.rows) * df + 2.0 * self.gamma * _log_choose(table.features, df))

    def __call__(self, table: Errors) -> int:
        return _smallest(self.values(table), "EBIC")


NAMED: dict[str, Rule] = {"min": Minimum(), "1se": OneStandardError()}


def rule_of(rule: object) -> Rule:
    """The rule of a name ("min", "1se"), of a value of this module, or any callable(table) → index."""
    if isinstance(rule, str):
        if rule not in NAMED:
            raise OptionError(f"rule is {rule!r}, which is no rule known here; " + near_choices(rule, NAMED))
        return NAMED[rule]
    if isinstance(rule, type):
        raise OptionError(f"rule is the class {rule.__name__}, but a rule is a value of it; give {rule.__name__}().")
    if not callable(rule):
        raise OptionError(
            f"rule is {rule!r}, but it is 'min', '1se', a value of shrinkage.rules such as BIC(), or a function of "
            "the table of errors to a point of it; give one of these."
        )
    return cast(Rule, rule)


def choose(rule: Rule, tables: Sequence[Errors]) -> Choice:
    """The point of a family of tables, one an l1_ratio.

    A rule with ``values`` takes their smallest over all tables, the first of equal ones. Any other takes its point from
    the table that holds the smallest mean held-out error.
    """
    values = getattr(rule, "values", None)
    judge = rule if callable(values) else Minimum()
    points = [_point(judge, table) for table in tables]
    reach = [float(judge.values(table)[point]) for table, point in zip(tables, points, strict=True)]  # type: ignore[attr-defined]
    best = int(np.argmin(reach))
    return Choice(best, points[best] if judge is rule else _point(rule, tables[best]))


def _point(rule: Rule, table: Errors) -> int:
    """A rule's answer, which may be anything where a user wrote it."""
    answer = rule(table)
    points = table.cv_mse.shape[0]
    try:
        point = int(answer)
        whole = point == answer
    except (TypeError, ValueError):
        point, whole = -1, False
    if not whole or not -points <= point < points:
        raise OptionError(
            f"the rule {rule!r} answered {answer!r}, but a rule answers with the number of one of the table's {points} "
            f"strengths, from 0 (strongest) to {points - 1}; mend it."
        )
    return point % points


def _criterion(table: Errors, penalty: Floats) -> Floats:
    df, n = table.degrees_of_freedom, table.rows
    candidates = (df < n - 1) & (table.train_mse > ROUNDING * table.null_mse)
    deviance = n * np.log(np.where(candidates, table.train_mse, 1.0))
    return np.where(candidates, deviance + penalty, np.inf)


def _smallest(values: Floats, what: str) -> int:
    if not np.isfinite(values).any():
        raise OptionError(
            f"no strength can be chosen by {what}, because it is a finite number at none: the target is constant, "
            "every fit interpolates the rows, or errors overflow; widen the grid of strengths or use another rule."
        )
    return int(np.nanargmin(values))


def _log_choose(features: int, df: Floats) -> Floats:
    """log C(p, df) for df that need not be whole, by Γ."""
    some = np.clip(df, 0.0, features).tolist()
    return np.array([lgamma(features + 1.0) - lgamma(k + 1.0) - lgamma(features - k + 1.0) for k in some])
