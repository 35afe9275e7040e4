"""`train`: one strength, and every epoch of getting there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from shrinkage._version import __version__
from shrinkage.errors import OptionError, near_choices
from shrinkage.passport import from_convention, objective_scale, passport
from shrinkage.path.grid import largest_strength
from shrinkage.path.trace import trace
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Floats, Quadratic
from shrinkage.result.build import factor_mean, feature_records, named_factors
from shrinkage.result.model import Model, PenaltyRecord
from shrinkage.result.record import CertificateRecord, PassportValues
from shrinkage.result.store import model_bytes, write_directory
from shrinkage.solver.certificate import certificate
from shrinkage.solver.epochs import Epoch, check, epochs
from shrinkage.threads import one_blas_thread
from shrinkage.workflow.prepare import Choices, Prepared, Table, prepare

L1_RATIOS = {"none": 1.0, "l1": 1.0, "l2": 0.0}
PENALTIES = ("none", "l1", "l2", "elastic_net")


@dataclass(frozen=True, slots=True)
class Step:
    """Where one penalty stands after an epoch.

    loss: the objective in the stated convention; weights: (p,) per standard deviation; coefficients: (p,) in the
    columns' own units (which is what a raw penalty acts on); relative_gap: of the certificate; step: of the textbook
    objective, None for coordinate descent.
    """

    loss: float
    weights: Floats
    coefficients: Floats
    relative_gap: float
    step: float | None


class Training:
    """Penalties trained side by side: each pass over it yields {penalty: Step} an epoch, starting from zero.

    rows: that are trained on; features: names in the order of weights; passports: of each penalty's strength; raw:
    whether the penalties act on columns in their own units.
    """

    def __init__(
        self,
        prepared: Prepared,
        penalties: Mapping[str, ElasticNet],
        passports: Mapping[str, PassportValues],
        convention: str,
        raw: bool = False,
        **how: Any,
    ) -> None:
        self._prepared, self._penalties, self._how = prepared, penalties, how
        self._convention, self.passports, self.raw = convention, passports, raw
        self._problem: Quadratic = prepared.resamples.train(None)
        self._last: dict[str, Epoch] = {}
        self.rows, _ = prepared.resamples.rows(None)
        self.features = tuple(feature.name for feature in prepared.features)
        scale = prepared.resamples.scaling(None).scale
        self._deviations = scale * np.sqrt(np.maximum(np.diagonal(self._problem.gram), 0.0))

    def unpenalised(self, name: str) -> list[str]:
        """Features that the penalty ``name`` does not act on: all of them at the strength 0."""
        return list(self.features) if self._penalties[name].lam == 0 else self.with_factor(0.0)

    def with_factor(self, factor: float) -> list[str]:
        """Features with this penalty factor, such as 0 (free) or infinite (left out)."""
        factors = self._prepared.factors
        return [] if factors is None else [self.features[index] for index in np.flatnonzero(factors == factor)]

    def __iter__(self) -> Iterator[dict[str, Step]]:
        with one_blas_thread():
            runs = {name: epochs(self._problem, penalty, **self._how) for name, penalty in self._penalties.items()}
        together = zip(*runs.values(), strict=True)
        while True:
            with one_blas_thread():
                ended = next(together, None)
            if ended is None:
                return
            self._last = dict(zip(runs, ended, strict=True))
            yield {name: self._step(name, epoch) for name, epoch in self._last.items()}

    def _step(self, name: str, epoch: Epoch) -> Step:
        scale = objective_scale(self._convention, l1_ratio=self._penalties[name].l1_ratio, weight=self._problem.weight)
        _, own = self._prepared.resamples.scaling(None).original(epoch.coefficients)
        return Step(scale * epoch.loss, own * self._deviations, own, epoch.relative_gap, epoch.step)

    def excess(self, name: str) -> float:
        """How far the objective of a penalty's last epoch is above its minimum, over that of the mean alone.

        The bound of a certificate says little long before the optimum where the strength is weak; the minimum itself
        is one exact solve away.
        """
        problem, penalty, last = self._problem, self._penalties[name], self._last[name]
        if penalty.lam == 0 and not penalty.positive:
            return last.relative_gap  # a decrement is the distance itself
        with one_blas_thread():
            best = trace(problem, np.array([penalty.lam]), penalty.l1_ratio, penalty.factors, penalty.positive)
        least = problem.smooth(best.coefficients[0]) + penalty.value(best.coefficients[0])
        unit = problem.null_objective
        return max(last.loss - least, 0.0) / unit if unit > 0 else 0.0

    def save(self, directory: str | os.PathLike[str]) -> None:
        """Write a model a penalty, as the last epoch left it; trains first where nobody has watched yet."""
        if not self._last:
            for _ in self:
                pass
        files = {f"{name}.model.json": model_bytes(self._model(name, epoch)) for name, epoch in self._last.items()}
        write_directory(directory, files)

    def _model(self, name: str, epoch: Epoch) -> Model:
        prepared, penalty = self._prepared, self._penalties[name]
        scaling = prepared.resamples.scaling(None)
        intercept, own = scaling.original(epoch.coefficients)
        kind: Any = name
        return Model(
            version=__version__,
            target=prepared.learned.spec.target.name,
            spec=prepared.learned.spec.to_builtins(),
            features=feature_records(prepared.features, scaling.center, self._deviations),
            fills=prepared.fills,
            intercept=float(intercept),
            coefficients=dict(zip(self.features, own.tolist(), strict=True)),
            standardized=dict(zip(self.features, (own * self._deviations).tolist(), strict=True)),
            penalty=PenaltyRecord(
                name=kind,
                lam=penalty.lam,
                l1_ratio=penalty.l1_ratio,
                raw=self.raw,
                positive=penalty.positive,
                factors=named_factors(penalty.factors, self.features),
            ),
            passport=self.passports[name],
            certificate=CertificateRecord(
                kind=certificate(self._problem, penalty, epoch.coefficients).kind,
                relative_gap=epoch.relative_gap if np.isfinite(epoch.relative_gap) else None,
            ),
            training_rows=self.rows,
            training_weight=self._problem.weight,
        )


def train(
    table: Table,
    target: str,
    *,
    penalty: str | Sequence[str] = ("l1", "l2"),
    lam: float | Sequence[float],
    l1_ratio: float = 0.5,
    epochs: int = 5,
    optimizer: str = "coordinate",
    convention: str = "textbook",
    step: float | None = None,
    **choices: Any,
) -> Training:
    """Train at one strength, given in ``convention``, on the rows outside the test part: iterate over the result.

    penalty: one or more of none, l1, l2, elastic_net; lam: one for all of them, or one for each. The other options are
    those of ``compare``.
    Raises OptionError, SourceError or TableError with a sentence.
    """
    names = (penalty,) if isinstance(penalty, str) else tuple(penalty)
    for name in names:
        if name not in PENALTIES:
            raise OptionError(f"there is no penalty {name!r}; {near_choices(name, PENALTIES, what='the penalties')}")
    lams = _each(lam, names)
    check(optimizer, epochs, step)  # before the rows are read
    asked = Choices(**choices)
    prepared = prepare(table, target, asked)
    prepared.clock.end()
    with one_blas_thread():
        problem = prepared.resamples.train(None)
    facts: dict[str, Any] = {
        "weight": problem.weight,
        "target_sd": sqrt(problem.yy),
        "lambda_max": largest_strength(problem, 1.0, prepared.factors, positive=asked.positive),
        "factor_mean": factor_mean(prepared.factors),
    }
    penalties: dict[str, ElasticNet] = {}
    for name, given in zip(names, lams, strict=True):
        ratio = L1_RATIOS.get(name, l1_ratio)
        strength = 0.0 if name == "none" else from_convention(given, convention, l1_ratio=ratio, **facts)
        penalties[name] = ElasticNet(strength, ratio, prepared.factors, asked.positive)
    passports = {name: passport(one.lam, one.l1_ratio, **facts) for name, one in penalties.items()}
    how = {"optimizer": optimizer, "epochs": epochs, "step": step}
    return Training(prepared, penalties, passports, convention, raw=asked.raw, **how)


def _each(lam: float | Sequence[float], names: Sequence[str]) -> list[float]:
    """A strength for each penalty."""
    given = [float(one) for one in lam] if isinstance(lam, Sequence) else [float(lam)]
    if len(given) not in (1, len(names)):
        raise OptionError(
            f"{len(given)} strengths are given for {len(names)} penalties ({', '.join(names)}); give one for all of "
            "them, or one for each in their order."
        )
    return given if len(given) == len(names) else given * len(names)
