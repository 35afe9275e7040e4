"""``shrinkage convert``: one strength in other conventions; reads no table."""

from __future__ import annotations

import click

from shrinkage.cli import options

EPILOG = """\b
Examples:
  shrinkage convert --lambda 0.1 --from sklearn --to textbook --rows 442
  shrinkage convert --lambda 0.1 --from textbook --rows 442 --penalty l2
  shrinkage convert --lambda 2.5 --from lam --to glmnet --penalty elastic_net --l1-ratio 0.5 --target-sd 77
"""

RATIOS = {"l1": 1.0, "l2": 0.0}


@click.command(epilog=EPILOG, short_help="Say one strength in other conventions.")
@click.option("--lambda", "strength", required=True, type=float, metavar="NUMBER", help="The strength to convert.")
@click.option("--from", "source", default="textbook", show_default=True, metavar="NAME", help="Its convention.")
@click.option("--to", "goal", metavar="NAME", help="The convention wanted; all of them if left out.")
@click.option("--rows", type=click.FloatRange(min=0, min_open=True), metavar="N", help="Rows, or the sum of weights.")
@click.option(
    "--penalty", default="l1", show_default=True, type=click.Choice(["l1", "l2", "elastic_net"]), help="Its kind."
)
@click.option("--l1-ratio", type=click.FloatRange(0, 1), help="Share of L1 in an elastic net.  [default: 0.5]")
@click.option("--target-sd", type=click.FloatRange(min=0, min_open=True), metavar="S", help="For glmnet: sd of y.")
@click.option("--lambda-max", type=click.FloatRange(min=0, min_open=True), help="For `fraction`: lam_max.")
@options.as_json
def convert(
    strength: float,
    source: str,
    goal: str | None,
    rows: float | None,
    penalty: str,
    l1_ratio: float | None,
    target_sd: float | None,
    lambda_max: float | None,
    as_json: bool,
) -> None:
    """Say one strength in another library's convention.

    The same number means different things in different tools: alpha of scikit-learn's Lasso and of its Ridge differ by
    a factor of the number of rows. Conventions: textbook, lam, sklearn, sklearn_elastic_net, sklearn_ridge, glmnet,
    statsmodels, fraction.
    """
    from shrinkage import passport as passports
    from shrinkage.cli.terminal import Page, write_json

    ratio = _ratio(penalty, l1_ratio)
    names = [passports.resolve(goal)] if goal is not None else list(passports.CONVENTIONS)
    lam = passports.from_convention(
        strength, source, l1_ratio=ratio, weight=rows, target_sd=target_sd, lambda_max=lambda_max
    )
    every = passports.passport(lam, ratio, weight=rows, target_sd=target_sd, lambda_max=lambda_max)
    if goal is not None and every[names[0]] is None:
        # Asking for the inverse raises the sentence that says what is missing.
        passports.from_convention(
            1.0, names[0], l1_ratio=ratio, weight=rows, target_sd=target_sd, lambda_max=lambda_max
        )
    if as_json:
        write_json({name: every[name] for name in names})
        return
    from shrinkage.present.passport import passport_lines

    page = Page()
    page.show(*passport_lines({name: every[name] for name in names}, page.face))


def _ratio(penalty: str, l1_ratio: float | None) -> float:
    from shrinkage.errors import OptionError

    if penalty == "elastic_net":
        return 0.5 if l1_ratio is None else l1_ratio
    if l1_ratio is not None and l1_ratio != RATIOS[penalty]:
        raise OptionError(
            f"--l1-ratio {l1_ratio:g} belongs to an elastic net, but --penalty is {penalty}; "
            "give --penalty elastic_net, or leave the ratio out."
        )
    return RATIOS[penalty]
