"""Training, as it happens: the lines of the article, then what became of the weights in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from shrinkage.present import strengths
from shrinkage.present.face import Face
from shrinkage.present.numbers import count, number, small
from shrinkage.present.tables import aligned, bullet

if TYPE_CHECKING:
    from rich.console import RenderableType

TITLES = {"none": "None", "l1": "L1", "l2": "L2", "elastic_net": "Elastic net"}
_LISTED = 24
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Where one penalty stands at the end of its epochs.

    weights: per standard deviation, by feature; own: in the columns' own units; the strength acted on the former, on
    the latter where ``raw``. excess: of the objective over its minimum, over that of the mean alone; left_out: features
    with an infinite factor; free: those that bear no penalty.
    """

    penalty: str
    weights: Mapping[str, float]
    own: Mapping[str, float]
    excess: float
    optimizer: str
    epochs: int
    raw: bool = False
    left_out: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()

    @property
    def taking_part(self) -> dict[str, float]:
        """Weights of the features that no factor left out."""
        return {name: value for name, value in self.weights.items() if name not in self.left_out}

    @property
    def shrunk(self) -> int:
        """Weights other than 0 that a penalty acted on."""
        return sum(value != 0 for name, value in self.taking_part.items() if name not in self.free)

    @property
    def zeros(self) -> list[str]:
        """Features whose weight is exactly 0, not counting those left out."""
        return [name for name, value in self.taking_part.items() if value == 0]


def opening(
    rows: int,
    features: int,
    convention: str,
    given: Mapping[str, strengths.Values],
    optimizer: str,
    raw: bool,
    face: Face,
) -> Iterator[RenderableType]:
    """What is about to be trained, on what, and what Loss means."""
    yield Text("Training Model...", style="bold")
    units = "in their own units" if raw else "per standard deviation"
    what = ", ".join(f"{TITLES[name]} with {strengths.inline(values)}" for name, values in given.items())
    yield Text(
        face.own(
            f"{count(rows, 'row')}, {count(features, 'feature')} {units}, by {optimizer} steps from 0: "
            f"{what}. Loss, in the {convention} convention, is {strengths.objective(convention)}."
        ),
        style="dim",
    )


def epoch_line(epoch: int, epochs: int, losses: Mapping[str, float], face: Face) -> Text:
    """``Epoch 1/5 Loss: 12.45``; with several penalties each loss under its name."""
    head = f"Epoch {epoch:>{len(str(epochs))}}/{epochs} Loss: "
    if len(losses) == 1:
        return Text(head + number(next(iter(losses.values())), 6))
    each = (f"{TITLES[name]} {number(loss, 6)}" for name, loss in losses.items())
    return Text(face.own(head + "  ".join(each)))


def weights_line(run: Run, face: Face) -> Text:
    """``L1 Weights: [0.0, 1.2, 0.0, 3.4]``, the first of many where there are many."""
    values = list((run.own if run.raw else run.weights).values())
    shown = ", ".join(_weight(value) for value in values[:_LISTED])
    more = f", … {len(values) - _LISTED:,} more" if len(values) > _LISTED else ""
    # One line however long, so that it can be copied; a terminal folds it by itself.
    return Text(face.own(f"{TITLES[run.penalty]} Weights: [{shown}{more}]"), no_wrap=True, overflow="ignore")


def ending(runs: Sequence[Run], face: Face) -> Iterator[RenderableType]:
    """The weights, a table of them by name, and what happened."""
    for run in runs:
        yield weights_line(run, face)
    yield Text()
    yield from _table(runs, face)
    yield Text()
    for run in runs:
        yield bullet(face, happened(run))


def happened(run: Run) -> str:
    """Which weights vanished, what shrank, and how far from the optimum it is."""
    return f"{TITLES[run.penalty]}: {_vanished(run)}; {_distance(run)}."


def _vanished(run: Run) -> str:
    zeros, total = run.zeros, len(run.taking_part)
    if not total:
        return "no feature is left to weigh, so it is the mean of the target"
    if run.penalty == "none":
        return f"{count(total - len(zeros), 'weight')}, none held back{_at_bound(zeros)}"
    if run.free.issuperset(run.taking_part):
        return f"the penalty acts on none of {count(total, 'weight')}, so nothing shrank{_at_bound(zeros)}"
    if run.penalty == "l2":
        return _shrunk_by_l2(run)
    if zeros:
        return _vanished_by_l1(run)
    if run.optimizer == "gradient":
        return (
            f"none of {count(total, 'weight')} is exactly 0, because a gradient step along λ·sign(w) overshoots zero "
            "and comes back; proximal and coordinate steps reach exact zeros"
        )
    return f"none of {count(total, 'weight')} vanished at this strength; a larger lambda removes features"


def _vanished_by_l1(run: Run) -> str:
    zeros, total = run.zeros, len(run.taking_part)
    if len(zeros) == total:
        every = f"all {count(total, 'weight')}" if total > 1 else "the only weight"
        return f"{every} vanished exactly, which leaves the mean of the target"
    rest = "the others shrank"
    if not run.shrunk:
        rest = "and only what is free of the penalty is left"
    elif run.shrunk < total - len(zeros):
        rest = "the others shrank, but for those free of the penalty"
    return f"{len(zeros)} of {count(total, 'weight')} vanished exactly ({_first(zeros)}), {rest}"


def _shrunk_by_l2(run: Run) -> str:
    zeros, total = run.zeros, len(run.taking_part)
    if run.shrunk == total:
        return f"all {count(total, 'weight')} shrank and none vanished, as L2 never sets one to 0"
    free = total - len(zeros) - run.shrunk
    spared = f", {free:,} free of the penalty did not" if free else ""
    return f"{count(run.shrunk, 'weight')} shrank{spared}{_at_bound(zeros)}"


def _at_bound(zeros: Sequence[str]) -> str:
    """Weights that only the bound holds at 0."""
    if not zeros:
        return ""
    return f"; {_first(zeros)} held at 0, where {'it' if len(zeros) == 1 else 'they'} would be negative"


def _first(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _distance(run: Run) -> str:
    after = f"after {count(run.epochs, 'epoch')}"
    if run.excess < 1e-12:
        return f"{after} it is at the optimum to rounding"
    advice = "" if run.excess < 1e-6 else ", which more epochs would reduce"
    return f"{after} its objective is {small(run.excess)} of the mean's above the optimum{advice}"


def _table(runs: Sequence[Run], face: Face) -> Iterator[RenderableType]:
    names = list(runs[0].weights)
    reach = {name: max(abs(run.weights[name]) for run in runs) for name in names}
    shown = sorted(names, key=lambda name: -reach[name])[:_LISTED]
    headings = ["feature", *(f"{TITLES[run.penalty]} per {unit}" for unit in ("sd", "unit") for run in runs)]
    room = max(face.width - 14 * (len(headings) - 1), 12)
    rows = [
        [
            face.name(name, room),
            *(number(run.weights[name]) for run in runs),
            *(number(run.own[name]) for run in runs),
        ]
        for name in shown
    ]
    yield aligned(headings, rows, face)
    if len(names) > len(shown):
        yield Text(f"and {count(len(names) - len(shown), 'more feature')}", style="dim")


def _weight(value: float) -> str:
    return "0.0" if value == 0 else number(value)
