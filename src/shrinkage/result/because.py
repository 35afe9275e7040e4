"""The verdict in words: one plain sentence with the choice, and the reasons, most important first.

Numbers here are those of the record, rounded; nothing is computed that the record does not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from shrinkage.passport import passport
from shrinkage.result.facts import Facts
from shrinkage.result.scheme import meaning, unseen, untouched
from shrinkage.result.wording import NAMES, apart, are, change, counted, listed, nothing_left, number, percent
from shrinkage.selection.select import Fit, Selection
from shrinkage.selection.verdict import MEAN

UNINFORMATIVE_ROWS = 50
COLLINEAR = 30.0  # Belsley, Kuh & Welsch 1980, §3.2: condition indexes of 30 and more
_SLIGHT = 0.01  # a difference that chance does not explain and that nobody would notice
UNLIKE = 10.0  # times that standard deviations of raw columns differ before it is worth a sentence


def sentence(selection: Selection, facts: Facts) -> str:
    """The choice, how sure it is, at which strength, with how many features."""
    verdict = selection.verdict
    if verdict.choice == MEAN:
        return _mean_sentence(selection, facts)
    fit = selection.fits[verdict.choice]
    used = _features(fit, int(_candidates(selection, facts).sum()))
    return f"Use {NAMES[fit.name]}{_strength(selection, fit)}: {used}, {_sureness(selection, facts)}."


def _candidates(selection: Selection, facts: Facts) -> NDArray[np.bool_]:
    """Features (p,) that could be used: they vary, and no factor leaves them out."""
    varying = selection.scaling.scale > 0
    return varying if facts.factors is None else varying & np.isfinite(facts.factors)


def _mean_sentence(selection: Selection, facts: Facts) -> str:
    errors = selection.verdict.errors
    best = selection.verdict.best_model
    own, mean = number(sqrt(errors[best])), number(sqrt(errors[MEAN]))
    than = "which is that of the mean alone" if own == mean else f"and the mean alone {mean}"
    return (
        f"Use the mean of the target: no feature helps. The best model, {NAMES[best]}, has an error of {own} on "
        f"{unseen(facts.split)}, {than}."
    )


def _strength(selection: Selection, fit: Fit) -> str:
    if fit.name == "none":
        return ""
    values = passport(fit.lam, fit.l1_ratio, weight=selection.weight)["textbook"] or {}
    shown = [
        f"{sign} = {number(float(values[key]))}"
        for sign, key in (("λ₁", "lambda_1"), ("λ₂", "lambda_2"))
        if float(values[key]) > 0
    ]
    ratio = f" and l1_ratio {fit.l1_ratio:g}" if 0 < fit.l1_ratio < 1 else ""
    return f" at lambda {number(fit.lam)}{ratio} (textbook {', '.join(shown)})"


def _features(fit: Fit, p: int) -> str:
    if fit.nonzero >= p:
        return f"it uses all {p} features" if p != 1 else "it uses the one feature"
    return f"it uses {fit.nonzero} of {p} features"


def _sureness(selection: Selection, facts: Facts) -> str:
    """Whether the best is told apart from the next, and why the choice may be another."""
    verdict = selection.verdict
    chosen, best = verdict.choice, verdict.best
    compared = verdict.runner_up if chosen == best else best
    own, others = sqrt(verdict.errors[chosen]), sqrt(verdict.errors[compared])
    error = f"its error of {number(own)} on {unseen(facts.split)}"
    same = number(own) == number(others)
    if chosen != best:
        smallest = f"as small as that of {NAMES[best]}, the smallest"
        worse = f"no worse to speak of than the smallest, {number(others)} of {NAMES[best]}"
        return f"and {error} is {smallest if same else worse}"
    if verdict.tie:
        told = f"cannot be told apart from that of {NAMES[compared]}"
        return f"and {error} {told}{'' if same else f' ({number(others)})'}"
    less, more = apart(own, others)
    where = unseen(facts.split)
    if own > (1 - _SLIGHT) * others:
        slight = f"smaller than that of {NAMES[compared]} ({more}), by little but by more than chance"
        return f"and its error of {less} on {where} is {slight}"
    return f"and its error of {less} on {where} is clearly smaller than that of {NAMES[compared]} ({more})"


def because(selection: Selection, facts: Facts) -> list[str]:
    """The reasons, as sentences."""
    chosen = selection.verdict.choice
    fit = selection.fits[selection.verdict.best_model if chosen == MEAN else chosen]
    reasons = [_improvement(selection, fit, facts), meaning(facts.split), _overfitting(selection, fit, facts)]
    reasons += [
        _sparsity(selection, fit, facts),
        _factors(selection, facts),
        _raw(selection, facts),
        _stability(fit, facts),
    ]
    reasons += [_one_standard_error(fit), _collinearity(selection)]
    reasons += [_test(selection, fit, facts), _edge(fit, facts), _unsolved(fit)]
    return [reason for reason in reasons if reason]


def _improvement(selection: Selection, fit: Fit, facts: Facts) -> str:
    """How far it improves on the mean and on no penalty."""
    errors = selection.verdict.errors
    own, mean, none = (sqrt(errors[name]) for name in (fit.name, MEAN, "none"))
    text = f"On {unseen(facts.split)}, {NAMES[fit.name]} errs by {number(own)} (root mean square), "
    text += f"{change(own, mean)} the mean alone ({number(mean)})"
    if fit.name != "none":
        text += f" and {change(own, none)} least squares without a penalty ({number(none)})"
    return text + "."


def _overfitting(selection: Selection, fit: Fit, facts: Facts) -> str:
    """The gap between training and unseen error, without and with the penalty: what a penalty cures."""
    none = selection.fits["none"]
    own, held = sqrt(none.train_mse), sqrt(none.crossfit_mse)
    if own <= 1e-6 * held:
        plain = f"Least squares fits its own rows exactly and errs by {number(held)} on {unseen(facts.split)}"
    else:
        more = percent(max(held / own - 1.0, 0.0))
        plain = f"Least squares errs {more} more on {unseen(facts.split)} than on its own"
    if fit.name == "none":
        return f"{plain}: too little overfitting to need a penalty."
    cured = max(sqrt(fit.crossfit_mse / fit.train_mse) - 1.0, 0.0) if fit.train_mse > 0 else 0.0
    return f"{plain}; with the penalty that gap is {percent(cured)}."


def _sparsity(selection: Selection, fit: Fit, facts: Facts) -> str:
    candidates = _candidates(selection, facts)
    left_out = [
        name for name, value, used in zip(facts.names, fit.coefficients, candidates, strict=True) if value == 0 and used
    ]
    if fit.name in ("none", "l2") or not candidates.any():
        return _at_bound(left_out, facts)
    if not left_out:
        return "Every feature carries something: none of them was left out."
    if fit.nonzero == 0:
        return "At the best strength no feature is left."
    why = "are not needed, or would be negative" if facts.positive else "are not needed"
    return f"{len(left_out)} of {int(candidates.sum())} features {why}: {listed(left_out)}."


def _at_bound(left_out: Sequence[str], facts: Facts) -> str:
    """Without an L1 part, only the bound makes a coefficient 0."""
    if not facts.positive or not left_out:
        return ""
    return f"{counted(len(left_out)).capitalize()} would be negative, and so {are(left_out)} 0: {listed(left_out)}."


def _factors(selection: Selection, facts: Facts) -> str:
    """What factors settled beforehand."""
    if facts.factors is None:
        return ""
    varying = selection.scaling.scale > 0
    free = [name for name, f, used in zip(facts.names, facts.factors, varying, strict=True) if f == 0 and used]
    out = [name for name, f in zip(facts.names, facts.factors, strict=True) if f == np.inf]
    parts = [f"{listed(free)} {are(free)} free of the penalty"] if free else []
    parts += [f"{listed(out)} {are(out)} left out"] if out else []
    return f"By their factors, {' and '.join(parts)}." if parts else ""


def _raw(selection: Selection, facts: Facts) -> str:
    """What penalising columns in their own units means for this table."""
    deviations = selection.deviations[_candidates(selection, facts)]
    if not facts.raw or deviations.size < 2:
        return ""
    ratio = float(deviations.max() / deviations.min())
    if ratio < UNLIKE:
        return ""
    return (
        "The penalty acts on columns in their own units (--raw), and their standard deviations differ by up to "
        f"{number(ratio)} times: a column of small numbers bears more of it."
    )


def _stability(fit: Fit, facts: Facts) -> str:
    """How often the folds agree on the features that were chosen; those free of the penalty are no choice."""
    if fit.name in ("none", "l2") or fit.nonzero == 0:
        return ""
    free = _free(facts)
    chosen = [
        (name, float(share))
        for name, value, share, spared in zip(facts.names, fit.coefficients, fit.used, free, strict=True)
        if value and not spared
    ]
    if not chosen:
        return ""
    always = sum(share == 1.0 for _, share in chosen)
    shaky = [name for name, share in chosen if share < 0.8]
    count = fit.crossfit.size
    if len(chosen) == 1:
        only = " that bears the penalty" if free.any() else ""
        times = round(chosen[0][1] * count)
        folds = f"every one of the {count} folds" if times == count else f"{times} of the {count} folds"
        return f"The one chosen feature{only} is chosen in {folds}."
    only = " that bear the penalty" if free.any() else ""
    text = f"{always} of the {len(chosen)} chosen features{only} are chosen in every one of the {count} folds"
    if not shaky:
        return f"{text}: the choice is stable."
    return f"{text}; in fewer than 8 of 10: {listed(shaky)}."


def _free(facts: Facts) -> NDArray[np.bool_]:
    """Features (p,) that bear no penalty."""
    return np.zeros(len(facts.names), dtype=np.bool_) if facts.factors is None else facts.factors == 0


def _one_standard_error(fit: Fit) -> str:
    if fit.one_se is None or fit.one_se >= fit.point:
        return ""
    table = fit.curve.table
    lam, error = float(table.lams[fit.one_se]), sqrt(float(table.cv_mse[fit.one_se]))
    kept = int((fit.curve.coefficients[fit.one_se] != 0).sum())
    features = f" with {counted(kept)}" if fit.l1_ratio > 0 else ""
    held, best = number(error), number(sqrt(fit.cv_mse))
    instead = f"{held} as well" if held == best else f"{held} instead of {best}"
    return (
        f"Within one standard error of the best, lambda may be as large as {number(lam)}{features} "
        f"(cross-validated error {instead})."
    )


def _collinearity(selection: Selection) -> str:
    found = selection.collinearity
    if found.varying < 2:
        return ""
    if found.condition < COLLINEAR:
        return f"No column nearly depends on the others (condition number {number(found.condition)})."
    size = (
        f"condition number {number(found.condition)}" if isfinite(found.condition) else "some depend on others exactly"
    )
    twins = (
        f"; {found.twins} of {found.varying} features have a near-copy (correlation above 0.95)" if found.twins else ""
    )
    return (
        f"The columns are collinear ({size}{twins}): single coefficients are uncertain even where predictions are not."
    )


def _test(selection: Selection, fit: Fit, facts: Facts) -> str:
    rows, weights = facts.split.test_rows, facts.data.weights
    if fit.test_mse is None or selection.baseline.test_mse is None:
        return ""
    counted = rows if weights is None or not weights.counts else round(facts.split.test_weight or 0.0)
    stand = f", which stand for {counted:,}," if counted != rows else ""
    text = f"On {untouched(facts.split, stand)} the error is {number(sqrt(fit.test_mse))}"
    text += f" (the mean: {number(sqrt(selection.baseline.test_mse))})"
    if counted < UNINFORMATIVE_ROWS:
        return f"{text}; with fewer than {UNINFORMATIVE_ROWS} such rows that is uninformative."
    return f"{text}."


def _edge(fit: Fit, facts: Facts) -> str:
    if fit.edge == "null":
        return f"The optimum is at the strong end of the grid, where {nothing_left(fit, facts)}."
    if fit.edge == "unpenalised":
        return "The optimum is at the weak end of the grid, where almost nothing is penalised: a penalty hardly helps."
    return ""


def _unsolved(fit: Fit) -> str:
    return "" if fit.status.startswith("Solved") else fit.status
