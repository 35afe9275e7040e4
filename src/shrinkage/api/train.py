"""``shrinkage.train``: one strength, and every epoch of getting there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from shrinkage import workflow
from shrinkage.api.asked import checked, target_name, trained
from shrinkage.api.options import Options, keywords
from shrinkage.api.progress import told
from shrinkage.present.numbers import number
from shrinkage.result.record import PassportValues

_TITLES = {"none": "Unpenalised", "l1": "L1", "l2": "L2", "elastic_net": "Elastic net"}
_SHOWN = 10


@dataclass(frozen=True, slots=True, repr=False)
class Epoch:
    """Where a penalty stands after ``number`` of ``of`` passes.

    loss: the objective in the stated convention; weights: feature → weight per standard deviation; coefficients: in
    the feature's own unit; relative_gap: at most so far from the optimum, as of a certificate; step: its length, None
    for coordinate descent.
    """

    number: int
    of: int
    penalty: str
    loss: float
    weights: Mapping[str, float]
    coefficients: Mapping[str, float]
    relative_gap: float
    step: float | None

    def __repr__(self) -> str:
        return f"Epoch {self.number}/{self.of} Loss: {number(self.loss)}"


class Training:
    """Penalties in training: a pass over it starts from zero and yields an `Epoch` each time, or {penalty: Epoch}.

    It yields the latter where several penalties were asked for. Nothing is trained before the first epoch is asked for;
    ``last`` has the last one, ``save`` writes its models.
    """

    def __init__(self, run: workflow.Training, epochs: int, penalties: Sequence[str], single: bool, said: str) -> None:
        self._run, self._epochs, self._penalties, self._single, self._said = run, epochs, tuple(penalties), single, said
        self.history: list[Any] = []

    def __len__(self) -> int:
        return self._epochs

    def __iter__(self) -> Iterator[Any]:
        self.history = []
        for k, steps in enumerate(self._run, 1):
            epochs = {name: self._epoch(k, name, step) for name, step in steps.items()}
            self.history.append(epochs[self._penalties[0]] if self._single else epochs)
            yield self.history[-1]

    @property
    def last(self) -> Any:
        """The last epoch, trained now if nobody has watched yet."""
        if not self.history:
            for _ in self:
                pass
        return self.history[-1]

    @property
    def features(self) -> tuple[str, ...]:
        return self._run.features

    @property
    def rows(self) -> int:
        """Rows that are trained on."""
        return self._run.rows

    @property
    def passports(self) -> Mapping[str, PassportValues]:
        """Penalty → its strength in every convention."""
        return self._run.passports

    def excess(self, penalty: str | None = None) -> float:
        """How far above its minimum the objective of the last epoch is, over that of the mean alone."""
        _ = self.last
        return self._run.excess(penalty or self._penalties[0])

    def save(self, directory: str | os.PathLike[str]) -> None:
        """Write a model a penalty, as the last epoch left it."""
        self._run.save(directory)

    def _epoch(self, k: int, name: str, step: workflow.Step) -> Epoch:
        weights, own = (
            dict(zip(self.features, cells.tolist(), strict=True)) for cells in (step.weights, step.coefficients)
        )
        return Epoch(k, self._epochs, name, step.loss, weights, own, step.relative_gap, step.step)

    def __repr__(self) -> str:
        lines = [f"Training on {self.rows:,} rows, {len(self.features):,} features, {self._said}"]
        for past in self.history:
            shown = [past] if self._single else list(past.values())
            losses = [f"{'' if self._single else _TITLES[one.penalty] + ' '}Loss: {number(one.loss)}" for one in shown]
            lines.append(f"Epoch {shown[0].number}/{self._epochs} {', '.join(losses)}")
        if self.history:
            shown = [self.history[-1]] if self._single else list(self.history[-1].values())
            lines += [f"{_TITLES[one.penalty]} Weights: {_weights(one.weights)}" for one in shown]
        else:
            lines.append("not trained yet; iterate over it, or ask for .last")
        return "\n".join(lines)


def _strengths(names: Sequence[str], lams: Sequence[float]) -> str:
    """``L1 at 20, L2 at 3``, or ``L1, L2 at 20`` where one strength is that of all."""
    titles = [_TITLES[name] for name in names]
    if len(lams) == len(titles):
        return ", ".join(f"{title} at {lam:g}" for title, lam in zip(titles, lams, strict=True))
    return f"{', '.join(titles)} at {lams[0]:g}"


def _weights(weights: Mapping[str, float]) -> str:
    cells = ["0.0" if value == 0 else number(value) for value in list(weights.values())[:_SHOWN]]
    return f"[{', '.join(cells)}{', …' if len(weights) > _SHOWN else ''}]"


def train(
    data: Any,
    target: str,
    *,
    lam: float | Sequence[float],
    penalty: str | Sequence[str] = ("l1", "l2"),
    l1_ratio: float = 0.5,
    epochs: int = 5,
    optimizer: str = "coordinate",
    step: float | None = None,
    **options: Unpack[Options],
) -> Training:
    """Train at the strength ``lam`` on the rows of ``data`` outside the test part; iterate over the result.

    lam: one for all penalties or one for each, in ``lambda_convention``, which is "textbook" unless said, as at the
    command line; "lam" is that of `LinearModel.lam`. penalty: l1, l2, elastic_net or none, or several of them side by
    side. optimizer: coordinate, proximal, or gradient (the plain update, of length ``step`` or 1/L). options: see
    `Options`; data: see `compare`.
    Raises OptionError, SourceError or TableError with a sentence.

    >>> import shrinkage as sh
    >>> days = {"rain": range(40), "sales": [200 - 3 * mm + mm * 7 % 5 for mm in range(40)]}
    >>> for epoch in sh.train(days, target="sales", penalty="l1", lam=100, epochs=2):
    ...     print(epoch)
    Epoch 1/2 Loss: 3,317
    Epoch 2/2 Loss: 3,317
    """
    given = checked(options)
    column = target_name(data, target, given)
    convention = given.pop("lambda_convention", "textbook")
    names, how = trained(penalty, lam=lam, l1_ratio=l1_ratio, epochs=epochs, step=step)
    asked = {"penalty": names, "optimizer": optimizer}
    with keywords(), told(given.pop("progress", None)) as progress:
        run = workflow.train(data, column, convention=convention, progress=progress, **asked, **how, **given)
    said = f"{_strengths(names, how['lam'])} ({convention}), by {optimizer}"
    return Training(run, how["epochs"], names, isinstance(penalty, str), said)
