"""The trainer one can watch: one strength, from w = 0, an epoch at a time.

It minimises the objective of `problem.py`, F(w) = smooth(w) + penalty(w), on the Gram, by one of three optimizers
(q = c − G w is minus the gradient of ``smooth``; S the soft threshold; an epoch is one pass over all coefficients):

    coordinate   for j = 1 … p:  wⱼ ← S(qⱼ + Gⱼⱼ wⱼ, lam·ρ·fⱼ) / (Gⱼⱼ + lam·(1 − ρ)·fⱼ)         (Friedman et al. 2010)
    proximal     w ← prox_{t·penalty}(w + t·q),  t ≤ 1/λ_max(G)                        (Daubechies et al. 2004; ISTA)
    gradient     w ← w − t·(−q + lam·ρ·f·sign(w) + lam·(1 − ρ)·f·w)                    (a subgradient step, Shor 1985)

The third is the update that introductions show, ``error_gradient + λ·sign(w)`` for L1 and ``+ 2λw`` for L2. Its steps
along sign(w) overshoot zero and come back, so that coefficients hover about 0 at a distance of up to t·lam and are
never exactly 0, and its loss may rise; it is kept, and reported, as it is.

**The step** is stated for the textbook objective Σ(y − ŷ)² + λ₁Σ|w| + λ₂Σw² = 2W·F, whose gradient is 2W times that
of F: a textbook step s is the step t = 2W·s on F. Its default is 1/L for the largest curvature L of what is
differentiated; from 2/L on the iterates may diverge, and that is said as an error once the loss has risen above its
start.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from shrinkage.errors import OptionError
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.solver.certificate import certificate

OPTIMIZERS = ("coordinate", "proximal", "gradient")

# Above this many features the largest eigenvalue comes from Lanczos iterations (0.1 s at 2,000 features, against 1 s
# for the dense reduction); its estimate approaches from below, so that it is raised by a little more than its error.
_DENSE_EIGENVALUE = 500
_LANCZOS_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Epoch:
    """Where training stands after epoch ``number`` (from 1).

    loss: the objective of `problem.py`; coefficients: (p,), a copy; relative_gap: of the certificate, an upper bound
    of the distance of ``loss`` from its minimum over the null objective; step: of the textbook objective, None for
    coordinate descent, which has none.
    """

    number: int
    loss: float
    coefficients: Floats
    relative_gap: float
    step: float | None


Update = Callable[[Floats], Floats]


def epochs(
    problem: Quadratic,
    penalty: ElasticNet,
    *,
    optimizer: str = "coordinate",
    epochs: int = 5,
    step: float | None = None,
) -> Iterator[Epoch]:
    """Train from zero for ``epochs`` epochs, yielding each.

    Raises OptionError: an unknown optimizer, a number out of range (at the call), or a step so long that the iterates
    diverge (after the epoch that shows it).
    """
    check(optimizer, epochs, step)
    if optimizer == "coordinate":
        return _run(problem, penalty, lambda w: _sweep(problem, penalty, w), epochs, None, math.inf)
    curvature = _curvature(problem, penalty, optimizer)
    taken = 1.0 / curvature if step is None else step * 2.0 * problem.weight
    move = _proximal if optimizer == "proximal" else _gradient
    textbook = taken / (2.0 * problem.weight)
    limit = 1.0 / (curvature * problem.weight)
    return _run(problem, penalty, lambda w: move(problem, penalty, w, taken), epochs, textbook, limit)


def check(optimizer: str, epochs: int, step: float | None) -> None:
    """Raises OptionError for what ``epochs`` would refuse whatever the problem is."""
    if optimizer not in OPTIMIZERS:
        raise OptionError(f"the optimizer {optimizer!r} is unknown; choose one of {', '.join(OPTIMIZERS)}.")
    if epochs < 1:
        raise OptionError(f"{epochs} epochs were asked for, but training takes at least one; give 1 or more.")
    if optimizer == "coordinate" and step is not None:
        raise OptionError(
            "a step was given, but coordinate descent minimises exactly along each coefficient and has none; "
            "leave the step out, or choose the optimizer proximal or gradient."
        )
    if step is not None and not (step > 0 and math.isfinite(step)):
        raise OptionError(f"the step is {step}, but a step is a finite number above 0; give one, or leave it out.")


def _run(
    problem: Quadratic, penalty: ElasticNet, update: Update, epochs: int, step: float | None, limit: float
) -> Iterator[Epoch]:
    """The loop, written once. limit: the textbook step from which iterates diverge."""
    start = problem.null_objective
    w = np.zeros(problem.features)
    for number in range(1, epochs + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            w = update(w)
            loss = problem.smooth(w) + penalty.value(w)
        diverging = step is not None and step >= limit and not loss <= start
        if not math.isfinite(loss):
            raise _divergence(number, step, limit)
        yield Epoch(number, loss, w.copy(), certificate(problem, penalty, w).relative_gap, step)
        if diverging:
            raise _divergence(number, step, limit)


def _divergence(number: int, step: float | None, limit: float) -> OptionError:
    return OptionError(
        f"training diverges: at epoch {number} the loss is above where it started, because the step {step:.4g} is not "
        f"below 2/L = {limit:.4g}; give a step below that ({limit / 2:.4g} is 1/L, the default), or leave it out."
    )


def _sweep(problem: Quadratic, penalty: ElasticNet, coefficients: Floats) -> Floats:
    """One cyclic sweep of coordinate descent, the correlation q kept up to date."""
    w = coefficients.copy()
    gram = problem.gram
    q = problem.correlation(w)
    f = penalty.weights(problem.features)
    usable = np.isfinite(f)
    threshold = penalty.lam * penalty.l1_ratio * np.where(usable, f, 0.0)
    ridge = penalty.lam * (1.0 - penalty.l1_ratio) * np.where(usable, f, 0.0)
    for j in np.flatnonzero(usable & (gram.diagonal() > 0)):
        aim = q[j] + gram[j, j] * w[j]
        new = math.copysign(max(abs(aim) - threshold[j], 0.0), aim) / (gram[j, j] + ridge[j])
        if penalty.positive:
            new = max(new, 0.0)
        change = new - w[j]
        if change != 0.0:
            w[j] = new
            q -= change * gram[j]
    return w + 0.0  # so that no coefficient is −0


def _proximal(problem: Quadratic, penalty: ElasticNet, w: Floats, step: float) -> Floats:
    return penalty.prox(w + step * problem.correlation(w), step) + 0.0


def _gradient(problem: Quadratic, penalty: ElasticNet, w: Floats, step: float) -> Floats:
    f = penalty.weights(problem.features)
    used = np.isfinite(f) & (problem.gram.diagonal() > 0)
    f = np.where(used, f, 0.0)
    pull = penalty.lam * f * (penalty.l1_ratio * np.sign(w) + (1.0 - penalty.l1_ratio) * w)
    moved = np.where(used, w - step * (pull - problem.correlation(w)), 0.0)
    return np.maximum(moved, 0.0) if penalty.positive else moved


def _curvature(problem: Quadratic, penalty: ElasticNet, optimizer: str) -> float:
    """Largest curvature L of what the optimizer differentiates: of ``smooth``, and of the L2 part for gradient."""
    largest = _largest_eigenvalue(problem.gram)
    if optimizer == "gradient":
        f = penalty.weights(problem.features)
        largest += penalty.lam * (1.0 - penalty.l1_ratio) * float(np.max(f[np.isfinite(f)], initial=0.0))
    return largest if largest > 0 else 1.0


def _largest_eigenvalue(gram: Floats) -> float:
    """λ_max(G), never below it by more than rounding."""
    if gram.shape[0] == 0:
        return 0.0
    if gram.shape[0] <= _DENSE_EIGENVALUE:
        return float(np.linalg.eigvalsh(gram)[-1])
    from scipy.sparse import linalg  # pyright: ignore[reportMissingTypeStubs]

    lanczos = cast(Callable[..., Floats], linalg.eigsh)  # pyright: ignore[reportUnknownMemberType]
    start = np.cos(np.arange(gram.shape[0], dtype=np.float64))  # no special direction, and the same each time
    value = lanczos(gram, k=1, which="LA", v0=start, tol=_LANCZOS_TOLERANCE, return_eigenvectors=False)[0]
    return float(value) * (1.0 + 10.0 * _LANCZOS_TOLERANCE)
