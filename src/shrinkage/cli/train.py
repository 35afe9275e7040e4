"""``shrinkage train``: one strength, and watching it work."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

import click

from shrinkage.cli import options
from shrinkage.cli.main import INTERRUPT
from shrinkage.errors import OptionError, near_choices

if TYPE_CHECKING:
    from shrinkage.workflow.train import Step, Training

EPILOG = """\b
Examples:
  shrinkage train houses.csv --target price --penalty l1,l2 --lambda 100,3
  shrinkage train houses.csv --target price --penalty l1 --lambda 0.1 --lambda-convention sklearn --epochs 20
  shrinkage train houses.csv --target price --penalty l1,l2 --lambda 100 --optimizer gradient --step 1e-5
"""

PENALTIES = ("none", "l1", "l2", "elastic_net")


def penalties(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """Names separated by commas, each once."""
    names = tuple(dict.fromkeys(name.strip().lower().replace("-", "_") for name in value.split(",") if name.strip()))
    for name in names:
        if name not in PENALTIES:
            raise OptionError(f"there is no penalty {name!r}; {near_choices(name, PENALTIES, what='the penalties')}")
    if not names:
        raise OptionError("--penalty names none, but training needs at least one; give l1, l2, elastic_net or none.")
    return names


def strengths(context: click.Context, parameter: click.Parameter, value: str) -> tuple[float, ...]:
    """Numbers at or above 0, separated by commas."""
    return tuple(_strength(text.strip()) for text in value.split(","))


def _strength(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found < inf:
        raise OptionError(f"--lambda has {text!r}, but a strength is a number at or above 0; give one, such as 0.1.")
    return found


@click.command(epilog=EPILOG, short_help="Train at one strength and watch it happen.")
@options.table
@options.data
@click.option(
    "--penalty",
    "penalty",
    default="l1,l2",
    show_default=True,
    callback=penalties,
    metavar="NAME,…",
    help="l1, l2, elastic_net or none; several are trained side by side.",
)
@click.option(
    "--lambda",
    "lam",
    required=True,
    callback=strengths,
    metavar="NUMBER,…",
    help="The strength of all of them, or one for each.",
)
@click.option(
    "--l1-ratio", default=0.5, show_default=True, type=click.FloatRange(0, 1), help="Share of L1 in an elastic net."
)
@click.option("--epochs", default=5, show_default=True, type=click.IntRange(min=1), help="Passes over all weights.")
@click.option(
    "--optimizer",
    default="coordinate",
    show_default=True,
    type=click.Choice(["coordinate", "proximal", "gradient"]),
    help="gradient is the plain update, error_gradient + λ·sign(w) or + 2λw.",
)
@click.option(
    "--step", type=float, metavar="S", help="Length of a proximal or gradient step, of the textbook loss; else 1/L."
)
@options.convention
@options.out
@options.as_json
@options.quiet
def train(
    table: str | None,
    lambda_convention: str,
    out: str | None,
    as_json: bool,
    quiet: bool,
    epochs: int,
    optimizer: str,
    **choices: Any,
) -> None:
    """Train at one strength and show it happening: epoch, loss, weights.

    Starts with every weight at 0. Features are scaled to a standard deviation of 1 first, as compare does, so that the
    strength treats them alike; --raw leaves them as they are.
    """
    from shrinkage.atomic import check_directory
    from shrinkage.cli.progress import watched
    from shrinkage.passport import resolve

    convention = resolve(lambda_convention)
    if out is not None:
        check_directory(out)  # before the long run
    with watched(quiet=quiet) as progress:
        from shrinkage import workflow

        training = workflow.train(
            table, convention=convention, epochs=epochs, optimizer=optimizer, progress=progress, **choices
        )
    if as_json:
        _as_json(training, convention, optimizer)
    else:
        _as_text(training, convention, epochs, optimizer)
    if out is not None:
        training.save(out)


def _as_text(training: Training, convention: str, epochs: int, optimizer: str) -> None:
    """Each line as its epoch ends."""
    from shrinkage.cli.terminal import Page
    from shrinkage.present import training as present

    page = Page()
    given = {name: passport[convention] for name, passport in training.passports.items()}
    page.show(
        *present.opening(training.rows, len(training.features), convention, given, optimizer, training.raw, page.face)
    )
    last: Mapping[str, Step] = {}
    for number, last in enumerate(training, 1):
        INTERRUPT.check()
        losses = {name: step.loss for name, step in last.items()}
        page.show(present.epoch_line(number, epochs, losses, page.face))
    runs = [
        present.Run(
            penalty=name,
            weights=dict(zip(training.features, step.weights.tolist(), strict=True)),
            own=dict(zip(training.features, step.coefficients.tolist(), strict=True)),
            excess=training.excess(name),
            optimizer=optimizer,
            epochs=epochs,
            raw=training.raw,
            left_out=frozenset(training.with_factor(inf)),
            free=frozenset(training.unpenalised(name)),
        )
        for name, step in last.items()
    ]
    page.show(*present.ending(runs, page.face))


def _as_json(training: Training, convention: str, optimizer: str) -> None:
    """One document with every epoch; nothing is written before the last."""
    from shrinkage.cli.terminal import write_json

    history: dict[str, list[dict[str, Any]]] = {name: [] for name in training.passports}
    for number, steps in enumerate(training, 1):
        INTERRUPT.check()
        for name, step in steps.items():
            history[name].append(
                {
                    "epoch": number,
                    "loss": step.loss,
                    "relative_gap": step.relative_gap if isfinite(step.relative_gap) else None,
                    "step": step.step,
                    "standardized": dict(zip(training.features, step.weights.tolist(), strict=True)),
                    "coefficients": dict(zip(training.features, step.coefficients.tolist(), strict=True)),
                }
            )
    write_json(
        {
            "schema": "shrinkage.training/1",
            "rows": training.rows,
            "optimizer": optimizer,
            "convention": convention,
            "penalties": {
                name: {"passport": passport, "epochs": history[name], "excess": training.excess(name)}
                for name, passport in training.passports.items()
            },
        }
    )
