"""`train`: one strength, and every epoch of getting there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from shrinkage.errors import OptionError, near_choices
from shrinkage.passport import from_convention, passport
from shrinkage.path.grid import largest_strength
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Quadratic
from shrinkage.solver.epochs import Epoch, epochs
from shrinkage.workflow.prepare import Choices, Prepared, Table, prepare

L1_RATIOS = {"l1": 1.0, "l2": 0.0}
PENALTIES = ("none", "l1", "l2", "elastic_net")


@dataclass(frozen=True, slots=True)
class Training:
    """Penalties about to be trained on one problem: iterate over ``epochs(name)``.

    penalties: by name, as the solver takes them; passports: each strength in every convention.
    """

    prepared: Prepared
    problem: Quadratic
    penalties: Mapping[str, ElasticNet]
    passports: Mapping[str, Any]
    epoch_count: int
    optimizer: str
    step: float | None

    @property
    def names(self) -> tuple[str, ...]:
        """Features in the order of coefficients."""
        return tuple(feature.name for feature in self.prepared.features)

    def epochs(self, penalty: str) -> Iterator[Epoch]:
        """Train ``penalty`` from zero, an epoch at a time."""
        return epochs(
            self.problem, self.penalties[penalty], optimizer=self.optimizer, epochs=self.epoch_count, step=self.step
        )


def train(
    table: Table,
    target: str,
    *,
    penalty: str | Sequence[str] = ("l1", "l2"),
    lam: float,
    l1_ratio: float = 0.5,
    epochs: int = 5,
    optimizer: str = "coordinate",
    convention: str = "textbook",
    step: float | None = None,
    **choices: Any,
) -> Training:
    """Prepare to train at one strength, given in ``convention``, on the rows outside the test part.

    penalty: one or more of none, l1, l2, elastic_net; the other options are those of ``compare``.
    Raises OptionError, SourceError or TableError with a sentence.
    """
    names = (penalty,) if isinstance(penalty, str) else tuple(penalty)
    for name in names:
        if name not in PENALTIES:
            raise OptionError(f"there is no penalty {name!r}; {near_choices(name, PENALTIES, what='the penalties')}")
    prepared = prepare(table, target, Choices(**choices))
    prepared.clock.end()
    problem = prepared.resamples.train(None)
    facts: dict[str, Any] = {
        "weight": problem.weight,
        "target_sd": sqrt(problem.yy),
        "lambda_max": largest_strength(problem, 1.0),
    }
    penalties: dict[str, ElasticNet] = {}
    for name in names:
        ratio = L1_RATIOS.get(name, l1_ratio)
        strength = 0.0 if name == "none" else from_convention(lam, convention, l1_ratio=ratio, **facts)
        penalties[name] = ElasticNet(strength, ratio)
    passports = {name: passport(one.lam, one.l1_ratio, **facts) for name, one in penalties.items()}
    return Training(prepared, problem, penalties, passports, epochs, optimizer, step)
